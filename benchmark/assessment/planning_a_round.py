"""What a round of so many divisions can show, told before it opens."""

from benchmark.comparison.wording import in_words, one_decimal
from benchmark.disclosure.levels import FEWEST_DIVISIONS
from benchmark.variation.planning import readable_difference

# Until a first round has measured it: how far apart the means of two leads of the same division
# lie who hold different roles, as the standard deviation of one lead's mean, in levels.
LEAD_SD = 0.3
FEWEST_TO_COMPARE = 2
FEWEST_FOR_ORDER, FEWEST_FOR_ROLES = 5, 10
SIZES = (2, 3, 4, 5, 10)


def least_difference(divisions: int) -> float:
    """The smallest difference from its trust, in levels, that will be called clear.

    Raises ValueError for fewer than two divisions.

    >>> round(least_difference(5), 1)
    0.6
    """
    return readable_difference(divisions, LEAD_SD**2)


def readable_sentence(divisions: int) -> str:
    """What a round of so many divisions can show, in one sentence."""
    if divisions < FEWEST_TO_COMPARE:
        return "With one division there is nothing to compare within the trust."
    least = one_decimal(least_difference(divisions))
    return (
        f"With {in_words(divisions)} divisions, differences under {least} of a level cannot be "
        "read: they may be no more than the usual differences between leads."
    )


def readable_words(divisions: int) -> str:
    """The same for a table: from which difference on a division can be told from its trust."""
    if divisions < FEWEST_TO_COMPARE:
        return "Nothing to compare"
    return f"Differences of {one_decimal(least_difference(divisions))} of a level and more"


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
