"""What the layout reads: who is signed in, and whether the data are invented."""

import pytest
from sqlalchemy import update

from benchmark.database.people import Trust
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Viewer
from benchmark.web.app import Benchmark
from benchmark.web.context import mark_of
from tests.servers import browser_of

BANNER = "Invented data."


def make_real(app: Benchmark, *codes: str) -> None:
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Trust).where(Trust.code.in_(codes)).values(invented=False))


def test_the_name_of_the_reader_stands_in_the_header(app: Benchmark) -> None:
    assert (
        "Clinical Lead, Medicine"
        in browser_of(app, "clinical.medicine@north.example").get("/").text
    )
    assert "Sign out" not in app.test_client().get("/help").text


@pytest.mark.parametrize(
    ("real", "north", "south", "stranger"),
    [
        ((), True, True, True),
        (("ZZN",), False, True, True),
        (("ZZN", "ZZS"), False, False, False),
    ],
)
def test_the_banner_follows_the_readers_own_trusts(
    app: Benchmark, real: tuple[str, ...], *, north: bool, south: bool, stranger: bool
) -> None:
    make_real(app, *real)
    pages = {
        "executive@north.example": north,
        "executive@south.example": south,
        None: stranger,
    }
    for email, invented in pages.items():
        page = browser_of(app, email).get("/help").text
        assert (BANNER in page) is invented


def test_a_mark_tells_people_apart_and_does_not_name_them() -> None:
    first, second = (Viewer(number, "name", ()) for number in (1, 2))
    assert mark_of(first, "one secret") == mark_of(first, "one secret")
    marks = {mark_of(first, "one secret"), mark_of(second, "one secret"), mark_of(first, "other")}
    assert len(marks) == 3
    assert {len(mark) for mark in marks} == {16}
