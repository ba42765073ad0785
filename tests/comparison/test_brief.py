"""One to protect, two to improve: chosen by a fixed rule from L1 figures alone."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.comparison.brief import DivisionBrief, division_brief
from benchmark.comparison.content import Comparison
from tests.samples import (
    comparison,
    nothing_released,
    sample_questionnaire,
    seven_divisions,
    two_divisions,
)

QUESTIONNAIRE = sample_questionnaire()
KEYS = QUESTIONNAIRE.keys
Levels = dict[str, int | None]


def _brief(levels: Levels, others: Levels | None = None) -> DivisionBrief:
    """The brief of division ``a`` beside three divisions that stand at ``others`` or at 3."""
    rest = others or dict.fromkeys(KEYS, 3)
    shown = comparison(
        {"a": levels, "b": rest, "c": rest, "d": rest}, {key: f"Division {key}" for key in "abcd"}
    )
    return division_brief(shown, QUESTIONNAIRE, "a")


def _chosen(brief: DivisionBrief) -> tuple[str, ...]:
    assert brief.protect
    return (brief.protect.key, *(choice.key for choice in brief.improve))


def test_the_largest_differences_from_the_trust_are_chosen() -> None:
    levels: Levels = dict.fromkeys(KEYS, 3) | {"talent": 5, "review": 1, "clarity": 2}
    assert _chosen(_brief(levels)) == ("talent", "review", "clarity")


def test_a_level_counts_against_the_trust_and_not_by_itself() -> None:
    others: Levels = dict.fromkeys(KEYS, 3) | {"tracking": 1, "dialogue": 5}
    levels: Levels = dict.fromkeys(KEYS, 3) | {"tracking": 2, "dialogue": 3, "review": 2}
    brief = _brief(levels, others)
    assert [choice.key for choice in brief.improve] == ["dialogue", "review"]


def test_ties_go_to_the_practice_that_is_asked_first() -> None:
    assert _chosen(_brief(dict.fromkeys(KEYS, 3))) == KEYS[:3]


def test_what_is_protected_is_at_least_a_defined_practice_where_there_is_one() -> None:
    others: Levels = dict.fromkeys(KEYS, 3) | {"tracking": 1}
    levels: Levels = dict.fromkeys(KEYS, 2) | {"clarity": 3}
    assert _chosen(_brief(levels, others))[0] == "clarity"
    assert _chosen(_brief(dict.fromkeys(KEYS, 2), others))[0] == "tracking"


def test_the_top_level_is_never_to_improve() -> None:
    brief = _brief(dict.fromkeys(KEYS, 5))
    assert brief.protect
    assert brief.protect.next_level is None
    assert brief.protect.next_text == ""
    assert brief.improve == ()
    one = _brief(dict.fromkeys(KEYS, 5) | {"talent": 4})
    assert [choice.key for choice in one.improve] == ["talent"]


def test_level_texts_are_those_of_the_questionnaire() -> None:
    practices = {practice.key: practice for practice in QUESTIONNAIRE.practices}
    brief = division_brief(seven_divisions(), QUESTIONNAIRE, "d1")
    for choice in brief.improve:
        levels = practices[choice.key].levels
        assert choice.level_text == levels[choice.level - 1]
        assert choice.next_text == levels[choice.level]
        assert choice.next_level == choice.level + 1
        assert choice.level_name == QUESTIONNAIRE.scale[choice.level - 1]


def test_without_trust_means_the_level_alone_decides_and_the_page_says_so() -> None:
    brief = division_brief(two_divisions(), QUESTIONNAIRE, "surgery")
    levels = {key: f.value for key, f in two_divisions().division("surgery").practices.items()}
    assert brief.protect
    assert brief.protect.level == max(v for v in levels.values() if v)
    assert [choice.level for choice in brief.improve] == [1, 1]
    assert brief.standing == (
        "Chosen by level alone; the trust's means are not shown: needs at least four divisions."
    )
    assert brief.improve[0].reason.startswith("Level 1, as in one other practice")


def test_one_hidden_mean_is_enough_to_compare_by_level() -> None:
    shown = two_divisions()
    means = seven_divisions().trust.practices | {
        "talent": shown.trust.practices["talent"],
    }
    mixed = dataclasses.replace(shown, trust=dataclasses.replace(shown.trust, practices=means))
    assert _chosen(division_brief(mixed, QUESTIONNAIRE, "surgery")) == _chosen(
        division_brief(shown, QUESTIONNAIRE, "surgery")
    )


def test_where_nothing_stands_out_the_page_says_so() -> None:
    brief = _brief(dict.fromkeys(KEYS, 3))
    assert "stands out clearly" in brief.standing
    assert all("no clear difference" in choice.reason for choice in brief.improve)
    assert brief.clearly_higher == brief.clearly_lower == ()


def test_clear_differences_are_named_in_the_order_of_the_questionnaire() -> None:
    levels: Levels = dict.fromkeys(KEYS, 3) | {"review": 1, "talent": 5, "tracking": 5}
    others: Levels = dict.fromkeys(KEYS, 3) | {"review": 5, "talent": 1, "tracking": 1}
    brief = _brief(levels, others)
    assert brief.clearly_higher == ("Tracking performance", "Building talent")
    assert brief.clearly_lower == ("Reviewing performance",)
    assert brief.protect
    assert brief.protect.reason == "Level 5 against a trust mean of 2.0: clearly higher."


@pytest.mark.parametrize(
    ("shown", "key", "rule"),
    [
        (nothing_released(), "medicine", "1 of 3 complete"),
        (seven_divisions(), "d4", "2 of 3 complete"),
    ],
)
def test_a_division_that_is_not_shown_has_no_choices(
    shown: Comparison, key: str, rule: str
) -> None:
    brief = division_brief(shown, QUESTIONNAIRE, key)
    assert brief.protect is None
    assert brief.improve == ()
    assert f"not shown: {rule}" in brief.standing


def test_a_division_without_any_level_has_no_choices() -> None:
    hidden = seven_divisions().division("d3").practices["attraction"]
    division = dataclasses.replace(
        seven_divisions().division("d3"), practices=dict.fromkeys(KEYS, hidden)
    )
    shown = dataclasses.replace(seven_divisions(), divisions=(division,))
    brief = division_brief(shown, QUESTIONNAIRE, "d3")
    assert brief.protect is None
    assert brief.standing == "Nothing can be chosen: no practice has enough answers."


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=len(KEYS), max_size=len(KEYS)))
def test_choices_are_three_different_practices_below_the_top(values: list[int]) -> None:
    brief = _brief(dict(zip(KEYS, values, strict=True)))
    chosen = _chosen(brief)
    assert len(set(chosen)) == len(chosen)
    assert all(choice.level < 5 for choice in brief.improve)
    below = sum(value < 5 for value in values)
    assert len(brief.improve) == min(
        2, below - (brief.protect is not None and brief.protect.level < 5)
    )
