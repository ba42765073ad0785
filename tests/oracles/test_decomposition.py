"""The share within groups of the Civil Service People Survey."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from benchmark.variation.decomposition import raw_within_trust_share
from benchmark.variation.grouping import group


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...]
    trust: tuple[str, ...]
    items: tuple[str, ...] = ("engagement",)
    role: None = None
    scale: tuple[float, float] = (0.0, 100.0)


def test_civil_service_share(columns: Callable[[str], dict[str, list[str]]]) -> None:
    """Civil Service People Survey 2019: .5093 of the sum of squares lies within groups."""
    data = columns("multilevel/csps_2019.csv")
    kept = [place for place, trust in enumerate(data["Departmental Group"]) if trust != "000_CS"]
    table = Table(
        np.array([[float(data["Employee Engagement Index"][p].rstrip("%"))] for p in kept]),
        division=tuple(data["Organisation"][p] for p in kept),
        trust=tuple(data["Departmental Group"][p] for p in kept),
    )
    assert raw_within_trust_share(group(table)) == pytest.approx(0.5093, abs=5e-5)
