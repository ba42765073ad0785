"""Links that say which part of the record is shown; what they do not know counts as not asked."""

from datetime import UTC, datetime, timedelta

import pytest

from benchmark.assessment.audit_page import Wanted
from benchmark.assessment.audit_words import READING
from benchmark.web.audit.choosing import Asked, asked_of, kinds, newer_and_older, periods

MOMENT = datetime(2026, 11, 29, 9, tzinfo=UTC)
READ = "what-the-three-leads-said-read"


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, Asked()),
        ({"kind": READ, "period": "week", "page": "2"}, Asked(READ, "week", 2)),
        ({"kind": "nonsense", "period": "century", "page": "0"}, Asked()),
        ({"page": "-1"}, Asked()),
        ({"page": "99999999999999999999"}, Asked()),
        ({"page": "2;DROP"}, Asked()),
    ],
)
def test_an_address_is_read(query: dict[str, str], asked: Asked) -> None:
    assert asked_of(query) == asked


def test_a_choice_says_what_is_wanted() -> None:
    assert Asked().wanted(MOMENT) == Wanted()
    assert Asked(READ, "week").wanted(MOMENT) == Wanted(READING, MOMENT - timedelta(days=7))


def test_a_choice_keeps_the_other_and_goes_back_to_the_first_page() -> None:
    asked = Asked(READ, "month", 3)
    (chosen,) = [each for each in kinds("/a", asked) if each.chosen]
    assert (chosen.text, chosen.href) == (READING, f"/a?kind={READ}&period=month")
    assert [each.href for each in periods("/a", asked)] == [
        f"/a?kind={READ}",
        f"/a?kind={READ}&period=year",
        f"/a?kind={READ}&period=month",
        f"/a?kind={READ}&period=week",
    ]


@pytest.mark.parametrize(
    ("page", "total", "beside"),
    [
        (1, 50, ("", "")),
        (1, 51, ("", "/a?page=2")),
        (2, 101, ("/a", "/a?page=3")),
        (3, 101, ("/a?page=2", "")),
    ],
)
def test_newer_and_older_pages(page: int, total: int, beside: tuple[str, str]) -> None:
    assert newer_and_older("/a", Asked(page=page), total) == beside
