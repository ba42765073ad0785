"""Long tables: every line finds its rater and its practice."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.questionnaire.located import Fault
from benchmark.scoring.columns import Columns, columns_of
from benchmark.scoring.pivot import (
    lines_about,
    pivot_of,
    pivoted,
    practices_of,
    repeated_raters,
    repeated_ratings,
    second_roles,
)
from benchmark.scoring.table import Table, read_table

Write = Callable[[str | bytes], Path]
DEFAULT: dict[str, str | None] = {"trust": None, "division": None, "rater": None, "role": None}


def read(path: Path) -> tuple[Table, Columns]:
    table = read_table(path)
    columns, faults = columns_of(table, DEFAULT, None)
    assert faults == ()
    return table, columns


def told(faults: Iterable[Fault]) -> list[str]:
    return [str(fault).partition("ratings.csv:")[2] for fault in faults]


LONG = """\
division,rater,practice,score
surgery,ann,review,3
surgery,bea,tracking,1
surgery,ann,tracking,4
medicine,ann,review,5
"""


def test_raters_and_practices_stand_in_the_order_they_appear(csv_file: Write) -> None:
    table, columns = read(csv_file(LONG))
    names, faults = practices_of(table, 2, None)
    assert (names, faults) == (("review", "tracking"), ())
    pivot = pivot_of(table, columns, 2, names)
    assert pivot.firsts == (0, 1, 3)  # ann of surgery, bea of surgery, ann of medicine
    scores = pivoted(pivot, np.array([3.0, 1.0, 4.0, 5.0]))
    np.testing.assert_array_equal(scores, [[3, 4], [np.nan, 1], [5, np.nan]])


CELL = st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4))


@given(st.dictionaries(CELL, st.integers(1, 5), min_size=1))
def test_every_rating_is_found_again_where_it_belongs(
    ratings: dict[tuple[int, int, int], int],
) -> None:
    rows = tuple((f"d{d}", f"r{r}", f"p{p}", str(score)) for (d, r, p), score in ratings.items())
    header = ("division", "rater", "practice", "score")
    lines = tuple(range(2, len(rows) + 2))
    table = Table(Path("ratings.csv"), header, 1, rows, lines, ())
    columns = Columns({"division": 0, "rater": 1}, long=(2, 3))
    names, _ = practices_of(table, 2, None)
    pivot = pivot_of(table, columns, 2, names)
    scores = pivoted(pivot, np.array([float(row[3]) for row in rows]))
    raters = [rows[first][:2] for first in pivot.firsts]
    found = {
        (*raters[rater], names[practice]): score
        for (rater, practice), score in np.ndenumerate(scores)
        if not np.isnan(score)
    }
    assert found == {row[:3]: float(row[3]) for row in rows}
    assert not list(repeated_ratings(table, columns, pivot, 3))


def test_chosen_practices_come_in_the_order_asked_and_misses_are_told(csv_file: Write) -> None:
    table, _ = read(csv_file(LONG))
    assert practices_of(table, 2, ["tracking", "review"]) == (("tracking", "review"), ())
    assert practices_of(table, 2, ["review", "...", "tracking"])[0] == ("review", "tracking")
    names, faults = practices_of(table, 2, ["traking"])
    assert names == ()
    assert told(faults) == ["1:practice: 'traking' is not there; did you mean 'tracking'?"]
    assert lines_about(table, 2, ["review"]).lines == (2, 5)


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (
            "rater,practice,score\nann,review,3\nann,tracking,3\nann,review,\nann,review,4\n",
            [
                "4:score: this rater scores 'review' on line 2 too",
                "5:score: this rater scores 'review' on line 2 too",
            ],
        ),
        (
            "division,practice,score\nsurgery,review,3\nsurgery,review,4\n",
            [
                (
                    "3:score: this rater scores 'review' on line 2 too; "
                    "name the column of the rater with --rater"
                )
            ],
        ),
        ("division,role,practice,score\ns,clinical,review,3\ns,nursing,review,4\n", []),
        ("division,rater,practice,score\ns,ann,review,3\nm,ann,review,4\n", []),
        ("practice,score\nreview,3\ntracking,3\nreview,3\n", ["4:score: this rater scores"]),
    ],
)
def test_a_practice_is_rated_once_by_a_rater(
    csv_file: Write, content: str, faults: list[str]
) -> None:
    table, columns = read(csv_file(content))
    assert columns.long is not None
    practice, score = columns.long
    pivot = pivot_of(table, columns, practice, practices_of(table, practice, None)[0])
    found = told(repeated_ratings(table, columns, pivot, score))
    assert len(found) == len(faults)
    assert all(line.startswith(fault) for line, fault in zip(found, faults, strict=True))


def test_a_rater_has_one_role_in_a_division(csv_file: Write) -> None:
    content = (
        "division,rater,role,practice,score\ns,ann,nursing,review,3\ns,ann,clinical,tracking,4\n"
    )
    table, columns = read(csv_file(content + "m,ann,clinical,review,2\n"))
    pivot = pivot_of(table, columns, 3, ("review", "tracking"))
    assert told(second_roles(table, columns, pivot)) == [
        "3:role: this rater is 'nursing' on line 2"
    ]


def test_without_roles_there_is_no_second_role(csv_file: Write) -> None:
    table, columns = read(csv_file(LONG))
    pivot = pivot_of(table, columns, 2, ("review", "tracking"))
    assert not list(second_roles(table, columns, pivot))


def test_a_rater_has_one_row_of_a_wide_table(csv_file: Write) -> None:
    table, columns = read(csv_file("division,rater,a\ns,ann,1\nm,ann,2\ns,bea,3\ns,ann,4\n"))
    assert told(repeated_raters(table, columns)) == ["5:rater: rater 'ann' stands on line 2 too"]
    table, columns = read(csv_file("division,a\ns,1\ns,2\n"))
    assert told(repeated_raters(table, columns)) == []
