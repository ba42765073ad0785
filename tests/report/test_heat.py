"""The table of practices by division: as many tables as the divisions need."""

import pytest
from reportlab.platypus import Flowable, LongTable

from benchmark.report.heat import MOST_WIDE, _hatch, practice_pages
from benchmark.report.style import BODY_WIDTH, WIDE_WIDTH
from tests.samples import many_divisions, seven_divisions, two_divisions


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


def test_what_is_not_shown_stands_on_a_hatch() -> None:
    """Cancer services is hidden in every practice, and one practice of emergency care is."""
    comparison = seven_divisions()
    (table,) = _tables(practice_pages(comparison))
    hatched = [(start, end) for _, start, end, ground in table._bkgrndcmds if ground is _hatch]
    hidden = [figure for d in comparison.divisions for figure in d.practices.values()]
    assert len(hatched) == sum(figure.value is None for figure in hidden) == 31
    assert all(start == end for start, end in hatched)
