"""Leads of a ratings table as one array."""

from dataclasses import dataclass

import numpy as np
import pytest

from benchmark.variation.grouping import Grouping, group
from benchmark.variation.leads import SAME_ROLE, leads_of


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None
    role: tuple[str, ...] | None
    trust: tuple[str, ...] | None = None
    items: tuple[str, ...] = ("flow", "review")
    scale: tuple[float, float] = (1.0, 5.0)


SCORES = np.array([[1.0, 2], [3, np.nan], [np.nan, np.nan], [4, 5]])


def grouping(division: str | None = "aabb", role: str | None = "xyxy") -> Grouping:
    labels = [None if part is None else tuple(part) for part in (division, role)]
    return group(Table(SCORES, *labels))


def test_each_lead_has_a_place_and_gaps_stay_gaps() -> None:
    found = leads_of(SCORES, grouping())
    assert found.shape == (2, 2, 2)
    np.testing.assert_array_equal(found[0], SCORES[:2])
    np.testing.assert_array_equal(found[1, 1], SCORES[3])
    assert np.isnan(found[1, 0]).all()


def test_chosen_rows_leave_the_others_out() -> None:
    found = leads_of(SCORES, grouping(), np.array([False, False, True, True]))
    assert found.shape == (1, 1, 2)


@pytest.mark.parametrize(
    ("labels", "words"),
    [((None, "xyxy"), "no division"), (("aabb", None), "no role"), (("aaab", "xxxy"), SAME_ROLE)],
)
def test_reasons(labels: tuple, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        leads_of(SCORES, grouping(*labels))
    with pytest.raises(ValueError, match="nobody answered"):
        leads_of(SCORES, grouping(), np.zeros(4, bool))
