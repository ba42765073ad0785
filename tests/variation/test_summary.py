"""The whole analysis: figures by hand, and a reason for each that does not exist."""

import json
from dataclasses import asdict, dataclass, replace

import numpy as np
import pytest

from benchmark.variation.distributions import student_quantile
from benchmark.variation.summary import summarise

NAN = np.nan


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    items: tuple[str, ...]
    trust: tuple[str, ...] | None = None
    division: tuple[str, ...] | None = None
    role: tuple[str, ...] | None = None
    scale: tuple[float, float] = (1.0, 5.0)


DIVISIONS = Table(
    np.array([[1, 3], [3, 3], [4, 4], [4, 2], [5, 5], [4, 5]], float),
    ("flow", "review"),
    division=("medicine",) * 3 + ("surgery",) * 3,
    role=("clinical", "operational", "nursing") * 2,
)
PLAIN = replace(DIVISIONS, division=None, role=None)


def nulls(tree: object, path: str = "") -> list[str]:
    """The dotted names of all None in the tree."""
    if tree is None:
        return [path]
    if not isinstance(tree, dict):
        return []
    return [name for key, part in tree.items() for name in nulls(part, f"{path}.{key}".lstrip("."))]


def listed(tree: object) -> object:
    """The tree with lists in place of tuples, as JSON has it."""
    if isinstance(tree, dict):
        return {key: listed(part) for key, part in tree.items()}
    return [listed(part) for part in tree] if isinstance(tree, list | tuple) else tree


def value_at(tree: dict, name: str) -> object:
    """None for an absent figure, empty for absent divisions."""
    for part in name.split("."):
        tree = tree[part]
    return tree


def has_reason(name: str, reasons: dict[str, str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:size]) in reasons for size in range(1, len(parts) + 1))


def test_overall_and_practices() -> None:
    """Rater means 2 3 4 3 5 4.5: mean 21.5 / 6."""
    found = summarise(DIVISIONS).scores
    assert found.overall.mean == pytest.approx(21.5 / 6)
    assert found.overall.sd == pytest.approx(np.std([2, 3, 4, 3, 5, 4.5], ddof=1))
    flow = found.practices["flow"]
    assert (flow.mean, flow.n) == (pytest.approx(21 / 6), 6)
    assert flow.sd == pytest.approx(np.std([1, 3, 4, 4, 5, 4], ddof=1))


def test_divisions_share_the_noise_within() -> None:
    """Medicine 2 3 4, surgery 3 5 4.5: sums of squares 2 and 13/6, 4 degrees of freedom.

    With roles their sum of squares (means 2.5 4 4.25) is no noise, and costs 2 of the 4.
    """
    columns = 2 * ((np.array([2.5, 4, 4.25]) - 21.5 / 6) ** 2).sum()
    medicine = summarise(DIVISIONS).scores.divisions["medicine"]
    half = float(student_quantile(0.975, 2)) * np.sqrt((2 + 13 / 6 - columns) / 2 / 3)
    assert (medicine.low, medicine.high) == pytest.approx((3 - half, 3 + half))
    medicine = summarise(replace(DIVISIONS, role=None)).scores.divisions["medicine"]
    half = float(student_quantile(0.975, 4)) * np.sqrt((2 + 13 / 6) / 4 / 3)
    assert medicine.mean == 3
    assert (medicine.low, medicine.high) == pytest.approx((3 - half, 3 + half))
    assert medicine.n == 3


def test_counts_with_gaps() -> None:
    scores = DIVISIONS.scores.copy()
    scores[0, 0] = NAN
    n = summarise(replace(DIVISIONS, scores=scores, trust=("ZZN",) * 6)).n
    assert (n.trusts, n.divisions, n.raters, n.practices) == (1, 2, 6, 2)
    assert (n.answers, n.missing) == (11, 1)


def test_agreement() -> None:
    """Roles as columns: 2 3 4 / 3 5 4.5; rwg(j) of surgery: variances 1/3 and 3."""
    found = summarise(DIVISIONS).agreement
    between = 1.5 * (21.5 / 6 - 3) ** 2 * 4
    within = (2 + 13 / 6) / 4
    assert found.icc1 == pytest.approx((between - within) / (between + 2 * within))
    assert found.icc2 == pytest.approx((between - within) / between)
    # columns 2.5 4 4.25; residual sum of squares by the two-way table
    columns = 2 * ((np.array([2.5, 4, 4.25]) - 21.5 / 6) ** 2).sum()
    error = (2 + 13 / 6 - columns) / 2
    assert found.icc_c1 == pytest.approx((between - error) / (between + 2 * error))
    v = (1 / 3 + 3) / 2 / 2
    assert found.rwg_j["surgery"] == pytest.approx(2 * (1 - v) / (2 * (1 - v) + v))


def test_raw_share_within_trusts() -> None:
    """Division means 1 3 | 5 7: within 2 + 2, total 20."""
    table = Table(
        np.array([[1.0], [3.0], [5.0], [7.0]]),
        ("flow",),
        trust=("N", "N", "S", "S"),
        division=("a", "b", "c", "d"),
    )
    assert summarise(table).variance.within_trust_share.raw == pytest.approx(4 / 20)


@pytest.mark.parametrize(
    ("table", "name", "words"),
    [
        (PLAIN, "n.trusts", "no trust column"),
        (PLAIN, "n.divisions", "no division column"),
        (PLAIN, "scores.divisions", "no division column"),
        (PLAIN, "agreement.icc1", "no division column"),
        (PLAIN, "agreement.rwg_j", "no division column"),
        (PLAIN, "ranks", "no division column"),
        (replace(DIVISIONS, role=None), "agreement.icc_a1", "no role column"),
        (
            replace(DIVISIONS, role=("clinical",) * 6),
            "agreement.icc_c1",
            "medicine has more than one rater in the role clinical",
        ),
        (
            replace(DIVISIONS, trust=("ZZN",) * 6),
            "variance.within_trust_share.raw",
            "only one trust",
        ),
        (DIVISIONS, "variance.within_trust_share.raw", "no trust column"),
        (replace(DIVISIONS, scores=np.full((6, 2), 3.0)), "agreement.icc1", "equal"),
        (replace(DIVISIONS, scores=np.full((6, 2), 3.0)), "agreement.icc_c1", "equal"),
        (
            replace(DIVISIONS, scores=np.full((6, 2), 3.0)),
            "reliability.cronbach_alpha",
            "does not vary",
        ),
        (replace(PLAIN, scores=np.full((6, 2), NAN)), "scores.overall.mean", "nobody answered"),
        (replace(DIVISIONS, division=tuple("abcdef")), "scores.divisions.a.low", "two raters"),
        (replace(DIVISIONS, division=tuple("abcdef")), "agreement.rwg_j.a", "two ratings"),
        (replace(DIVISIONS, division=("a",) * 6), "agreement.icc1", "two groups"),
    ],
)
def test_reasons(table: Table, name: str, words: str) -> None:
    analysis = summarise(table)
    assert words in analysis.reasons[name]
    assert not value_at(asdict(analysis), name)


@pytest.mark.parametrize("table", [DIVISIONS, PLAIN, replace(DIVISIONS, trust=("ZZN",) * 6)])
def test_every_null_has_its_reason_and_the_tree_is_json(table: Table) -> None:
    analysis = asdict(summarise(table))
    reasons = analysis.pop("reasons")
    assert nulls(analysis)
    assert [name for name in nulls(analysis) if not has_reason(name, reasons)] == []
    assert json.loads(json.dumps(analysis, allow_nan=False)) == listed(analysis)


def test_a_division_where_nobody_answered() -> None:
    scores = DIVISIONS.scores.copy()
    scores[:3] = NAN
    analysis = summarise(replace(DIVISIONS, scores=scores))
    assert analysis.scores.divisions["medicine"].mean is None
    assert analysis.reasons["scores.divisions.medicine.mean"] == "nobody answered"
    assert analysis.scores.divisions["surgery"].low is not None
    assert "medicine has no rater in the role clinical" in analysis.reasons["agreement.icc_c1"]


def test_one_answer_has_no_spread() -> None:
    analysis = summarise(Table(np.array([[3.0]]), ("flow",)))
    assert analysis.scores.overall.mean == 3
    assert "no spread" in analysis.reasons["scores.overall.sd"]
    assert analysis.reasons["scores.practices.flow.sd"]
