"""One variance of noise for all divisions: kept under its own hypothesis, left when one differs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.variation.equal_noise import (
    NO_NOISE,
    TOO_SMALL,
    cochran_critical,
    equal_noise,
)
from benchmark.variation.shapes import Floats

ROUNDS = 400


def means_of(seed: int, divisions: int, torn: float = 1.0) -> Floats:
    """Division and role effects, and noise that is ``torn`` times as large in the last division."""
    draw = np.random.default_rng(seed)
    noise = draw.normal(0, 0.3, (divisions, 3))
    noise[-1] *= torn
    return 3 + draw.normal(0, 0.5, (divisions, 1)) + np.array([-0.2, 0.3, -0.1]) + noise


def test_with_equal_noise_it_is_rarely_called_unequal() -> None:
    """Exchanging contrasts errs on the side of caution: 2 to 4% instead of 5% at these sizes."""
    found = [equal_noise(means_of(seed, 7), draws=199).p <= 0.05 for seed in range(ROUNDS)]
    assert 0.01 <= np.mean(found) <= 0.06


def test_a_torn_division_is_found_and_its_variance_stays_large() -> None:
    found = [equal_noise(means_of(seed, 8, torn=6.0), draws=199) for seed in range(100)]
    assert np.mean([each.discordant[-1] for each in found]) > 0.5
    assert not any(each.discordant[:-1].any() for each in found)
    for each in found:
        if each.discordant[-1]:
            assert each.used[0] < each.used[-1] < each.variances[-1]
            assert len(set(each.used[:-1])) == 1


@pytest.mark.parametrize(("groups", "published"), [(3, 0.871), (4, 0.768), (5, 0.684), (6, 0.616)])
def test_critical_shares_of_three_results(groups: int, published: float) -> None:
    assert cochran_critical(0.95, groups, 2) == pytest.approx(published, abs=5e-4)


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.integers(3, 9))
def test_order_origin_and_unit_do_not_matter(seed: int, divisions: int) -> None:
    means = means_of(seed, divisions)
    found = equal_noise(means, draws=49)
    order = np.random.default_rng(seed).permutation(divisions)
    moved = equal_noise(10 + 4 * means[order], draws=49)
    assert moved.c == pytest.approx(found.c)
    np.testing.assert_allclose(moved.variances, 16 * found.variances[order], rtol=1e-9)


@pytest.mark.parametrize(
    ("means", "words"),
    [
        (np.zeros((2, 3)), TOO_SMALL),
        (np.zeros((5, 2)), TOO_SMALL),
        (np.zeros(5), TOO_SMALL),
        (np.full((4, 3), np.nan), "needs the mean of every lead"),
        (np.arange(5.0)[:, None] + np.arange(3.0), NO_NOISE),
    ],
)
def test_where_there_is_no_answer_the_reason_is_given(means: Floats, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        equal_noise(means)


@pytest.mark.parametrize(("groups", "df", "level"), [(1, 2, 0.95), (3, 0, 0.95), (3, 2, 1.0)])
def test_a_critical_share_needs_groups_freedom_and_a_level(
    groups: int, df: int, level: float
) -> None:
    with pytest.raises(ValueError, match="a critical share needs"):
        cochran_critical(level, groups, df)
