"""How far a mean over tasks, raters or items would come out the same with others of them."""

from collections.abc import Sequence
from dataclasses import dataclass

Facet = tuple[float, float]  # variance of an effect, number of conditions it is averaged over


@dataclass(frozen=True, slots=True)
class Generalisability:
    """``relative``: E-rho squared, for order; ``absolute``: Phi, for levels."""

    relative: float
    absolute: float


def generalisability(
    unit: float, relative: Sequence[Facet], absolute: Sequence[Facet] = ()
) -> Generalisability:
    """Coefficients of a mean over sampled conditions.

    ``unit``: variance of the units that are measured; ``relative``: the variances of their
    interplays with the conditions, each with the number of conditions averaged over; ``absolute``:
    those of the conditions themselves. E-rho2 = unit / (unit + sum relative / n), Phi the same with
    both in the denominator; one facet of raters alone gives Spearman-Brown. Source: Brennan 2001,
    *Generalizability Theory*, sections 1.1.3 and 3.3.

    Raises ValueError for a negative variance, fewer than one condition, or no variance at all.

    Brennan 2001, tables 3.1 and 3.2: persons x (raters in tasks), 3 tasks of 4 raters:

    >>> found = generalisability(
    ...     0.473148, [(0.559568, 3), (2.380247, 12)], [(0.325154, 3), (0.647531, 12)])
    >>> round(found.relative, 5), round(found.absolute, 5)
    (0.55144, 0.4637)
    """
    facets = [*relative, *absolute]
    if unit < 0 or any(variance < 0 for variance, _ in facets):
        raise ValueError("a variance must be 0 or more")
    if any(not conditions >= 1 for _, conditions in facets):
        raise ValueError("an effect is averaged over at least one condition")
    order = unit + sum(variance / conditions for variance, conditions in relative)
    level = order + sum(variance / conditions for variance, conditions in absolute)
    if not order > 0:
        raise ValueError("units do not vary at all, so nothing can be generalised")
    return Generalisability(unit / order, unit / level)


def spearman_brown(reliability: float, raters: float) -> float:
    """Reliability of the mean of ``raters``, k r / (1 + (k - 1) r), from that of one.

    Source: Spearman 1910 and Brown 1910, British Journal of Psychology 3:271 and 3:296.

    Raises ValueError where the mean of so many raters would have no variance.

    >>> [round(spearman_brown(one, 3), 3) for one in (0.05, 0.1, 0.2, 0.3, 0.4375)]
    [0.136, 0.25, 0.429, 0.562, 0.7]
    """
    rest = 1 + (raters - 1) * reliability
    if not (raters > 0 and rest > 0):
        raise ValueError("the mean of so many raters would have no variance")
    return raters * reliability / rest
