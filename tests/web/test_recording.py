"""What is written, read and refused is in the record before anybody sees the answer."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text

from benchmark.database.audit import AuditEntry, AuditPerson
from benchmark.database.people import Person
from benchmark.database.rounds import Answer, Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.audited import RECORDED
from tests.servers import (
    Browser,
    browser_of,
    complete_division,
    copied,
    issue_inside,
    own_response,
    response_of,
    serving,
)

CLINICAL, NURSING = "clinical.medicine@north.example", "nursing.medicine@north.example"
EXECUTIVE, COORDINATOR = "executive@north.example", "coordinator@north.example"
MEDICINE = "/divisions/zzn-medicine"
Entry = tuple[str, str, str]  # who, kind, detail


@pytest.fixture
def released(released_model: Path, tmp_path: Path) -> Iterator[Benchmark]:
    with serving(copied(released_model, tmp_path)) as served:
        yield served


def entries(engine: Engine) -> list[Entry]:
    """Who did what, oldest first."""
    query = (
        select(Person.email, AuditEntry.kind, AuditEntry.detail)
        .select_from(AuditEntry)
        .outerjoin(AuditPerson)
        .outerjoin(Person)
        .order_by(AuditEntry.trust_id, AuditEntry.number)
    )
    with transaction(engine, writes=False) as session:
        return [(who, kind, detail) for who, kind, detail in session.execute(query)]


def test_a_save_is_recorded_with_the_answer_and_only_when_it_changes_something(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app_on_both, CLINICAL)
    address = f"{own_response(lead)}/{questionnaire.keys[0]}"
    assert entries(app_on_both.engine) == []
    assert lead.send(address, answer="4", version="0").status_code == 303
    assert entries(app_on_both.engine) == [(CLINICAL, "answer saved", "")]
    assert lead.send(address, answer="4", version="1").status_code == 303  # the same again
    assert lead.send(address, answer="9", version="1").status_code == 400
    assert lead.send(address, answer="2", version="0").status_code == 409
    assert entries(app_on_both.engine) == [(CLINICAL, "answer saved", "")]
    with transaction(app_on_both.engine, writes=False) as session:
        kept = session.scalars(select(AuditEntry)).one()
        response = response_of(session, "ZZN", "medicine", "clinical")
        assert (kept.round_id, kept.division_id) == (response.round_id, response.division_id)
        assert kept.subject == f"response:{response.id}"


def test_what_cannot_be_recorded_is_not_saved(app: Benchmark, questionnaire: Questionnaire) -> None:
    lead = browser_of(app, CLINICAL)
    address = f"{own_response(lead)}/{questionnaire.keys[0]}"
    without_record(app.engine)
    assert lead.send(address, answer="4", version="0").status_code == 503
    with transaction(app.engine, writes=False) as session:
        assert session.scalars(select(Answer)).all() == []


def test_what_cannot_be_recorded_is_not_shown(released: Benchmark) -> None:
    lead, executive = browser_of(released, CLINICAL), browser_of(released, EXECUTIVE)
    assert lead.get(f"{MEDICINE}/three").status_code == 200
    without_record(released.engine)
    answer = lead.get(f"{MEDICINE}/three")
    assert answer.status_code == 503
    assert "what clinical saw" not in answer.text
    assert executive.get(f"{MEDICINE}/three").status_code == 503  # a refusal, just the same
    # what leaves no entry is shown as before
    assert executive.get("/trusts/zzn/comparison").status_code == 200


def without_record(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        session.execute(text("ALTER TABLE audit_people RENAME TO audit_people_away"))


READING = (
    "agreement",
    "agreement/{practice}",
    "dissent/{practice}",
    "settle-near",
    "leave-open",
    "meeting",
    "agenda",
    "agenda.pdf",
    "three",
    "three.csv",
    "handover",
)


def test_whatever_shows_what_the_three_said_is_recorded(
    released: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(released, NURSING)
    for page in READING:
        before = len(entries(released.engine))
        address = f"{MEDICINE}/{page.format(practice=questionnaire.keys[0])}"
        answer = lead.get(address)
        found = entries(released.engine)[before:]
        assert answer.status_code in (200, 303), address
        ((who, kind, _),) = found
        assert (who, kind.split()[-1] in ("read", "downloaded")) == (NURSING, True), address


def test_a_page_that_only_says_to_wait_is_nothing_that_was_read(app: Benchmark) -> None:
    lead = browser_of(app, CLINICAL)
    for page in ("three", "agreement", "agenda.pdf", "three.csv", "meeting", "handover"):
        assert "0 of 3 complete" in lead.get(f"{MEDICINE}/{page}").text
    assert entries(app.engine) == []


def test_reports_and_files_are_recorded_and_pages_for_the_whole_trust_are_not(
    released: Benchmark, questionnaire: Questionnaire
) -> None:
    executive = browser_of(released, EXECUTIVE)
    for page in ("comparison", "report", "exports", "practices", "timeline", "packs"):
        assert executive.get(f"/trusts/zzn/{page}").status_code == 200
    assert entries(released.engine) == []
    assert executive.send(f"{MEDICINE}/report").status_code == 303
    assert executive.send(f"{MEDICINE}/report").status_code == 303  # issued already
    with transaction(released.engine, writes=True) as session:
        report = session.scalars(select(Report.id)).one()
        lead = response_of(session, "ZZN", "medicine", "clinical")
        inside = issue_inside(session, lead.round, lead.division, questionnaire).id
    assert executive.get(f"/reports/{report}.pdf").status_code == 200
    assert executive.head(f"/reports/{report}.pdf").status_code == 200
    assert executive.get("/trusts/zzn/comparison.csv").status_code == 200
    assert executive.get("/trusts/zzn/exports/file").status_code == 200
    assert executive.get("/trusts/zzn/exports/file?format=none").status_code == 404
    assert browser_of(released, CLINICAL).get(f"/reports/{inside}.pdf").status_code == 200
    assert executive.send(f"{MEDICINE}/handover").status_code == 303
    assert browser_of(released, CLINICAL).send(f"{MEDICINE}/handover").status_code == 303
    assert entries(released.engine) == [
        (EXECUTIVE, "report issued", "for the trust"),
        (EXECUTIVE, "report downloaded", "for the trust"),
        (EXECUTIVE, "report downloaded", "for the trust"),
        (EXECUTIVE, "figures downloaded", ""),
        (EXECUTIVE, "figures downloaded", ""),
        (CLINICAL, "report downloaded", "for its three leads"),
        (EXECUTIVE, "report issued", "for the trust"),
        (CLINICAL, "report issued", "for its three leads"),
    ]


def test_a_refusal_in_ones_own_trust_is_recorded_once_a_minute(released: Benchmark) -> None:
    executive = browser_of(released, EXECUTIVE)
    for _ in range(5):
        assert executive.get(f"{MEDICINE}/three").status_code == 404
    for page in ("/trusts/zzn/people", "/second-factor-resets"):
        assert executive.get(page).status_code == 404
    with transaction(released.engine, writes=False) as session:
        theirs = response_of(session, "ZZN", "medicine", "clinical").id
    assert executive.get(f"/responses/{theirs}").status_code == 404
    assert entries(released.engine) == [
        (EXECUTIVE, "refused", "three.page"),
        (EXECUTIVE, "refused", "people.everybody"),
        (EXECUTIVE, "refused", "resets.page"),
        (EXECUTIVE, "refused", "responses.task_list"),
    ]


def test_strangers_and_what_is_elsewhere_or_nowhere_leave_nothing(released: Benchmark) -> None:
    with transaction(released.engine, writes=False) as session:
        south = response_of(session, "ZZS", "medicine", "clinical").id
    addresses = (
        "/divisions/zzs-medicine/three",
        "/divisions/zzx-medicine/three",
        "/trusts/zzs/people",
        "/trusts/zzx/people",
        f"/responses/{south}",
        f"/responses/{'a' * 16}",
        f"/reports/{'b' * 16}.pdf",
    )
    for browser in (browser_of(released, EXECUTIVE), browser_of(released, None)):
        for address in addresses:
            assert browser.get(address).status_code in (303, 404)
    assert entries(released.engine) == []


PAIRS_OF_ADDRESSES = (
    ("/divisions/zzs-medicine/three", "/divisions/zzx-medicine/three"),
    ("/trusts/zzs/audit", "/trusts/zzx/audit"),
    ("/responses/{south}", f"/responses/{'a' * 16}"),
)


@pytest.mark.parametrize("addresses", PAIRS_OF_ADDRESSES)
def test_what_is_elsewhere_and_what_is_nowhere_ask_the_database_the_same(
    app: Benchmark, addresses: tuple[str, str]
) -> None:
    with transaction(app.engine, writes=False) as session:
        south = response_of(session, "ZZS", "medicine", "clinical").id
    executive = browser_of(app, EXECUTIVE)
    elsewhere, nowhere = (
        statements_of(app, executive, address.format(south=south)) for address in addresses
    )
    assert elsewhere == nowhere
    assert not [each for each in nowhere if each.startswith(("INSERT", "BEGIN IMMEDIATE"))]
    refused = statements_of(app, executive, f"{MEDICINE}/three")
    assert any(each.startswith("INSERT INTO audit_entries") for each in refused)


def statements_of(app: Benchmark, browser: Browser, address: str) -> list[str]:
    """What one request asks the database, without what stands in for the values."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(app.engine, "before_cursor_execute", note)
    assert browser.get(address).status_code == 404
    event.remove(app.engine, "before_cursor_execute", note)
    return found


WRITES: dict[str, Callable[[Browser], Any]] = {
    "division added": lambda browser: browser.send("/trusts/zzn/divisions/new", name="Cancer"),
    "division changed": lambda browser: browser.send(
        "/trusts/zzn/divisions/surgery/rename", name="Theatres"
    ),
    "person added": lambda browser: browser.send(
        "/trusts/zzn/people/new",
        **{
            "name": "A. New",
            "email": "new@north.example",
            "post": "improvement",
            "start-day": "1",
            "start-month": "11",
            "start-year": "2026",
        },
    ),
}


@pytest.mark.parametrize("kind", WRITES)
def test_what_a_coordinator_does_is_recorded(app: Benchmark, kind: str) -> None:
    assert WRITES[kind](browser_of(app, COORDINATOR)).status_code == 303
    ((who, found, _),) = entries(app.engine)
    assert (who, found) == (COORDINATOR, kind)


def test_reading_without_an_entry_would_be_seen(
    released: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the tests above: a page that is taken off the list leaves nothing."""
    monkeypatch.delitem(RECORDED, "GET three.page")
    assert browser_of(released, CLINICAL).get(f"{MEDICINE}/three").status_code == 200
    assert entries(released.engine) == []


def test_all_that_happens_gives_one_whole_chain(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    complete_division(app.engine, questionnaire)
    for email in (CLINICAL, NURSING, EXECUTIVE, COORDINATOR):
        browser_of(app, email).get(f"{MEDICINE}/three")
    found = entries(app.engine)
    assert [kind for _, kind, _ in found] == ["three read", "three read", "refused", "refused"]
