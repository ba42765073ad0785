"""Changes of lead: described, and tested only in pools of 10 and more."""

import numpy as np
import pytest

from benchmark.variation.lead_changes import ALIKE, TOO_FEW, lead_changes


@pytest.mark.parametrize(("changes", "tested"), [(1, False), (9, False), (10, True), (40, True)])
def test_only_large_pools_are_tested(changes: int, tested: bool) -> None:
    random = np.random.default_rng(changes)
    found = lead_changes(random.normal(0.5, 0.4, (changes, 2)), np.full((changes, 2), 0.1))
    for section in found:
        assert section.changes == changes
        assert section.beyond == pytest.approx(section.seat - section.others)
        assert section.lowest <= section.beyond <= section.highest
        assert (section.p is not None) == (section.low is not None) == tested
        assert section.reason == ("" if tested else TOO_FEW)


def test_chance_is_called_a_change_in_one_of_twenty() -> None:
    random = np.random.default_rng(1)
    found = lead_changes(random.normal(0, 1, (11, 400)), random.normal(0, 0.5, (11, 400)))
    assert np.mean([section.p < 0.05 for section in found]) == pytest.approx(0.05, abs=0.025)
    assert np.mean([section.low <= 0 <= section.high for section in found]) > 0.92


def test_drawn_signs_are_near_all_of_them() -> None:
    random = np.random.default_rng(2)
    values = random.normal(0.4, 1, (14, 1))
    listed = lead_changes(values, np.zeros((14, 1)))[0]
    twice = lead_changes(np.vstack([values, [[0.0]]]), np.zeros((15, 1)))[0]
    assert twice.p == pytest.approx(listed.p, abs=0.01)  # a change of 0 has no sign


def test_unknown_and_equal_changes() -> None:
    seat = np.full((12, 3), 0.3)
    seat[:, 0] = np.nan
    seat[:3, 1] = np.nan
    nothing, few, alike = lead_changes(seat, np.zeros((12, 3)))
    assert (nothing.changes, nothing.beyond) == (0, None)
    assert (few.changes, few.reason) == (9, TOO_FEW)
    assert (alike.p, alike.reason) == (None, ALIKE)
    with pytest.raises(ValueError, match="same shape"):
        lead_changes(seat, np.zeros((12, 2)))
