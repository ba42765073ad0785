"""Every published mean of the World Management Survey (Mexico 2013) from its items."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmark.scoring.ratings import read_ratings
from benchmark.variation.summary import summarise

SECTIONS = {
    "operations": "lean1,...,lean2",
    "monitor": "perf1,...,perf5",
    "target": "perf6,...,perf10",
    "people": "talent1,...,talent6",
    "management": "lean1,...,talent6",
}


@pytest.mark.parametrize("section", SECTIONS)
def test_published_means(
    shared_data: Path, columns: Callable[[str], dict[str, list[str]]], section: str
) -> None:
    path = Path(shared_data) / "wms" / "wms_mexico_2013.csv"
    ratings = read_ratings(path, items=SECTIONS[section].split(","), rater="firmid")
    published = np.array([float(cell) for cell in columns("wms/wms_mexico_2013.csv")[section]])
    assert len(published) == 300
    np.testing.assert_allclose(ratings.scores.mean(axis=1), published, atol=1e-6)
    overall = summarise(ratings).scores.overall
    assert overall.mean == pytest.approx(published.mean(), abs=1e-6)
    assert overall.sd == pytest.approx(published.std(ddof=1), abs=1e-6)


def test_overall(shared_data: Path) -> None:
    path = Path(shared_data) / "wms" / "wms_mexico_2013.csv"
    ratings = read_ratings(path, items=SECTIONS["management"].split(","), rater="firmid")
    overall = summarise(ratings).scores.overall
    assert overall.mean == pytest.approx(2.9385, abs=5e-5)
    assert overall.sd == pytest.approx(0.6011, abs=5e-5)
