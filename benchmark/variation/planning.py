"""What a planned round will be able to show: the smallest differences worth reading."""

import math
from dataclasses import dataclass

from benchmark.variation.change import smallest_readable_change
from benchmark.variation.distributions import f_quantile, student_quantile
from benchmark.variation.intervals import MEDIAN_VARIANCE, simultaneous_critical
from benchmark.variation.shapes import PAIR

LEADS, PRACTICES = 3, 30
# assumed until a first round has measured them: answers of leads on a scale of 1 to 5
LEAD_SD, ANSWER_SD = 0.4, 0.8
POWER = 0.8


@dataclass(frozen=True, slots=True)
class Plan:
    """Overall scores of a round, in points of the scale.

    ``difference``: the smallest difference between a division and its trust that the round will
    call clear; ``found``: the true difference that it will call clear with chance 80%. ``spread``:
    the standard deviation between divisions that the F test finds with chance 80%. ``same_leads``
    and ``one_new_lead``: the smallest change to the next round worth reading. ``df``: degrees of
    freedom of the pooled noise between leads.
    """

    divisions: int
    df: int
    difference: float
    found: float
    spread: float
    same_leads: float
    one_new_lead: float

    @property
    def sentence(self) -> str:
        return (
            f"With {_number(self.divisions)} divisions and three leads each, differences under "
            f"{self.difference:.1f} cannot be read."
        )


def plan_of(
    divisions: int,
    practices: int = PRACTICES,
    *,
    lead_sd: float = LEAD_SD,
    answer_sd: float = ANSWER_SD,
    level: float = 0.95,
) -> Plan:
    """What a round of so many divisions of three leads will be able to show.

    ``lead_sd``: standard deviation between leads of one division after role, lasting over
    practices; ``answer_sd``: of one answer around its lead, both in points. One lead's mean has
    the variance lead_sd^2 + answer_sd^2 / practices; the rest is ``readable_difference``,
    ``least_spread`` and ``smallest_readable_change``.

    Raises ValueError for fewer than two divisions, no practice or an SD below 0.

    >>> plan = plan_of(5)
    >>> plan.sentence
    'With five divisions and three leads each, differences under 0.9 cannot be read.'
    >>> round(plan.same_leads, 2), round(plan.one_new_lead, 2)
    (0.28, 0.51)
    """
    if practices < 1 or lead_sd < 0 or answer_sd < 0:
        raise ValueError("a plan needs a practice, and standard deviations of 0 or more")
    occasion = answer_sd**2 / practices
    variance = lead_sd**2 + occasion
    difference = readable_difference(divisions, variance, level=level)
    df = 2 * (divisions - 1)
    same, new = _readable_changes(lead_sd**2, occasion, df, level)
    error = difference / simultaneous_critical(df, divisions, level)
    return Plan(
        divisions,
        df,
        difference,
        difference + error * float(student_quantile(POWER, df)),
        least_spread(divisions, variance, level=level),
        same,
        new,
    )


def _readable_changes(lead: float, occasion: float, df: int, level: float) -> tuple[float, float]:
    """To the next round: with the same three leads, and with one of them new."""
    same = smallest_readable_change(lead, occasion, df, level=level)
    return same, smallest_readable_change(lead, occasion, df, changed=1, level=level)


def readable_difference(
    divisions: int, variance: float, *, leads: int = LEADS, level: float = 0.95
) -> float:
    """The smallest difference between a division and its trust that counts as clear, in points.

    t(1 - (1 - level) / (2 D); 2 (D - 1)) x sqrt(variance x c x (1 - 1/D)): the simultaneous
    interval of ``contrasts`` around the overall score of one of D divisions, which is a median of
    its leads (c = 1 - sqrt(3) / pi for three). ``variance``: that of one lead's mean after role, in
    squared points, pooled over the divisions. This is what the executive's page calls readable.
    Source: Miller 1981, *Simultaneous Statistical Inference*, chapter 2.

    Raises ValueError for fewer than two divisions.

    >>> round(readable_difference(10, 0.16), 2), round(readable_difference(3, 0.16), 2)
    (0.81, 0.87)
    """
    if divisions < PAIR:
        raise ValueError("a difference between divisions needs at least two of them")
    if leads not in MEDIAN_VARIANCE:
        raise ValueError("the variance of a median is known here for one, two or three leads")
    df = (leads - 1) * (divisions - 1)
    error = math.sqrt(variance * MEDIAN_VARIANCE[leads] * (1 - 1 / divisions))
    return simultaneous_critical(df, divisions, level) * error


def least_spread(
    divisions: int,
    variance: float,
    *,
    leads: int = LEADS,
    power: float = POWER,
    level: float = 0.95,
) -> float:
    """The standard deviation between divisions that the F test finds with chance ``power``.

    sqrt(variance / leads x (F(level) / F(1 - power) - 1)) with D - 1 and (leads - 1)(D - 1) degrees
    of freedom: exact for normal effects (Scheffe 1959, section 7.2).

    >>> [round(least_spread(divisions, 0.16), 2) for divisions in (3, 5, 10)]
    [1.23, 0.67, 0.42]
    """
    if divisions < PAIR or leads < PAIR:
        raise ValueError("the test needs two divisions of two leads")
    df1, df2 = divisions - 1, (leads - 1) * (divisions - 1)
    ratio = float(f_quantile(level, df1, df2)) / float(f_quantile(1 - power, df1, df2))
    return math.sqrt(variance / leads * (ratio - 1))


def divisions_needed(difference: float, variance: float, most: int = 200) -> int | None:
    """The fewest divisions whose round can show ``difference``, or None if not even ``most`` can.

    More divisions measure the noise better, and are more comparisons: beyond a few dozen the
    smallest readable difference (Miller 1981, as in ``readable_difference``) rises again, slowly.
    All arguments are numbers.

    >>> divisions_needed(0.85, 0.16), divisions_needed(0.5, 0.16)
    (4, None)
    """
    sizes = range(PAIR, most + 1)
    return next((size for size in sizes if readable_difference(size, variance) <= difference), None)


def _number(divisions: int) -> str:
    words = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[divisions - 2] if divisions - 2 < len(words) else str(divisions)
