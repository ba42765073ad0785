"""Hard data: every public function answers, or says in words why there is no answer."""

import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest

from benchmark.variation import agreement, control, distributions
from benchmark.variation.bootstrap import cluster_bootstrap
from benchmark.variation.components import nested_components
from benchmark.variation.multiplicity import benjamini_hochberg
from benchmark.variation.ranks import rank_intervals
from benchmark.variation.reliability import cronbach_alpha, cronbach_alphas
from benchmark.variation.shrinkage import random_effects
from benchmark.variation.two_way import mean_squares

NAN = np.nan
RANDOM = np.random.default_rng(5)

# each of shape targets x raters
TABLES = {
    "ordinary": [[4, 5, 3], [2, 2, 3], [5, 4, 4], [1, 2, 1]],
    "missing answers": [[4, NAN, 3], [2, 2, 3], [5, 4, NAN], [1, 2, 1], [3, 3, 5]],
    "a target without answers": [[4, 5, 3], [NAN, NAN, NAN], [2, 2, 3], [5, 4, 4]],
    "a rater without answers": [[4, 5, NAN], [2, 2, NAN], [5, 4, NAN]],
    "nothing at all": [[NAN, NAN], [NAN, NAN]],
    "constant": [[3, 3, 3], [3, 3, 3], [3, 3, 3]],
    "constant fractions": [[0.1, 0.1, 0.1]] * 7,
    "full agreement": [[1, 1, 1], [4, 4, 4], [2, 2, 2]],
    "one target": [[4, 5, 3]],
    "one rater": [[4], [5], [3]],
    "one answer": [[4]],
    "two raters": [[4, 5], [2, 1], [3, 3]],
    "opposite raters": [[1, 5], [5, 1]],
    "equal targets": [[1, 2, 3], [1, 2, 3], [1, 2, 3]],
    "ties": [[3, 3, 4], [3, 4, 3], [4, 3, 3], [3, 3, 4]],
    "fractions": [[0.25, 1.75], [3.5, 2.2], [1e-3, 4.9]],
    "far from 0": [[1e9 + 1, 1e9 + 2], [1e9 + 4, 1e9 + 3], [1e9, 1e9 + 2]],
    "large and small": [[1e30, 2e30], [3e30, 1e30], [2e30, 2e30]],
    "infinite": [[1, math.inf], [2, 3], [4, 4]],
    "a thousand divisions": RANDOM.integers(1, 6, (1_000, 3)),
}


def grouped(table: np.ndarray) -> object:
    return agreement.grouped_icc(table.ravel(), np.repeat(np.arange(len(table)), table.shape[1]))


def nested(table: np.ndarray, method: str = "REML") -> object:
    targets = np.repeat(np.arange(len(table)), table.shape[1])
    return nested_components(table.ravel(), [targets], method=method)


def kappa(table: np.ndarray, weights: str = "unweighted") -> object:
    """Two raters' levels, whole and from 0, as counts."""
    two = table[:, :2]
    known = two[~np.isnan(two).any(axis=1)]
    if known.shape[1] < 2 or not np.isfinite(known).all() or (known > 9).any():
        raise ValueError("two raters with whole levels from 0 to 9 are needed")
    counts = np.zeros((10, 10))
    np.add.at(counts, tuple(known.astype(int).T), 1)
    return agreement.weighted_kappa(counts, weights)


def fleiss(table: np.ndarray) -> object:
    return agreement.fleiss_kappa(np.stack([(table == level).sum(axis=1) for level in range(6)], 1))


def alpha(table: np.ndarray, level: str) -> object:
    return agreement.krippendorff_alpha(table.T, level)


def estimates(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return table[:, 0], np.full(len(table), 0.5)


FUNCTIONS: dict[str, Callable[[np.ndarray], object]] = {
    "six correlations": agreement.intraclass_correlations,
    "mean squares": mean_squares,
    "grouped correlation": grouped,
    "nested, REML": nested,
    "nested, ML": partial(nested, method="ML"),
    "Cronbach": cronbach_alpha,
    "Cronbach, listwise": partial(cronbach_alpha, missing="listwise"),
    "rwg(j)": lambda t: agreement.rwg_j(t.T, 5),
    "Cohen": kappa,
    "Cohen, linear": partial(kappa, weights="linear"),
    "Fleiss": fleiss,
    "ranks": lambda t: rank_intervals(*estimates(t)),
    "DerSimonian-Laird": lambda t: random_effects(*estimates(t), "DL"),
    "random effects, REML": lambda t: random_effects(*estimates(t), "REML"),
    "XmR": lambda t: control.xmr_limits(t[:, 0]),
    "funnel": lambda t: control.funnel_limits(*estimates(t)),
}
FUNCTIONS |= {
    f"Krippendorff, {level}": partial(alpha, level=level)
    for level in ("nominal", "ordinal", "interval", "ratio")
}


def numbers_in(found: Any) -> Iterator[float]:
    if is_dataclass(found):
        for field in fields(found):
            yield from numbers_in(getattr(found, field.name))
    elif isinstance(found, (tuple, list)):
        for part in found:
            yield from numbers_in(part)
    else:
        yield from np.ravel(np.asarray(found, float)).tolist()


def answer_or_reason(function: Callable[[np.ndarray], object], table: np.ndarray) -> str:
    """The words of the refusal, or "" for an answer that is a number throughout."""
    with warnings.catch_warnings(), np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("error")
        try:
            found = list(numbers_in(function(table)))
        except ValueError as reason:
            return str(reason)
    assert not any(map(math.isnan, found)), found
    return ""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_answer_or_the_reason_why_there_is_none(name: str) -> None:
    answered = 0
    for what, rows in TABLES.items():
        reason = answer_or_reason(FUNCTIONS[name], np.array(rows, float))
        assert not reason or len(reason.split()) > 3, (what, reason)  # a sentence, not a trace
        answered += not reason
    assert answered >= 4


@pytest.mark.parametrize("what", ["nothing at all", "one answer", "constant"])
@pytest.mark.parametrize("name", ["six correlations", "grouped correlation", "Cronbach", "Fleiss"])
def test_what_has_no_answer_is_refused(name: str, what: str) -> None:
    assert answer_or_reason(FUNCTIONS[name], np.array(TABLES[what], float))


def test_items_without_ratings_are_nan_and_said_so() -> None:
    """The one documented NaN: an item that nobody, or one alone, has rated."""
    table = np.array([[NAN, 4, 3], [NAN, NAN, 5]])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(agreement.rwg(table, 5)).tolist() == [True, True, False]
        for centre in ("mean", "median"):
            found = agreement.average_deviation(table, centre)
            assert np.isnan(found).tolist() == [True, False, False]
        assert np.isnan(benjamini_hochberg([0.2, NAN])).tolist() == [False, True]
        assert np.isnan(cronbach_alphas(np.full((2, 3, 4), 2.0))).all()
        empty = cluster_bootstrap([[1.0, 0], [2, 0]], [[1, 0], [1, 0]], draws=50)
        assert np.isnan([*empty.mean, *empty.low, *empty.high]).tolist() == [False, True] * 3


def test_many_tables_of_which_some_have_no_answer() -> None:
    tables = RANDOM.integers(1, 6, (1_000, 6, 3)).astype(float)
    tables[::7] = 3.0
    tables[1::7, :, 0] = NAN
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = agreement.intraclass_correlations(tables)
        alphas = agreement.krippendorff_alpha(np.swapaxes(tables, 1, 2))
    none = np.isin(np.arange(1_000) % 7, [0, 1])
    for part in ("value", "low", "high", "f", "p", "df1", "df2"):
        assert (np.isnan(getattr(found.icc2, part)) == none).all()
    assert np.isnan(alphas[::7]).all()
    assert not np.isnan(alphas[1::7]).any()


@pytest.mark.parametrize(
    "arguments", [(0.5, 1e-9, 3), (0.5, 3, 1e-9), (1e-300, 2, 2), (0.3, 1e9, 2)]
)
def test_distributions_at_the_edge_of_numbers(arguments: tuple[float, float, float]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        one = float(distributions.f_quantile(*arguments))
        many = distributions.f_quantile([arguments[0], 0.4], *arguments[1:])
    assert one >= 0
    assert many[0] == pytest.approx(one, rel=1e-6)
