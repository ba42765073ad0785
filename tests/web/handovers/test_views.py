"""The handover pack as a page and as an issued PDF: the same words, in the reader's edition."""

import hashlib
import re
from html import unescape
from http import HTTPStatus

import pytest
from sqlalchemy import func, select, update

from benchmark.assessment.settling import Settlement, save_agreement, save_dissent
from benchmark.database.agreements import SectionAnswer
from benchmark.database.people import Membership, Person
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.archive import attached
from benchmark.web.app import Benchmark
from tests.reading import flat, page_texts
from tests.servers import Browser, browser_of, release_division, replaced, response_of

PAGE = "/divisions/zzn-medicine/handover"
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


def issued_to(reader: Browser) -> str:
    """Issue the pack; its address on the page that follows."""
    assert reader.send(PAGE).status_code == HTTPStatus.SEE_OTHER
    found = re.search(r"/reports/\w+\.pdf", reader.get(PAGE).text)
    assert found, "the page offers no pack"
    return found.group()


def settled(app: Benchmark, questionnaire: Questionnaire) -> tuple[Browser, Browser]:
    """One of the three and an executive, who read the same division."""
    settle(app, questionnaire)
    return browser_of(app, ONE), browser_of(app, "executive@north.example")


def test_page_and_paper_say_the_same_in_both_editions(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    readers = settled(settling_app, questionnaire)
    for reader, edition in zip(readers, ("L2", "L1"), strict=True):
        page, sheet = reader.get(PAGE).text, reader.get(issued_to(reader))
        assert sheet.mimetype == "application/pdf"
        paper = flat(" ".join(page_texts(sheet.data)))
        assert f"Edition {edition}" in paper
        words = set(paper.split())
        for text in said_on(page):
            assert set(text.split()) <= words, text
        for secret in (WHY, OTHERWISE, "If one of us left", "sees it otherwise"):
            assert (secret in unescape(page)) == (secret in paper) == (edition == "L2"), secret
        named = sheet.headers["Content-Disposition"]
        assert named.endswith(f'-{edition}-handover.pdf"')


def test_a_pack_is_issued_once_and_anybody_can_check_its_hash(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    readers = settled(settling_app, questionnaire)
    for reader in readers:
        first = issued_to(reader)
        assert issued_to(reader) == first
        content = attached(reader.get(first).data)
        assert content is not None
        digest = hashlib.sha256(content).hexdigest()
        assert digest in flat(page_texts(reader.get(first).data)[0])
        checked = browser_of(settling_app, None).get(f"/verify/{digest}").text
        assert "it is unchanged" in checked
    with transaction(settling_app.engine, writes=False) as session:
        counted = session.scalar(select(func.count()).where(Report.kind == "handover"))
    assert counted == len(readers)


def test_what_was_issued_stays_as_it_was(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    three, executive = settled(settling_app, questionnaire)
    address, of_three = issued_to(executive), issued_to(three)
    kept = executive.get(address).data
    replaced(settling_app.engine)  # another person is to be talked to now
    assert executive.get(address).data == kept
    page = executive.get(PAGE).text
    assert "has not been issued as a pack yet" in page
    assert "Issued earlier in this round" in page
    assert address in page
    assert issued_to(executive) != address
    assert executive.get(of_three).status_code == HTTPStatus.NOT_FOUND
    assert of_three not in page


def test_a_successor_reads_what_others_read(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    before, _ = settled(settling_app, questionnaire)
    of_three = issued_to(before)
    successor = browser_of(settling_app, replaced(settling_app.engine))
    theirs = issued_to(successor)
    for email in OTHERS:
        reader = browser_of(settling_app, f"{email}@north.example")
        assert issued_to(reader) == theirs, email
        assert reader.get(theirs).data == successor.get(theirs).data
        assert reader.get(of_three).status_code == HTTPStatus.NOT_FOUND
    assert successor.get(of_three).status_code == HTTPStatus.NOT_FOUND
    assert "Ŵyn Newcomer" in successor.get(PAGE).text
    for address in (PAGE, of_three, theirs):  # who has left the trust
        assert before.get(address).status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.SEE_OTHER)
    assert issued_to(browser_of(settling_app, TWO)) != theirs
    for email in ("national@benchmark.example", "clinical.medicine@south.example"):
        reader = browser_of(settling_app, email)
        for address in (PAGE, theirs, of_three):
            assert reader.get(address).status_code == HTTPStatus.NOT_FOUND, email


def test_one_who_moves_within_the_trust_leaves_the_pack_of_the_three_behind(
    settling_app: Benchmark, questionnaire: Questionnaire
) -> None:
    before, executive = settled(settling_app, questionnaire)
    of_three, of_others = issued_to(before), issued_to(executive)
    with transaction(settling_app.engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == ONE)).one()
        session.execute(
            update(Membership)
            .where(Membership.person_id == person.id)
            .values(role="executive", division_id=None)
        )
    moved = browser_of(settling_app, ONE)
    assert moved.get(of_three).status_code == HTTPStatus.NOT_FOUND
    assert moved.get(of_others).status_code == HTTPStatus.OK


def test_before_the_release_only_the_three_read_one(settling_app: Benchmark) -> None:
    reader = browser_of(settling_app, "executive@north.example")
    kept = reader.get(PAGE)
    assert "Not shown: not released." in kept.text
    assert "Level" not in kept.text
    assert reader.send(PAGE).status_code == HTTPStatus.SEE_OTHER
    with transaction(settling_app.engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0
    three = browser_of(settling_app, ONE)
    page = three.get(PAGE).text
    assert "The three have not agreed on a level for any practice." in page
    assert "Not shown: not released." in page  # their plan, until others may read it too
    assert three.get(issued_to(three)).mimetype == "application/pdf"


@pytest.mark.parametrize("email", ["executive@north.example", TWO])
def test_once_nothing_leaves_the_three_only_they_read_their_own(
    settling_app: Benchmark, questionnaire: Questionnaire, email: str
) -> None:
    three, executive = settled(settling_app, questionnaire)
    of_three, of_others = issued_to(three), issued_to(executive)
    reader = browser_of(settling_app, email)
    assert reader.get(of_others).status_code == HTTPStatus.OK
    with transaction(settling_app.engine, writes=True) as session:
        response_of(session, "ZZN", "medicine", "clinical").round.level = "L0"
    assert reader.get(of_others).status_code == HTTPStatus.NOT_FOUND
    assert (reader.get(of_three).status_code == HTTPStatus.OK) == (email == TWO)
