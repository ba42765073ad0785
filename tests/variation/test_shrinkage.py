"""Random effects by hand, at the boundary, and what must not matter."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmark.variation import shrinkage
from benchmark.variation.shrinkage import drawn_towards_mean, random_effects


@pytest.mark.parametrize("method", ["DL", "REML"])
def test_equal_errors_by_hand(method: str) -> None:
    """Mean 7/3; variance of estimates 7/3, less 1/4 of error; kept share (25/12) / (7/3)."""
    found = random_effects([1, 2, 4], [0.5, 0.5, 0.5], method)
    assert found.mean == pytest.approx(7 / 3)
    assert found.tau2 == pytest.approx(7 / 3 - 1 / 4)
    assert found.se == pytest.approx(np.sqrt(7 / 9))
    assert found.q == pytest.approx(4 * 14 / 3)
    kept = (25 / 12) / (7 / 3)
    np.testing.assert_allclose(found.shrunken, 7 / 3 + kept * (np.array([1, 2, 4]) - 7 / 3))


@pytest.mark.parametrize("method", ["DL", "REML"])
def test_no_variance_means_full_shrinkage(method: str) -> None:
    found = random_effects([1.0, 1.1, 0.9], [1, 1, 1], method)
    assert found.tau2 == 0
    np.testing.assert_allclose(found.shrunken, 1.0)


@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(0.1, 3)), min_size=2, max_size=9),
    st.sampled_from(["DL", "REML"]),
)
@example(
    # full strides step to and fro over the top of this likelihood
    [(0.0, 2.0), (0.0, 2.0), (0.0, 2.0), (0.0, 0.5), (1.0, 2.0), (1.0, 2.0), (2.0, 1.0)],
    "REML",
)
def test_shrunken_lie_between_estimate_and_mean(
    points: list[tuple[float, float]], method: str
) -> None:
    estimates, errors = np.array(points).T
    found = random_effects(estimates, errors, method)
    low, high = np.minimum(estimates, found.mean), np.maximum(estimates, found.mean)
    assert (found.shrunken >= low - 1e-9).all()
    assert (found.shrunken <= high + 1e-9).all()
    moved = random_effects(estimates[::-1] + 5, errors[::-1], method)
    assert moved.tau2 == pytest.approx(found.tau2, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize(
    ("estimates", "errors", "words"),
    [
        ([1.0], [1.0], "two estimates"),
        ([1.0, 2.0], [1.0, 0.0], "above 0"),
        ([1.0, np.nan], [1.0, 1.0], "finite"),
        ([1.0, 2.0], [1.0], "same shape"),
    ],
)
def test_no_random_effects(estimates: list[float], errors: list[float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        random_effects(estimates, errors)


def test_a_variance_that_does_not_settle_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shrinkage, "ROUNDS", 1)
    with pytest.raises(ArithmeticError, match="did not settle"):
        random_effects([1.0, 2.0, 9.0], [0.1, 1.0, 2.0])


def test_unknown_method() -> None:
    with pytest.raises(ValueError, match="not 'HE'"):
        random_effects([1, 2], [1, 1], "HE")


def test_nothing_is_drawn_further_than_its_standard_error_and_the_order_stays() -> None:
    """Forty alike and one far away: plain shrinkage would move it by more than it is unsure."""
    values = np.append(np.linspace(-0.4, 0.4, 40), 4.0)
    drawn = drawn_towards_mean(values, 1.0)
    assert random_effects(values, np.ones(41), "DL").shrunken[-1] < 3.0
    assert drawn[-1] == 3.0
    assert (np.diff(drawn) >= 0).all()
    assert (np.abs(drawn - values) <= 1.0 + 1e-12).all()
    assert drawn_towards_mean(values, 0.0).tolist() == values.tolist()
