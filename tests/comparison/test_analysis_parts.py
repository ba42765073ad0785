"""The parts of an analysis: every figure of the tree is shown, or the reason why not."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from benchmark.comparison.analysis_parts import counts_of, parts_of, reason
from benchmark.variation.analysis import Analysis
from benchmark.variation.summary import summarise
from tests.variation.answers import invent

ROLES = ("clinical", "operational", "nursing")


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None
    role: tuple[str, ...] | None
    trust: tuple[str, ...] | None
    items: tuple[str, ...] = ("a", "b", "c", "d")
    scale: tuple[float, float] = (1.0, 5.0)


ANSWERS = invent(1, shape=(1, 6, 3, 4), missing=0.05)
TABLE = Table(
    ANSWERS.scores,
    tuple(f"d{place}" for place in ANSWERS.division),
    tuple(ROLES[place] for place in ANSWERS.role),
    None,
)
ANALYSIS = summarise(TABLE)


def shown(analysis: Analysis) -> dict[str, dict[str, tuple[str, ...]]]:
    return {part.title: {row[0]: row[1:] for row in part.rows} for part in parts_of(analysis)}


def test_counts() -> None:
    answers = int((~np.isnan(TABLE.scores)).sum())
    assert counts_of(ANALYSIS) == (
        f"6 divisions, 18 raters, 4 practices; {answers} answers, {72 - answers} missing"
    )


def test_the_figures_of_the_tree() -> None:
    found = shown(ANALYSIS)
    first = ANALYSIS.scores.divisions["d0"]
    assert found["Divisions"]["d0"][0] == f"{first.mean:.3f}"
    division = ANALYSIS.variance.components.division
    assert found["Where the variation lies"]["division"][0] == f"{division:.3f}"
    gap = ANALYSIS.role_gaps["nursing"]["b"]
    assert found["Role gap: nursing"]["b"][0] == f"{gap.gap:+.3f}"
    assert found["Uneven or low"]["c"][0] == f"{ANALYSIS.uneven_or_low['c'].mean:.3f}"
    real = [name for name, row in found["Line-up: could the picture be chance?"].items() if row[2]]
    assert real == [f"picture {ANALYSIS.line_up.place + 1}"]
    alpha = ANALYSIS.reliability.cronbach_alpha
    assert found["Agreement and reliability"]["Cronbach's alpha"] == (f"{alpha:.3f}",)
    assert found["Agreement within divisions"]["d5"][0] == f"{ANALYSIS.agreement.rwg_j['d5']:.3f}"


@pytest.mark.parametrize(
    "table",
    [
        TABLE,
        replace(TABLE, trust=("N",) * 9 + ("S",) * 9),
        replace(TABLE, role=None),
        replace(TABLE, division=None),
        replace(TABLE, scores=np.full((18, 4), 3.0)),
        replace(TABLE, scores=np.full((18, 4), np.nan)),
    ],
)
def test_rows_fill_the_header_or_give_the_reason(table: Table) -> None:
    for part in parts_of(summarise(table)):
        assert part.rows
        for row in part.rows:
            assert len(row) in {2, len(part.header)}
            if len(row) != len(part.header):
                assert "not shown: " in row[1]
            assert not any("None" in cell or "nan" in cell for cell in row)
            assert not any("no reason is known" in cell for cell in row)


def test_the_reason_of_a_part_above() -> None:
    assert "no trust column" in reason(ANALYSIS, "variance.components.trust")
    assert reason(ANALYSIS, "nothing.of.it") == "not shown: no reason is known"
