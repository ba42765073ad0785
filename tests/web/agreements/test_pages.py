"""A conflict as programs read it."""

from datetime import UTC, datetime

from benchmark.assessment.settling import Settled, Settlement
from benchmark.web.agreements.pages import conflict_body


def test_both_texts_with_who_and_when() -> None:
    at = datetime(2026, 10, 9, 8, 7, 6, 5, tzinfo=UTC)
    saved = Settled(
        saved=False,
        version=4,
        yours=Settlement(None, "we cannot say"),
        theirs=Settlement(2, "seen"),
        by="nursing",
        at=at,
    )
    assert conflict_body(saved) == {
        "saved": False,
        "version": 4,
        "yours": {"level": "open", "reason": "we cannot say"},
        "theirs": {
            "level": "2",
            "reason": "seen",
            "by": "nursing",
            "at": "2026-10-09T08:07:06+00:00",
        },
    }


def test_a_version_of_something_that_was_never_saved() -> None:
    saved = Settled(saved=False, version=0, yours=Settlement(3), theirs=None)
    assert conflict_body(saved)["theirs"] == {"level": "", "reason": "", "by": "", "at": ""}
