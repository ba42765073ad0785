"""Each trust of a ratings table by itself."""

from dataclasses import dataclass, replace

import numpy as np

from benchmark.variation.grouping import group
from benchmark.variation.trusts import spread_by_trust
from tests.variation.answers import invent


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None
    trust: tuple[str, ...] | None
    role: tuple[str, ...] | None
    items: tuple[str, ...] = ("a", "b", "c", "d")
    scale: tuple[float, float] = (1.0, 5.0)


ANSWERS = invent(1, shape=(2, 6, 3, 4))
TABLE = Table(
    ANSWERS.scores,
    *(tuple(f"{place}" for place in part) for part in ANSWERS[1:]),
)


def spread(table: Table) -> tuple[dict, dict]:
    reasons = {}
    return spread_by_trust(table, group(table), reasons), reasons


def test_each_trust_has_its_own_test() -> None:
    found, reasons = spread(TABLE)
    assert set(found) == {"0", "1"}
    assert (found["0"].divisions, found["0"].df1, found["0"].df2) == (6, 5, 10)
    assert found["0"].f != found["1"].f
    assert reasons == {}


def test_a_file_without_trusts_is_one() -> None:
    found, _ = spread(replace(TABLE, trust=None))
    assert (found["all"].divisions, found["all"].df1) == (12, 11)


def test_few_divisions_say_why_there_is_no_spread() -> None:
    few = replace(
        TABLE,
        scores=TABLE.scores[:9],
        **{part: getattr(TABLE, part)[:9] for part in ("division", "trust", "role")},
    )
    found, reasons = spread(few)
    assert found["0"].p is not None
    assert found["0"].sd is None
    assert "it takes 5" in reasons["variance.trusts.0.sd"]


def test_reasons() -> None:
    assert spread(replace(TABLE, division=None))[1]["variance.trusts"]
    for table, words in (
        (replace(TABLE, role=None), "no role column"),
        (replace(TABLE, role=("nursing",) * 36), "same role"),
    ):
        found, reasons = spread(table)
        assert words in reasons["variance.trusts.0"]
        assert words in found["0"].reading
