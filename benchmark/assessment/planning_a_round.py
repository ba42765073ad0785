"""What a round of so many divisions can show, told before it opens.

To be replaced by ``benchmark.variation.planning`` where that is there: this computes one of its
figures, the smallest difference between a division and its trust that will be called clear.
"""

import math

from benchmark.comparison.wording import in_words, one_decimal
from benchmark.disclosure.levels import FEWEST_DIVISIONS
from benchmark.variation.intervals import MEDIAN_VARIANCE, simultaneous_critical

# Until a first round has measured it: how far apart the means of two leads of the same division
# lie who hold different roles, as the standard deviation of one lead's mean, in levels.
LEAD_SD = 0.3
LEADS = 3
FEWEST_TO_COMPARE = 2
FEWEST_FOR_ORDER, FEWEST_FOR_ROLES = 5, 10
SIZES = (2, 3, 4, 5, 10)


def readable_difference(divisions: int, lead_sd: float = LEAD_SD) -> float:
    """The smallest difference of an overall score from its trust's that will be called clear.

    In levels. t(1 - .05 / (2 D); 2 (D - 1)) x sqrt(lead_sd^2 x c x (1 - 1/D)) for D divisions,
    with c = 1 - sqrt(3) / pi, because a division's figure is the median of three leads: the
    simultaneous interval of ``benchmark.variation.contrasts``, with the noise of leads pooled over
    the divisions. Raises ValueError for fewer than two divisions.

    >>> round(readable_difference(5), 1)
    0.6
    """
    if divisions < FEWEST_TO_COMPARE:
        raise ValueError("a difference needs two divisions")
    df = (LEADS - 1) * (divisions - 1)
    error = math.sqrt(lead_sd**2 * MEDIAN_VARIANCE[LEADS] * (1 - 1 / divisions))
    return simultaneous_critical(df, divisions) * error


def readable_sentence(divisions: int) -> str:
    """What a round of so many divisions can show, in one sentence."""
    if divisions < FEWEST_TO_COMPARE:
        return "With one division there is nothing to compare within the trust."
    least = one_decimal(readable_difference(divisions))
    return (
        f"With {in_words(divisions)} divisions, differences under {least} of a level cannot be "
        "read: they may be no more than the usual differences between leads."
    )


def readable_words(divisions: int) -> str:
    """The same for a table: from which difference on a division can be told from its trust."""
    if divisions < FEWEST_TO_COMPARE:
        return "Nothing to compare"
    return f"Differences of {one_decimal(readable_difference(divisions))} of a level and more"


def what_is_shown(divisions: int) -> str:
    """What the rules of disclosure allow to be shown of so many divisions, in plain words."""
    if divisions < FEWEST_DIVISIONS:
        return (
            "Each division by itself. No figures of the trust and no intervals: these need "
            f"{in_words(FEWEST_DIVISIONS)} divisions."
        )
    if divisions < FEWEST_FOR_ORDER:
        return "Also figures of the trust, and how sure each figure is."
    if divisions < FEWEST_FOR_ROLES:
        return "Also the divisions in order, and how much they differ once the noise is out."
    return "Also how the three roles differ over the trust."


def sizes_beside(divisions: int) -> tuple[int, ...]:
    """The numbers of divisions that are worth comparing, with the trust's own among them."""
    return tuple(sorted({*SIZES, max(divisions, 1)}))
