"""Each division against its own trust: which differences are more than noise.

Sources: simultaneous intervals after Bonferroni (Dunn 1961, "Multiple comparisons among means",
Journal of the American Statistical Association 56:52-64); shrinkage after Morris (1983),
"Parametric empirical Bayes inference", the same journal 78:47-55.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmark.variation.distributions import normal_cdf
from benchmark.variation.intervals import simultaneous_critical

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Contrasts:
    """Differences from the column means, in points of the scale; NaN where there is no score."""

    differences: Floats  # (divisions, columns)
    half_widths: Floats  # (columns,) of the simultaneous 95% intervals
    chance_higher: Floats  # (divisions, columns) posterior chance that the difference is above 0


def contrasts(values: Floats, variance: float, df: float) -> Contrasts:
    """Contrasts of ``values`` (divisions, columns) with the means of their columns.

    ``variance`` is the noise variance of one value, ``df`` its degrees of freedom. A contrast of
    one of D values with their mean has variance ``variance * (1 - 1/D)``. The family is every cell
    of the array, fixed by its shape whatever is missing. The chance is that of a normal posterior
    whose prior variance is estimated from all contrasts; it is .5 when nothing really varies.

    >>> import numpy as np
    >>> found = contrasts(np.array([[2.0], [2.1], [1.9], [4.0]]), 0.01, 6)
    >>> found.differences.ravel().round(1).tolist()
    [-0.5, -0.4, -0.6, 1.5]
    """
    present = ~np.isnan(values)
    counts = np.maximum(present.sum(axis=0), 1)
    means = np.where(present, values, 0.0).sum(axis=0) / counts
    differences = np.where(present, values - means, np.nan)
    errors = np.sqrt(variance * (1 - 1 / counts))
    half_widths = simultaneous_critical(df, values.size) * errors
    return Contrasts(differences, half_widths, _chance_higher(differences, errors))


def _chance_higher(differences: Floats, errors: Floats) -> Floats:
    """Posterior mean over posterior standard deviation, under a common normal prior."""
    noise = np.broadcast_to(errors**2, differences.shape)
    present = ~np.isnan(differences)
    between = float((differences[present] ** 2 - noise[present]).mean()) if present.any() else 0.0
    if between <= 0:
        return np.where(present, 0.5, np.nan)
    share = between / (between + noise)
    z = np.sqrt(share) * np.nan_to_num(differences) / np.sqrt(np.maximum(noise, 1e-12))
    return np.where(present, normal_cdf(z), np.nan)
