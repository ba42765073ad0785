"""Published variance components, recomputed from the published data."""

from collections.abc import Callable

import numpy as np
import pytest

from benchmark.variation.components import nested_components
from benchmark.variation.crossed import crossed_components, pairs
from benchmark.variation.generalisability import generalisability
from benchmark.variation.ranks import rank_intervals
from benchmark.variation.shrinkage import random_effects


def numbers(cells: list[str]) -> np.ndarray:
    return np.array([float(cell) if cell else np.nan for cell in cells])


@pytest.mark.parametrize(
    ("method", "batch", "residual", "criterion"),
    [("REML", 1764.05, 2451.25, 319.6543), ("ML", 1388.3333, 2451.25, 327.3271)],
)
@pytest.mark.parametrize("fixed", [None, np.ones(30)])
def test_dyestuff(
    columns: Callable[[str], dict[str, list[str]]],
    method: str,
    batch: float,
    residual: float,
    criterion: float,
    fixed: np.ndarray | None,
) -> None:
    """R package lme4, Dyestuff: in closed form, and by Newton steps when a design is given."""
    data = columns("mixed/dyestuff.csv")
    found = nested_components(numbers(data["Yield"]), [data["Batch"]], fixed, method)
    assert found.variances[0] == pytest.approx(batch, rel=1e-7)
    assert found.residual == pytest.approx(residual, rel=1e-7)
    assert found.criterion == pytest.approx(criterion, abs=5e-5)
    assert found.fixed_effects == pytest.approx([1527.5])


@pytest.mark.parametrize("fixed", [None, np.ones(30)])
def test_dyestuff2_has_no_batch_variance(
    columns: Callable[[str], dict[str, list[str]]], fixed: np.ndarray | None
) -> None:
    data = columns("mixed/dyestuff2.csv")
    found = nested_components(numbers(data["Yield"]), [data["Batch"]], fixed)
    assert found.variances == (0.0,)
    assert found.residual == pytest.approx(13.80631, abs=5e-6)
    assert found.criterion == pytest.approx(161.8283, abs=5e-5)


@pytest.mark.parametrize("fixed", [None, np.ones(60)])
def test_pastes(columns: Callable[[str], dict[str, list[str]]], fixed: np.ndarray | None) -> None:
    data = columns("mixed/pastes.csv")
    levels = [data["batch"], data["cask"]]
    found = nested_components(numbers(data["strength"]), levels, fixed)
    assert found.variances == pytest.approx((1.65731, 8.43367), abs=5e-6)
    assert found.residual == pytest.approx(0.678000, abs=5e-7)
    assert found.criterion == pytest.approx(246.9907, abs=5e-5)


def test_nurses_by_maximum_likelihood(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """Hox 2010, nurses in wards in hospitals: unbalanced, three levels."""
    data = columns("mixed/hox_nurses.csv")
    levels = [data["hospital"], data["ward"]]
    found = nested_components(numbers(data["stress"]), levels, method="ML")
    assert found.variances == pytest.approx((0.162137, 0.488821), abs=5e-7)
    assert found.residual == pytest.approx(0.301257, abs=5e-7)
    assert found.fixed_effects[0] == pytest.approx(5.000966, abs=5e-7)
    restricted = nested_components(numbers(data["stress"]), levels)
    assert restricted.variances[0] == pytest.approx(0.174300, abs=5e-7)


def test_soldiers_in_companies(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """R package multilevel, bh1996, WBEING: REML .03580079 / .78949727."""
    data = columns("multilevel/bh1996.csv")
    found = nested_components(numbers(data["WBEING"]), [data["GRP"]])
    assert found.variances[0] == pytest.approx(0.03580079, abs=5e-8)
    assert found.residual == pytest.approx(0.78949727, abs=5e-8)


@pytest.mark.parametrize(("method", "tau2"), [("DL", 0.308760), ("REML", 0.313243)])
def test_bcg_vaccine(
    columns: Callable[[str], dict[str, list[str]]], method: str, tau2: float
) -> None:
    """R package metafor, dat.bcg: log risk ratios of 13 trials."""
    data = {name: numbers(cells) for name, cells in columns("mixed/bcg.csv").items() if name != ""}
    sick, treated = data["BCGTB"], data["BCGVacc"]
    control_sick, control = data["NoVaccTB"], data["NoVacc"]
    ratio = np.log((sick / treated) / (control_sick / control))
    error = np.sqrt(1 / sick - 1 / treated + 1 / control_sick - 1 / control)
    found = random_effects(ratio, error, method)
    assert found.q == pytest.approx(152.2330, abs=5e-5)
    assert found.tau2 == pytest.approx(tau2, abs=5e-7)
    if method == "REML":
        assert found.mean == pytest.approx(-0.714532, abs=5e-7)
        assert found.se == pytest.approx(0.179782, abs=5e-7)


def test_pisa_ranks(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """Mogstad and others 2024: the United Kingdom, rank 13, 95% interval 7 to 23."""
    data = columns("ranks/pisa_2018.csv")
    kept = [place for place, score in enumerate(data["math_score"]) if score]
    scores = np.array([float(data["math_score"][place]) for place in kept])
    errors = np.array([float(data["math_se"][place]) for place in kept])
    assert len(scores) == 37
    place = [data["jurisdiction"][place] for place in kept].index("United Kingdom")
    found = rank_intervals(scores, errors)
    assert (found.rank[place], found.low[place], found.high[place]) == (13, 7, 23)


def test_brennan(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """Brennan 2001, table 3.2: persons x (raters in tasks), random effects that cross."""
    data = columns("mixed/brennan_3_2.csv")
    person, task = data["Person"], data["Task"]
    factors = [person, task, pairs(task, data["Rater"]), pairs(person, task)]
    found = crossed_components(numbers(data["Score"]), factors)
    assert found.variances == pytest.approx((0.473148, 0.325154, 0.647531, 0.559568), abs=5e-7)
    assert found.residual == pytest.approx(2.380247, abs=5e-7)
    by_person, by_task, by_rater, interplay = found.variances
    coefficients = generalisability(
        by_person,
        [(interplay, 3), (found.residual, 12)],
        [(by_task, 3), (by_rater, 12)],
    )
    assert coefficients.relative == pytest.approx(0.55144, abs=5e-6)
    assert coefficients.absolute == pytest.approx(0.46370, abs=5e-6)
