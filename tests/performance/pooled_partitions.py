"""Invented partitions of any size for ``make bench``: four regions, the same trusts and leads."""

from pathlib import Path

import numpy as np

from benchmark.pool.partition import About, place_of, write_partition
from benchmark.scoring.grid import ROLES

PRACTICES = tuple(f"practice-{chr(97 + at // 26)}{chr(97 + at % 26)}" for at in range(30))
REGIONS = ("Y56", "Y58", "Y60", "Y63")
TRUSTS = 54  # of each region: 216 together, as many as there are
OF_A_MILLION = 206  # divisions of each trust
SEED = 20_220_631


def write_regions(folder: Path, divisions: int, trusts: int = TRUSTS) -> int:
    """Four partitions of so many trusts with so many divisions each; returns the answers."""
    for place, region in enumerate(REGIONS):
        write_one(folder, place, (region, "2026-03"), divisions, trusts)
    return len(REGIONS) * trusts * divisions * len(ROLES) * len(PRACTICES)


def write_millions(folder: Path, number: int) -> int:
    """So many partitions of about a million answers, one a month; returns the answers of each."""
    for place in range(number):
        month = f"{2000 + place // 12}-{place % 12 + 1:02}"
        write_one(folder, place, ("Y56", month), OF_A_MILLION, TRUSTS)
    return TRUSTS * OF_A_MILLION * len(ROLES) * len(PRACTICES)


def write_one(
    folder: Path, place: int, whence: tuple[str, str], divisions: int, trusts: int
) -> None:
    region, month = whence
    about = About(
        questionnaire="invented-1.0",
        content_hash="0" * 64,
        sections={"all": PRACTICES},
        round=month,
        region=region,
        invented=True,
    )
    labels = {
        "trust": [f"{place}-{t:04}" for t in range(trusts) for _ in range(divisions * 3)],
        "role": [*ROLES] * (trusts * divisions),
        "division": [f"division-{d:04}" for d in range(divisions) for _ in ROLES] * trusts,
    }
    levels = invented_levels(np.random.default_rng(SEED + place), trusts, divisions)
    write_partition(place_of(folder, about), about, labels, levels)


def invented_levels(random: np.random.Generator, trusts: int, divisions: int) -> np.ndarray:
    """Levels (sheets, practices) in which trusts and divisions differ, 4% of another kind."""
    base = np.repeat(random.normal(3, 0.4, trusts), divisions)
    base = np.repeat(base + random.normal(0, 0.4, trusts * divisions), len(ROLES))
    levels = np.empty((len(base), len(PRACTICES)), np.int8)
    for column in range(len(PRACTICES)):
        values = base + random.normal(0, 0.8, len(base))
        levels[:, column] = np.clip(np.round(values), 1, 5)
        kinds = random.integers(0, 100, len(base))
        levels[kinds < 4, column] = -kinds[kinds < 4]  # 0 nothing to -3 not in place
    return levels
