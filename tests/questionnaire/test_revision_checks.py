"""A new version accounts for every practice of the version before it, or its author is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.faults import faults_of

Write = Callable[..., Path]
Told = Callable[..., list[str]]
PREVIOUS = 'previous:\n  version: "1.0"\n'
LISTED = "    - {key: %s, from: [%s], comparable: %s, note: Invented.}\n"
NOT_LISTED = (
    "'gifts' is not in small-1.0: list it under 'previous' with what it comes from, or with "
    "'from: []' if it is new"
)
LOST = (
    "'talent' of small-1.0 is neither here nor in the crosswalk: say under 'previous' which "
    "practice comes from it, or list it as dropped"
)
OTHER_WORDS = ("- By luck.", "- By good luck.")


@pytest.fixture
def told(written: Write, small: str) -> Told:
    """Tell the faults of version 1.1 beside 1.0: replaced words, then an ending."""

    def tell(ending: str = PREVIOUS, *changes: tuple[str, str]) -> list[str]:
        text = small.replace('"1.0"', '"1.1"')
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        written(small, "old.yaml")
        new_file = written(text + ending, "new.yaml")
        return [str(fault).removeprefix(f"{new_file}:") for fault in faults_of([new_file])]

    return tell


def practices(*lines: tuple[str, str, str]) -> str:
    return f"{PREVIOUS}  practices:\n" + "".join(LISTED % line for line in lines)


def test_an_unchanged_version_has_no_faults(told: Told) -> None:
    assert told() == []


def test_a_renamed_practice_must_be_listed(told: Told) -> None:
    renamed = ("key: talent", "key: gifts")
    assert told(PREVIOUS, renamed) == [
        f"65:14: {NOT_LISTED}",
        f"80:3: {LOST}",
    ]
    assert told(practices(("gifts", "talent", "true")), renamed) == []
    new_and_dropped = practices(("gifts", "", "false"))
    new_and_dropped += "  dropped:\n    - {key: talent, note: Invented.}\n"
    assert told(new_and_dropped, renamed) == []


def test_other_words_must_be_listed(told: Told) -> None:
    (fault,) = told(PREVIOUS, OTHER_WORDS)
    assert fault.startswith("65:14: 'talent' asks something else than in small-1.0: list it under")
    for comparable in ("true", "false"):
        assert told(practices(("talent", "talent", comparable)), OTHER_WORDS) == []


def test_a_new_answer_to_a_follow_up_must_be_listed(told: Told) -> None:
    follow_up = (
        "name: Talent\n",
        "name: Talent\n        follows: review\n        not_in_place: Nothing.\n",
    )
    (fault,) = told(PREVIOUS, follow_up)
    assert fault.startswith("65:14: 'talent' asks something else")


@pytest.mark.parametrize(
    ("ending", "fault"),
    [
        (practices(("gone", "talent", "false")), "82:13: there is no practice 'gone' in this"),
        (
            practices(("talent", "tallent", "false")),
            "82:28: small-1.0 has no practice 'tallent'; d",
        ),
        (
            practices(("talent", "talent", "false"), ("talent", "talent", "false")),
            "83:13: practice of the crosswalk 'talent' stands on line 82 already",
        ),
        (
            practices(("talent", "talent, talent", "false")),
            "82:36: origin of this practice 'talent' stands on line 82 already",
        ),
        (
            practices(("talent", "talent, review", "true")),
            "82:57: a practice that was merged is never comparable: write 'comparable: false'",
        ),
        (
            practices(("talent", "review", "true")),
            "82:49: a practice that was split is never comparable: write 'comparable: false'",
        ),
        (
            practices(("talent", "", "true")),
            "82:43: a practice that was added is never comparable: write 'comparable: false'",
        ),
        (
            PREVIOUS + "  dropped:\n    - {key: talent, note: Invented.}\n",
            "82:13: 'talent' is dropped here and still asked",
        ),
        (
            practices(("talent", "talent", "true"))
            + "  dropped:\n    - {key: talent, note: Invented.}\n",
            "84:13: 'talent' is dropped here and used in 'from' above",
        ),
        (
            PREVIOUS + "  dropped:\n    - {key: stranger, note: Invented.}\n",
            "82:13: small-1.0 has no practice 'stranger'",
        ),
        (PREVIOUS.replace("1.0", "1.1"), "80:12: the version before 1.1 cannot be 1.1"),
        (PREVIOUS.replace("1.0", "2.0"), "80:12: the version before 1.1 cannot be 2.0"),
        (PREVIOUS.replace("1.0", "1.10"), "80:12: the version before 1.1 cannot be 1.10"),
        (PREVIOUS.replace("1.0", "9" * 5000 + ".1"), "80:12: warning: small-9"),
        (
            PREVIOUS.replace("1.0", "0.9"),
            "80:12: warning: small-0.9 is not here to check the cross",
        ),
        ("", "3:10: warning: there is no 'previous': answers will not be compared with small-1.0"),
    ],
)
def test_a_crosswalk_that_is_wrong_is_told_in_its_place(
    told: Told, ending: str, fault: str
) -> None:
    found = told(ending)
    assert [line for line in found if line.startswith(fault)], found


def test_without_a_crosswalk_a_renamed_practice_is_an_error(
    written: Write, small: str, told: Told
) -> None:
    later = small.replace('"1.0"', '"1.1"').replace("key: talent", "key: gifts")
    faults = faults_of([written(small, "a.yaml"), written(later, "b.yaml")])
    assert [(fault.line, fault.severity) for fault in faults] == [
        (3, "error"),
        (3, "advice"),
        (65, "error"),
    ]
    assert told(PREVIOUS) == []


def test_a_norm_must_go_when_its_section_asks_something_else(told: Told) -> None:
    fault = "27:19: section 'monitoring' does not ask the same as in small-1.0, so this norm no"
    assert told(practices(("review", "review", "true"))) == []
    assert told(practices(("talent", "talent", "false")), OTHER_WORDS) == []  # it has no norm
    for ending in (
        practices(("review", "review", "false")),
        practices(("review", "review, talent", "false"), ("talent", "", "false")),
    ):
        (found,) = told(ending)
        assert found.startswith(fault)
    gone = ("      monitoring: 3.1\n", "      people: 3.1\n")
    assert told(practices(("review", "review", "false")), gone) == []


def test_a_norm_of_a_section_that_it_did_not_cover_before_is_the_author_s(told: Told) -> None:
    of_people = ("      monitoring: 3.1\n", "      people: 3.1\n")
    assert told(practices(("talent", "talent", "false")), of_people) == []
