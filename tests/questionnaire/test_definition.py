"""A questionnaire is frozen, ordered as its file, and known by its content."""

import pytest
from pydantic import ValidationError

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from tests.comparison.facts import QUESTIONNAIRE

HASH_OF_1_0 = "8b33e8bffdb0fc48bab8e3df45f80df0df726afd15cc7fde9d83ac74111b2eae"
SECTIONS = {
    "operations": 4,
    "monitoring": 5,
    "targets": 5,
    "people": 6,
    "working-as-three": 5,
    "room-to-manage": 5,
}


def test_practices_keep_the_order_of_the_sections() -> None:
    assert {s.key: len(s.practices) for s in QUESTIONNAIRE.sections} == SECTIONS
    assert QUESTIONNAIRE.keys[:5] == (
        "patient-flow",
        "reasons-for-standards",
        "standard-pathways",
        "people-to-demand",
        "continuous-improvement",
    )
    assert QUESTIONNAIRE.section_of("handover").key == "working-as-three"


@pytest.mark.parametrize("field", ["name", "levels"])
def test_nothing_can_be_changed(field: str) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        setattr(QUESTIONNAIRE.practices[0], field, "Another text")


def test_the_identity_and_the_hash_name_a_version() -> None:
    assert QUESTIONNAIRE.identity == "management-practice-1.0"
    content = QUESTIONNAIRE.model_dump()
    assert Questionnaire.model_validate(content).content_hash == QUESTIONNAIRE.content_hash
    content["sections"][0]["practices"][0]["levels"] = ("one", "two", "three", "four", "five")
    assert Questionnaire.model_validate(content).content_hash != QUESTIONNAIRE.content_hash


def test_the_first_version_keeps_the_hash_that_rounds_were_opened_with() -> None:
    """Fields that came later have defaults, and what a file leaves out is not hashed."""
    assert QUESTIONNAIRE.content_hash == HASH_OF_1_0
    assert QUESTIONNAIRE.previous is None
    assert QUESTIONNAIRE.vignettes == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"follows": "patient-flow"},
        {"not_in_place": "There is none"},
    ],
)
def test_a_later_field_that_is_used_changes_the_hash(changed: dict[str, str]) -> None:
    content = QUESTIONNAIRE.model_dump(mode="json")
    content["sections"][1]["practices"][0] |= changed
    assert Questionnaire.model_validate(content).content_hash != HASH_OF_1_0


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_version_survives_being_stored_and_read_again(version: str) -> None:
    path = questionnaire_folder() / f"management-practice-{version}.yaml"
    questionnaire = read_questionnaire(path)
    stored = questionnaire.model_dump_json(exclude_defaults=True)
    assert Questionnaire.model_validate_json(stored) == questionnaire
    assert Questionnaire.model_validate_json(stored).content_hash == questionnaire.content_hash


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"colour": "blue"})
