"""Invented partitions: trusts of a region, each with so many divisions of three leads."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmark.pool.partition import About, place_of, write_partition
from benchmark.scoring.grid import ROLES

SECTIONS = {"operations": ("flow", "review"), "people": ("pathway",)}
KEYS = ("flow", "review", "pathway")


def about(region: str = "Y56", month: str = "2026-03", **other: object) -> About:
    told = {
        "questionnaire": "management-practice-1.0",
        "content_hash": "a" * 64,
        "sections": SECTIONS,
        "round": month,
        "region": region,
        "invented": True,
    }
    return About.model_validate(told | other)


def labels_of(trusts: Sequence[str], divisions: int) -> dict[str, list[str]]:
    """Labels of every lead, in an order that is not that of a partition."""
    leads = [(t, r, f"division-{d}") for d in range(divisions) for r in ROLES for t in trusts]
    columns = zip(*leads, strict=True)
    return dict(zip(("trust", "role", "division"), map(list, columns), strict=True))


def levels_of(sheets: int, seed: int, practices: int = len(KEYS)) -> np.ndarray:
    """Answers (sheets, practices) of every kind, as int8."""
    return np.random.default_rng(seed).integers(-3, 6, (sheets, practices)).astype(np.int8)


def scattered(trusts: Sequence[str], divisions: int, seed: int) -> np.ndarray:
    """Levels 1 to 5 (sheets, practices) in which trusts and divisions differ."""
    random = np.random.default_rng(seed)
    shape = (divisions, len(ROLES), len(trusts), len(KEYS))
    values = 3 + random.normal(0, 0.6, (1, 1, len(trusts), 1))
    values = values + random.normal(0, 0.6, (divisions, 1, len(trusts), 1))
    values = np.clip(np.round(values + random.normal(0, 0.6, shape)), 1, 5)
    return values.reshape(-1, len(KEYS)).astype(np.int8)


def partition(
    folder: Path, trusts: Sequence[str], divisions: int = 4, seed: int = 1, **told: object
) -> Path:
    """Write the partition of some trusts; ``told`` goes to ``about``."""
    said = about(**told)
    path = place_of(folder, said)
    levels = scattered(trusts, divisions, seed)
    write_partition(path, said, labels_of(trusts, divisions), levels)
    return path


def trusts(letter: str, number: int) -> list[str]:
    return [f"R{letter}{place:02}" for place in range(number)]
