"""The start page as people read it, and as programs do."""

import pytest

from benchmark.web.app import Benchmark
from tests.servers import JSON, browser_of

HEADINGS = {
    "clinical.medicine@north.example": ["Your answers to give", "Invented North NHS Trust"],
    "executive@north.example": ["Invented North NHS Trust"],
    "coordinator@south.example": ["Invented South NHS Trust"],
    "national@benchmark.example": ["Trusts"],
}


@pytest.mark.parametrize("email", HEADINGS)
def test_everybody_finds_their_own_things(app: Benchmark, email: str) -> None:
    page = browser_of(app, email).get("/").text
    for heading in HEADINGS[email]:
        assert heading in page
    other = "South" if "North" in str(HEADINGS[email]) else "North"
    assert email.startswith("national") or f"Invented {other}" not in page


def test_only_coordinators_see_who_has_submitted(app: Benchmark) -> None:
    for email in HEADINGS:
        page = browser_of(app, email).get("/").text
        assert ("Who has submitted" in page) == email.startswith("coordinator")


def test_programs_get_four_lists_of_one_form(released_app: Benchmark) -> None:
    for email in HEADINGS:
        browser = browser_of(released_app, email)
        lists = browser.get("/", headers=JSON).json
        assert set(lists) == {"responses", "agreements", "comparisons", "reports"}
        for link in (link for links in lists.values() for link in links):
            assert set(link) == {"href", "title", "status"}
            assert link["href"].startswith("/")
            assert browser.get(link["href"]).status_code == 200


def test_the_page_links_to_what_programs_are_given(released_app: Benchmark) -> None:
    browser = browser_of(released_app, "clinical.medicine@north.example")
    page = browser.get("/").text.replace("&amp;", "&")
    lists = browser.get("/", headers=JSON).json
    hrefs = [link["href"] for links in lists.values() for link in links]
    assert len(hrefs) == 1 + 1 + 1 + 2
    assert all(f'href="{href}"' in page for href in hrefs)
