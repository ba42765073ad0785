"""Reminders: on the right working days, only to those who have not finished, once a day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmark.assessment.inviting import invite_lead
from benchmark.assessment.mailing import LINK
from benchmark.assessment.reminding import has_later_reminder, reminder_days, write_reminders
from benchmark.database.mail import Mail
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import hand_in, response_of

CLOSES = date(2027, 1, 8)  # a Friday; Christmas, a moved Boxing Day and New Year lie before it
DAYS = {date(2026, 12, 22): 10, date(2026, 12, 31): 5, date(2027, 1, 7): 1}


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


def in_winter(session: Session) -> None:
    """Move all rounds from today to where the holidays are."""
    session.execute(update(Round).values(opens_on=date(2026, 11, 2), closes_on=CLOSES))


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def addresses(session: Session) -> list[str]:
    return sorted(session.scalars(select(Mail.address)))


def test_the_days_are_working_days_over_christmas_and_easter() -> None:
    assert reminder_days(CLOSES) == DAYS
    assert set(reminder_days(date(2026, 4, 10))) == {
        date(2026, 3, 25),  # Good Friday and Easter Monday lie between
        date(2026, 4, 1),
        date(2026, 4, 9),
    }


def test_over_a_whole_round_there_are_three_for_each_of_those_who_do_nothing(
    session: Session,
) -> None:
    in_winter(session)
    days = (date(2026, 11, 2) + timedelta(days=n) for n in range(75))
    written = {day: count for day in days if (count := write_reminders(session, at(day)))}
    assert written == dict.fromkeys(DAYS, 12)
    assert len(addresses(session)) == 36


def test_once_a_day_and_not_before_the_morning(session: Session) -> None:
    in_winter(session)
    day = date(2026, 12, 31)
    assert write_reminders(session, at(day, hour=7)) == 0
    assert write_reminders(session, at(day, hour=8)) == 12
    assert write_reminders(session, at(day, hour=9)) == 0
    assert write_reminders(session, at(day, hour=23)) == 0


def test_only_those_who_have_not_finished(session: Session, questionnaire: Questionnaire) -> None:
    posts = [("medicine", role) for role in ("clinical", "operational", "nursing")]
    done, aside, vacant = (response_of(session, "ZZN", *post) for post in posts)
    hand_in(session, done, questionnaire)
    aside.set_aside_at = now()
    vacant.outcome = "vacant"
    response_of(session, "ZZS", "medicine", "clinical").round.state = "abandoned"
    in_winter(session)
    assert write_reminders(session, at(date(2026, 12, 31))) == 3
    assert {address.split("@")[0].split(".")[1] for address in addresses(session)} == {"surgery"}


def test_whoever_is_invited_today_is_not_reminded_today(session: Session) -> None:
    in_winter(session)
    asked = response_of(session, "ZZN", "medicine", "clinical")
    invite_lead(session, asked, asked.people[0])
    session.execute(update(Mail).values(due_at=at(date(2026, 12, 31), hour=8)))
    assert write_reminders(session, at(date(2026, 12, 31))) == 11


def test_a_later_reminder_makes_an_earlier_one_pointless(session: Session) -> None:
    in_winter(session)
    for day in DAYS:
        write_reminders(session, at(day))
    response = response_of(session, "ZZN", "medicine", "clinical")
    mails = session.scalars(select(Mail).where(Mail.response_id == response.id))
    ordered = sorted(mails, key=lambda mail: mail.due_at)
    assert [has_later_reminder(session, mail) for mail in ordered] == [True, True, False]


def test_a_word_about_oneself_and_about_nobody_else(
    session: Session, questionnaire: Questionnaire
) -> None:
    """The same mail, whether two colleagues have submitted or nobody has begun."""
    today = session.execute(select(Round.opens_on, Round.closes_on).limit(1)).one()
    in_winter(session)
    write_reminders(session, at(date(2026, 12, 22)))
    session.execute(update(Round).values(today._asdict()))
    for role in ("clinical", "nursing"):
        hand_in(session, response_of(session, "ZZN", "medicine", role), questionnaire)
    in_winter(session)
    write_reminders(session, at(date(2026, 12, 31)))
    reader = Mail.address == "operational.medicine@north.example"
    one, other = session.execute(select(Mail.subject, Mail.body).where(reader))
    assert one == other
    assert "23:59 on Friday 8 January 2027" in one.subject
    assert LINK in one.body.split("\n")
