"""Distributions: Student's interval as scipy has it; quarters are means of at least 5 trusts."""

import numpy as np
import pytest
from scipy import stats

from benchmark.pool.distribution import distribution_of, quarters_of_divisions


@pytest.mark.parametrize("trusts", [2, 5, 23, 215])
def test_the_interval_is_that_of_scipy(trusts: int) -> None:
    values = np.random.default_rng(trusts).normal(3, 0.4, trusts)
    found = distribution_of(np.append(values, np.nan))
    low, high = stats.t.interval(0.95, trusts - 1, values.mean(), stats.sem(values))
    assert found.trusts == trusts
    np.testing.assert_allclose(
        [found.mean, found.low, found.high, found.sd],
        [values.mean(), low, high, values.std(ddof=1)],
        atol=5e-5,
    )


def test_quarters_are_means_of_five_and_not_figures_of_one_trust() -> None:
    values = np.arange(20.0)
    assert distribution_of(values[::-1]).quarters == (2.0, 7.0, 12.0, 17.0)
    assert distribution_of(values[:19]).quarters is None


def test_a_quarter_of_the_divisions_holds_five_trusts_or_none_is_shown() -> None:
    owner = np.tile(np.arange(5), 8)
    values = np.repeat(np.arange(8.0), 5)
    assert quarters_of_divisions(values, owner) == (0.5, 2.5, 4.5, 6.5)
    alone = np.sort(owner)  # the lowest quarter would be two trusts
    assert quarters_of_divisions(values, alone) is None
