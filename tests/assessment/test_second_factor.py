"""Codes of an app are accepted once, a little early or late; recovery codes once each."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment import second_factor
from benchmark.assessment.second_factor import (
    accepts,
    address_of_secret,
    codes_are_kept,
    codes_left,
    codes_to_show,
    forget,
    has_passed,
    make_recovery_codes,
    needs_second_factor,
    offered_secret,
    second_factor_of,
    set_up,
)
from benchmark.assessment.signing_in import Entry, start_sign_in
from benchmark.database.accounts import RecoveryCode, SecondFactor
from benchmark.database.people import ROLES, Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Seat, Viewer

KEYS = ("the secret key of this installation",)
NEWER = ("another secret key, in force since today", *KEYS)
MOMENT = datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with transaction(database, writes=True) as opened:
        opened.add_all([Person(name="Reader", email=f"{name}@n.example") for name in ("a", "b")])
        opened.flush()
        yield opened


def person(session: Session, email: str = "a@n.example") -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


@pytest.fixture
def app(session: Session) -> pyotp.TOTP:
    """An app that the reader has set up; its first code counts as used long ago."""
    secret = offered_secret(session, KEYS, "a sign-in", person(session).id)
    phone = pyotp.TOTP(secret)
    assert set_up(session, KEYS, person(session), secret, phone.at(now()))
    session.get_one(SecondFactor, person(session).id).last_step = 0
    return phone


def right(session: Session, code: str, moment: datetime = MOMENT) -> bool:
    return accepts(session, KEYS, person(session).id, code, moment)


def test_coordinators_executives_and_the_national_team_need_one() -> None:
    needing = {r for r in ROLES if needs_second_factor(Viewer(1, "R", (Seat(r, None, None),)))}
    assert needing == {"coordinator", "executive", "national"}
    assert not needs_second_factor(Viewer(1, "R", ()))


def test_a_code_is_accepted_once(session: Session, app: pyotp.TOTP) -> None:
    assert right(session, app.at(MOMENT))
    assert not right(session, app.at(MOMENT))
    assert not right(session, app.at(MOMENT - timedelta(seconds=30)))  # nor one from before it
    assert right(session, app.at(MOMENT + timedelta(seconds=30)))


@pytest.mark.parametrize(("off", "accepted"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(
    session: Session, app: pyotp.TOTP, off: int, *, accepted: bool
) -> None:
    assert right(session, app.at(MOMENT + timedelta(seconds=off))) is accepted


@pytest.mark.parametrize("code", ["", "000000", "12345", "1" * 40, "abc", "١٢٣٤٥٦", "\x00\udcff"])
def test_what_is_no_code_is_refused(session: Session, app: pyotp.TOTP, code: str) -> None:
    assert code != app.at(MOMENT)
    assert not right(session, code)


def test_a_code_may_have_spaces(session: Session, app: pyotp.TOTP) -> None:
    code = app.at(MOMENT)
    assert right(session, f" {code[:3]} {code[3:]} ")


def test_a_wrong_code_sets_nothing_up(session: Session) -> None:
    secret = offered_secret(session, KEYS, "a sign-in", person(session).id)
    assert not set_up(session, KEYS, person(session), secret, "000000")
    assert second_factor_of(session, person(session).id) is None
    assert not accepts(session, KEYS, person(session).id, "000000", now())


def test_the_offered_secret_is_the_same_for_a_sign_in_and_another_for_each_other(
    session: Session,
) -> None:
    secrets = [
        offered_secret(session, KEYS, sign_in, person(session).id)
        for sign_in in ("one", "one", "two")
    ]
    assert secrets[0] == secrets[1] != secrets[2]
    assert len(secrets[0]) == 32  # 160 bits
    address = address_of_secret(secrets[0], person(session))
    assert f"secret={secrets[0]}" in address
    assert "a%40n.example" in address


def test_the_database_alone_gives_no_codes(session: Session, app: pyotp.TOTP) -> None:
    make_recovery_codes(session, KEYS, person(session).id, "a sign-in")
    shown = codes_to_show(session, KEYS, person(session).id, "a sign-in")
    kept = repr(session.execute(select(SecondFactor.__table__)).all())
    kept += repr(session.execute(select(RecoveryCode.__table__)).all())
    for secret in (app.secret, *shown, *(code.replace("-", "") for code in shown)):
        assert secret not in kept
    other = person(session, "b@n.example")
    theirs = session.get_one(SecondFactor, person(session).id).sealed_secret
    session.add(
        SecondFactor(person_id=other.id, sealed_secret=theirs, last_step=0, recovery_salt="")
    )
    session.flush()
    assert not accepts(session, KEYS, other.id, app.at(MOMENT), MOMENT)  # moved to another's row


def test_a_new_secret_key_takes_the_old_one_along_and_seals_anew(
    session: Session, app: pyotp.TOTP
) -> None:
    reader = person(session).id
    assert not accepts(session, NEWER[:1], reader, app.at(MOMENT), MOMENT)
    assert accepts(session, NEWER, reader, app.at(MOMENT), MOMENT)
    later = MOMENT + timedelta(minutes=1)
    assert accepts(session, NEWER[:1], reader, app.at(later), later)


@pytest.mark.usefixtures("app")
def test_each_recovery_code_works_once_and_ten_are_shown_once(session: Session) -> None:
    reader = person(session).id
    make_recovery_codes(session, KEYS, reader, "a sign-in")
    codes = codes_to_show(session, KEYS, reader, "a sign-in")
    assert len(set(codes)) == second_factor.RECOVERY_CODES == codes_left(session, reader)
    assert codes_to_show(session, KEYS, reader, "another sign-in") == []
    assert right(session, codes[0].upper().replace("-", " "))
    assert not right(session, codes[0])
    assert right(session, codes[1])
    assert codes_left(session, reader) == 8
    codes_are_kept(session, reader)
    assert codes_to_show(session, KEYS, reader, "a sign-in") == []
    make_recovery_codes(session, KEYS, reader, "a sign-in")
    assert not right(session, codes[2])  # new ones take the place of the old
    assert set(codes_to_show(session, KEYS, reader, "a sign-in")).isdisjoint(codes)
    assert not accepts(session, KEYS, person(session, "b@n.example").id, codes[3], MOMENT)


def test_what_is_forgotten_is_accepted_no_more(session: Session, app: pyotp.TOTP) -> None:
    make_recovery_codes(session, KEYS, person(session).id, "a sign-in")
    (code, *_) = codes_to_show(session, KEYS, person(session).id, "a sign-in")
    forget(session, person(session).id)
    forget(session, person(session).id)
    assert not right(session, app.at(MOMENT))
    assert not right(session, code)
    codes_are_kept(session, person(session).id)


def test_a_sign_in_tells_whether_its_factor_was_given(session: Session) -> None:
    half, whole = (
        start_sign_in(session, person(session), Entry(passed=passed)) for passed in (False, True)
    )
    session.flush()
    assert (has_passed(session, half), has_passed(session, whole)) == (False, True)
    assert not has_passed(session, "unknown")
