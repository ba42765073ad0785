"""Pages of one content make up the whole; a cursor of another content is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.web.api.asking import Paging
from benchmark.web.api.documents import TrustEntry
from benchmark.web.api.paging import page_of
from benchmark.web.api.problems import Changed


def entries(count: int) -> list[TrustEntry]:
    names = (f"Z{number}" for number in range(count))
    return [TrustEntry(code=each, name=each, invented=True, rounds="/") for each in names]


@given(count=st.integers(0, 40), limit=st.integers(1, 15))
def test_pages_make_up_the_whole(count: int, limit: int) -> None:
    rows = entries(count)
    items, cursor = page_of(rows, Paging(limit=limit))
    pages = [items]
    while cursor is not None:
        items, cursor = page_of(rows, Paging(limit=limit, cursor=cursor))
        pages.append(items)
    assert [row for page in pages for row in page] == rows
    assert all(len(page) == limit for page in pages[:-1])


def test_what_has_changed_in_between_is_refused() -> None:
    _, cursor = page_of(entries(5), Paging(limit=2))
    assert cursor is not None
    assert page_of(entries(5), Paging(cursor=cursor)) == (entries(5)[2:], None)
    for rows in (entries(6), entries(5)[::-1], []):
        with pytest.raises(Changed):
            page_of(rows, Paging(cursor=cursor))


def test_a_place_behind_the_end_is_refused() -> None:
    rows = entries(5)
    _, cursor = page_of(rows, Paging(limit=2))
    assert cursor is not None
    with pytest.raises(Changed):
        page_of(rows, Paging(cursor=cursor.replace("2.", "5.", 1)))
