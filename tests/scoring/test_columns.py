"""Which column holds what."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmark.scoring.columns import Columns, choose, columns_of
from benchmark.scoring.table import read_table

Write = Callable[[str | bytes], Path]
DEFAULT: dict[str, str | None] = {"trust": None, "division": None, "rater": None, "role": None}


def found(
    path: Path, items: Sequence[str] | None = None, **wanted: str
) -> tuple[Columns, list[str]]:
    columns, faults = columns_of(read_table(path), DEFAULT | wanted, items)
    return columns, [str(fault).partition("ratings.csv:")[2] for fault in faults]


WIDE = "trust,division,rater,role,review,talent\nZZN,surgery,a,nursing,3,4\n"


@pytest.mark.parametrize(
    ("header", "items", "wanted", "labels", "chosen"),
    [
        ("trust,p,q", None, {}, {"trust": 0}, (1, 2)),
        ("p,Division,q", None, {}, {"division": 1}, (0, 2)),  # in any case
        ("p,q", None, {}, {}, (0, 1)),
        ("firm,p,q", None, {"rater": "firm"}, {"rater": 0}, (1, 2)),
        ("firm,rater,q", None, {"rater": "firm"}, {"rater": 0}, (1, 2)),  # instead of the default
        ("firm,p,q", ("q", "p"), {"rater": "firm"}, {"rater": 0}, (2, 1)),  # in the order asked
        ("role,p,q", ("role", "p"), {}, {}, (0, 1)),  # an item by name is no label
        ("a,trust,b,c", ("a", "...", "c"), {}, {"trust": 1}, (0, 2, 3)),
        ("practice,score2,p", None, {}, {}, (0, 1, 2)),  # one of the two does not make it long
        ("practice,score,p", ("practice", "score"), {}, {}, (0, 1)),
    ],
)
def test_columns_of_wide_files(
    csv_file: Write,
    header: str,
    items: tuple[str, ...] | None,
    wanted: dict[str, str],
    labels: dict[str, int],
    chosen: tuple[int, ...],
) -> None:
    columns, faults = found(csv_file(f"{header}\n"), items, **wanted)
    assert faults == []
    assert columns == Columns(labels, items=chosen)


def test_columns_of_a_long_file(csv_file: Write) -> None:
    columns, faults = found(csv_file("Rater,practice,comment,Score\n"), ["tracking"])
    assert faults == []
    assert columns == Columns({"rater": 0}, long=(1, 3))


@pytest.mark.parametrize(
    ("header", "items", "wanted", "faults"),
    [
        (
            "trust,p",
            None,
            {"division": "divisoin", "rater": "pp"},
            [
                "1:divisoin: there is no such column for the division",
                "1:pp: there is no such column for the rater; did you mean 'p'?",
            ],
        ),
        (
            "x,p",
            None,
            {"trust": "x", "division": "x"},
            ["1:x: the column has another use already and cannot give the division"],
        ),
        (
            "firm,talent1,talent2",
            ("talent1", "talnt2", "firm"),
            {"rater": "firm"},
            [
                "1:talnt2: the item is not there; did you mean 'talent2' or 'talent1'?",
                "1:firm: the column gives the rater",
            ],
        ),
        ("a,b", ("a", "b", "a"), {}, ["1:a: the item is named twice"]),
        ("trust,role", None, {}, ["1:role: no column is left for the practices"]),
        (
            ",p",
            None,
            {},
            ["1:column 1: the column has no name: give it one, or name the practices with --items"],
        ),
    ],
)
def test_names_that_do_not_fit_are_all_told(
    csv_file: Write,
    header: str,
    items: tuple[str, ...] | None,
    wanted: dict[str, str],
    faults: list[str],
) -> None:
    row = ",".join("1" for _ in header.split(","))
    assert found(csv_file(f"{header}\n{row}\n"), items, **wanted)[1] == faults


def test_a_blank_column_without_a_name_is_no_fault(csv_file: Write) -> None:
    columns, faults = found(csv_file("p,q,,\n1,2,,\n"))
    assert faults == []
    assert columns.items == (0, 1)


NAMES = ("lean1", "lean2", "", "perf1", "perf2", "talent1")
ORDER = "stands between two names, the first of them further left in the file"


@pytest.mark.parametrize(
    ("items", "chosen", "problems"),
    [
        (("lean1", "...", "perf2"), (0, 1, 3, 4), ()),
        (("lean1", "…", "lean2"), (0, 1), ()),
        (("talent1", "lean1", "...", "perf1"), (5, 0, 1, 3), ()),
        (("lean1", "...", "perf1", "...", "talent1"), (0, 1, 3, 4, 5), ()),
        (("lean1", "..."), (0,), (("...", ORDER),)),
        (("...", "lean1"), (0,), (("...", ORDER),)),
        (("perf1", "...", "lean1"), (3, 0), (("...", ORDER),)),
        (("perf1", "...", "perf1"), (3, 3), (("...", ORDER), ("perf1", "is named twice"))),
        (
            ("lean1", "...", "perf9"),
            (0,),
            (("perf9", "is not there; did you mean 'perf2' or 'perf1'?"),),
        ),
        (("lean1", "...", "perf2", "lean2"), (0, 1, 3, 4, 1), (("lean2", "is named twice"),)),
        (("",), (), (("", "is not there"),)),
    ],
)
def test_ranges_of_names(
    items: tuple[str, ...], chosen: tuple[int, ...], problems: tuple[tuple[str, str], ...]
) -> None:
    assert choose(NAMES, items) == (chosen, problems)
