"""Variances without the boundary: the equations of complete answers, and no bias with gaps."""

import numpy as np
import pytest

from benchmark.variation.full_model import full_components
from tests.variation.answers import SPREADS, dense_criterion, invent

NO_TRUSTS = (0.0, *SPREADS[1:])


def test_complete_answers_are_solved_by_their_mean_squares() -> None:
    found = full_components(*invent(7, spreads=NO_TRUSTS))
    assert found.trust == 0
    assert found.unbounded[0] < 0
    np.testing.assert_allclose(found.weights @ found.unbounded, found.mean_squares)


def test_inside_the_boundary_nothing_is_changed() -> None:
    found = full_components(*invent(1, shape=(20, 4, 3, 6), missing=0.05))
    bounded = [found.trust, found.division, found.trust_practice, found.division_practice]
    np.testing.assert_allclose(found.unbounded, [*bounded, found.lead, found.residual])


@pytest.mark.parametrize("seed", [2, 7])
def test_one_gap_hardly_matters_and_the_likelihood_rises(seed: int) -> None:
    """The steps of incomplete answers meet the closed form of complete ones, below 0 too."""
    answers = invent(seed, shape=(8, 4, 3, 6), spreads=NO_TRUSTS)
    gap = answers._replace(scores=answers.scores.copy())
    gap.scores[0, 0] = np.nan
    complete, nearly = full_components(*answers), full_components(*gap)
    assert complete.unbounded[0] < 0
    np.testing.assert_allclose(nearly.unbounded, complete.unbounded, atol=0.01)
    assert dense_criterion(gap, nearly.unbounded) < nearly.criterion


def test_the_unit_squares() -> None:
    answers = invent(2, shape=(8, 4, 3, 6), spreads=NO_TRUSTS, missing=0.05)
    one, ten = (full_components(k * answers.scores + 3, *answers[1:]).unbounded for k in (1, 10))
    np.testing.assert_allclose(ten, 100 * one, rtol=1e-5, atol=1e-6)
