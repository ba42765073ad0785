"""The questionnaire on one page, and what a lead reads whose answers came on paper."""

from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from benchmark.assessment.importing_responses import coordinator_for, record_responses
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.reading import flat, page_texts
from tests.servers import FIRST, Browser, own_response, response_of

LEAD = "clinical.medicine@north.example"


def test_everybody_reads_every_practice_level_and_box(
    client_of: Callable[[str], Browser], questionnaire: Questionnaire
) -> None:
    page = client_of("national@benchmark.example").get(f"/questionnaires/{FIRST}")
    assert page.status_code == 200
    text = page.text.replace("&#39;", "'")
    for practice in questionnaire.practices:
        for words in (practice.name, practice.statement, *practice.levels):
            assert words in text
    # five levels, two answers without one, and "may be shared"; the three roles at the top
    assert text.count('"app-paper__box"') == len(questionnaire.keys) * 8 + 3
    assert questionnaire.content_hash in text


def test_a_version_that_no_round_has_used_is_read_from_its_file(
    client_of: Callable[[str], Browser], app: Benchmark
) -> None:
    newer = app.questionnaires["management-practice-1.1"]
    page = client_of(LEAD).get(f"/questionnaires/{newer.identity}").text
    follow_ups = [practice for practice in newer.practices if practice.not_in_place]
    assert follow_ups
    for practice in follow_ups:
        assert practice.not_in_place in page.replace("&#39;", "'")
        assert "Builds on “" in page
    assert page.count('"app-paper__box"') == 31 * 8 + len(follow_ups) + 3 * 5 + 3
    for vignette in newer.vignettes:  # to be scored on paper too, and never their key
        assert vignette.name in page
        assert vignette.text.replace("'", "&#39;") in page
        assert vignette.why not in page


def test_rounds_decide_what_the_page_says_not_the_file(
    client_of: Callable[[str], Browser], app: Benchmark
) -> None:
    del app.questionnaires[FIRST]
    assert client_of(LEAD).get(f"/questionnaires/{FIRST}").status_code == 200


@pytest.mark.parametrize("identity", ["management-practice-9.9", "management-practice", "x"])
def test_an_unknown_version_is_not_found(
    client_of: Callable[[str], Browser], identity: str
) -> None:
    assert client_of(LEAD).get(f"/questionnaires/{identity}").status_code == 404


@pytest.mark.parametrize("person", [LEAD, "executive@north.example", "national@benchmark.example"])
def test_start_pages_lead_to_it(client_of: Callable[[str], Browser], person: str) -> None:
    assert f'href="/questionnaires/{FIRST}"' in client_of(person).get("/").text


def test_the_task_list_leads_to_it(client_of: Callable[[str], Browser]) -> None:
    lead = client_of(LEAD)
    assert f'href="/questionnaires/{FIRST}"' in lead.get(own_response(lead)).text


def test_a_lead_reads_that_the_answers_were_entered_from_paper(
    client_of: Callable[[str], Browser],
    app: Benchmark,
    questionnaire: Questionnaire,
    tmp_path: Path,
) -> None:
    file = tmp_path / "paper.csv"
    keys = questionnaire.keys
    rows = (["medicine", "clinical", *["3"] * len(keys)], ["medicine", "nursing", "3"])
    header = ["division", "role", *keys]
    padded = [row + [""] * (len(header) - len(row)) for row in rows]
    file.write_text("\n".join(",".join(row) for row in [header, *padded]))
    with transaction(app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        person = coordinator_for(session, asked, "coordinator@north.example")
        record_responses(session, file, asked, person)
    for email, entered in (
        (LEAD, True),
        ("nursing.medicine@north.example", True),  # incomplete, and can be finished on screen
        ("operational.medicine@north.example", False),
    ):
        browser = client_of(email)
        address = own_response(browser)
        for page in (address, f"{address}/check"):
            assert ("Entered from paper" in browser.get(page).text) is entered


def test_page_and_pdf_say_the_same(client_of: Callable[[str], Browser]) -> None:
    reader = client_of("national@benchmark.example")
    for version in ("1.0", "1.1"):
        address = f"/questionnaires/management-practice-{version}"
        page, sheet = reader.get(address).text, reader.get(f"{address}.pdf")
        named = f'attachment; filename="management-practice-{version}.pdf"'
        assert sheet.headers["Content-Disposition"] == named
        article = page[page.index("<article") : page.index("</article>")]
        paper = flat(" ".join(page_texts(sheet.data)))
        texts = [flat(part.split("<")[0]) for part in unescape(article).split(">")]
        on_screen = [text for text in texts if text.startswith(("This page is for", "Download"))]
        assert len(on_screen) == 2
        for text in texts:
            assert text in paper or text in on_screen, text
        assert "The coordinator does not see your answers, unless you give them on paper." in paper
        assert reader.get(f"{address}.pdf").data == sheet.data
    assert reader.get("/questionnaires/nowhere-9.9.pdf").status_code == 404
