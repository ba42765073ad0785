"""Access for support: a reason, an end that comes by itself, and coordinators who are told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from benchmark.assessment.audit_chain import check_chain
from benchmark.assessment.calendar import london_day
from benchmark.assessment.disabling import disable
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import live_sign_in, set_password, start_sign_in
from benchmark.assessment.supporting import (
    AT_ITS_TIME,
    BY_OPERATOR,
    BY_TRUST,
    MOST_HOURS,
    access_in,
    accesses_of,
    close_access,
    end_access,
    end_what_is_over,
    open_access,
    standing_accesses,
    support_account,
)
from benchmark.database.audit import AuditEntry
from benchmark.database.mail import Mail
from benchmark.database.people import Membership, Person, SupportAccess, Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction

EMAIL, REASON = "sam@supplier.example", "Ticket 1042: reminder mails do not arrive"
START = now()
LATER = START + timedelta(hours=1)
OVER = START + timedelta(hours=4)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        for code in ("ZZN", "ZZS"):
            trust = Trust(code=code, name=f"Invented {code} NHS Trust")
            person = Person(name=f"Coordinator {code}", email=f"{code.lower()}@trust.example")
            since = london_day(START) - timedelta(days=9)
            post = Membership(trust=trust, person=person, role="coordinator", from_date=since)
            opened.add_all((trust, person, post))
        opened.flush()
        yield opened


def trust_of(session: Session, code: str = "ZZN") -> Trust:
    return session.scalars(select(Trust).where(Trust.code == code)).one()


def sam(session: Session) -> Person:
    return support_account(session, EMAIL, "Sam Support")


def opened(session: Session, code: str = "ZZN") -> SupportAccess:
    return open_access(session, trust_of(session, code), sam(session), REASON, 4, START)


def mails(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(select(Mail).order_by(Mail.created_at, Mail.kind.desc()))
    return [(mail.address, mail.subject) for mail in found]


def recorded(session: Session) -> list[tuple[str, str, str]]:
    entries = select(AuditEntry).order_by(AuditEntry.trust_id, AuditEntry.number)
    return [(each.kind, each.way, each.detail) for each in session.scalars(entries)]


def test_the_coordinator_of_the_trust_is_told_who_why_and_until_when(session: Session) -> None:
    access = opened(session)
    told = session.scalars(select(Mail).where(Mail.kind == "account")).one()
    assert told.address == "zzn@trust.example"
    assert told.page == "/trusts/zzn/support"
    assert "Sam Support (sam@supplier.example) of support" in told.body
    assert f"The reason given: {REASON}" in told.body
    assert "They see no name, answer, level, text or figure" in told.body
    assert recorded(session) == [("support opened", "command", "")]
    assert access_in(session, trust_of(session), access.id) is access
    assert access_in(session, trust_of(session, "ZZS"), access.id) is None


def test_an_account_without_a_password_is_sent_a_link_and_one_with_a_password_is_not(
    session: Session,
) -> None:
    opened(session)
    welcomed = select(Mail.address).where(Mail.kind == "password")
    assert session.scalars(welcomed).all() == [EMAIL]
    other = support_account(session, "jo@supplier.example", "Jo Support")
    set_password(other, "an invented pass phrase")
    open_access(session, trust_of(session), other, REASON, 4, START)
    assert session.scalars(welcomed).all() == [EMAIL]


REASONS = {
    "nothing": "",
    "spaces": "                            ",
    "too short": "a look at it",
    "too few words": "reminders-do-not-arrive please",
    "too long": "a reason of many words " * 20,
}


@pytest.mark.parametrize("kind", REASONS)
def test_without_a_real_reason_nothing_opens(session: Session, kind: str) -> None:
    with pytest.raises(Refused, match="reason"):
        open_access(session, trust_of(session), sam(session), REASONS[kind], 4, START)
    assert accesses_of(session) == []


@pytest.mark.parametrize("hours", [0, -1, MOST_HOURS + 1])
def test_nothing_opens_for_longer_than_a_day(session: Session, hours: int) -> None:
    with pytest.raises(Refused, match="hours"):
        open_access(session, trust_of(session), sam(session), REASON, hours, START)


def test_a_trust_that_nobody_could_tell_is_not_opened(session: Session) -> None:
    coordinator = session.scalars(select(Person).where(Person.email == "zzn@trust.example")).one()
    disable(session, coordinator)
    with pytest.raises(Refused, match="no coordinator today"):
        opened(session)
    post = coordinator.memberships[0]
    coordinator.disabled_at, post.to_date = None, london_day(START) - timedelta(days=2)
    session.flush()
    with pytest.raises(Refused, match="no coordinator today"):
        opened(session)


def test_whoever_has_a_post_or_is_unknown_or_disabled_is_no_support(session: Session) -> None:
    with pytest.raises(Refused, match="an account of its own"):
        support_account(session, "ZZN@trust.example", "")
    with pytest.raises(Refused, match="say with --name"):
        support_account(session, EMAIL, " ")
    disable(session, sam(session))
    with pytest.raises(Refused, match="disabled"):
        sam(session)


def test_it_ends_by_itself_once_and_its_coordinator_is_told_once(session: Session) -> None:
    access = opened(session)
    opened(session, "ZZS")
    assert access.is_open(OVER - timedelta(seconds=1))
    assert not access.is_open(OVER)  # whether or not anybody has noted it
    assert end_what_is_over(session, OVER - timedelta(seconds=1)) == 0
    assert end_what_is_over(session, OVER + timedelta(hours=3)) == 2
    assert end_what_is_over(session, OVER + timedelta(hours=3)) == 0
    assert (access.ended_at, access.ended_how) == (OVER, AT_ITS_TIME)
    ended = [mail for mail in session.scalars(select(Mail)) if "has ended" in mail.subject]
    assert sorted(mail.address for mail in ended) == ["zzn@trust.example", "zzs@trust.example"]
    assert (
        recorded(session)
        == [
            ("support opened", "command", ""),
            ("support ended", "service", AT_ITS_TIME),
        ]
        * 2
    )
    assert check_chain(session, trust_of(session).id).fault == ""


def test_of_two_who_end_it_one_does(session: Session) -> None:
    access = opened(session)
    assert end_access(session, access, BY_TRUST, LATER)
    assert not end_access(session, access, BY_OPERATOR, LATER)
    assert (access.ended_at, access.ended_how) == (LATER, BY_TRUST)
    assert sum("has ended" in subject for _, subject in mails(session)) == 1


def test_its_sign_ins_end_with_it_and_do_not_come_back_with_the_next(session: Session) -> None:
    access = opened(session)
    token = start_sign_in(session, sam(session))
    session.flush()
    assert live_sign_in(session, token)
    access.opened_at, access.ends_at = START - timedelta(hours=4), START - timedelta(seconds=1)
    session.flush()
    assert live_sign_in(session, token) is None
    opened(session)
    session.expire_all()
    assert live_sign_in(session, token) is None


def test_the_operator_closes_what_is_open_in_one_trust(session: Session) -> None:
    opened(session)
    elsewhere = opened(session, "ZZS")
    assert close_access(session, trust_of(session), sam(session), LATER)
    assert not close_access(session, trust_of(session), sam(session), LATER)
    assert standing_accesses(session, trust_of(session)) == []
    assert elsewhere.is_open(LATER)
    assert recorded(session)[1] == ("support ended", "command", BY_OPERATOR)


def test_an_access_that_is_open_is_not_opened_twice(session: Session) -> None:
    opened(session)
    with pytest.raises(Refused, match="already"):
        opened(session)
    # two who looked at the same moment: the database lets one of them through
    place = {"trust_id": trust_of(session).id, "person_id": sam(session).id}
    second = SupportAccess(**place, reason=REASON, opened_at=START, ends_at=LATER)
    session.add(second)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_after_its_end_it_can_be_opened_again(session: Session) -> None:
    opened(session)
    again = open_access(session, trust_of(session), sam(session), REASON, 1, OVER)
    assert again.is_open(OVER)
    assert [each.ended_how for each in accesses_of(session, trust_of(session))] == ["", AT_ITS_TIME]
