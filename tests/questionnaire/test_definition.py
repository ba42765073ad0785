"""A questionnaire is frozen, ordered as its file, and known by its content."""

import pytest
from pydantic import ValidationError

from benchmark.questionnaire.definition import Questionnaire
from tests.comparison.facts import QUESTIONNAIRE

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


def test_nothing_can_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        QUESTIONNAIRE.practices[0].name = "Another name"  # type: ignore[misc]  # what is refused


def test_the_identity_and_the_hash_name_a_version() -> None:
    assert QUESTIONNAIRE.identity == "management-practice-1.0"
    content = QUESTIONNAIRE.model_dump()
    assert Questionnaire.model_validate(content).content_hash == QUESTIONNAIRE.content_hash
    content["sections"][0]["practices"][0]["levels"] = ("one", "two", "three", "four", "five")
    assert Questionnaire.model_validate(content).content_hash != QUESTIONNAIRE.content_hash


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        Questionnaire.model_validate(QUESTIONNAIRE.model_dump() | {"colour": "blue"})
