"""Published agreement coefficients, recomputed from the published data."""

from collections.abc import Callable

import numpy as np
import pytest

from benchmark.variation.agreement import (
    fleiss_kappa,
    grouped_icc,
    intraclass_correlations,
    krippendorff_alpha,
)
from benchmark.variation.reliability import cronbach_alpha


def numbers(cells: list[str]) -> np.ndarray:
    return np.array([float(cell) if cell else np.nan for cell in cells])


def test_anxiety(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """R package irr, data set anxiety: McGraw & Wong's A,1 and C,1, Shrout & Fleiss' 1,1."""
    data = columns("agreement/anxiety.csv")
    found = intraclass_correlations(np.column_stack([numbers(c) for c in data.values()]))
    assert found.icc2.value == pytest.approx(0.1980, abs=5e-5)
    assert found.icc3.value == pytest.approx(0.2160, abs=5e-5)
    assert found.icc1.value == pytest.approx(0.1750, abs=5e-5)
    assert found.targets == 20


def test_diagnoses(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """Fleiss 1971: 30 patients, 6 psychiatrists."""
    labels = np.array(list(columns("agreement/diagnoses.csv").values()))
    counts = np.stack([(labels == name).sum(axis=0) for name in np.unique(labels)], axis=1)
    assert counts.shape == (30, 5)
    assert fleiss_kappa(counts) == pytest.approx(0.4302445, abs=5e-8)


@pytest.mark.parametrize(
    ("level", "published"),
    [
        ("nominal", 0.7434211),
        ("ordinal", 0.8153875),
        ("interval", 0.8491071),
        ("ratio", 0.7974028),
    ],
)
def test_krippendorff_c(
    columns: Callable[[str], dict[str, list[str]]], level: str, published: float
) -> None:
    """Krippendorff 2011, section C: four observers with missing ratings."""
    data = columns("agreement/krippendorff_c.csv")
    ratings = np.array([numbers(data[f"Rater{rater}"]) for rater in range(1, 5)])
    assert krippendorff_alpha(ratings, level) == pytest.approx(published, abs=5e-8)


@pytest.mark.parametrize(
    ("scale", "icc1", "icc2"),
    [
        ("WBEING", 0.04336905, 0.7717129),
        ("HRS", 0.13310668, 0.9196732),
        ("COHES", 0.04426530, 0.7754597),
        ("LEAD", 0.12702755, 0.9156130),
    ],
)
def test_bliese_halverson(
    columns: Callable[[str], dict[str, list[str]]], scale: str, icc1: float, icc2: float
) -> None:
    """R package multilevel, data set bh1996: 7,382 soldiers in 99 companies."""
    data = columns("multilevel/bh1996.csv")
    found = grouped_icc(numbers(data[scale]), data["GRP"])
    assert found.icc1 == pytest.approx(icc1, abs=5e-9)
    assert found.icc2 == pytest.approx(icc2, abs=5e-8)


def test_civil_service_groups_of_unequal_size(
    columns: Callable[[str], dict[str, list[str]]],
) -> None:
    """Civil Service People Survey 2019, engagement index, without the two summary rows."""
    data = columns("multilevel/csps_2019.csv")
    kept = [place for place, group in enumerate(data["Departmental Group"]) if group != "000_CS"]
    index = [float(data["Employee Engagement Index"][place].rstrip("%")) for place in kept]
    groups = [data["Departmental Group"][place] for place in kept]
    found = grouped_icc(index, groups, size="n0")
    assert found.icc1 == pytest.approx(0.2467, abs=5e-5)
    within, between = found.msw * found.df_within, found.msb * found.df_between
    assert within / (within + between) == pytest.approx(0.5093, abs=5e-5)


def test_world_management_survey_alpha(columns: Callable[[str], dict[str, list[str]]]) -> None:
    data = columns("wms/wms_mexico_2013.csv")
    items = [c for c in data if c.startswith(("lean", "perf", "talent")) and c[-1].isdigit()]
    assert len(items) == 18
    table = np.column_stack([numbers(data[item]) for item in items])
    assert cronbach_alpha(table) == pytest.approx(0.9187, abs=5e-5)
    assert cronbach_alpha(table, "listwise") == pytest.approx(0.9187, abs=5e-5)
