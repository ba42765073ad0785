"""Words and numbers, as every page, table and report writes them.

One place, so that the page and its PDF twin can never show different numbers, and so that a word
about a difference always follows from the same interval.
"""

import math
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from benchmark.comparison.content import Figure

CLEARLY_HIGHER = "clearly higher"
PROBABLY_HIGHER = "probably higher"
NO_CLEAR_DIFFERENCE = "no clear difference"
PROBABLY_LOWER = "probably lower"
CLEARLY_LOWER = "clearly lower"
NO_EVIDENCE_OF_CHANGE = "no evidence of change"
HIGHER_THAN_LAST_ROUND = "higher than last round"
LOWER_THAN_LAST_ROUND = "lower than last round"
NONE_COULD_SAY = "none of the three could say"
CLEAR = frozenset({CLEARLY_HIGHER, CLEARLY_LOWER})

PROBABLE = 0.9  # posterior chance above which a difference is called probable

_DIFFERENCES: tuple[tuple[Callable[[float, float, float], bool], str], ...] = (
    (lambda low, _high, _chance: low > 0, CLEARLY_HIGHER),
    (lambda _low, high, _chance: high < 0, CLEARLY_LOWER),
    (lambda _low, _high, chance: chance > PROBABLE, PROBABLY_HIGHER),
    (lambda _low, _high, chance: 1 - chance > PROBABLE, PROBABLY_LOWER),
    (lambda _low, _high, _chance: True, NO_CLEAR_DIFFERENCE),
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LONDON = ZoneInfo("Europe/London")


def words_for_difference(low: float, high: float, chance_higher: float) -> str:
    """The words for a difference from its own trust, in points of the scale 1 to 5.

    ``low`` and ``high`` bound the simultaneous 95% interval of the difference; ``chance_higher`` is
    the posterior chance that the difference is above nothing. ValueError if they are no interval
    and no chance.
    """
    if not low <= high:
        raise ValueError(f"{low} to {high} is not an interval")
    if not 0 <= chance_higher <= 1:
        raise ValueError(f"{chance_higher} is not a chance between 0 and 1")
    return next(words for applies, words in _DIFFERENCES if applies(low, high, chance_higher))


def words_for_change(change: float, band: float) -> str:
    """The words for a change since the last round; ``band`` is the largest unreadable change."""
    if math.isnan(change) or not band >= 0:
        raise ValueError(f"a change of {change} cannot be read against a band of {band}")
    if abs(change) <= band:
        return NO_EVIDENCE_OF_CHANGE
    return HIGHER_THAN_LAST_ROUND if change > 0 else LOWER_THAN_LAST_ROUND


def not_shown(rule: str) -> str:
    """How a hidden value is written: never 0, never blank, always with the rule."""
    return f"not shown: {rule}"


def one_decimal(value: float) -> str:
    """``3.4333`` as ``3.4``. A half goes up, as readers expect, not to the even neighbour."""
    return str(Decimal(repr(float(value))).quantize(Decimal("0.1"), ROUND_HALF_UP))


def two_decimals(value: float) -> str:
    """``0.314`` as ``0.31``: for changes between rounds, which are small. A half goes up."""
    return str(Decimal(repr(float(value))).quantize(Decimal("0.01"), ROUND_HALF_UP))


def whole(value: float) -> str:
    """A practice's level, ``3``. ValueError for anything between two levels."""
    if not float(value).is_integer():
        raise ValueError(f"{value} is not a whole level")
    return str(int(value))


def mean(figure: Figure) -> str:
    """``3.4``, or why it is not shown."""
    return not_shown(figure.reason) if figure.value is None else one_decimal(figure.value)


def level(figure: Figure) -> str:
    """``3``, or why it is not shown."""
    return not_shown(figure.reason) if figure.value is None else whole(figure.value)


def interval(figure: Figure) -> str:
    """``2.9 to 3.9``, or why there is none."""
    if figure.value is None:
        return not_shown(figure.reason)
    if figure.low is None or figure.high is None:
        return not_shown(figure.interval_reason)
    return f"{one_decimal(figure.low)} to {one_decimal(figure.high)}"


def with_interval(figure: Figure) -> str:
    """``3.4 (2.9 to 3.9)``; without an interval ``3.4 (interval not shown: ...)``."""
    return _beside_interval(mean(figure), figure)


def level_with_interval(figure: Figure) -> str:
    """``3 (2.4 to 3.6)``; without an interval ``3 (interval not shown: ...)``."""
    return _beside_interval(level(figure), figure)


def _beside_interval(value: str, figure: Figure) -> str:
    if figure.value is None:
        return value
    between = interval(figure)
    return f"{value} ({between})" if figure.low is not None else f"{value} (interval {between})"


def short(figure: Figure, *, decimals: bool = True) -> str:
    """What fits at the end of a row or into a narrow cell; the rule then stands beside it."""
    if figure.value is None:
        return "not shown"
    return one_decimal(figure.value) if decimals else whole(figure.value)


def in_words(count: int) -> str:
    """Small numbers as a sentence writes them; ``no`` for none, figures from eleven."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def counted(count: int, noun: str) -> str:
    """``one practice``, ``two practices``, ``no practices``."""
    return f"{in_words(count)} {noun if count == 1 else noun + 's'}"


def joined(items: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    *first, last = items or ("",)
    return f"{', '.join(first)} and {last}" if first else last


def sentence(text: str) -> str:
    """With a capital letter and a full stop."""
    trimmed = text.strip()
    if not trimmed:
        return ""
    return trimmed[0].upper() + trimmed[1:] + ("" if trimmed[-1] in ".!?" else ".")


def shortened(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where there are words."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit // 2 else cut).rstrip(" ,;:") + "…"


def local_day(moment: datetime | None) -> str:
    """``12 November 2026`` in Europe/London; ``moment`` carries its time zone."""
    if moment is None:
        return "no submission yet"
    return day(_in_london(moment).date())


def day(on: date) -> str:
    """``12 November 2026``."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def local_time(moment: datetime | None) -> str:
    """``12 November 2026 at 16:05 (UK time)`` in Europe/London."""
    if moment is None:
        return local_day(moment)
    return f"{local_day(moment)} at {_in_london(moment):%H:%M} (UK time)"


def _in_london(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without its zone: store UTC and say so")
    return moment.astimezone(_LONDON)
