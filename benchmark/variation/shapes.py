"""Names for the arrays of this package and for the few numbers that shapes need."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]
Places = NDArray[np.intp]

MATRIX = 2  # axes of a table
PAIR = 2  # the fewest that can differ
