"""The handover pack as a page and as a PDF: the same words, in the reader's own edition."""

from html import unescape

from benchmark.assessment.settling import Settlement, save_agreement, save_dissent
from benchmark.database.agreements import SectionAnswer
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.reading import flat, page_texts
from tests.servers import browser_of, release_division, replaced, response_of

PAGE, PAPER = "/divisions/zzn-medicine/handover", "/divisions/zzn-medicine/handover.pdf"
ONE, TWO = "clinical.medicine@north.example", "operational.medicine@north.example"
OTHERS = ("executive", "improvement", "coordinator", "clinical.surgery")
WHY, OTHERWISE = "because of the <audit> in May", "on two wards it is a 2"


def settle(app: Benchmark, questionnaire: Questionnaire) -> None:
    """One practice agreed with a reason and a dissent; then the division is released."""
    with transaction(app.engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        place = (session, response.round, response.division, "handover")
        assert save_agreement(*place, Settlement(4, WHY), 0, response.people[0].id).saved
        save_dissent(*place, "nursing", OTHERWISE, 0)
        said = SectionAnswer(response_id=response.id, section="operations", continues="partly")
        session.add(said)
    release_division(app.engine, questionnaire)


def said_on(page: str) -> list[str]:
    inside = page[page.index("<h2>Ways of working</h2>") : page.index("</main>")]
    texts = [flat(unescape(part.split("<")[0])) for part in inside.split(">")]
    return [text for text in texts if text]


def test_page_and_paper_say_the_same_in_both_editions(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    settle(settling_app, questionnaire)
    for email, edition in ((ONE, "L2"), ("executive@north.example", "L1")):
        reader = browser_of(settling_app, email)
        page, sheet = reader.get(PAGE).text, reader.get(PAPER)
        assert sheet.mimetype == "application/pdf"
        assert "handover.pdf" in page
        paper = flat(" ".join(page_texts(sheet.data)))
        assert f"Edition {edition}" in paper
        words = set(paper.split())
        for text in said_on(page):
            assert set(text.split()) <= words, text
        for secret in (WHY, OTHERWISE, "If one of us left", "sees it otherwise"):
            assert (secret in unescape(page)) == (secret in paper) == (edition == "L2"), secret
        assert reader.get(PAPER).data == sheet.data


def test_a_successor_reads_what_others_read(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    settle(settling_app, questionnaire)
    successor = browser_of(settling_app, replaced(settling_app.engine))
    theirs = successor.get(PAPER).data
    assert theirs.startswith(b"%PDF")
    for email in OTHERS:
        assert browser_of(settling_app, f"{email}@north.example").get(PAPER).data == theirs, email
    assert "Ŵyn Newcomer" in successor.get(PAGE).text
    assert browser_of(settling_app, ONE).get(PAGE).status_code == 404  # has left the trust
    assert browser_of(settling_app, TWO).get(PAPER).data != theirs
    for email in ("national@benchmark.example", "clinical.medicine@south.example"):
        assert browser_of(settling_app, email).get(PAPER).status_code == 404, email


def test_before_the_release_only_the_three_read_one(settling_app: Benchmark) -> None:
    reader = browser_of(settling_app, "executive@north.example")
    for address in (PAGE, PAPER):
        kept = reader.get(address)
        assert (kept.status_code, kept.mimetype) == (200, "text/html")
        assert "Not shown: not released." in kept.text
        assert "Level" not in kept.text
    three = browser_of(settling_app, ONE).get(PAGE).text
    assert "The three have not agreed on a level for any practice." in three
    assert "Not shown: not released." in three  # their plan, until others may read it too
    named = browser_of(settling_app, ONE).get(PAPER).headers["Content-Disposition"]
    assert named.endswith('-handover.pdf"')
