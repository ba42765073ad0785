"""The sheet for a meeting: page and PDF say the same, to the three leads and nobody else."""

from html import unescape

from benchmark.web.app import Benchmark
from tests.reading import flat, page_texts
from tests.servers import browser_of, replaced

PLACE = "/divisions/zzn-medicine"
PAGE, SHEET = f"{PLACE}/agenda", f"{PLACE}/agenda.pdf"
ONE, TWO = "clinical.medicine@north.example", "operational.medicine@north.example"
OTHERS = (
    "clinical.surgery@north.example",
    "executive@north.example",
    "improvement@north.example",
    "coordinator@north.example",
    "clinical.medicine@south.example",
    "national@benchmark.example",
)


def said_on(page: str) -> list[str]:
    """What the agenda's page says, text by text."""
    inside = page[page.index('<ol class="app-agenda__items">') : page.index("</ol>")]
    texts = [flat(part.split("<")[0]) for part in unescape(inside).split(">")]
    return [text for text in texts if text]


def test_page_and_pdf_say_the_same(settling_app: Benchmark) -> None:
    one, two = browser_of(settling_app, ONE), browser_of(settling_app, TWO)
    page, sheet = one.get(PAGE).text, one.get(SHEET)
    (paper,) = map(flat, page_texts(sheet.data))
    assert len(said_on(page)) > 25
    for text in said_on(page):
        assert text in paper, text
    assert "operational 5" in paper
    assert "Operational lead: what operational saw of" in paper
    assert sheet.mimetype == "application/pdf"
    assert SHEET in page
    assert two.get(SHEET).data == sheet.data
    assert one.get(SHEET).data == sheet.data


def test_its_name_says_whose_and_when_and_nothing_of_what_is_in_it(settling_app: Benchmark) -> None:
    named = browser_of(settling_app, ONE).get(SHEET).headers["Content-Disposition"]
    start, month, end = named.partition("-medicine-")
    assert (start, month) == ('attachment; filename="zzn', "-medicine-")
    assert len(end) == len('2026-10-agenda.pdf"')


def test_before_three_of_three_there_is_no_sheet(settling_app: Benchmark) -> None:
    shown = browser_of(settling_app, "nursing.surgery@north.example").get(
        "/divisions/zzn-surgery/agenda.pdf"
    )
    assert (shown.status_code, shown.mimetype) == (200, "text/html")
    assert "0 of 3 complete" in shown.text


def test_only_the_three_who_answered_get_it(settling_app: Benchmark) -> None:
    for email in OTHERS:
        for address in (PAGE, SHEET):
            assert browser_of(settling_app, email).get(address).status_code == 404, email
    successor = browser_of(settling_app, replaced(settling_app.engine))
    for address in (PAGE, SHEET):
        shown = successor.get(address)
        assert (shown.status_code, shown.mimetype) == (200, "text/html")
        assert "Only the three people who gave these answers" in shown.text
        assert "operational 5" not in shown.text
    assert browser_of(settling_app, ONE).get(SHEET).status_code == 404  # no longer in post
    assert b"%PDF" in browser_of(settling_app, TWO).get(SHEET).data
