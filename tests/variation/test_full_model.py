"""The full model: maximum, closed form and Newton steps, what must not matter, and reasons."""

from dataclasses import fields

import numpy as np
import pytest
from scipy import optimize

from benchmark.variation.full_model import FullComponents, full_components
from tests.variation.answers import Answers, dense_criterion, invent, ragged

NAMES = ("trust", "division", "trust_practice", "division_practice", "lead", "residual")


def variances_of(found: FullComponents) -> np.ndarray:
    return np.array([getattr(found, name) for name in NAMES], float)


@pytest.mark.parametrize("seed", range(3))
def test_no_other_variances_are_likelier(seed: int) -> None:
    answers = ragged(seed)
    found = full_components(*answers)
    variances = variances_of(found)
    assert found.criterion == pytest.approx(dense_criterion(answers, variances), abs=1e-7)

    def criterion(logs: np.ndarray) -> float:
        return dense_criterion(answers, np.exp(logs))

    start = np.log(np.maximum(variances, 1e-4))
    options = {"maxiter": 400, "xatol": 1e-5}
    best = optimize.minimize(criterion, start, method="Nelder-Mead", options=options)
    assert found.criterion <= best.fun + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_one_missing_answer_hardly_matters(seed: int) -> None:
    """The closed form and the Newton steps meet."""
    answers = invent(seed, shape=(20, 4, 3, 6))
    gap = answers.scores.copy()
    gap[0, 0] = np.nan
    complete = variances_of(full_components(*answers))
    nearly = variances_of(full_components(*answers._replace(scores=gap)))
    np.testing.assert_allclose(nearly, complete, atol=0.004)


def test_variances_are_found_again() -> None:
    answers = invent(1, shape=(60, 6, 3, 10), missing=0.03)
    truth = np.array([0.4, 0.3, 0.2, 0.3, 0.4, 0.8]) ** 2
    np.testing.assert_allclose(variances_of(full_components(*answers)), truth, rtol=0.35)


def test_order_labels_shift_and_unit() -> None:
    answers = ragged(3)
    order = np.random.default_rng(1).permutation(len(answers.role))
    names = [[f"{place}!" for place in part[order]] for part in answers[1:]]
    one = full_components(*answers)
    other = full_components(answers.scores[order][:, ::-1] * 10 + 7, *names)
    np.testing.assert_allclose(variances_of(other), 100 * variances_of(one), rtol=1e-4, atol=1e-4)


def test_without_role_leads_seem_to_differ_more() -> None:
    answers = invent(4, shape=(8, 5, 3, 6))
    shifted = answers.scores + np.array([-1.0, 0, 1])[answers.role][:, None]
    with_role = full_components(shifted, *answers[1:])
    without = full_components(shifted, answers.division, answers.trust)
    assert with_role.lead == pytest.approx(full_components(*answers).lead)
    assert without.lead > with_role.lead + 0.5
    assert without.division < with_role.division


def test_one_trust_has_no_trust_variance() -> None:
    found = full_components(*invent(1, shape=(1, 8, 3, 5)))
    assert found.trust is None
    assert found.trust_practice is None
    assert found.division > 0


def test_one_practice_has_no_interplay() -> None:
    found = full_components(*invent(1, shape=(6, 4, 3, 1), missing=0.1))
    assert found.lead is found.trust_practice is found.division_practice is None
    assert found.residual > 0


def changed(answers: Answers, **parts: np.ndarray | None) -> tuple:
    return tuple(parts.get(name, getattr(answers, name)) for name in answers._fields)


WHOLE = invent(1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (changed(WHOLE, division=np.zeros(36)), "stands in two trusts"),
        (changed(WHOLE, division=np.zeros(36), trust=None), "only one division"),
        (changed(WHOLE, division=np.arange(36), role=None), "two raters"),
        (changed(WHOLE, trust=WHOLE.division), "one division"),
        (changed(WHOLE, role=np.arange(36)), "as many fixed effects"),
        (changed(WHOLE, scores=np.full((36, 5), 3.0)), "do not vary"),
        (changed(WHOLE, scores=np.where(WHOLE.scores > 3, 3.0, np.nan)), "do not vary"),
        (changed(WHOLE, scores=np.full((36, 5), np.nan)), "nobody answered"),
    ],
)
def test_reasons(arguments: tuple, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        full_components(*arguments)


def test_strata_of_incomplete_answers_are_what_the_model_expects() -> None:
    found = full_components(*ragged(2))
    assert {"mean_squares", "freedom", "weights"} <= {field.name for field in fields(found)}
    np.testing.assert_allclose(found.mean_squares, found.weights @ found.unbounded)
    assert found.freedom[0] == 3
