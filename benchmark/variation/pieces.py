"""Many tables by pieces that stay in the processor's cache: half the time of all at once."""

from collections.abc import Callable

import numpy as np

from benchmark.variation.shapes import MATRIX, Floats

CELLS = 32_768  # of a piece: above it every intermediate result asks the system for new memory


def in_pieces(work: Callable[[Floats], tuple[Floats, ...]], tables: Floats) -> tuple[Floats, ...]:
    """What ``work`` finds for each of ``tables`` (..., rows, columns), each result (...).

    ``work`` takes (tables, rows, columns) and gives arrays (tables,) that depend on one table each.

    >>> in_pieces(lambda t: (t.sum(axis=(1, 2)),), np.ones((3, 2, 5)))[0].tolist()
    [10.0, 10.0, 10.0]
    """
    shape, cells = tables.shape[:-2], tables.shape[-1] * tables.shape[-2]
    if len(shape) < 1 or tables.size <= CELLS:
        return work(tables)
    flat = tables.reshape(-1, *tables.shape[-MATRIX:])
    size = max(CELLS // max(cells, 1), 1)
    found = [work(flat[start : start + size]) for start in range(0, len(flat), size)]
    return tuple(np.concatenate(part).reshape(shape) for part in zip(*found, strict=True))
