"""One trust alone: F test after role, and spread from five divisions up."""

import numpy as np
import pytest

from benchmark.variation.one_trust import TOO_FEW, division_test


def leads(seed: int, divisions: int, sd: float) -> np.ndarray:
    random = np.random.default_rng(seed)
    means = random.normal(0, sd, (divisions, 1)) + random.normal(0, 0.4, (divisions, 3))
    return 3 + means + np.array([-0.3, 0, 0.4])


def test_freedom_and_f_by_hand() -> None:
    means = leads(1, 10, 0.5)
    found = division_test(means)
    between = 3 * means.mean(axis=1).var(ddof=1)
    left = means - means.mean(axis=1, keepdims=True) - means.mean(axis=0) + means.mean()
    assert (found.df1, found.df2) == (9, 18)
    assert found.f == pytest.approx(between / ((left**2).sum() / 18))
    assert found.sd == pytest.approx(np.sqrt((between - (left**2).sum() / 18) / 3))
    assert found.low < found.sd < found.high


@pytest.mark.parametrize("divisions", [2, 3, 4])
def test_few_divisions_have_no_spread(divisions: int) -> None:
    found = division_test(leads(2, divisions, 0.5))
    assert found.sd is found.low is found.high is None
    assert (found.df1, found.df2) == (divisions - 1, 2 * (divisions - 1))
    assert TOO_FEW in found.reading


@pytest.mark.parametrize(("divisions", "sd"), [(5, 0.3), (10, 0.3), (10, 0.0)])
def test_the_interval_covers(divisions: int, sd: float) -> None:
    found = [division_test(leads(seed, divisions, sd)) for seed in range(600)]
    inside = np.mean([test.low <= sd <= test.high for test in found])
    assert inside >= 0.93 - 0.01
    assert inside <= 0.99 if sd else inside <= 1


def test_chance_is_called_difference_in_one_of_twenty() -> None:
    found = [division_test(leads(seed, 5, 0.0)) for seed in range(800)]
    assert np.mean([test.p < 0.05 for test in found]) == pytest.approx(0.05, abs=0.016)


def test_alike_divisions_have_a_spread_of_nothing() -> None:
    means = np.array([[1.0, 2, 3], [3, 2, 1], [2, 3, 1], [1, 3, 2], [3, 1, 2]])
    found = division_test(means)
    assert (found.sd, found.low) == (0, 0)
    assert "no difference" in found.reading


def test_gaps_cost_freedom_only() -> None:
    means = leads(3, 6, 0.5)
    means[0, 1] = np.nan
    found = division_test(means)
    assert (found.df1, found.df2) == (5, 9)
    empty = np.vstack([means, [np.nan] * 3])
    assert division_test(empty) == found


@pytest.mark.parametrize(
    ("means", "words"),
    [
        ([[1.0, 2, 3]], "one division"),
        ([[1.0, np.nan], [np.nan, 2]], "noise is not known"),
        ([[1.0, 2], [3, 4]], "agree fully"),
        ([[3.0, 3], [3, 3]], "do not differ at all"),
    ],
)
def test_reasons(means: list[list[float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        division_test(np.array(means))


def test_shape() -> None:
    with pytest.raises(ValueError, match="shape"):
        division_test(np.array([1.0, 2]))
