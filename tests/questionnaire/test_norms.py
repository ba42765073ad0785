"""Norms against the table they come from: BMC Health Services Research 22:64, table 3."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.norms import comparable_practices, norm_for
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire

Write = Callable[..., Path]

TABLE_3 = {  # country: overall, operations, monitoring, targets, people
    "united-states": (3.00, 3.03, 3.21, 2.87, 2.92),
    "united-kingdom": (2.69, 2.91, 2.99, 2.55, 2.37),
    "sweden": (2.68, 2.52, 2.99, 2.75, 2.46),
    "germany": (2.64, 2.78, 2.85, 2.55, 2.45),
    "canada": (2.52, 2.78, 2.82, 2.44, 2.17),
    "italy": (2.48, 2.85, 2.67, 2.33, 2.20),
    "france": (2.40, 2.87, 2.59, 2.29, 2.03),
    "brazil": (2.19, 2.38, 2.47, 1.99, 1.98),
    "india": (1.90, 2.11, 2.03, 1.55, 1.93),
}


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return read_questionnaire(questionnaire_folder() / "management-practice-1.0.yaml")


@pytest.mark.parametrize("country", TABLE_3)
def test_a_norm_stands_in_the_questionnaire_as_it_was_printed(
    questionnaire: Questionnaire, country: str
) -> None:
    norm = norm_for(questionnaire, country)
    assert norm is not None
    sections = ("operations", "monitoring", "targets", "people")
    assert (norm.overall, *(norm.sections[key] for key in sections)) == TABLE_3[country]
    assert set(norm.sections) == set(sections)


def test_a_norm_that_nobody_published_is_none(questionnaire: Questionnaire) -> None:
    assert norm_for(questionnaire, "atlantis") is None


def test_the_twenty_comparable_practices_are_those_of_the_covered_sections(
    questionnaire: Questionnaire,
) -> None:
    norm = norm_for(questionnaire, "united-kingdom")
    assert norm is not None
    comparable = comparable_practices(questionnaire, norm)
    assert len(comparable) == 20
    assert comparable == questionnaire.keys[:20]
    assert comparable[-1] == "attraction"


def test_only_covered_sections_count(written: Write, small: str) -> None:
    invented = read_questionnaire(written(small))
    assert comparable_practices(invented, invented.norms[0]) == ("tracking", "review")
