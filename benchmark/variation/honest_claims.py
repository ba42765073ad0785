"""What a single trust can honestly say of its divisions, by how many of them there are."""

from dataclasses import dataclass

from benchmark.variation.one_trust import FEWEST_FOR_SPREAD
from benchmark.variation.planning import (
    ANSWER_SD,
    LEAD_SD,
    PRACTICES,
    least_spread,
    readable_difference,
)
from benchmark.variation.shapes import PAIR

LEADS = 3
FEWEST_FOR_TRUST = 4  # as benchmark.disclosure has it: with fewer, a mean gives a division away
TESTED = "whether its divisions differ beyond chance (F test after role)"
CONTRASTED = "which division is clearly above or below the trust"
MEASURED = "how large the differences are (standard deviation with its interval)"
AVERAGED = "the mean of the trust"
NO_SHARE = "the share of all variation that lies within trusts: that takes other trusts"
PUZZLED = "one division is the trust: there is nothing to compare"
RULES = ((TESTED, PAIR), (CONTRASTED, PAIR), (AVERAGED, FEWEST_FOR_TRUST))


@dataclass(frozen=True, slots=True)
class HonestClaims:
    """``can`` and ``cannot`` be said, in words; the figures are None with one division.

    ``df1`` and ``df2``: freedom of the F test; ``difference``: smallest readable difference from
    the trust and ``spread``: standard deviation between divisions found with chance 80%, in points,
    for leads who vary as ``variance`` says.
    """

    divisions: int
    df1: int | None
    df2: int | None
    difference: float | None
    spread: float | None
    can: tuple[str, ...]
    cannot: tuple[str, ...]


def honest_claims(
    divisions: int, variance: float = LEAD_SD**2 + ANSWER_SD**2 / PRACTICES
) -> HonestClaims:
    """What may be said with so many divisions of three leads.

    ``variance``: that of one lead's mean after role, in squared points. The F test has D - 1 and
    2 (D - 1) degrees of freedom; the spread is measured from 5 divisions up; a trust alone never
    has a share. Formulas in ``planning``.

    Raises ValueError without a division.

    >>> few, many = honest_claims(3), honest_claims(10)
    >>> round(few.spread, 2), round(many.spread, 2)
    (1.31, 0.44)
    >>> MEASURED in few.cannot, MEASURED in many.can
    (True, True)
    """
    if divisions < 1:
        raise ValueError("a trust has at least one division")
    if divisions < PAIR:
        return HonestClaims(divisions, None, None, None, None, (), (PUZZLED, NO_SHARE))
    rules = (*RULES, (MEASURED, FEWEST_FOR_SPREAD))
    return HonestClaims(
        divisions,
        divisions - 1,
        (LEADS - 1) * (divisions - 1),
        readable_difference(divisions, variance),
        least_spread(divisions, variance),
        tuple(claim for claim, fewest in rules if divisions >= fewest),
        (*(claim for claim, fewest in rules if divisions < fewest), NO_SHARE),
    )
