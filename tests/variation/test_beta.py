"""The incomplete beta function of arrays against scipy, and its refusal to run for ever."""

import numpy as np
import pytest
from scipy import special

from benchmark.variation import beta


def test_logarithms_survive_where_the_functions_underflow() -> None:
    """Log I_x(a, b) ~ a log x - log(a B(a, b)) for x near 0 (DLMF 8.17.7)."""
    shape = beta.beta_of(np.array(20.0), np.array(3.0))
    lower, upper, _ = beta.beta_tails(shape, np.array([-800.0]))
    assert lower[0] == pytest.approx(20 * -800 - np.log(20) - special.betaln(20, 3), rel=1e-12)
    assert upper[0] == pytest.approx(0.0, abs=1e-12)


def test_both_tails_whether_parameters_are_one_number_or_many() -> None:
    u = np.linspace(-4, 4, 9)
    many = np.full(9, 2.5), np.linspace(0.4, 30, 9)
    for a, b in (many, (np.array(2.5), np.array(7.0)), (np.array(2.5), many[1])):
        lower, upper, _ = beta.beta_tails(beta.beta_of(a, b), u)
        np.testing.assert_allclose(
            np.exp(lower), special.betainc(a, b, special.expit(u)), rtol=1e-12
        )
        np.testing.assert_allclose(
            np.exp(upper), special.betaincc(a, b, special.expit(u)), rtol=1e-11
        )


def test_density_of_the_logit_is_the_slope_of_the_distribution() -> None:
    shape, u, h = beta.beta_of(np.array(2.5), np.array(7.0)), np.array([-0.4]), 1e-5
    low, high = (np.exp(beta.beta_tails(shape, u + step)[0]) for step in (-h, h))
    density = np.exp(beta.beta_tails(shape, u)[2])
    assert density[0] == pytest.approx((high - low)[0] / (2 * h), rel=1e-8)


def test_quantiles_from_both_sides() -> None:
    a, b = np.array([0.3, 1.05, 4.0, 11.5, 900.0]), np.array([2.0, 3e5, 4.0, 1.0, 0.7])
    for lower in (1e-30, 1e-4, 0.025, 0.5, 0.975):
        both = np.full(5, lower), np.full(5, 1 - lower)
        u = beta.beta_quantile(beta.beta_of(a, b), *both)
        back, _, _ = beta.beta_tails(beta.beta_of(a, b), u)
        np.testing.assert_allclose(np.exp(back), lower, rtol=1e-10)


def test_too_large_freedom_is_said_not_looped(monkeypatch: pytest.MonkeyPatch) -> None:
    shape = beta.beta_of(np.array(5e5), np.array(4e5))
    monkeypatch.setattr(beta, "ROUNDS", 0)
    with pytest.raises(ArithmeticError, match="did not settle"):
        beta.beta_quantile(shape, np.array([0.1]), np.array([0.9]))
    monkeypatch.setattr(beta, "STEPS", 5)
    with pytest.raises(ArithmeticError, match="did not settle"):
        beta.beta_tails(shape, np.array([0.22]))
