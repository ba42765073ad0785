"""A reason says something: a few words, not one, and no essay."""

import pytest

from benchmark.assessment.reasons import LONGEST, readable_reason
from benchmark.assessment.refusals import Refused

GOOD = "Tribunal claim 1042 is not decided"


def test_a_reason_is_kept_as_one_line() -> None:
    assert readable_reason(f"  {GOOD}\r\nyet ", "x") == f"{GOOD} yet"
    assert len(readable_reason("word " * (LONGEST // 5), "x")) == LONGEST - 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "at least 4 words and 20 characters, such as 'a claim'"),
        ("Incomprehensibilities everywhere", "at least 4 words"),
        ("a b c d", "20 characters"),
        ("word " * LONGEST, f"Shorten the reason to {LONGEST} characters"),
    ],
)
def test_what_says_nothing_is_refused_at_its_field(typed: str, told: str) -> None:
    with pytest.raises(Refused, match=told) as refused:
        readable_reason(typed, "'a claim'")
    assert refused.value.field == "reason"
