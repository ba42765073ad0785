"""How long links last, and how a mail writes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from benchmark.assessment.mail_links import (
    MOST_A_DAY,
    ask_for_new_link,
    last_day,
    live_link,
    make_link,
    owner_of,
    too_many_unknown,
    use_link,
    with_links,
)
from benchmark.assessment.mailing import LINK, PAGE
from benchmark.database.mail import Mail
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import response_of

MOMENT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # 23:30 in London
CLIENT = "192.0.2.1"


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=True) as opened:
        yield opened


@pytest.fixture
def mail(session: Session) -> Mail:
    response = response_of(session, "ZZN", "medicine", "clinical")
    person = response.people[0].id
    return Mail(kind="invitation", person_id=person, response_id=response.id, round=response.round)


LAST = {
    "fourteen days": ("invitation", date(2026, 12, 1), date(2026, 7, 14)),
    "until the round closes": ("reminder", date(2026, 7, 3), date(2026, 7, 3)),
    "a new one, round long closed": ("link", date(2026, 1, 1), date(2026, 7, 2)),
}


@pytest.mark.parametrize("name", LAST)
def test_a_link_lasts_until_the_end_of_a_london_day(
    session: Session, mail: Mail, name: str
) -> None:
    kind, closes_on, day = LAST[name]
    mail.kind, mail.round = kind, Round(closes_on=closes_on)
    session.expunge_all()
    assert last_day(mail, MOMENT) == day


def test_it_works_to_the_last_second(session: Session, mail: Mail) -> None:
    assert mail.round
    mail.round.opens_on, mail.round.closes_on = date(2026, 6, 1), date(2026, 7, 3)
    token = make_link(session, mail, MOMENT)
    end = datetime(2026, 7, 3, 23, tzinfo=UTC)  # midnight in London
    assert live_link(session, token, end - timedelta(seconds=1))
    assert live_link(session, token, end) is None
    assert use_link(session, token, CLIENT, end) is None
    assert use_link(session, token, CLIENT, end - timedelta(seconds=1))
    assert use_link(session, token, CLIENT, end - timedelta(seconds=1)) is None
    assert owner_of(session, token)


def test_tokens_are_long_and_differ(session: Session, mail: Mail) -> None:
    tokens = {make_link(session, mail, MOMENT) for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 43


@pytest.mark.parametrize("token", ["", "x" * 200, "\udcff", "ü", "../..", "\x00"])
def test_anything_else_is_no_link(session: Session, token: str) -> None:
    assert live_link(session, token, MOMENT) is None
    assert use_link(session, token, CLIENT, MOMENT) is None
    assert not too_many_unknown(session, CLIENT)


def test_new_links_are_few_however_often_somebody_asks(session: Session, mail: Mail) -> None:
    token = make_link(session, mail, now())
    for step in range(20):
        ask_for_new_link(session, token, CLIENT, now() + timedelta(minutes=11 * step))
    sent = session.scalar(select(func.count(Mail.id)).where(Mail.kind == "link"))
    assert sent == MOST_A_DAY


def test_marks_are_replaced_where_they_stand_alone() -> None:
    body = f"Dear {LINK} {PAGE},\n\n{LINK}\n\n{PAGE}\n"
    text = with_links(body, "https://here.example", "/a/page", ("token", date(2026, 12, 18)))
    assert text.startswith(f"Dear {LINK} {PAGE},\n\nOpen this link")
    assert "\n\nhttps://here.example/links/token\n\n" in text
    assert "It works once, until 23:59 on Friday 18 December 2026." in text
    assert text.endswith("\n\nhttps://here.example/a/page\n")
