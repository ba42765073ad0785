"""Numbers are written one way, and the words about a difference follow from its interval."""

import inspect
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.comparison import wording
from benchmark.comparison.content import Figure
from benchmark.comparison.wording import words_for_change, words_for_difference

FORBIDDEN = re.compile(r"signific|outlier|\bbest\b|\bworst\b|\brank", re.IGNORECASE)
finite = st.floats(-4, 4)
chances = st.floats(0, 1)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3.4333, "3.4"),
        (3.0, "3.0"),
        (3.25, "3.3"),  # 13 / 4: a half goes up
        (2.35, "2.4"),
        (2.65, "2.7"),
        (0.1 + 0.2, "0.3"),
        (5, "5.0"),
        (-0.44, "-0.4"),
    ],
)
def test_one_decimal(value: float, written: str) -> None:
    assert wording.one_decimal(value) == written


def test_a_mean_of_practices_is_written_the_same_whatever_the_order_of_adding() -> None:
    levels = [1, 2, 3, 4, 5, 3, 2, 2, 3, 1]
    assert wording.one_decimal(sum(levels) / 10) == wording.one_decimal(sum(levels[::-1]) / 10)


@pytest.mark.parametrize(
    ("figure", "as_mean", "as_interval", "together"),
    [
        (Figure(3.4333, 2.91, 3.88), "3.4", "2.9 to 3.9", "3.4 (2.9 to 3.9)"),
        (
            Figure(2.5, interval_reason="needs 4 divisions"),
            "2.5",
            "not shown: needs 4 divisions",
            "2.5 (interval not shown: needs 4 divisions)",
        ),
        (
            Figure(reason="2 of 3 complete"),
            "not shown: 2 of 3 complete",
            "not shown: 2 of 3 complete",
            "not shown: 2 of 3 complete",
        ),
    ],
)
def test_figures(figure: Figure, as_mean: str, as_interval: str, together: str) -> None:
    assert wording.mean(figure) == as_mean
    assert wording.interval(figure) == as_interval
    assert wording.with_interval(figure) == together


def test_a_practice_shows_a_whole_level() -> None:
    assert wording.level(Figure(3.0, 2.4, 3.6)) == "3"
    assert wording.level_with_interval(Figure(3.0, 2.4, 3.6)) == "3 (2.4 to 3.6)"
    assert wording.level(Figure(reason="2 of 3 complete")) == "not shown: 2 of 3 complete"
    with pytest.raises(ValueError, match="whole level"):
        wording.level(Figure(3.5, 3, 4))


def test_a_narrow_cell_never_shows_a_hidden_value_as_a_number() -> None:
    assert wording.short(Figure(reason="2 of 3 complete")) == "not shown"
    assert wording.short(Figure(3.0, 2.4, 3.6)) == "3.0"
    assert wording.short(Figure(3.0, 2.4, 3.6), decimals=False) == "3"


@given(st.tuples(finite, finite).map(sorted), chances)
def test_words_and_intervals_agree(bounds: list[float], chance: float) -> None:
    low, high = bounds
    words = words_for_difference(low, high, chance)
    assert (words == wording.CLEARLY_HIGHER) == (low > 0)
    assert (words == wording.CLEARLY_LOWER) == (high < 0)
    if low <= 0 <= high:
        assert (words == wording.PROBABLY_HIGHER) == (chance > 0.9)
        assert (words == wording.PROBABLY_LOWER) == (1 - chance > 0.9)


@given(st.tuples(finite, finite).map(sorted), chances)
def test_turning_the_scale_around_turns_the_words_around(
    bounds: list[float], chance: float
) -> None:
    turned = {
        wording.CLEARLY_HIGHER: wording.CLEARLY_LOWER,
        wording.PROBABLY_HIGHER: wording.PROBABLY_LOWER,
        wording.NO_CLEAR_DIFFERENCE: wording.NO_CLEAR_DIFFERENCE,
        wording.PROBABLY_LOWER: wording.PROBABLY_HIGHER,
        wording.CLEARLY_LOWER: wording.CLEARLY_HIGHER,
    }
    low, high = bounds
    opposite = round(1 - chance, 12)
    assert (
        words_for_difference(-high, -low, opposite)
        == turned[words_for_difference(low, high, round(chance, 12))]
    )


@pytest.mark.parametrize(
    ("low", "high", "chance"), [(1, 0, 0.5), (float("nan"), 1, 0.5), (0, 1, 1.5), (0, 1, -0.1)]
)
def test_what_is_no_interval_or_no_chance_is_refused(
    low: float, high: float, chance: float
) -> None:
    with pytest.raises(ValueError, match="is not"):
        words_for_difference(low, high, chance)


@pytest.mark.parametrize(
    ("change", "band", "words"),
    [
        (0.3, 0.3, "no evidence of change"),
        (-0.3, 0.3, "no evidence of change"),
        (0.4, 0.3, "higher than last round"),
        (-0.4, 0.3, "lower than last round"),
    ],
)
def test_words_for_change(change: float, band: float, words: str) -> None:
    assert words_for_change(change, band) == words


@pytest.mark.parametrize(("change", "band"), [(float("nan"), 1), (1, float("nan")), (1, -1)])
def test_a_change_that_cannot_be_read_is_refused(change: float, band: float) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        words_for_change(change, band)


def test_words_of_false_league_tables_stand_nowhere() -> None:
    assert not FORBIDDEN.search(inspect.getsource(wording))


def test_lists_and_counts_read_like_sentences() -> None:
    assert [wording.joined(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert [wording.counted(n, "practice") for n in (0, 1, 2, 10, 11)] == [
        "no practices",
        "one practice",
        "two practices",
        "ten practices",
        "11 practices",
    ]
    assert wording.sentence(" one thing ") == "One thing."
    assert wording.sentence("is it?") == "Is it?"
    assert wording.sentence(" ") == ""


@given(st.text(max_size=80), st.integers(10, 60))
def test_a_shortened_text_keeps_its_limit_and_its_start(text: str, limit: int) -> None:
    short = wording.shortened(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))
    assert short == text or len(text) > limit


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 10, 24, 22, 41, tzinfo=UTC), "24 October 2026 at 23:41 (UK time)"),
        (datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "25 October 2026 at 02:00 (UK time)"),
        (datetime(2026, 7, 31, 23, 30, tzinfo=UTC), "1 August 2026 at 00:30 (UK time)"),
        (None, "no submission yet"),
    ],
)
def test_times_are_those_of_london(moment: datetime | None, written: str) -> None:
    assert wording.local_time(moment) == written


def test_a_day_stands_without_its_time() -> None:
    assert wording.local_day(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == "1 August 2026"
    assert wording.local_day(None) == "no submission yet"


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        wording.local_time(datetime(2026, 7, 31))  # noqa: DTZ001  what is being refused
