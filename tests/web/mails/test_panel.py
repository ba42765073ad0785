"""What each state of a mail is called, and which ones carry a moment."""

from datetime import UTC, datetime

import pytest
from flask import g

from benchmark.assessment.inviting import invite
from benchmark.database.mail import KINDS, MAIL_STATES, Mail
from benchmark.database.session import transaction
from benchmark.web.app import Benchmark
from benchmark.web.mails.panel import KINDS as WORDS
from benchmark.web.mails.panel import mail_panel
from tests.servers import response_of

SENT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SHOWN = {
    "waiting": ("waiting", ""),
    "sending": ("waiting", ""),
    "sent": ("sent", "1 December 2026 at 09:30 (UK time)"),
    "failed": ("not sent", "550 gone"),
    "cancelled": ("not needed", "550 gone"),
}


def test_every_kind_has_a_word() -> None:
    assert set(WORDS) == set(KINDS)


def test_every_state_has_a_word(app: Benchmark) -> None:
    with app.app_context(), transaction(app.engine, writes=True) as g.session:
        asked = response_of(g.session, "ZZN", "medicine", "clinical").round
        invite(g.session, asked)
        mails = list(g.session.query(Mail).order_by(Mail.address))
        for mail, state in zip(mails, MAIL_STATES, strict=False):
            mail.state, mail.sent_at = state, SENT if state == "sent" else None
            mail.error = "550 gone" if state in {"failed", "cancelled"} else ""
        g.session.flush()
        lines = {line.id: line for line in mail_panel(asked).lines}
        for mail, state in zip(mails, MAIL_STATES, strict=False):
            assert (lines[mail.id].state, lines[mail.id].detail) == SHOWN[state]
        assert [line.id for line in mail_panel(asked).failed] == [mails[3].id]


@pytest.mark.parametrize("kind", ["receipt", "link"])
def test_when_somebody_acted_is_theirs_to_know(app: Benchmark, kind: str) -> None:
    with app.app_context(), transaction(app.engine, writes=True) as g.session:
        asked = response_of(g.session, "ZZN", "medicine", "clinical").round
        invite(g.session, asked)
        g.session.query(Mail).update({"kind": kind, "state": "sent", "sent_at": SENT})
        assert {line.detail for line in mail_panel(asked).lines} == {""}
