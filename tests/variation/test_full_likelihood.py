"""The full model's likelihood against the covariance written out, and its slope by differences."""

import numpy as np
import pytest

from benchmark.variation.full_likelihood import fit_full
from benchmark.variation.sheets import sheets_of
from tests.variation.answers import dense_criterion, ragged

GAMMAS = np.array([0.3, 0.2, 0.1, 0.25, 0.4])
ALL = np.arange(5)


@pytest.mark.parametrize("seed", range(3))
def test_the_criterion_is_that_of_the_whole_covariance(seed: int) -> None:
    answers = ragged(seed)
    fit = fit_full(sheets_of(*answers), GAMMAS, ALL)
    variances = np.append(GAMMAS, 1.0) * fit.residual
    assert fit.criterion == pytest.approx(dense_criterion(answers, variances), abs=1e-8)


def test_slope_is_the_difference_quotient() -> None:
    sheets = sheets_of(*ragged(1))
    slope, width = fit_full(sheets, GAMMAS, ALL).slope, 1e-5
    for level, step in enumerate(np.eye(5) * width):
        ends = [fit_full(sheets, GAMMAS + side * step, ALL).criterion for side in (1, -1)]
        assert slope[level] == pytest.approx((ends[0] - ends[1]) / (2 * width), rel=1e-5, abs=1e-5)


def test_curvature_is_never_negative_and_only_of_the_active() -> None:
    fit = fit_full(sheets_of(*ragged(2)), GAMMAS, np.array([1, 3]))
    assert fit.curvature.shape == (2, 2)
    assert (np.linalg.eigvalsh(fit.curvature) > 0).all()
    assert len(fit.slope) == 2
