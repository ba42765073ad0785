"""Role gaps, map and line-up of a ratings table."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from benchmark.variation.by_practice import (
    ALL,
    GAPS,
    LINE_UP,
    MAP,
    gaps_by_role,
    line_up_of,
    map_of,
)
from benchmark.variation.grouping import group
from tests.variation.answers import invent

ROLES = ("clinical", "operational", "nursing")


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None
    role: tuple[str, ...] | None
    trust: tuple[str, ...] | None = None
    items: tuple[str, ...] = ("a", "b", "c", "d")
    scale: tuple[float, float] = (1.0, 5.0)


ANSWERS = invent(1, shape=(1, 6, 3, 4))
TABLE = Table(
    ANSWERS.scores,
    tuple(f"d{place}" for place in ANSWERS.division),
    tuple(ROLES[place] for place in ANSWERS.role),
)


def found_in(table: Table, reasons: dict[str, str] | None = None) -> tuple:
    grouping, noted = group(table), {} if reasons is None else reasons
    return tuple(part(table, grouping, noted) for part in (gaps_by_role, map_of, line_up_of))


def test_every_role_and_practice_has_its_figures() -> None:
    reasons: dict[str, str] = {}
    gaps, places, line_up = found_in(TABLE, reasons)
    assert reasons == {}
    assert list(gaps) == list(ROLES)
    assert list(gaps["nursing"]) == [ALL, *TABLE.items]
    together = [gaps[role]["a"].gap for role in ROLES]
    means = TABLE.scores.reshape(6, 3, 4).mean(axis=0)[:, 0]
    assert together == pytest.approx(means - means.mean())
    assert list(places) == list(TABLE.items)
    assert places["a"].mean == pytest.approx(TABLE.scores[:, 0].mean())
    assert len(line_up.panels) == 20
    real = np.sort(TABLE.scores.reshape(6, 12).mean(axis=1))[::-1]
    np.testing.assert_allclose(line_up.panels[line_up.place], real - real.mean())


def test_another_unit_moves_the_corners_with_it() -> None:
    wide = replace(TABLE, scores=TABLE.scores * 20 - 20, scale=(0.0, 80.0))
    corners = [[p.corner for p in found_in(table)[1].values()] for table in (TABLE, wide)]
    assert corners[0] == corners[1]


@pytest.mark.parametrize(
    ("table", "absent", "words"),
    [
        (replace(TABLE, role=None), {GAPS, MAP, LINE_UP}, "no role column"),
        (replace(TABLE, division=None), {GAPS, MAP, LINE_UP}, "no division column"),
        (replace(TABLE, trust=("N",) * 9 + ("S",) * 9), {MAP, LINE_UP}, "several trusts"),
        (replace(TABLE, role=("nursing",) * 18), {GAPS, MAP, LINE_UP}, "same role"),
    ],
)
def test_reasons(table: Table, absent: set[str], words: str) -> None:
    reasons: dict[str, str] = {}
    found = dict(zip((GAPS, MAP, LINE_UP), found_in(table, reasons), strict=True))
    assert {name for name, part in found.items() if not part} == absent
    assert all(words in reasons[name] for name in absent)


def test_a_role_that_one_practice_lacks() -> None:
    scores = TABLE.scores.copy()
    scores[2::3, 0] = np.nan
    reasons: dict[str, str] = {}
    gaps = found_in(replace(TABLE, scores=scores), reasons)[0]
    assert gaps["nursing"]["a"] is None
    assert f"{GAPS}.nursing.a" in reasons
    assert gaps["clinical"]["a"].gap == pytest.approx(-gaps["operational"]["a"].gap)
    few = replace(TABLE, scores=TABLE.scores[:3], division=TABLE.division[:3], role=TABLE.role[:3])
    assert found_in(few, reasons)[0] == {}
