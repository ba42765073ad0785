"""A notice lists what reads differently under another schedule: all of it, and nothing else."""

import dataclasses
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.correction import (
    ROUND,
    Notice,
    notice_from,
    notice_hash,
    notice_json,
    notice_of,
    notice_text,
    unseen_words,
)
from benchmark.comparison.insight import Insight
from benchmark.comparison.insight_told import DECIDED
from benchmark.scoring.schedule import Schedule, first_schedule
from tests.comparison.facts import QUESTIONNAIRE, READER, facts, spread

FIRST = first_schedule()
STRICT = FIRST.model_copy(
    update={"version": "5.0", "section_share": "2/3", "overall_share": "4/5", "reason": "Stricter."}
)
HEAVY = FIRST.model_copy(
    update={
        "version": "6.0",
        "weights": {"patient-flow": 4.0, "partners": 0.5},
        "sections": {"spreading": "room-to-manage"},
    }
)


def compared(levels: np.ndarray, schedule: Schedule, **options: Any) -> Comparison:
    return compare(facts(levels, schedule=schedule, **options), READER)


def noticed(levels: np.ndarray, schedule: Schedule, **options: Any) -> Notice:
    before, after = (compared(levels, each, **options) for each in (FIRST, schedule))
    return notice_of(before, after, schedule)


def with_gaps(seed: int, divisions: int, share: float) -> np.ndarray:
    levels = spread(seed, divisions, effect=0.5)
    kinds = np.random.default_rng(seed).choice([0, -1, -2, -3], levels.shape)
    return np.where(np.random.default_rng(seed + 1).random(levels.shape) < share, kinds, levels)


def leaves(value: Any, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], str]:
    """Every end of a comparison as a reader would read it, found without knowing its shape."""
    if isinstance(value, dict) and "interval_reason" in value:
        numbers = (value["value"], value["low"], value["high"])
        shown = [one_decimal(number) for number in numbers if number is not None]
        return {path: " ".join([*shown, value["reason"], value["interval_reason"]])}
    if isinstance(value, dict):
        parts: Any = value.items()
    elif isinstance(value, (list, tuple)) and not all(isinstance(n, float) for n in value):
        parts = ((text(n, part), part) for n, part in enumerate(value))
    elif isinstance(value, (list, tuple)):
        return {path: " ".join(map(one_decimal, value))}
    else:
        return {path: str(value)}
    return {key: end for name, part in parts for key, end in leaves(part, (*path, name)).items()}


def text(place: int, part: Any) -> str:
    """A division goes by its key, a sentence by itself, everything else by its place."""
    return part.get("key", str(place)) if isinstance(part, dict) else str(part)


def one_decimal(number: float) -> str:
    return str(Decimal(repr(float(number))).quantize(Decimal("0.1"), ROUND_HALF_UP))


# told in the notice's own fields, what can be decided as sentences of its own, values that stand in
# exports only, which are made anew, and what is read only beside another round
OUTSIDE = {"schedule", "scoring", "content_hash", "scale", "insight", "adjusted", "noise"}


def differences(before: Comparison, after: Comparison) -> int:
    """How many things read differently, counted over everything that a comparison holds."""
    one, other = (leaves(dataclasses.asdict(each)) for each in (before, after))
    changed = {path for path in one | other if one.get(path) != other.get(path)}
    headings = {path for path in changed if path[0] == "sections"}
    return len({path for path in changed - headings if path[0] not in OUTSIDE})


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6),
    st.integers(1, 6),
    st.sampled_from([0.0, 0.05, 0.12]),
    st.sampled_from([STRICT, HEAVY]),
)
def test_every_difference_is_listed_and_nothing_else(
    seed: int, divisions: int, gaps: float, schedule: Schedule
) -> None:
    """Against a walk through all that a comparison holds, which knows nothing of the notice."""
    levels = with_gaps(seed, divisions, gaps)
    before, after = (compared(levels, each) for each in (FIRST, schedule))
    notice = notice_of(before, after, schedule)
    moved = sum(change.name.endswith(" counts in") for change in notice.changes)
    assert moved == len(schedule.sections)
    decided = sum(len(place.changes) for place in notice.places if place.name == DECIDED)
    assert len(notice.changes) - moved - decided == differences(before, after)
    assert all(change.before != change.after for change in notice.changes)


def test_what_can_be_decided_is_told_where_it_reads_differently() -> None:
    before = compared(spread(4, 7, effect=0.8), FIRST)
    lists = before.insight.lists
    other = dataclasses.replace(lists[1], practices=(), empty="No practice is low.")
    changed = dataclasses.replace(before.insight, lists=(lists[0], other, lists[2]))
    notice = notice_of(before, dataclasses.replace(before, insight=changed), FIRST)
    (place,) = notice.places
    assert place.name == DECIDED
    assert [change.after for change in place.changes] == ["No practice is low."]
    hidden = dataclasses.replace(before, insight=Insight(reason="a rule", parts_reason="a rule"))
    names = {change.name for change in notice_of(before, hidden, FIRST).changes}
    assert {"The three lists", "The line-up", "How much is real"} <= names
    assert any(name.endswith(", drawn towards the trust") for name in names)


def test_the_figures_stand_as_readers_see_them() -> None:
    levels = np.full((4, 3, 30), 3, dtype=np.int8)
    levels[1] = 4
    levels[0, 0, [0, 1, 4, 5, 14, 20, 21, 25]] = -1  # 22 of 30: enough for 1.0 and not for 5.0
    notice = noticed(levels, STRICT, complete=(3, 3, 3, 2))
    listed = [(p.name, c.name, c.before, c.after) for p in notice.places for c in p.changes]
    shown = "3.0 (interval not shown: needs at least 4 divisions)"
    gone = "not shown: not enough answers"
    sections = {s.key: f"Section: {s.name}" for s in QUESTIONNAIRE.sections}
    short = (
        "operations",
        "monitoring",
        "working-as-three",
    )  # 2 of 4, 3 of 5, 3 of 5: half, not 2/3
    names = ["All practices", "The practices that the norm covers", *map(sections.get, short)]
    assert listed == [("Medicine", name, shown, gone) for name in names]


def test_nothing_changes_under_the_same_rules() -> None:
    notice = noticed(spread(3, 5), FIRST.model_copy(update={"version": "1.5"}))
    assert notice.changes_nothing
    assert (notice.changes, notice.unseen, unseen_words(notice)) == ((), 0, "")


def test_what_moves_without_being_seen_is_counted() -> None:
    levels = np.full((1, 3, 30), 3, dtype=np.int8)
    levels[0, :, 0] = 4
    slight = FIRST.model_copy(update={"version": "1.5", "weights": {"patient-flow": 1.1}})
    notice = noticed(levels, slight)  # 91/30 = 3.0333 becomes 91.4/30.1 = 3.0365
    assert notice.changes == ()
    assert notice.unseen == 3  # the overall, the comparable practices and one section
    assert not notice.changes_nothing
    assert unseen_words(notice) == "Three further figures move by less than what is shown."


def test_a_division_that_is_not_released_stands_in_no_notice() -> None:
    levels = with_gaps(5, 3, 0.2)
    notice = noticed(levels, HEAVY, complete=(3, 2, 1))
    assert {place.name for place in notice.places} <= {ROUND, "Medicine"}
    other = levels.copy()
    other[1:] = 5
    assert noticed(other, HEAVY, complete=(3, 2, 1)) == notice


def test_a_notice_is_kept_and_read_back_whole() -> None:
    notice = noticed(with_gaps(6, 5, 0.1), HEAVY)
    assert notice.changes
    assert notice_from(notice_json(notice)) == notice
    assert notice_hash(notice_from(notice_json(notice))) == notice_hash(notice)
    empty = dataclasses.replace(notice, data_cut=None)
    assert notice_from(notice_json(empty)) == empty
    assert notice_hash(empty) != notice_hash(notice)


def test_the_text_for_a_terminal_holds_every_change() -> None:
    notice = noticed(with_gaps(7, 5, 0.1), HEAVY)
    told = notice_text(notice)
    assert "No answer was changed." in told
    for change in notice.changes:
        assert f"{change.name}: {change.before} -> {change.after}" in told


@pytest.mark.parametrize(("count", "words"), [(1, "one figure or sentence"), (2, "two figures")])
def test_the_summary_counts_what_reads_differently(count: int, words: str) -> None:
    notice = noticed(with_gaps(8, 5, 0.1), HEAVY)
    place = dataclasses.replace(notice.places[0], changes=notice.changes[:count])
    few = dataclasses.replace(notice, places=(place,))
    assert f"Under scoring schedule 6.0 instead of 1.0, {words}" in few.summary
