"""Incomplete beta and gamma functions against scipy, and their refusal to run for ever."""

import numpy as np
import pytest
from scipy import special

from benchmark.variation import incomplete


def test_logarithms_survive_where_the_functions_underflow() -> None:
    """Log I_x(a, b) ~ a log x - log(a B(a, b)) for x near 0 (DLMF 8.17.7)."""
    u = np.array([-800.0])
    a, b = np.array([20.0]), np.array([3.0])
    lower, upper, _ = incomplete.beta_tails(a, b, u)
    assert lower[0] == pytest.approx(20 * -800 - np.log(20) - special.betaln(20, 3), rel=1e-12)
    assert upper[0] == pytest.approx(0.0, abs=1e-12)


def test_stirling_remainder_on_both_sides_of_its_series() -> None:
    z = np.array([0.01, 0.5, 3.0, 9.999, 10.0, 10.001, 50.0, 1e4])
    stirling = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi)
    expected = special.gammaln(z) - stirling
    np.testing.assert_allclose(incomplete.stirling_remainder(z), expected, rtol=1e-8, atol=1e-11)


def test_log_complement() -> None:
    assert incomplete.log_complement(np.log(np.array([0.25])))[0] == pytest.approx(np.log(0.75))


def test_density_of_the_logit_is_the_slope_of_the_distribution() -> None:
    a, b, u, h = np.array([2.5]), np.array([7.0]), np.array([-0.4]), 1e-5
    low, high = (np.exp(incomplete.beta_tails(a, b, u + s)[0]) for s in (-h, h))
    density = np.exp(incomplete.log_beta_density(a, b, u))
    assert density[0] == pytest.approx((high - low)[0] / (2 * h), rel=1e-8)


def test_gamma_tails() -> None:
    a, x = np.array([0.5, 3.0, 3.0, 80.0]), np.array([0.1, 2.0, 9.0, 81.5])
    lower, upper, _ = incomplete.gamma_tails(a, np.log(x))
    np.testing.assert_allclose(np.exp(lower), special.gammainc(a, x), rtol=1e-13)
    np.testing.assert_allclose(np.exp(upper), special.gammaincc(a, x), rtol=1e-13)


def test_solve_tail_finds_both_sides() -> None:
    a = np.array([4.0, 4.0])
    lower = np.array([0.01, 0.99])
    point = incomplete.solve_tail(
        lambda v: incomplete.gamma_tails(a, v), np.log(a * 2), lower, 1 - lower
    )
    np.testing.assert_allclose(np.exp(point), special.gammaincinv(a, lower), rtol=1e-12)


def test_too_large_freedom_is_said_not_looped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incomplete, "STEPS", 5)
    with pytest.raises(ArithmeticError, match="did not settle"):
        incomplete.beta_tails(np.array([1e6]), np.array([1e6]), np.array([0.0]))
    with pytest.raises(ArithmeticError, match="did not settle"):
        incomplete.gamma_tails(np.array([1e6]), np.log(np.array([1e6])))
    with pytest.raises(ArithmeticError, match="did not settle"):
        incomplete.solve_tail(
            lambda v: (v * 1e-9 - 9, v * 0 - 1e-4, v * 0),
            np.zeros(1),
            np.full(1, 0.5),
            np.full(1, 0.5),
        )
