"""The smallest change of a division's mean between two rounds that is worth reading."""

import math

from benchmark.variation.distributions import student_quantile


def smallest_readable_change(
    lead: float,
    occasion: float,
    df: float = math.inf,
    *,
    leads: int = 3,
    changed: int = 0,
    level: float = 0.95,
) -> float:
    """The change that chance alone exceeds in 1 - ``level`` of all pairs of rounds, in points.

    t(1 - (1 - level)/2; df) x sqrt(2 occasion / leads + 2 changed x lead / leads^2). ``lead``: the
    lasting variance between leads of one division after role; ``occasion``: the variance of one
    lead's mean from round to round, for which residual / practices is a safe, large value because
    the residual holds lasting tastes too; both in squared points. Of the ``leads`` who answer in
    both rounds ``changed`` are new people. With the same lead it is the smallest detectable change
    of de Vet and others 2006, Health and Quality of Life Outcomes 4:54, 1.96 x sqrt(2) x SEM.

    Raises ValueError for a negative variance or more new leads than there are.

    >>> round(smallest_readable_change(0.0, 1.0, leads=1), 2)  # 1.96 x sqrt(2)
    2.77
    >>> same, new = (smallest_readable_change(0.16, 0.03, changed=n) for n in (0, 1))
    >>> round(same, 2), round(new, 2)
    (0.28, 0.46)
    """
    if lead < 0 or occasion < 0:
        raise ValueError("a variance must be 0 or more")
    if not 0 <= changed <= leads or leads < 1:
        raise ValueError("new leads are among the leads of the division")
    if not 0 < level < 1:
        raise ValueError("a level of confidence lies between 0 and 1")
    variance = 2 * occasion / leads + 2 * changed * lead / leads**2
    return float(student_quantile((1 + level) / 2, df)) * math.sqrt(variance)
