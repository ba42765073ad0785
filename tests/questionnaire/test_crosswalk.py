"""What may be compared over two versions, and what is left out with which words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.crosswalk import comparable_keys, descents, left_out, not_connected
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import read_questionnaire

Write = Callable[..., Path]
Versions = tuple[Questionnaire, Questionnaire]

ADDED = """\
      - key: growing
        name: Growing
        statement: We grow.
        why: It lasts.
        levels: [One., Two., Three., Four., Five.]
        prompts: [Who?, How?]
        evidence: [A plan, A course, A list]
        cqc: [learning]
        impact: [improvement]
"""
PREVIOUS = """\
previous:
  version: "1.0"
"""
SPLIT = """\
  practices:
    - {key: talent, from: [talent], comparable: false, note: Talk only.}
    - {key: growing, from: [talent], comparable: false, note: Deeds only.}
"""
MERGED = """\
  practices:
    - {key: tracking, from: [tracking, review], comparable: false, note: One question now.}
"""
REWORDED = """\
  practices:
    - {key: talent, from: [talent], comparable: COMPARABLE, note: Other words.}
"""
NEW = """\
  practices:
    - {key: growing, from: [], comparable: false, note: Asked for by leads.}
"""
DROPPED = """\
  dropped:
    - {key: review, note: Nobody could tell.}
"""
REVIEW = slice("      - key: review", "  - key: people")


def without_review(text: str) -> str:
    return text[: text.index(REVIEW.start)] + text[text.index(REVIEW.stop) :]


@pytest.fixture
def versions(written: Write, small: str) -> Callable[..., Versions]:
    """Read the small questionnaire, and a version 1.1 of it with that ending."""

    def read(ending: str, text: str = small) -> Versions:
        later = text.replace('"1.0"', '"1.1"') + ending
        old = read_questionnaire(written(small, "old.yaml"))
        return read_questionnaire(written(later, "new.yaml")), old

    return read


def test_what_is_not_listed_is_the_same(versions: Callable[..., Versions]) -> None:
    new, old = versions(PREVIOUS)
    assert comparable_keys(new, old) == {key: key for key in old.keys}
    assert left_out(new, old) == ()
    assert {each.kind for each in descents(new, old).values()} == {"same"}


def test_a_version_compares_with_itself(versions: Callable[..., Versions]) -> None:
    new, old = versions(PREVIOUS + SPLIT.replace("growing", "review"))
    assert comparable_keys(old, old) == {key: key for key in old.keys}
    assert comparable_keys(new, new) == {key: key for key in new.keys}
    assert left_out(new, new) == ()


def test_the_parts_of_a_split_are_never_comparable(versions: Callable[..., Versions]) -> None:
    new, old = versions(ADDED + PREVIOUS + SPLIT)
    assert comparable_keys(new, old) == {"tracking": "tracking", "review": "review"}
    assert left_out(new, old) == (
        ("talent", "Talent", "one part of “Talent” of version 1.0. Talk only."),
        ("growing", "Growing", "one part of “Talent” of version 1.0. Deeds only."),
    )


def test_a_part_that_is_not_listed_is_a_part_all_the_same(
    versions: Callable[..., Versions],
) -> None:
    listed = SPLIT.replace(
        "    - {key: talent, from: [talent], comparable: false, note: Talk only.}\n", ""
    )
    new, old = versions(ADDED + PREVIOUS + listed)
    assert descents(new, old)["talent"].kind == "split"
    assert "talent" not in comparable_keys(new, old)


def test_what_was_merged_is_never_comparable(versions: Callable[..., Versions], small: str) -> None:
    new, old = versions(PREVIOUS + MERGED, without_review(small))
    assert comparable_keys(new, old) == {"talent": "talent"}
    assert left_out(new, old) == (
        (
            "tracking",
            "Tracking",
            "brings together “Tracking” and “Reviewing” of version 1.0. One question now.",
        ),
    )


@pytest.mark.parametrize("comparable", [True, False])
def test_the_author_decides_about_other_words(
    versions: Callable[..., Versions], comparable: bool
) -> None:
    new, old = versions(PREVIOUS + REWORDED.replace("COMPARABLE", str(comparable).lower()))
    assert ("talent" in comparable_keys(new, old)) == comparable
    why = "“Talent” asked something else in version 1.0. Other words."
    assert left_out(new, old) == (() if comparable else (("talent", "Talent", why),))


def test_a_renamed_practice_keeps_its_history(
    versions: Callable[..., Versions], small: str
) -> None:
    listed = REWORDED.replace("key: talent", "key: gifts").replace("COMPARABLE", "true")
    new, old = versions(PREVIOUS + listed, small.replace("key: talent", "key: gifts"))
    assert comparable_keys(new, old)["gifts"] == "talent"


def test_what_is_new_and_what_is_gone_are_left_out(
    versions: Callable[..., Versions], small: str
) -> None:
    new, old = versions(ADDED + PREVIOUS + NEW + DROPPED, without_review(small))
    assert comparable_keys(new, old) == {"tracking": "tracking", "talent": "talent"}
    assert left_out(new, old) == (
        ("growing", "Growing", "new in version 1.1. Asked for by leads."),
        ("review", "Reviewing", "not asked in version 1.1. Nobody could tell."),
    )


def test_without_a_crosswalk_nothing_is_comparable(versions: Callable[..., Versions]) -> None:
    new, old = versions("")
    reason = "version 1.1 does not say what became of the practices of 1.0"
    assert not_connected(new, old) == reason
    assert comparable_keys(new, old) == {}
    assert [line.why for line in left_out(new, old)] == [reason] * 3


def test_a_crosswalk_leads_one_way_and_one_step(versions: Callable[..., Versions]) -> None:
    new, old = versions(PREVIOUS)
    newest = new.model_copy(update={"version": "1.2"})
    assert comparable_keys(old, new) == {}
    assert comparable_keys(newest, new) == {}
    assert comparable_keys(newest, old) != {}  # it still names 1.0 as the version before it


def test_another_questionnaire_is_never_comparable(versions: Callable[..., Versions]) -> None:
    new, old = versions(PREVIOUS)
    other = old.model_copy(update={"name": "other"})
    assert not_connected(new, other) == "small-1.1 and other-1.0 are different questionnaires"
    assert comparable_keys(new, other) == {}
