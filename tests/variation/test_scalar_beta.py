"""The incomplete beta function of single numbers is that of arrays."""

import math

import numpy as np
import pytest

from benchmark.variation import scalar_beta
from benchmark.variation.beta import beta_of, beta_quantile, beta_tails
from benchmark.variation.distributions import f_quantile, f_tail

PARAMETERS = [(0.4, 0.6), (1.0, 0.5), (1.13, 3.6e5), (11.5, 23.0), (23.5, 1.2), (5e5, 5e5)]


@pytest.mark.parametrize(("a", "b"), PARAMETERS)
def test_tails_and_quantiles(a: float, b: float) -> None:
    one, many = scalar_beta.beta_of(a, b), beta_of(np.array(a), np.array(b))
    assert one == pytest.approx(tuple(map(float, many)), rel=1e-9, abs=1e-12)
    for u in (-2.0, math.log(a / b) + 0.01, 1.5):
        expected = [float(part[0]) for part in beta_tails(many, np.array([u]))]
        assert scalar_beta.beta_tails(one, u) == pytest.approx(expected, rel=1e-9, abs=1e-12)
    for lower in (1e-9, 0.025, 0.6, 0.999):
        found = scalar_beta.beta_quantile(one, lower, 1 - lower)
        expected = beta_quantile(many, np.array([lower]), np.array([1 - lower]))[0]
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_f_distribution() -> None:
    assert scalar_beta.f_point(0.95, 1, 10) == pytest.approx(4.964602743730711, rel=1e-12)
    lower, upper = scalar_beta.f_tails(4.964602743730711, 1, 10)
    assert (lower, upper) == pytest.approx((0.95, 0.05), rel=1e-12)
    both = np.array([2.0, 2.0, 3.0])  # three that are not all the same, so by arrays
    assert float(f_tail(2.0, 5, 7)) == pytest.approx(f_tail(both, 5, 7)[0], rel=1e-13)
    assert float(f_quantile(0.2, 5, 7)) == pytest.approx(f_quantile([0.2, 0.3], 5, 7)[0], rel=1e-12)
    assert scalar_beta.f_point(0.975, 5, 1e-4) == math.inf


def test_what_does_not_settle_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scalar_beta, "ROUNDS", 0)
    with pytest.raises(ArithmeticError, match="did not settle"):
        scalar_beta.f_point(0.3, 3, 4)
    monkeypatch.setattr(scalar_beta, "STEPS", 3)
    with pytest.raises(ArithmeticError, match="did not settle"):
        scalar_beta.f_tails(1.0, 300, 400)
