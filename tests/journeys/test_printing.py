"""The questionnaire and the agenda of a meeting on paper: what a real browser prints on A4."""

from collections.abc import Callable

import pypdfium2
import pytest
from playwright.sync_api import Page

from benchmark.database.session import sqlite_url, transaction
from tests.browsers import Site
from tests.databases import closing
from tests.journeys.cases import FRESH
from tests.journeys.steps import PRACTICES, QUESTIONNAIRE
from tests.reading import flat, page_texts
from tests.servers import hand_in, response_of

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


def test_the_agenda_of_a_meeting_is_one_sheet_even_with_the_longest_prompts(
    device_of: Callable[[Site, str], Page], acceptance_site: Site
) -> None:
    talkative = sorted(PRACTICES, key=lambda key: sum(map(len, PRACTICES[key].prompts)))[-3:]
    widest = {list(PRACTICES).index(key) for key in talkative}
    with closing(sqlite_url(acceptance_site.data)) as engine:
        for role, level in (("clinical", 1), ("operational", 5), ("nursing", -1)):
            with transaction(engine, writes=True) as session:
                response = response_of(session, "ZZN", "medicine", role)
                hand_in(
                    session, response, QUESTIONNAIRE, lambda n, x=level: x if n in widest else 3
                )
    page = device_of(acceptance_site, FRESH)
    page.goto("/divisions/zzn-medicine/agenda")
    (sheet,) = map(flat, page_texts(page.pdf(prefer_css_page_size=True)))
    for key in talkative:
        for words in (PRACTICES[key].name, *PRACTICES[key].prompts):
            assert flat(words) in sheet
    for words in ("Sign out", "Back to all practices", "Cookies", "It prints on one sheet"):
        assert words not in sheet
