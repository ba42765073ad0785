"""Sheets find their place in the grid, and a missing lead is nothing everywhere."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.scoring.grid import ROLES, grid_of
from benchmark.scoring.sheet import pack

DIVISIONS = ("medicine", "surgery")
PRACTICES = ("tracking", "review")

SHEETS = [
    # division, role, tracking, review
    ("surgery", "nursing", 5, -1),
    ("medicine", "clinical", 1, 2),
    ("medicine", "nursing", 3, -3),
]


def packed() -> list[tuple[str, str, bytes]]:
    return [
        (division, role, pack(PRACTICES, {"tracking": tracking, "review": review}))
        for division, role, tracking, review in SHEETS
    ]


@given(st.permutations(packed()))
def test_sheets_stand_in_their_place_in_whatever_order_they_come(
    sheets: list[tuple[str, str, bytes]],
) -> None:
    grid = grid_of(sheets, DIVISIONS, PRACTICES)
    assert grid.roles == ("clinical", "operational", "nursing") == ROLES
    assert grid.levels.dtype == np.int8
    assert grid.levels.tolist() == [
        [[1, 2], [0, 0], [3, -3]],  # medicine: clinical, operational (no sheet), nursing
        [[0, 0], [0, 0], [5, -1]],  # surgery
    ]


def test_a_grid_cannot_be_changed() -> None:
    grid = grid_of(packed(), DIVISIONS, PRACTICES)
    with pytest.raises(ValueError, match="read-only"):
        grid.levels[0, 0, 0] = 5


def test_trusts_are_named_for_each_division_or_not_at_all() -> None:
    assert grid_of([], DIVISIONS, PRACTICES).trusts is None
    assert grid_of([], DIVISIONS, PRACTICES, trusts=["ZZN", "ZZS"]).trusts == ("ZZN", "ZZS")
    with pytest.raises(ValueError, match="1 trusts for 2 divisions: give one for each"):
        grid_of([], DIVISIONS, PRACTICES, trusts=["ZZN"])


SHEET = bytes([1, 2])


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([("theatres", "clinical", SHEET)], "'theatres' is not one of the divisions"),
        ([("surgery", "doctor", SHEET)], "'doctor' is not a role: clinical, operational, nursing"),
        ([("surgery", "nursing", SHEET)] * 2, "two sheets of the nursing lead of 'surgery'"),
        (
            [("surgery", "nursing", bytes(3))],
            "the sheet of the nursing lead of 'surgery' has 3 answers for 2 practices",
        ),
        ([("surgery", "nursing", bytes([9, 1]))], "the sheet is damaged"),
    ],
)
def test_what_has_no_place_is_refused(sheets: list[tuple[str, str, bytes]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        grid_of(sheets, DIVISIONS, PRACTICES)


def test_two_divisions_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two divisions have the same name"):
        grid_of([], ("surgery", "surgery"), PRACTICES)
