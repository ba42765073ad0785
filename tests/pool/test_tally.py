"""Tallies add up: any split, any order, the same bits."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.pool.counting import KINDS
from benchmark.pool.partition import read_partition, write_partition
from benchmark.pool.tally import (
    Tally,
    by_trust,
    chosen,
    count_file,
    empty,
    merge,
    merge_all,
    tally_of,
)
from benchmark.questionnaire.located import FaultyFile
from tests.pool.invented import about, labels_of, levels_of, partition
from tests.pool.test_partition import changed

TRUSTS = ("RAA", "RBB", "RCC")


def small(seed: int, units: list[tuple[str, str]]) -> Tally:
    found = tuple(sorted(units))
    counts = np.random.default_rng(seed).integers(0, 9, (len(found), 3, 2, KINDS))
    return Tally(found, tuple(f"Y{trust}" for trust, _ in found), counts)


UNITS = st.lists(
    st.tuples(st.sampled_from(TRUSTS), st.sampled_from(["2026-03", "2025-03"])), unique=True
)
TALLIES = st.builds(small, st.integers(0, 99), UNITS)


def same(a: Tally, b: Tally) -> None:
    assert (a.units, a.regions) == (b.units, b.regions)
    np.testing.assert_array_equal(a.counts, b.counts)


@given(TALLIES, TALLIES, TALLIES)
def test_tallies_form_a_commutative_monoid(a: Tally, b: Tally, c: Tally) -> None:
    same(merge(a, b), merge(b, a))
    same(merge(merge(a, b), c), merge(a, merge(b, c)))
    same(merge(a, empty(2)), a)


def test_tallies_of_other_practices_are_refused() -> None:
    with pytest.raises(ValueError, match="the same practices"):
        merge(empty(2), empty(3))


def test_one_file_and_many_files_have_the_same_tally(tmp_path: Path) -> None:
    labels, levels = labels_of(TRUSTS, 5), levels_of(45, 3)
    whole = tmp_path / "whole.parquet"
    write_partition(whole, about(), labels, levels)
    parts = []
    for trust in TRUSTS:
        rows = [at for at, name in enumerate(labels["trust"]) if name == trust]
        file = tmp_path / f"{trust}.parquet"
        mine = {name: [column[at] for at in rows] for name, column in labels.items()}
        write_partition(file, about(), mine, levels[rows])
        parts.append(count_file(file).tally)
    same(merge_all(reversed(parts), 3), count_file(whole).tally)


def test_a_tally_counts_what_stands_in_the_rows(tmp_path: Path) -> None:
    labels, levels = labels_of(TRUSTS, 4), levels_of(36, 5)
    path = tmp_path / "one.parquet"
    write_partition(path, about(), labels, levels)
    found = tally_of(read_partition(path))
    rows = [
        at
        for at, (trust, role) in enumerate(zip(labels["trust"], labels["role"], strict=True))
        if (trust, role) == ("RBB", "nursing")
    ]
    for practice in range(3):
        expected = [(levels[rows, practice] == kind).sum() for kind in range(-3, 6)]
        assert found.counts[1, 2, practice].tolist() == expected
    assert found.divisions.tolist() == [4, 4, 4]


def test_a_trust_is_taken_out_and_merged_with_its_next_submission(tmp_path: Path) -> None:
    found = count_file(partition(tmp_path, TRUSTS)).tally
    kept = by_trust(found)
    same(merge_all(kept.values(), 3), found)
    same(kept["RBB", "2026-03"], chosen(found, [("RBB", "2026-03")]))
    more = merge(kept["RBB", "2026-03"], kept["RBB", "2026-03"])
    assert more.counts.sum() == 2 * kept["RBB", "2026-03"].counts.sum()


def test_an_answer_that_is_none_is_told_with_file_row_and_practice(tmp_path: Path) -> None:
    path = changed(partition(tmp_path, ["RXH"]), review=[3] * 6 + [9] + [3] * 5)
    with pytest.raises(FaultyFile, match=r"answers\.parquet:7:review: 9 is not an answer"):
        count_file(path)
