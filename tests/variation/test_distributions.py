"""Distribution functions against scipy, at ordinary and extreme arguments."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchmark.variation import distributions as ours

FREEDOM = np.array([0.3, 1, 2, 3, 4.5, 6, 14, 30, 99.5, 500, 7283, 1e6])
STATISTICS = np.array([1e-6, 0.01, 0.3, 0.9, 1, 1.1, 2, 5, 30, 1e3])
PROBABILITIES = np.array(
    [1e-250, 1e-30, 1e-6, 0.001, 0.025, 0.3, 0.5, 0.7, 0.95, 0.975, 0.999, 1 - 1e-9]
)


def grid(*axes: np.ndarray) -> list[np.ndarray]:
    return [axis.ravel() for axis in np.meshgrid(*axes)]


def test_normal_distribution() -> None:
    z = np.linspace(-37, 8, 181)
    np.testing.assert_allclose(ours.normal_cdf(z), stats.norm.cdf(z), rtol=1e-10)
    expected = stats.norm.ppf(PROBABILITIES)
    np.testing.assert_allclose(ours.normal_quantile(PROBABILITIES), expected, rtol=1e-10)


def test_student_distribution() -> None:
    t, df = grid(np.concatenate([-STATISTICS, [0.0], STATISTICS]), FREEDOM)
    np.testing.assert_allclose(ours.student_cdf(t, df), stats.t.cdf(t, df), rtol=1e-10)


def test_student_quantiles() -> None:
    p, df = grid(PROBABILITIES[1:], FREEDOM[1:])
    np.testing.assert_allclose(ours.student_quantile(p, df), stats.t.ppf(p, df), rtol=1e-10)


def test_f_distribution() -> None:
    x, df1, df2 = grid(STATISTICS, FREEDOM, FREEDOM)
    expected = stats.f.cdf(x, df1, df2)
    seen = expected > 1e-290
    np.testing.assert_allclose(ours.f_cdf(x, df1, df2)[seen], expected[seen], rtol=1e-9)
    upper = stats.f.sf(x, df1, df2)
    seen = upper > 1e-290
    np.testing.assert_allclose(ours.f_tail(x, df1, df2)[seen], upper[seen], rtol=1e-9)


def test_f_quantiles() -> None:
    p, df1, df2 = grid(PROBABILITIES[2:], FREEDOM[1:], FREEDOM[1:])
    expected = stats.f.ppf(p, df1, df2)
    np.testing.assert_allclose(ours.f_quantile(p, df1, df2), expected, rtol=1e-9)


def test_chi_square_distribution() -> None:
    x, df = grid(np.append(STATISTICS, [7000.0, 1e6]), FREEDOM)
    expected, upper = stats.chi2.cdf(x, df), stats.chi2.sf(x, df)
    np.testing.assert_allclose(
        ours.chi_square_cdf(x, df)[expected > 1e-290], expected[expected > 1e-290], rtol=1e-9
    )
    np.testing.assert_allclose(
        ours.chi_square_tail(x, df)[upper > 1e-290], upper[upper > 1e-290], rtol=1e-9
    )


def test_chi_square_quantiles() -> None:
    p, df = grid(PROBABILITIES[2:], FREEDOM)
    expected = stats.chi2.ppf(p, df)
    np.testing.assert_allclose(ours.chi_square_quantile(p, df), expected, rtol=1e-9)


def test_published_tables() -> None:
    """Abramowitz & Stegun, tables 26.8 to 26.10, 5% points."""
    assert float(ours.student_quantile(0.975, 10)) == pytest.approx(2.228, abs=5e-4)
    assert float(ours.chi_square_quantile(0.95, 10)) == pytest.approx(18.307, abs=5e-4)
    assert float(ours.f_quantile(0.95, 3, 20)) == pytest.approx(3.10, abs=5e-3)


def test_infinite_freedom_is_the_limiting_distribution() -> None:
    assert ours.student_cdf(1.3, math.inf) == ours.normal_cdf(1.3)
    assert ours.student_quantile(0.9, math.inf) == ours.normal_quantile(0.9)
    assert ours.f_tail(2.0, 3, math.inf) == pytest.approx(float(ours.chi_square_tail(6.0, 3)))
    expected = float(ours.chi_square_quantile(0.9, 3)) / 3
    assert ours.f_quantile(0.9, 3, math.inf) == pytest.approx(expected)


def test_ends_of_the_support() -> None:
    assert ours.f_tail(math.inf, 3, 4) == 0
    assert ours.f_tail(0.0, 3, 4) == 1
    assert ours.f_cdf(-1.0, 3, 4) == 0
    assert ours.chi_square_cdf(math.inf, 2) == 1
    assert ours.student_cdf([-math.inf, 0.0, math.inf], 3).tolist() == [0, 0.5, 1]
    assert ours.normal_quantile([0.0, 0.5, 1.0]).tolist() == [-math.inf, 0, math.inf]
    assert ours.student_quantile([0.0, 0.5, 1.0], 4).tolist() == [-math.inf, 0, math.inf]
    assert ours.f_quantile([0.0, 1.0], 4, 5).tolist() == [0, math.inf]
    assert ours.chi_square_quantile([0.0, 1.0], 4).tolist() == [0, math.inf]


@pytest.mark.parametrize(
    "value",
    [
        ours.normal_cdf(math.nan),
        ours.normal_quantile(math.nan),
        ours.student_cdf(math.nan, 3),
        ours.student_cdf(0.0, math.nan),
        ours.student_quantile(0.5, math.nan),
        ours.f_tail(math.nan, 2, 3),
        ours.f_quantile(0.5, math.nan, 3),
        ours.chi_square_tail(math.nan, 2),
        ours.chi_square_quantile(math.nan, 2),
    ],
)
def test_missing_stays_missing(value: float) -> None:
    assert np.isnan(value)


@pytest.mark.parametrize("p", [-0.1, 1.1])
def test_no_quantile_outside_probabilities(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        ours.student_quantile(p, 3)


def test_no_distribution_without_freedom() -> None:
    with pytest.raises(ValueError, match="above 0"):
        ours.f_tail(1.0, 0, 3)


@settings(deadline=None)
@given(st.floats(1e-12, 1 - 1e-12), st.floats(0.5, 1e5), st.floats(0.5, 1e5))
def test_quantile_undoes_distribution(p: float, df1: float, df2: float) -> None:
    assert float(ours.f_cdf(ours.f_quantile(p, df1, df2), df1, df2)) == pytest.approx(p, rel=1e-8)
