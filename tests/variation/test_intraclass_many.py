"""Many tables by arrays give what each gives by itself, and NaN where it has no answer."""

import numpy as np
import pytest

from benchmark.variation.intraclass_many import of_many
from benchmark.variation.intraclass_one import of_one

EDGES = {
    "the opposite": [[1, 3], [3, 1], [np.nan, 2]],
    "full agreement": [[1, 1], [2, 2], [5, 5]],
    "a strict rater": [[1, 2], [2, 3], [5, 6]],
    "one target empty": [[4, 4], [2, 3], [np.nan, np.nan]],
    "no target differs": [[3, 1], [1, 3], [2, 2]],
    "fractions": [[0.1, 0.7], [0.35, 0.2], [1.5, 1.25]],
}


@pytest.mark.parametrize("edge", EDGES)
def test_edges_as_one_by_one(edge: str) -> None:
    tables = np.array([EDGES[edge], EDGES["fractions"]], float)
    rows, targets = of_many(tables, 0.95)
    singles, used = of_one(tables[0], 0.95)
    assert targets[0] == used
    for many, single in zip(rows, singles, strict=True):
        assert [part[0] for part in many] == pytest.approx(list(single), rel=1e-9)


def test_tables_without_an_answer_are_nan() -> None:
    tables = np.array([[[3, 3], [3, 3]], [[1, np.nan], [2, 3]], [[1, 2], [1, 2]]], float)
    rows, targets = of_many(tables, 0.95)
    assert targets.tolist() == [2, 1, 2]
    for row in rows:
        assert np.isnan(row[0][:2]).all()
    one_way, agreement, consistency = (row[0][2] for row in rows[:3])
    assert (one_way, agreement) == (-1, 0)
    assert np.isnan(consistency)
