"""Many comparisons at once."""

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import Floats


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Adjusted p values: the smallest share of false discoveries at which each one is found.

    ``p`` of any shape, NaN = no test, which stays NaN and counts nowhere. The m values in ascending
    order become min over later ones of p x m / place, at most 1. Source: Benjamini & Hochberg 1995,
    Journal of the Royal Statistical Society B 57:289.

    Raises ValueError for a value outside 0 to 1.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, 0.005]).round(4).tolist()
    [0.02, 0.04, 0.04, 0.02]
    """
    values = np.asarray(p, float)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("a p value must be between 0 and 1")
    flat = values.ravel()
    known = np.flatnonzero(~np.isnan(flat))
    order = known[np.argsort(flat[known], kind="stable")]
    places = np.arange(1, len(order) + 1)
    raised = np.minimum(flat[order] * len(order) / places, 1.0)
    adjusted = np.full(flat.shape, np.nan)
    adjusted[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return adjusted.reshape(values.shape)
