"""Agreement within one group, against published and hand-computed values."""

import numpy as np
import pytest

from benchmark.variation.agreement import average_deviation, exact_null_variances, rwg, rwg_j

NAN = np.nan


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [([4, 4, 4], 1.0), ([4, 4, 5], 1 - (1 / 3) / 2), ([3, 4, 5], 0.5), ([1, 5, 1], 0.0)],
)
def test_rwg_of_three_raters(ratings: list, expected: float) -> None:
    """sigma^2 = (25 - 1) / 12 = 2; a spread above chance counts as none."""
    assert rwg(ratings, 5) == pytest.approx(expected)


def test_rwg_of_items_with_gaps() -> None:
    found = rwg([[4, 3, NAN], [4, NAN, NAN], [4, 5, 1]], 5)
    np.testing.assert_allclose(found, [1.0, 0.0, NAN])


def test_rwg_j_by_hand() -> None:
    """Mean variance 1/6, v = 1/12: 2 x 11/12 / (2 x 11/12 + 1/12) = 22/23."""
    assert rwg_j([[4, 3], [4, 3], [5, 3]], 5) == pytest.approx(22 / 23)


def test_rwg_j_between_its_ends() -> None:
    assert rwg_j([[4, 2], [4, 2]], 5) == 1
    assert rwg_j([[1, 5], [5, 1]], 5) == 0
    with pytest.raises(ValueError, match="two ratings"):
        rwg_j([[4, NAN], [NAN, 2]], 5)


def test_agreement_needs_options() -> None:
    with pytest.raises(ValueError, match="two options"):
        rwg([1, 1], 1)


def test_average_deviation() -> None:
    """Mean of 2 3 3 4 8 is 4, deviations 2 1 1 0 4; median 3, deviations 1 0 0 1 5."""
    assert average_deviation([2, 3, 3, 4, 8]) == pytest.approx(8 / 5)
    assert average_deviation([2, 3, 3, 4, 8], "median") == pytest.approx(7 / 5)


def test_average_deviation_with_gaps() -> None:
    table = [[1, NAN, 2], [3, NAN, 2], [NAN, NAN, 5], [4, NAN, 5]]
    np.testing.assert_allclose(average_deviation(table, "median"), [1.0, NAN, 1.5])
    np.testing.assert_allclose(average_deviation(table), [10 / 9, NAN, 1.5])


def test_exact_null_of_three_raters_on_five_levels() -> None:
    """All 125 patterns (design/method.md): only unanimity differs from chance."""
    variances, chances = exact_null_variances(3, 5)
    expected = [0, 1 / 3, 1, 4 / 3, 7 / 3, 3, 4, 13 / 3, 16 / 3]
    np.testing.assert_allclose(variances, expected, atol=1e-8)
    np.testing.assert_allclose(chances * 125, [5, 24, 18, 18, 24, 12, 6, 12, 6])
    np.testing.assert_allclose(chances.cumsum()[:2], [0.040, 0.232])


def test_exact_null_of_lenient_raters() -> None:
    _, chances = exact_null_variances(3, 5, [0.05, 0.10, 0.20, 0.40, 0.25])
    assert chances[0] == pytest.approx(0.089, abs=5e-4)
    assert chances.sum() == pytest.approx(1)


def test_too_many_patterns() -> None:
    with pytest.raises(ValueError, match="simulate"):
        exact_null_variances(20, 5)
