"""Infinite values are refused by name, missing ones pass."""

import numpy as np
import pytest

from benchmark.variation.finite import finite_or_missing


def test_missing_passes() -> None:
    np.testing.assert_array_equal(
        finite_or_missing([[1, None], [np.nan, 3]], "levels"), [[1, np.nan], [np.nan, 3]]
    )


@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_infinite_is_refused(value: float) -> None:
    with pytest.raises(
        ValueError, match="scores must be finite numbers, or NaN where one is missing"
    ):
        finite_or_missing([1.0, value], "scores")
