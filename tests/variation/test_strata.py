"""Mean squares of complete answers against the dense likelihood, and where they do not hold."""

from dataclasses import replace

import numpy as np
import pytest

from benchmark.variation.sheets import sheets_of
from benchmark.variation.strata import expected, fit_strata, is_complete, strata_of
from tests.variation.answers import dense_criterion, invent, ragged

ALL = np.arange(5)


@pytest.mark.parametrize("seed", range(5))
def test_closed_form_has_the_dense_criterion(seed: int) -> None:
    """Some seeds of this weak design have variances at the boundary."""
    answers = invent(seed, spreads=(0.2, 0.1, 0.1, 0.1, 0.2, 0.8))
    variances, criterion = fit_strata(strata_of(sheets_of(*answers)), ALL)
    assert criterion == pytest.approx(dense_criterion(answers, variances), abs=1e-9)
    for level in range(6):
        for factor in (0.98, 1.02):
            moved = variances * np.where(np.arange(6) == level, factor, 1) + 1e-6
            assert dense_criterion(answers, moved) > criterion - 1e-9


def test_interior_solution_meets_every_mean_square() -> None:
    strata = strata_of(sheets_of(*invent(3, shape=(30, 6, 3, 8))))
    variances, _ = fit_strata(strata, ALL)
    np.testing.assert_allclose(strata.weights @ variances, strata.squares / strata.freedom)
    assert (variances > 0).all()


def test_freedom_and_squares_add_up() -> None:
    answers = invent(1)
    strata = strata_of(sheets_of(*answers))
    assert strata.freedom.sum() == answers.scores.size - 15
    left = answers.scores.reshape(12, 3, 5) - answers.scores.reshape(12, 3, 5).mean(axis=0)
    assert strata.squares.sum() == pytest.approx((left**2).sum())


def test_expected_mean_squares() -> None:
    """Searle, Casella & McCulloch: each variance counts the answers that share its effect."""
    weights = expected(4, 3, 10)
    assert weights[0].tolist() == [120, 30, 12, 3, 10, 1]
    assert weights[:, 5].tolist() == [1] * 6


@pytest.mark.parametrize(
    ("change", "complete"),
    [
        (lambda sheets: sheets, True),
        (lambda sheets: replace(sheets, trust=np.sort(sheets.trust % 3 // 2)), False),
        (
            lambda sheets: replace(
                sheets, role=sheets.role[:, ::-1] * (np.arange(12) > 2)[:, None]
            ),
            False,
        ),
        (lambda sheets: replace(sheets, present=sheets.scores > 3), False),
    ],
)
def test_what_is_complete(change: object, complete: bool) -> None:
    assert is_complete(change(sheets_of(*invent(2)))) == complete


def test_ragged_answers_are_not_complete() -> None:
    assert not is_complete(sheets_of(*ragged(1)))


def test_no_residual() -> None:
    answers = invent(1, spreads=(0.4, 0.3, 0, 0, 0, 0))
    with pytest.raises(ValueError, match="do not vary"):
        fit_strata(strata_of(sheets_of(*answers)), ALL)
