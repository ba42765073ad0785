"""Tables by pieces give what all at once give."""

import numpy as np
import pytest

from benchmark.variation import pieces


def test_pieces_are_put_together_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []

    def work(tables: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        sizes.append(len(tables))
        return tables.sum(axis=(-2, -1)), tables.max(axis=(-2, -1))

    tables = np.random.default_rng(1).normal(size=(3, 5, 4, 2))
    whole = work(tables)
    monkeypatch.setattr(pieces, "CELLS", 32)
    for ours, expected in zip(pieces.in_pieces(work, tables), whole, strict=True):
        np.testing.assert_array_equal(ours, expected)
    assert sizes == [3, 4, 4, 4, 3]
    assert pieces.in_pieces(work, tables[0, 0])[0] == tables[0, 0].sum()
