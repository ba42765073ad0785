"""A norm fits its section, or its author is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.document import read_document
from benchmark.questionnaire.norm_checks import norm_faults
from benchmark.questionnaire.source import questionnaire_folder

Write = Callable[..., Path]


def told(path: Path) -> list[tuple[int, int, str, str]]:
    faults = norm_faults(read_document(path))
    return [(fault.line, fault.column, fault.severity, fault.message) for fault in faults]


def test_published_scores_fit_the_practices_of_both_versions() -> None:
    """Twenty practices as 4, 5, 5 and 6 give the printed overall within .02 in nine countries."""
    for path in questionnaire_folder().glob("*.yaml"):
        assert told(path) == []


def test_a_practice_too_many_is_told(written: Write, small: str) -> None:
    counted = small.replace(
        "      monitoring: 3.1\n", "      monitoring: 3.1\n    practices: {monitoring: 2}\n"
    )
    assert told(written(counted)) == []
    ((line, column, severity, message),) = told(written(counted.replace(": 2}", ": 3}")))
    assert (line, column, severity) == (28, 29, "error")
    assert message.startswith("the published score is made of 3 practices, and section 'monitor")


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (
            "      monitorring: 3.1\n",
            "there is no section 'monitorring'; did you mean 'monitoring'",
        ),
        (
            "      monitoring: 3.1\n    practices: {people: 1}\n",
            "this norm gives no score for a section 'people'",
        ),
    ],
)
def test_a_name_that_leads_nowhere_is_told(
    written: Write, small: str, new: str, message: str
) -> None:
    ((_, _, severity, found),) = told(written(small.replace("      monitoring: 3.1\n", new)))
    assert severity == "error"
    assert found.startswith(message)


@pytest.mark.parametrize(
    ("overall", "people", "fits"),
    [("3.1", "3.1", True), ("2.83", "2.3", True), ("2.7", "2.3", False), ("2.86", "2.3", False)],
)
def test_the_overall_is_the_mean_of_practices(
    written: Write, small: str, overall: str, people: str, *, fits: bool
) -> None:
    """Two practices at 3.1 and one at 2.3 give 2.83; a mean of the two sections would be 2.7."""
    text = small.replace("overall: 3.1", f"overall: {overall}")
    text = text.replace("monitoring: 3.1\n", f"monitoring: 3.1\n      people: {people}\n")
    found = told(written(text))
    assert [severity for _, _, severity, _ in found] == ([] if fits else ["advice"])
    assert all("give 2.83; check that each section holds" in message for *_, message in found)
