"""One lead whose name and address stand wherever a person's can, and where they still stand."""

import json
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Engine, inspect, text, update
from sqlalchemy.orm import Session

from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import record_event
from benchmark.assessment.handing_over import handover_for
from benchmark.assessment.issuing import issue_handover, issue_round
from benchmark.assessment.known_devices import remember_device
from benchmark.assessment.results import reader_of
from benchmark.assessment.signing_in import start_sign_in
from benchmark.assessment.throttling import Attempt, remember_failure
from benchmark.database.accounts import (
    PasswordLink,
    PasswordRequest,
    RecoveryCode,
    SecondFactor,
    SignOnIdentity,
)
from benchmark.database.agreements import Agreement, Dissent
from benchmark.database.mail import MailLink
from benchmark.database.people import Membership, Person, SupportAccess
from benchmark.database.plans import Action, ActionNote, Offer
from benchmark.database.rounds import Answer, Response
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.database.tokens import ApiToken
from benchmark.jobs.packs import make_due_packs
from benchmark.questionnaire.definition import Questionnaire
from benchmark.report.archive import attached
from tests.assessment.posts import person_named
from tests.packs import asked_pack
from tests.servers import response_of

NAME, EMAIL = "Zebedee Quillfeather", "z.quillfeather@north.example"
SPELT = "zebedee  QUILLFEATHER"  # as others write it
CANARY = "quillfeather"  # in the name and in the address
YESTERDAY = london_day(now()) - timedelta(days=1)


def plant(engine: Engine, questionnaire: Questionnaire) -> int:
    """Put the name into everything that can hold one; returns the id of the person."""
    with transaction(engine, writes=True) as session:
        person = person_named(session, "clinical.medicine@north.example")
        person.name, person.email = NAME, EMAIL
        session.flush()
        _let_in(session, person)
        _write_about(session, response_of(session, "ZZN", "medicine", "nursing"))
    asked_pack(engine)
    assert make_due_packs(engine, now() + timedelta(seconds=1)) == 1
    with transaction(engine, writes=True) as session:
        _issue(session, response_of(session, "ZZN", "medicine", "nursing"), questionnaire)
        for kind in ("answers submitted", "three read"):
            record(session, 1, Deed(kind), person.id)
    return person.id


def leave(engine: Engine, person: int) -> None:
    """The last day of all their posts was yesterday."""
    with transaction(engine, writes=True) as session:
        own = Membership.person_id == person
        session.execute(update(Membership).where(own).values(to_date=YESTERDAY))


def _let_in(session: Session, person: Person) -> None:
    """Everything by which somebody comes in."""
    start_sign_in(session, person)
    remember_device(session, "", person)
    session.add(PasswordLink(token_hash="c" * 64, person=person, expires_at=now()))
    assert tell_of_account(session, person, f"{NAME}, your account", "Something has changed.")
    remember_failure(session, Attempt(EMAIL, "192.0.2.1"))
    remember_failure(session, Attempt(f"code of {person.id}"))
    factor = {"sealed_secret": "sealed", "last_step": 0, "recovery_salt": "salt"}
    session.add(SecondFactor(person_id=person.id, **factor))
    session.add(RecoveryCode(person_id=person.id, code_hash="a" * 64))
    session.add(SignOnIdentity(issuer="https://id.example", subject=EMAIL, person_id=person.id))
    parts = {"token_hash": "e" * 64, "trust_id": 1, "parts": "figures", "expires_at": now()}
    session.add(ApiToken(person=person, name=f"Sheet of {NAME}", **parts))
    session.add(PasswordRequest(email=EMAIL, address_hash="a" * 64))
    own = response_of(session, "ZZN", "medicine", "clinical")
    session.add(MailLink(token_hash="b" * 64, person=person, response=own, expires_at=now()))


def _write_about(session: Session, response: Response) -> None:
    """What others wrote, in every place in which they can."""
    colleague, asked, division = response.people[0], response.round, response.division
    place = {"round_id": asked.id, "division_id": division.id}
    first, second = (answer.practice for answer in response.answers[:2])
    words = f"Ask {SPELT} ({EMAIL.upper()}) about it."
    session.execute(
        update(Answer)
        .where(Answer.response_id == response.id, Answer.practice == first)
        .values(evidence=words, share=True)
    )
    session.execute(
        update(Agreement)
        .where(Agreement.practice == first, Agreement.division_id == division.id)
        .values(reason=words, saved_by=colleague.id)
    )
    saved = {"version": 1, "saved_by": colleague.id}
    session.add(Dissent(**place, practice=second, role="nursing", text=words, version=1))
    session.add(
        Offer(**place, practice=first, kind="shows", words=words, contact=f"{NAME}", **saved)
    )
    action = Action(
        **place, practice=first, what=words, owner="nursing", due=YESTERDAY, measure=words, **saved
    )
    session.add(action)
    session.flush()
    note = {**place, "action_id": action.id, "person_id": colleague.id}
    session.add(ActionNote(**note, state="in progress", words=words))
    record_event(session, asked, "recorded", person=colleague.id, detail=words)
    helper = Person(name="Invented Helper", email="helper@supplier.example")
    access = {"trust_id": asked.trust_id, "opened_at": now(), "ends_at": now() + timedelta(hours=1)}
    session.add(SupportAccess(person=helper, reason=words, **access))
    asked.title, asked.lawful_basis = f"Round of {NAME}", words
    asked.impact_assessment = asked.hold_reason = words
    tell_of_account(session, colleague, f"About {NAME}", words)
    session.flush()
    session.execute(
        text("UPDATE mails SET error = body WHERE person_id = :id"), {"id": colleague.id}
    )


def _issue(session: Session, response: Response, questionnaire: Questionnaire) -> None:
    """Documents that print the name: a report with evidence and contact, and a handover pack."""
    asked, division = response.round, response.division
    assert issue_round(session, asked, questionnaire, division)
    pack, reason = handover_for(session, reader_of(asked.trust), asked, division)
    assert pack, reason
    issue_handover(session, asked, division, pack)


def named_in(engine: Engine) -> set[str]:
    """Every ``table.column`` in which the canary stands, also inside documents."""
    return set(_places(engine))


def _places(engine: Engine) -> Iterator[str]:
    with engine.execution_options(writes=False).connect() as connection:
        for table in inspect(connection).get_table_names():
            if table.startswith("huey"):
                continue
            found = connection.execute(text(f"SELECT * FROM {table}"))
            for row in found.mappings():
                for column, value in row.items():
                    if CANARY in _as_text(value).casefold():
                        yield f"{table}.{column}"


def _as_text(value: object) -> str:
    if not isinstance(value, bytes | memoryview):
        return str(value)
    raw = bytes(value)
    content = attached(raw) if raw.startswith(b"%PDF") else None
    return json.dumps(json.loads(content), ensure_ascii=False) if content else repr(raw)


EVERYWHERE = {
    *("people.name", "people.email", "password_requests.email", "sign_on_identities.subject"),
    "api_tokens.name",
    *("mails.address", "mails.subject", "mails.body", "mails.error"),
    *("answers.evidence", "agreements.reason", "dissents.text", "offers.words", "offers.contact"),
    *("actions.what", "actions.measure", "action_notes.words", "round_events.detail"),
    *("support_accesses.reason", "rounds.title", "rounds.lawful_basis", "rounds.impact_assessment"),
    "rounds.hold_reason",
    *("reports.pdf", "job_files.content"),
}
