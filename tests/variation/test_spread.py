"""Lead noise: sums spelled out, and least squares with gaps against a dense solve."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.variation.spread import lead_means, lead_noise, section_noise, two_way_residual

NAN = np.nan


def dense_residual(table: np.ndarray) -> tuple[float, int]:
    """The same least squares with one column a row and column of the table, by numpy.lstsq."""
    rows, columns = np.nonzero(~np.isnan(table))
    design = np.zeros((len(rows), sum(table.shape)))
    design[np.arange(len(rows)), rows] = 1
    design[np.arange(len(rows)), table.shape[0] + columns] = 1
    values = table[rows, columns]
    fit, _, rank, _ = np.linalg.lstsq(design, values, rcond=None)
    return ((values - design @ fit) ** 2).sum(), len(values) - rank


def test_complete_trust_by_hand() -> None:
    """Lead means 3 4 5 and 2 2 2: residuals +-1/2 0 +-1/2, sum of squares 1, 2 x 1 freedom."""
    scores = np.array([[[3, 3], [4, 4], [5, 5]], [[1, 3], [2, 2], [3, 1]]], float)
    noise = lead_noise(scores)
    assert (noise.overall, noise.df, noise.reason) == (pytest.approx(0.5), 2, "")
    # practice one: 3 4 5 / 1 2 3, no residual; practice two: 3 4 5 / 3 2 1, residuals 1 0 1
    assert noise.practice == pytest.approx((0 + 4) / 4)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 6), st.integers(2, 4))
def test_gaps_are_exact_least_squares(seed: int, rows: int, columns: int) -> None:
    random = np.random.default_rng(seed)
    table = random.normal(size=(rows, columns))
    table[random.random(table.shape) < 0.3] = NAN
    squares, freedom = two_way_residual(table[:, :, None])
    expected, expected_freedom = dense_residual(table)
    assert freedom[0] == expected_freedom
    assert squares[0] == pytest.approx(expected, abs=1e-9)


def test_no_practice_effect_is_mistaken_for_a_lead() -> None:
    """Two sheets agree where both answer; the gap is on the hard practice."""
    scores = np.array([[[5.0, 4, 1], [5, 4, NAN], [5, 4, 1]]])
    np.testing.assert_allclose(lead_means(scores), [[10 / 3, 10 / 3, 10 / 3]])


def test_complete_sheets_give_plain_means() -> None:
    scores = np.random.default_rng(1).normal(size=(4, 3, 6))
    np.testing.assert_allclose(lead_means(scores), scores.mean(axis=2))


def test_a_division_with_one_lead_adds_nothing() -> None:
    scores = np.random.default_rng(2).normal(size=(3, 3, 5))
    with_single = np.concatenate([scores, np.full((1, 3, 5), NAN)])
    with_single[3, 0] = 1.0
    assert lead_noise(with_single).df == lead_noise(scores).df == 4
    assert lead_noise(with_single).overall == pytest.approx(lead_noise(scores).overall)


@pytest.mark.parametrize("divisions", [0, 1])
def test_one_division_has_no_pooled_noise(divisions: int) -> None:
    noise = lead_noise(np.full((divisions, 3, 4), 3.0))
    assert noise.overall is None
    assert noise.practice is None
    assert "two divisions" in noise.reason


def test_divisions_without_common_roles() -> None:
    scores = np.array([[[1.0], [2], [NAN], [NAN]], [[NAN], [NAN], [3], [5]]])
    assert "same two roles" in lead_noise(scores).reason


def test_equal_leads_have_no_noise() -> None:
    noise = lead_noise(np.full((5, 3, 4), 3.0))
    assert (noise.overall, noise.practice, noise.df) == (0.0, 0.0, 8)


def test_no_practice_in_common_has_no_practice_noise() -> None:
    """Each practice is answered in one division only: overall noise, but none of a practice."""
    scores = np.full((2, 2, 4), NAN)
    scores[0, :, :2] = [[1, 2], [2, 4]]
    scores[1, :, 2:] = [[1, 5], [3, 3]]
    noise = lead_noise(scores)
    assert noise.overall is not None
    assert (noise.practice, noise.practice_df) == (None, 0.0)


def test_practice_freedom_counts_a_lead_once() -> None:
    """All answers of a lead equal: 30 practices know no more than one."""
    lead = np.random.default_rng(3).normal(size=(6, 3, 1))
    noise = lead_noise(np.repeat(lead, 30, axis=2))
    assert noise.practice == pytest.approx(noise.overall)
    assert noise.practice_df == pytest.approx(10)
    independent = lead_noise(np.random.default_rng(4).normal(size=(6, 3, 30)))
    assert independent.practice_df > 100


def test_noise_is_unbiased_with_gaps() -> None:
    """Variance 0.09 between leads, 0.64 within: one lead's mean of 10 has 0.09 + 0.064."""
    random = np.random.default_rng(5)
    found = []
    for _ in range(400):
        scores = (
            random.normal(size=(6, 1, 1))
            + random.normal(size=(1, 3, 10))
            + random.normal(0, 0.3, size=(6, 3, 1))
            + random.normal(0, 0.8, size=(6, 3, 10))
        )
        scores[0, 1] = NAN
        found.append((lead_noise(scores).overall, lead_noise(scores).practice))
    np.testing.assert_allclose(np.mean(found, axis=0), [0.154, 0.73], rtol=0.05)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-3, 3))
def test_shifts_and_order_change_nothing(seed: int, shift: float) -> None:
    scores = np.random.default_rng(seed).normal(size=(4, 3, 5))
    moved = scores[::-1, [2, 0, 1]][:, :, ::-1] + shift + np.array([[[1.0], [2.0], [3.0]]])
    assert lead_noise(moved).overall == pytest.approx(lead_noise(scores).overall)
    assert lead_noise(moved).practice == pytest.approx(lead_noise(scores).practice)


def test_sections() -> None:
    scores = np.random.default_rng(6).normal(size=(4, 3, 5))
    membership = np.array([[True, True, False, False, False], [False, False, True, True, True]])
    noise = section_noise(scores, membership)
    assert noise.df == (6, 6)
    assert noise.variances[0] == pytest.approx(lead_noise(scores[:, :, :2]).overall)
    assert noise.reasons == ("", "")


def test_wrong_shapes_are_said() -> None:
    with pytest.raises(ValueError, match="divisions, roles, practices"):
        lead_noise(np.zeros((3, 4)))
    with pytest.raises(ValueError, match="sections, practices"):
        section_noise(np.zeros((3, 3, 4)), np.ones((2, 3), bool))


def test_a_weighted_lead_mean_is_the_weighted_sum() -> None:
    scores = np.array([[[1.0, 2, 4], [3, 3, 3], [5, 1, 2]]])
    weights = np.array([2.0, 1, 0.5])
    expected = [[(2 + 2 + 2) / 3.5, 3, (10 + 1 + 1) / 3.5]]
    np.testing.assert_allclose(lead_means(scores, weights), expected)
    np.testing.assert_array_equal(lead_means(scores, np.ones(3)), lead_means(scores))


def test_a_weight_is_the_same_as_asking_twice() -> None:
    """Complete sheets: a practice of weight 2 counts as two practices with the same answers."""
    scores = np.random.default_rng(5).normal(size=(5, 3, 4))
    twice = np.concatenate([scores, scores[:, :, :1]], axis=2)
    weighted = lead_noise(scores, np.array([2.0, 1, 1, 1]))
    assert weighted.overall == pytest.approx(lead_noise(twice).overall)
    assert (weighted.practice, weighted.practice_df) == (
        lead_noise(scores).practice,
        lead_noise(scores).practice_df,
    )


def test_gaps_in_weighted_sheets_are_no_lead() -> None:
    scores = np.array([[[5.0, 4, 1], [5, 4, NAN], [5, 4, 1]]])
    found = lead_means(scores, np.array([1.0, 1, 2]))
    np.testing.assert_allclose(found, [[11 / 4] * 3])


def test_equal_weights_change_nothing() -> None:
    scores = np.random.default_rng(6).normal(size=(5, 3, 6))
    scores[0, 0, 0] = NAN
    membership = np.array([[True] * 3 + [False] * 3, [False] * 3 + [True] * 3])
    plain, halves = (section_noise(scores, membership, w) for w in (None, np.full(6, 0.5)))
    np.testing.assert_allclose(halves.variances, plain.variances)
