"""Another address for an account: told at both, and nothing that was sent to the old one works."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select

from benchmark.assessment.mail_links import live_link
from benchmark.assessment.moving import SUBJECT, move_account
from benchmark.assessment.outbox import claim
from benchmark.assessment.password_links import live_password_link
from benchmark.assessment.signing_in import live_sign_in, start_sign_in
from benchmark.database.accounts import PasswordLink
from benchmark.database.mail import Mail, MailLink
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import response_of

OLD, NEW, TOKEN = "clinical.medicine@north.example", "another@north.example", "a token"
DAY = timedelta(days=1)


def test_the_owner_hears_of_it_and_what_was_sent_before_ends(acceptance_on_both: str) -> None:
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "clinical")
        (person,) = lead.people
        known = {"token_hash": sha256(TOKEN.encode()).hexdigest(), "expires_at": now() + DAY}
        session.add(MailLink(person=person, response=lead, **known))
        session.add(PasswordLink(person=person, **known))
        signed_in = start_sign_in(session, person)
        session.flush()
        assert live_link(session, TOKEN, now())
        assert live_password_link(session, TOKEN, now())
        assert live_sign_in(session, signed_in)
        move_account(session, person, NEW, "The coordinator of North")
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as session:
        assert live_link(session, TOKEN, now()) is None
        assert live_password_link(session, TOKEN, now()) is None
        assert live_sign_in(session, signed_in) is None
        mails = session.scalars(select(Mail).where(Mail.subject == SUBJECT)).all()
        assert sorted(mail.address for mail in mails) == [NEW, OLD]
        letters = [claim(session, now(), "https://benchmark.example") for _ in mails]
        sent = {letter.address: letter.text for letter in letters if letter}
    assert sent.keys() == {OLD, NEW}  # also when the worker sends them, after the change
    assert "information governance team at once" in sent[OLD]
    assert NEW not in sent[OLD]  # the old one may have been a stranger's
    assert "https://benchmark.example/help" in sent[OLD]
    assert "Sign in with it from now on." in sent[NEW]
