"""What the coordinator reads about the mails of a round: to whom, which, and if it was sent."""

from collections import Counter
from dataclasses import dataclass

from flask import current_app, g

from benchmark.assessment.outbox import mails_of
from benchmark.comparison.wording import local_time
from benchmark.database.mail import Mail
from benchmark.database.rounds import Round

KINDS = {
    "invitation": "Invitation",
    "reminder": "Reminder",
    "link": "New link",
    "receipt": "Receipt",
    "release": "Release notice",
    "password": "Link to choose a password",
    "account": "Notice about an account",
}
STATES = {
    "waiting": "waiting",
    "sending": "waiting",
    "failed": "not sent",
    "cancelled": "not needed",
}


ORDER = ("sent", "waiting", "not sent", "not needed")


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail. Its text stays between the service and the reader."""

    id: str
    name: str
    kind: str
    state: str
    detail: str
    failed: bool


@dataclass(frozen=True, slots=True)
class MailPanel:
    ready: bool
    lines: tuple[MailLine, ...]

    @property
    def failed(self) -> tuple[MailLine, ...]:
        return tuple(line for line in self.lines if line.failed)

    @property
    def others(self) -> tuple[MailLine, ...]:
        return tuple(line for line in self.lines if not line.failed)

    @property
    def summary(self) -> str:
        """``3 sent, 2 waiting, 1 not sent``: states that do not occur are left out."""
        counts = Counter(line.state for line in self.lines)
        return ", ".join(f"{counts[state]} {state}" for state in ORDER if counts[state])


def mail_panel(asked: Round) -> MailPanel:
    lines = tuple(_line(mail) for mail in mails_of(g.session, asked))
    return MailPanel(ready=current_app.config["MAIL"].ready, lines=lines)


def _line(mail: Mail) -> MailLine:
    return MailLine(
        id=mail.id,
        name=mail.person.name,
        kind=KINDS[mail.kind],
        state=STATES.get(mail.state, mail.state),
        detail=_detail(mail),
        failed=mail.state == "failed",
    )


def _detail(mail: Mail) -> str:
    if mail.state == "sent":
        # when somebody submitted, or asked for a link, is theirs to know
        asked_for = mail.kind in {"receipt", "link"}
        return "" if asked_for or not mail.sent_at else local_time(mail.sent_at)
    return mail.error
