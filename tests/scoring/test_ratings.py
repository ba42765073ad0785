"""Ratings files end to end: wide and long, invented and real."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Unpack

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmark.questionnaire.located import Fault
from benchmark.scoring.ratings import FaultyRatings, LabelColumns, Ratings, read_ratings

Write = Callable[[str | bytes], Path]

WIDE = """\
trust,division,rater,role,review,talent
ZZN,surgery,ann,nursing,3,4.5
ZZN,surgery,bea,clinical,,2

ZZN,medicine,ann,nursing,1,5
"""
LONG = """\
trust,division,rater,role,practice,score
ZZN,surgery,ann,nursing,review,3
ZZN,surgery,ann,nursing,talent,4.5
ZZN,surgery,bea,clinical,talent,2
ZZN,medicine,ann,nursing,review,1
ZZN,medicine,ann,nursing,talent,5
ZZN,surgery,bea,clinical,review,
"""


def faults_of(
    path: Path, items: Sequence[str] | None = None, **labels: Unpack[LabelColumns]
) -> list[str]:
    with pytest.raises(FaultyRatings) as refused:
        read_ratings(path, items=items, **labels)
    return [str(fault).partition("ratings.csv:")[2] for fault in refused.value.faults]


@pytest.mark.parametrize(("content", "lines"), [(WIDE, (2, 3, 5)), (LONG, (2, 4, 5))])
def test_wide_and_long_files_say_the_same(
    csv_file: Write, content: str, lines: tuple[int, ...]
) -> None:
    ratings = read_ratings(csv_file(content))
    np.testing.assert_array_equal(ratings.scores, [[3, 4.5], [np.nan, 2], [1, 5]])
    assert ratings.items == ("review", "talent")
    assert ratings.lines == lines
    assert ratings.trust == ("ZZN", "ZZN", "ZZN")
    assert ratings.division == ("surgery", "surgery", "medicine")
    assert ratings.rater == ("ann", "bea", "ann")
    assert ratings.role == ("nursing", "clinical", "nursing")
    assert ratings.scale == (1.0, 5.0)


@settings(deadline=None)  # every example writes two files
@given(
    st.lists(
        st.lists(st.sampled_from(["", "1", "2.5", "5"]), min_size=3, max_size=3),
        min_size=1,
        max_size=8,
    )
)
def test_any_ratings_read_the_same_in_both_layouts(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("layouts")
    wide, long = folder / "wide.csv", folder / "long.csv"
    names = ("p", "q", "r")
    wide.write_text(
        "rater,p,q,r\n" + "".join(f"r{i},{','.join(row)}\n" for i, row in enumerate(cells))
    )
    long.write_text(
        "rater,practice,score\n"
        + "".join(
            f"r{i},{name},{cell}\n"
            for i, row in enumerate(cells)
            for name, cell in zip(names, row, strict=True)
        )
    )
    first, second = read_ratings(wide), read_ratings(long)
    np.testing.assert_array_equal(first.scores, second.scores)
    expected = [[float(cell) if cell else np.nan for cell in row] for row in cells]
    np.testing.assert_array_equal(first.scores, expected)
    assert (first.rater, first.items) == (second.rater, second.items)


def test_columns_that_are_not_there_are_none(csv_file: Write) -> None:
    ratings = read_ratings(csv_file("review,talent\n3,4\n"))
    assert (ratings.trust, ratings.division, ratings.rater, ratings.role) == (None,) * 4


def test_long_items_are_practices_and_other_scores_are_not_looked_at(csv_file: Write) -> None:
    ratings = read_ratings(
        csv_file(LONG + "ZZN,surgery,ann,nursing,comment,good\n"), items=["talent"]
    )
    assert ratings.items == ("talent",)
    np.testing.assert_array_equal(ratings.scores, [[4.5], [2], [5]])
    assert ratings.lines == (3, 4, 6)


def test_a_byte_order_mark_windows_line_ends_and_quotes_are_no_faults(csv_file: Write) -> None:
    content = '\ufeffdivision,"review, monthly",talent\r\n"surgery ""A""",3,4\r\n\r\nb, 2 ,\r\n'
    ratings = read_ratings(csv_file(content))
    assert ratings.division == ('surgery "A"', "b")
    assert ratings.items == ("review, monthly", "talent")
    assert ratings.lines == (2, 4)
    np.testing.assert_array_equal(ratings.scores, [[3, 4], [2, np.nan]])


def test_every_fault_is_told_with_line_and_column_in_the_order_of_the_file(csv_file: Write) -> None:
    content = "division,rater,review,talent\ns,ann,6,x\ns,bea,2\n,cat,2,0\n\ns,ann,3,3\n"
    assert faults_of(csv_file(content)) == [
        "2:review: 6 lies outside the scale 1 to 5",
        "2:talent: 'x' is not a number; leave the cell empty if the rating is missing",
        "3:talent: the row has 3 cells, the header 4",
        "4:division: the division is blank",
        "4:talent: 0 lies outside the scale 1 to 5",
    ]


def test_a_rater_twice_is_told_in_wide_and_long_files(csv_file: Write) -> None:
    assert faults_of(csv_file("rater,a\nann,1\nbea,2\nann,3\n")) == [
        "4:rater: rater 'ann' stands on line 2 too"
    ]
    assert faults_of(csv_file("rater,practice,score\nann,a,1\nann,b,2\nann,a,3\n")) == [
        "4:score: this rater scores 'a' on line 2 too"
    ]


def test_faults_of_long_files_are_told_on_the_line_of_the_rating(csv_file: Write) -> None:
    content = "rater,role,practice,score\nann,nursing,a,7\nann,clinical,b,2\nbea,nursing,,2\n"
    assert faults_of(csv_file(content)) == [
        "2:score: 7 lies outside the scale 1 to 5",
        "3:role: this rater is 'nursing' on line 2",
        "4:practice: the practice is blank",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "1:1: the file is empty"),
        (b"a,b\n1,\xe9\n", "2:3: byte 0xe9 is not UTF-8"),
        ("a,b\n", "1:a: no rows follow the header"),
        ("rater,role\nann,nursing\n", "1:role: no column is left for the practices"),
        ("practice,score\n,3\n", "2:practice: the practice is blank"),
        ("a,a\n1,2\n", "1:a: columns 1 and 2 have the same name"),
        ("a,b\n1\n", "2:b: the row has 1 cells, the header 2"),
    ],
)
def test_a_file_without_ratings_is_refused(
    csv_file: Write, content: str | bytes, fault: str
) -> None:
    assert faults_of(csv_file(content))[0].startswith(fault)


def test_columns_asked_for_that_are_not_there_stop_before_the_cells(csv_file: Write) -> None:
    assert faults_of(csv_file("ward,a\nx,9\n"), division="wards") == [
        "1:wards: there is no such column for the division; did you mean 'ward'?"
    ]
    assert faults_of(csv_file("rater,practice,score\nann,talent,9\n"), ["talnet"]) == [
        "1:practice: 'talnet' is not there; did you mean 'talent'?"
    ]


def test_twenty_of_many_faults_are_shown(csv_file: Write) -> None:
    rows = "".join(f"{9 if i % 3 == 0 else 3}\n" for i in range(75))
    with pytest.raises(FaultyRatings) as refused:
        read_ratings(csv_file(f"a\n{rows}"))
    assert len(refused.value.faults) == 25
    assert str(refused.value).splitlines()[-1] == "and 5 more"


def test_another_scale(csv_file: Write) -> None:
    path = csv_file("a\n0\n61.5\n100\n")
    assert read_ratings(path, scale=(0.0, 100.0)).scores.ravel().tolist() == [0, 61.5, 100]


def test_a_column_that_is_no_practice_is_told_once_and_only_if_nobody_named_it(
    csv_file: Write,
) -> None:
    path = csv_file("country,a\n" + "Wales,3\n" * 30)
    assert faults_of(path) == [
        (
            "2:country: 30 of its 30 cells are no ratings: 'Wales' is not a number; leave the cell "
            "empty if the rating is missing; if the column is no practice, name the practices with "
            "--items"
        )
    ]
    assert len(faults_of(path, ["country", "a"])) == 30


PIECES = st.sampled_from(
    [*',"\n\r;\t 123.5', "practice", "score", "rater", "x", "é", "\x00", "\ufeff"]
)


# no deadline: every example writes a file, and a busy machine takes its time
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=40).map("".join), st.binary(max_size=2))
def test_no_content_makes_the_reader_crash(csv_file: Write, text: str, tail: bytes) -> None:
    faults = faults_of_reading(csv_file(text.encode() + tail))
    assert all(fault.line >= 1 and fault.message for fault in faults)


def faults_of_reading(path: Path) -> tuple[Fault, ...]:
    try:
        ratings = read_ratings(path)
    except FaultyRatings as faulty:
        return faulty.faults
    assert ratings.scores.shape == (len(ratings.lines), len(ratings.items))
    rated = ratings.scores[~np.isnan(ratings.scores)]
    assert ((rated >= 1) & (rated <= 5)).all()
    return ()


@pytest.fixture(scope="module")
def survey(shared_data: Path) -> Ratings:
    path = shared_data / "wms" / "wms_mexico_2013.csv"
    return read_ratings(path, rater="firmid", items=["lean1", "...", "talent6"])


def test_the_world_management_survey_is_read_whole(survey: Ratings) -> None:
    assert survey.scores.shape == (300, 18)
    assert survey.items[:3] == ("lean1", "lean2", "perf1")
    assert survey.items[-1] == "talent6"
    assert survey.lines == tuple(range(2, 302))
    assert survey.rater is not None
    assert len(set(survey.rater)) == 300
    assert survey.trust is None


def test_the_published_figures_of_the_survey_come_out(survey: Ratings) -> None:
    """Overall mean 2.9385 and SD .6011 over 300 interviews; the file's README gives both."""
    means = survey.scores.mean(axis=1)
    assert means.mean() == pytest.approx(2.9385, abs=5e-5)
    assert means.std(ddof=1) == pytest.approx(0.6011, abs=5e-5)


@pytest.mark.parametrize(
    ("published", "items"),
    [
        ("management", ["lean1", "...", "talent6"]),
        ("operations", ["lean1", "lean2"]),
        ("monitor", ["perf1", "...", "perf5"]),
        ("target", ["perf6", "...", "perf10"]),
        ("people", ["talent1", "...", "talent6"]),
    ],
)
def test_each_published_mean_is_the_mean_of_its_items(
    shared_data: Path, published: str, items: list[str]
) -> None:
    path = shared_data / "wms" / "wms_mexico_2013.csv"
    with path.open(newline="", encoding="utf-8") as file:
        expected = [float(row[published]) for row in csv.DictReader(file)]
    found = read_ratings(path, rater="firmid", items=items).scores.mean(axis=1)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_without_items_the_survey_tells_which_columns_are_no_practices(shared_data: Path) -> None:
    with pytest.raises(FaultyRatings) as refused:
        read_ratings(shared_data / "wms" / "wms_mexico_2013.csv")
    strange = {fault.column for fault in refused.value.faults if "no practice" in fault.message}
    assert {"firmid", "country", "emp_firm", "firmage"} <= strange
    assert not strange & {"lean1", "perf10", "talent6"}


def test_nurses_in_wards_in_hospitals(shared_data: Path) -> None:
    ratings = read_ratings(
        shared_data / "mixed" / "hox_nurses.csv",
        trust="hospital",
        division="wardid",
        rater="nurse",
        items=["stress"],
        scale=(1, 7),
    )
    assert ratings.scores.shape == (1000, 1)
    assert ratings.trust is not None
    assert ratings.division is not None
    assert (len(set(ratings.trust)), len(set(ratings.division))) == (25, 100)
