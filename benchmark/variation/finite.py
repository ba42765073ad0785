"""The check that every statistic makes first: numbers, or NaN where one is missing."""

import numpy as np
from numpy.typing import ArrayLike

from benchmark.variation.shapes import Floats


def finite_or_missing(values: ArrayLike, what: str) -> Floats:
    """``values`` as floats; ValueError, naming ``what`` they are, if one is infinite.

    >>> finite_or_missing([1, np.nan], "ratings").tolist()
    [1.0, nan]
    """
    table = np.asarray(values, float)
    if np.isinf(table).any():
        raise ValueError(f"{what} must be finite numbers, or NaN where one is missing")
    return table
