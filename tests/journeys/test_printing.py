"""The questionnaire on paper: what a real browser prints on A4."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.browsers import Site
from tests.journeys.cases import FRESH
from tests.journeys.steps import PRACTICES
from tests.reading import flat, page_texts

A4 = (595, 842)  # points
SHARE = "This evidence may be shared outside the three of us"  # the last line of a practice


@pytest.fixture
def printed(device_of: Callable[[Site, str], Page], acceptance_site: Site) -> bytes:
    page = device_of(acceptance_site, FRESH)
    page.goto("/questionnaires/management-practice-1.0")
    return page.pdf(prefer_css_page_size=True)


def test_every_practice_stands_whole_on_one_page(printed: bytes) -> None:
    pages = [flat(text) for text in page_texts(printed)]
    together = " ".join(pages)
    for number, practice in enumerate(PRACTICES.values(), start=1):
        heading = f"{number}. {practice.name}"
        (place,) = (text for text in pages if heading in text)
        after = place.split(heading)[1].split(SHARE)[0]
        for words in (practice.statement, *practice.levels):
            assert flat(words) in after, heading
        assert SHARE in place.split(heading)[1]
    assert together.count(SHARE) == len(PRACTICES)


def test_only_the_questionnaire_is_printed_on_numbered_a4_pages(printed: bytes) -> None:
    pages = [flat(text) for text in page_texts(printed)]
    sizes = {tuple(map(round, page.get_size())) for page in pypdfium2.PdfDocument(printed)}
    assert sizes == {A4}
    for number, text in enumerate(pages, start=1):
        assert f"{number} of {len(pages)}" in text
    together = " ".join(pages)
    assert "Who will see your answers" in pages[0]
    for words in ("Sign out", "Back to your start page", "Cookies", "Invented data.", "(Link:"):
        assert words not in together
