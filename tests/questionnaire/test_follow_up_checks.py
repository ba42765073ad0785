"""A follow-up says what it follows, and what its extra answer reads."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.faults import faults_of
from benchmark.questionnaire.source import read_questionnaire

Write = Callable[..., Path]
BOTH = "        follows: tracking\n        not_in_place: Nobody tracks anything.\n"


def with_fields(small: str, fields: str, name: str = "Reviewing") -> str:
    return small.replace(f"        name: {name}\n", f"        name: {name}\n{fields}")


def test_a_follow_up_keeps_both(written: Write, small: str) -> None:
    path = written(with_fields(small, BOTH))
    assert faults_of([path]) == ()
    review = read_questionnaire(path).practices[1]
    assert (review.follows, review.not_in_place) == ("tracking", "Nobody tracks anything.")


def test_it_may_follow_from_another_section(written: Write, small: str) -> None:
    assert faults_of([written(with_fields(small, BOTH, "Talent"))]) == ()


@pytest.mark.parametrize(
    ("name", "fields", "fault"),
    [
        ("Reviewing", "        follows: tracking\n", "49:9: 'follows' needs 'not_in_place' beside"),
        (
            "Reviewing",
            "        not_in_place: None.\n",
            "49:9: 'not_in_place' needs 'follows' beside",
        ),
        ("Reviewing", BOTH.replace("tracking", "review"), "49:18: 'review' is no practice above"),
        ("Reviewing", BOTH.replace("tracking", "talent"), "49:18: 'talent' is no practice above"),
        (
            "Reviewing",
            BOTH.replace("tracking", "trakcing"),
            "49:18: 'trakcing' is no practice above this one; did you mean 'tracking'?",
        ),
        ("Tracking", BOTH, "35:18: 'tracking' is no practice above this one"),
    ],
)
def test_what_leads_nowhere_is_told_in_its_place(
    written: Write, small: str, name: str, fields: str, fault: str
) -> None:
    path = written(with_fields(small, fields, name))
    (found,) = faults_of([path])
    assert str(found).startswith(f"{path}:{fault}")
