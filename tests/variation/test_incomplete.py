"""Incomplete gamma functions against scipy, and their refusal to run for ever."""

import numpy as np
import pytest
from scipy import special

from benchmark.variation import incomplete


def test_stirling_remainder_on_both_sides_of_its_series() -> None:
    z = np.array([0.01, 0.5, 3.0, 9.999, 10.0, 10.001, 50.0, 1e4])
    stirling = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi)
    expected = special.gammaln(z) - stirling
    np.testing.assert_allclose(incomplete.stirling_remainder(z), expected, rtol=1e-8, atol=1e-11)


def test_log_complement() -> None:
    assert incomplete.log_complement(np.log(np.array([0.25])))[0] == pytest.approx(np.log(0.75))


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
        incomplete.gamma_tails(np.array([1e6]), np.log(np.array([1e6])))
    with pytest.raises(ArithmeticError, match="did not settle"):
        incomplete.solve_tail(
            lambda v: (v * 1e-9 - 9, v * 0 - 1e-4, v * 0),
            np.zeros(1),
            np.full(1, 0.5),
            np.full(1, 0.5),
        )
