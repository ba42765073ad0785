"""Mail goes out once, through a real SMTP server, and every fault of it has its own end."""

import logging
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.inviting import invite, invite_lead
from benchmark.assessment.mail_links import live_link
from benchmark.assessment.outbox import MOST_ATTEMPTS, STALE, claim, pause_after, send_again
from benchmark.database.mail import Mail, MailLink
from benchmark.database.people import Person, Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.mail import BROKEN_OFF, NO_ADDRESS, NO_ENCRYPTION, NO_LOGIN, send_due
from tests.databases import closing
from tests.mail_server import BASE, DROP, FINE, LOGIN, SENDER, PostOffice
from tests.servers import at_once, response_of

READER = "clinical.medicine@north.example"
LINK = re.compile(rf"^{BASE}/links/(\S+)$", re.MULTILINE)


@pytest.fixture
def engine(acceptance: str) -> Iterator[Engine]:
    with closing(acceptance) as opened:
        yield opened


def invite_one(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        assert invite_lead(session, response, response.people[0])


def the_mail(engine: Engine) -> Mail:
    with transaction(engine, writes=False) as session:
        return session.scalars(select(Mail)).one()


def north(session: Session) -> Round:
    return session.scalars(select(Round).join(Trust).where(Trust.code == "ZZN")).one()


def later(by: timedelta) -> Callable[[], datetime]:
    return lambda: now() + by


def test_an_invitation_as_it_arrives(engine: Engine, post_office: PostOffice) -> None:
    invite_one(engine)
    settings = post_office.settings(reply_to="help@trust.example")
    assert send_due(engine, settings) == 1
    (message,) = post_office.arrived
    kept = the_mail(engine)
    assert post_office.envelopes == [[READER]]
    assert message["From"] == f"Management Practice Benchmark <{SENDER}>"
    assert message["To"] == f'"Clinical Lead, Medicine" <{READER}>'
    assert message["Reply-To"] == "help@trust.example"
    assert message["Message-ID"] == f"<{kept.message_id}@service.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime - now() < timedelta(seconds=10)
    assert message.get_content_type() == "text/plain"
    assert (kept.state, kept.attempts, kept.error) == ("sent", 1, "")
    assert kept.sent_at is not None
    assert send_due(engine, settings) == 0


def test_a_link_is_made_when_it_is_sent_and_stored_nowhere(
    engine: Engine, post_office: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    invite_one(engine)
    with caplog.at_level(logging.DEBUG):
        send_due(engine, post_office.settings())
    (token,) = LINK.findall(post_office.text())
    with transaction(engine, writes=False) as session:
        kept = session.scalars(select(MailLink)).one()
        assert live_link(session, token, now()) is kept
        assert token not in repr([vars(each) for each in (kept, *session.scalars(select(Mail)))])
    assert len(token) >= 43  # 256 bits
    assert f"mail {the_mail(engine).id}: sent" in caplog.text
    for secret in (token, READER):
        assert secret not in "".join(r.getMessage() for r in caplog.records if r.name != "mail.log")


def test_nothing_is_sent_and_nothing_is_lost_without_a_server(engine: Engine) -> None:
    invite_one(engine)
    assert send_due(engine, PostOffice().settings(host="")) == 0
    assert the_mail(engine).state == "waiting"


def test_each_mail_is_sent_once_by_workers_that_run_at_once(
    acceptance_on_both: str, post_office: PostOffice
) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            assert invite(session, north(session)) == 6
        settings = post_office.settings()
        assert sum(at_once([lambda: send_due(engine, settings)] * 3)) == 6
        assert len(post_office.readers()) == len(set(post_office.readers())) == 6


def test_two_who_invite_at_once_write_one_mail_each(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine:

        def once() -> int:
            with transaction(engine, writes=True) as session:
                return invite(session, north(session))

        assert sorted(at_once([once, once])) == [0, 6]


def test_no_lock_is_held_while_the_server_is_asked(
    acceptance_on_both: str, post_office: PostOffice
) -> None:
    with closing(acceptance_on_both) as engine:
        invite_one(engine)

        def write() -> None:
            with transaction(engine, writes=True) as session:
                session.execute(update(Person).values(name="written meanwhile"))
                session.execute(update(Mail).values(subject="written meanwhile"))

        post_office.meanwhile = write
        assert send_due(engine, post_office.settings()) == 1
        kept = the_mail(engine)
        assert (kept.state, kept.subject) == ("sent", "written meanwhile")


ANSWERS = {
    "no such person": ("550 5.1.1 nobody here", FINE, "failed", "550 5.1.1 nobody here"),
    "greylisted": ("450 4.2.0 come back later", FINE, "waiting", "450 4.2.0 come back later"),
    "text refused": (FINE, "554 5.7.1 not wanted", "failed", "554 5.7.1 not wanted"),
    "disk full": (FINE, "452 4.3.1 disk full", "waiting", "452 4.3.1 disk full"),
    "broken off": (FINE, DROP, "waiting", BROKEN_OFF),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_server_answers_decides(engine: Engine, post_office: PostOffice, name: str) -> None:
    post_office.rcpt, post_office.data, state, error = ANSWERS[name]
    invite_one(engine)
    settings = post_office.settings()
    assert send_due(engine, settings) == 0
    kept = the_mail(engine)
    assert (kept.state, kept.error, kept.attempts) == (state, error, 1)
    assert send_due(engine, settings) == 0  # not at once again
    assert the_mail(engine).attempts == 1
    post_office.rcpt = post_office.data = FINE
    if state == "failed":
        with transaction(engine, writes=True) as session:
            send_again(session, session.scalars(select(Mail)).one())
    assert send_due(engine, settings, later(timedelta(minutes=2))) == 1
    assert {each["Message-ID"] for each in post_office.arrived} == {
        f"<{kept.message_id}@service.example>"
    }


def test_it_waits_longer_each_time_and_gives_up_at_last(
    engine: Engine, post_office: PostOffice
) -> None:
    post_office.rcpt = "451 not now"
    invite_one(engine)
    moment = now()
    for attempt in range(1, MOST_ATTEMPTS + 1):
        send_due(engine, post_office.settings(), lambda due=moment: due)
        kept = the_mail(engine)
        assert kept.attempts == attempt
        assert kept.due_at - moment == pause_after(attempt)
        moment = kept.due_at
    assert kept.state == "failed"
    assert [pause_after(n) / timedelta(minutes=1) for n in (1, 2, 3, 10)] == [1, 2, 4, 480]


def test_a_worker_that_was_killed_leaves_its_mail_to_another(
    engine: Engine, post_office: PostOffice
) -> None:
    invite_one(engine)
    settings = post_office.settings()
    with transaction(engine, writes=True) as session:
        killed = claim(session, now(), BASE)
    assert killed
    assert send_due(engine, settings) == 0
    assert send_due(engine, settings, later(STALE)) == 1
    assert killed.message_id in post_office.arrived[0]["Message-ID"]


def test_encryption_and_login(engine: Engine, guarded_post_office: PostOffice) -> None:
    user, password = (part.decode() for part in LOGIN)
    guarded = guarded_post_office.settings(security="starttls", user=user, password=password)
    invite_one(engine)
    wrong = guarded_post_office.settings(security="starttls", user=user, password="wrong")
    send_due(engine, wrong)
    assert the_mail(engine).error == NO_LOGIN
    assert send_due(engine, guarded, later(timedelta(minutes=2))) == 1
    assert guarded_post_office.encrypted == [True]


def test_tls_from_the_first_byte(engine: Engine, encrypted_post_office: PostOffice) -> None:
    invite_one(engine)
    assert send_due(engine, encrypted_post_office.settings(security="tls")) == 1
    assert encrypted_post_office.encrypted == [True]


def test_a_server_without_encryption_or_without_our_trust_gets_no_mail(
    engine: Engine,
    post_office: PostOffice,
    encrypted_post_office: PostOffice,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invite_one(engine)
    send_due(engine, post_office.settings(security="starttls"))
    assert the_mail(engine).error == NO_ENCRYPTION
    monkeypatch.delenv("SSL_CERT_FILE")
    send_due(engine, encrypted_post_office.settings(security="tls"), later(timedelta(minutes=2)))
    kept = the_mail(engine)
    assert (kept.state, kept.attempts) == ("waiting", 2)
    assert "certificate verify failed" in kept.error
    assert post_office.arrived == encrypted_post_office.arrived == []


def test_a_server_that_is_away_is_asked_once_a_pass(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        invite(session, north(session))
    send_due(engine, PostOffice(port=1).settings())
    with transaction(engine, writes=False) as session:
        mails = list(session.scalars(select(Mail).where(Mail.attempts > 0)))
    (tried,) = mails
    assert tried.error == "The mail server cannot be reached: Connection refused"
    assert tried.state == "waiting"


NAMES = {
    "umlauts": "Zoë Müller-Łukasz 李",
    "a header": "Eve\r\nBcc: everybody@north.example\r\n\r\nforged",
    "an address": 'Eve" <other@elsewhere.example>, "x',
    "a paragraph": "Eve,\n\nClick https://elsewhere.example\n\n[link]\n",
    "another line end": "Eve\u2028[page]\u2028\x00",
}


@pytest.mark.parametrize("name", NAMES)
def test_no_name_reaches_further_than_its_place(
    engine: Engine, post_office: PostOffice, name: str
) -> None:
    text = NAMES[name].replace("\x00", "")
    with transaction(engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        response.people[0].name = response.round.title = response.division.name = text
        invite_lead(session, response, response.people[0])
    assert send_due(engine, post_office.settings()) == 1
    (message,) = post_office.arrived
    assert post_office.envelopes == [[READER]]
    assert [each.addr_spec for each in message["To"].addresses] == [READER]
    assert message["Bcc"] is None
    plain = " ".join(text.split()).strip()
    assert " ".join(message["To"].addresses[0].display_name.split()) == plain
    assert post_office.text().count("\n\n") == 8  # paragraphs, whatever stands in a name
    assert len(LINK.findall(post_office.text())) == 1


@pytest.mark.parametrize(
    "address",
    ["nobody", "a@b.example\r\nBcc: c@d.example", "a@b.example,c@d.example", "ü@b.example"],
)
def test_what_is_no_address_fails_without_a_try(
    engine: Engine, post_office: PostOffice, address: str
) -> None:
    invite_one(engine)
    with transaction(engine, writes=True) as session:
        session.execute(update(Person).where(Person.email == READER).values(email=address))
    assert send_due(engine, post_office.settings()) == 0
    kept = the_mail(engine)
    assert (kept.state, kept.error) == ("failed", NO_ADDRESS)
    assert post_office.arrived == []
