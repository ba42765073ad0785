"""Who confirms a release, and who has."""

from dataclasses import dataclass
from datetime import datetime

from flask import g

from benchmark.assessment.calendar import london_day
from benchmark.assessment.releasing import confirmations_of, successors_of
from benchmark.database.people import LEAD_ROLES
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Decision, Statistic, Subject
from benchmark.web.divisions.desk import Desk


@dataclass(frozen=True, slots=True)
class Confirming:
    """The reader's part in a release."""

    decision: Decision  # on the preview
    roles: tuple[str, ...]  # for which posts the reader confirms; in a usual case one


@dataclass(frozen=True, slots=True)
class ConfirmationLine:
    role: str
    mine: bool
    confirmed_at: datetime | None  # of exactly this preview
    outdated: bool  # confirmed another one before


def confirming(desk: Desk) -> Confirming:
    """Who answered confirms; for a lead who has left, whoever holds the post now."""
    found = successors_of(g.session, desk.asked, desk.division, london_day(now()))
    follow = frozenset[int]().union(*found.values())
    trust, division = desk.division.trust.code, desk.division.key
    subject = Subject(trust, division, desk.respondents, follow)
    roles = {*desk.roles, *(role for role, people in found.items() if g.viewer.person in people)}
    return Confirming(
        decide(g.viewer, subject, Statistic.PREVIEW, desk.state),
        tuple(role for role in LEAD_ROLES if role in roles),
    )


def confirmation_lines(
    desk: Desk, mine: tuple[str, ...], seen: str
) -> tuple[ConfirmationLine, ...]:
    """Each of the three posts: whether this preview is confirmed, or an earlier one was."""
    stored = confirmations_of(g.session, desk.asked, desk.division)
    lines = []
    for role in LEAD_ROLES:
        each = stored.get(role)
        this = each is not None and each.preview_hash == seen
        at = each.confirmed_at if each and this else None
        lines.append(ConfirmationLine(role, role in mine, at, each is not None and not this))
    return tuple(lines)
