"""The table of practices by division: as many tables as the divisions need."""

import pytest
from reportlab.platypus import Flowable, LongTable

from benchmark.report.heat import MOST_WIDE, practice_pages
from benchmark.report.style import BODY_WIDTH, WIDE_WIDTH
from tests.samples import many_divisions, two_divisions


def _tables(flow: list[Flowable]) -> list[LongTable]:
    return [flowable for flowable in flow if isinstance(flowable, LongTable)]


@pytest.mark.parametrize(
    ("divisions", "columns"),
    [(1, [3]), (3, [5]), (4, [6]), (8, [10]), (9, [7, 6]), (19, [9, 9, 7])],
)
def test_divisions_are_shared_evenly_over_tables(divisions: int, columns: list[int]) -> None:
    tables = _tables(practice_pages(many_divisions(divisions)))
    assert [table._ncols for table in tables] == columns
    assert max(columns) - 2 <= MOST_WIDE


@pytest.mark.parametrize(
    ("divisions", "room"), [(3, BODY_WIDTH), (8, WIDE_WIDTH), (19, WIDE_WIDTH)]
)
def test_tables_keep_inside_their_page(divisions: int, room: float) -> None:
    for table in _tables(practice_pages(many_divisions(divisions))):
        assert table.wrap(room, 10_000)[0] <= room + 0.01


def test_a_trust_without_figures_has_no_column_of_means() -> None:
    (table,) = _tables(practice_pages(two_divisions()))
    assert table._ncols == 3
