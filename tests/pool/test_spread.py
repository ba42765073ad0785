"""The spread of a pool: what the full model finds in the same sheets."""

from pathlib import Path

import numpy as np
import pytest

from benchmark.pool.spread import NAMES, Interval, all_hidden, spread_of, state_of_file
from benchmark.variation.full_model import full_components
from benchmark.variation.states import merge_all, state_of
from tests.pool.invented import KEYS, labels_of, partition, scattered, trusts

UNITS = frozenset((trust, "2026-03") for trust in trusts("A", 8))


def test_variances_are_those_of_the_sheets(tmp_path: Path) -> None:
    names = trusts("A", 8)
    found = spread_of(state_of_file(partition(tmp_path, names), UNITS))
    labels, levels = labels_of(names, 4), scattered(names, 4, 1)
    division = [" ".join(pair) for pair in zip(labels["trust"], labels["division"], strict=True)]
    full = full_components(levels.astype(float), division, labels["trust"], labels["role"])
    assert isinstance(found.variances, dict)
    assert tuple(found.variances) == NAMES
    values = [each.value for each in found.variances.values() if isinstance(each, Interval)]
    expected = [full.trust, full.division, full.trust_practice, full.division_practice]
    np.testing.assert_allclose(values, [*expected, full.lead, full.residual], atol=5e-5)
    assert isinstance(found.within_trust_share, Interval)
    assert found.within_trust_share.low <= found.within_trust_share.value
    assert isinstance(found.raw_share, float)
    assert isinstance(found.placebo_share, Interval)


def test_only_the_units_that_count_are_read(tmp_path: Path) -> None:
    path = partition(tmp_path, trusts("A", 8))
    some = frozenset([("RA01", "2026-03"), ("RA02", "2025-03")])
    assert {trust for trust, _ in state_of_file(path, some).divisions} == {"RA01"}


def test_four_trusts_have_no_spread(tmp_path: Path) -> None:
    found = spread_of(state_of_file(partition(tmp_path, trusts("A", 4)), UNITS))
    assert found == all_hidden("not shown: needs at least 5 trusts")


def test_a_spread_that_does_not_exist_says_why(tmp_path: Path) -> None:
    path = partition(tmp_path, trusts("A", 5), divisions=1)
    found = spread_of(state_of_file(path, UNITS))
    reason = "not worked out: every trust has one division, so trusts and divisions cannot be told"
    assert str(found.variances).startswith(reason)
    assert str(found.within_trust_share).startswith(reason)


def test_states_of_split_partitions_give_the_same_spread_to_the_last_bit(tmp_path: Path) -> None:
    names = trusts("A", 8)
    whole = state_of_file(partition(tmp_path / "whole", names), UNITS)
    labels, levels = labels_of(names, 4), scattered(names, 4, 1)
    parts = []
    for trust in names:
        rows = np.array(labels["trust"]) == trust
        table = levels[rows].astype(float)
        keys = [(trust, name) for name, mine in zip(labels["division"], rows, strict=True) if mine]
        roles = [role for role, mine in zip(labels["role"], rows, strict=True) if mine]
        parts.append(state_of(table, keys, roles, KEYS))
    assert spread_of(merge_all(parts[::-1], KEYS)) == spread_of(whole)


@pytest.mark.parametrize("field", ["variances", "raw_share"])
def test_all_hidden_hides_all(field: str) -> None:
    assert getattr(all_hidden("not shown: a rule"), field) == "not shown: a rule"
