"""Personal access tokens: made for one trust and for some of what it shows, for a time.

A token reads what its owner may read at that moment, and less: one trust, the parts it was made
for, and never the editions of the three leads. It ends on its day, when its owner ends it, and with
every sign-in when they get another password, address or post, or are disabled.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, case, select, update
from sqlalchemy.orm import Session, joinedload

from benchmark.assessment.access import viewer_of
from benchmark.assessment.account_mail import tell_of_account
from benchmark.assessment.refusals import Refused
from benchmark.assessment.throttling import fingerprint
from benchmark.database.people import Person, Trust
from benchmark.database.schema import now
from benchmark.database.tokens import ApiToken
from benchmark.disclosure.levels import Viewer

MARK = "mpb_"  # so that a program that looks for lost secrets knows one of ours
FIGURES, PLANS, REPORTS = PARTS = ("figures", "plans", "reports")
DAYS = (30, 90, 365)
MOST = 10  # in force at once, of one person
MOST_A_MINUTE = 120
MINUTE = timedelta(minutes=1)
LONGEST_NAME = 60
TOO_MANY = f"You have {MOST} tokens already. End one that you no longer need"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants a token for: a name of their own, what it may read, and how long."""

    name: str
    parts: tuple[str, ...]
    days: int


def make_token(session: Session, person: Person, trust: Trust, wish: Wish) -> str:
    """A new token, to be shown once; its owner gets a mail, as of every change of an account."""
    # of two requests at once, the second waits here and counts the token of the first
    session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
    if len(live_tokens(session, person.id)) >= MOST:
        raise Refused(TOO_MANY, "name")
    token = MARK + secrets.token_urlsafe(32)
    session.add(
        ApiToken(
            token_hash=fingerprint(token),
            person_id=person.id,
            trust_id=trust.id,
            name=wish.name,
            parts=" ".join(wish.parts),
            expires_at=now() + timedelta(days=wish.days),
        )
    )
    session.flush()
    told = f"Somebody who was signed in as you made a token that reads figures of {trust.name}."
    tell_of_account(session, person, "A token was made for your account", told)
    return token


def live_tokens(session: Session, person_id: int) -> list[ApiToken]:
    """Every token of the person that is in force, the newest first."""
    found = _in_force(now()).where(ApiToken.person_id == person_id)
    return list(session.scalars(found.order_by(ApiToken.created_at.desc(), ApiToken.id)))


def live_token(session: Session, token: str) -> ApiToken | None:
    """The row of a token that is in force, and whose owner may sign in."""
    wanted = _in_force(now()).where(ApiToken.token_hash == fingerprint(token))
    found = session.scalar(wanted.options(joinedload(ApiToken.person), joinedload(ApiToken.trust)))
    return found if found is not None and found.person.disabled_at is None else None


def _in_force(moment: datetime) -> Select[ApiToken]:
    return select(ApiToken).where(ApiToken.revoked_at.is_(None), ApiToken.expires_at > moment)


def viewer_through(session: Session, token: ApiToken, today: date) -> Viewer:
    """The owner as the rules see them, with the posts of the token's trust only."""
    viewer = viewer_of(session, token.person, today)
    seats = tuple(seat for seat in viewer.seats if seat.trust == token.trust.code)
    return replace(viewer, seats=seats)


def count_use(session: Session, token: ApiToken, moment: datetime) -> int:
    """Count one use in its minute; returns the seconds to wait where it was one too many, else 0.

    Counted in the database, in one statement, so that several processes count together.
    """
    minute = moment.replace(second=0, microsecond=0)
    counted = (
        update(ApiToken)
        .where(ApiToken.id == token.id)
        .values(uses=case((ApiToken.used_at == minute, ApiToken.uses + 1), else_=1), used_at=minute)
        .returning(ApiToken.uses)
        .execution_options(synchronize_session=False)
    )
    uses = session.scalar(counted) or 0
    left = (minute + MINUTE - moment).total_seconds()
    return max(int(left), 1) if uses > MOST_A_MINUTE else 0


def end_token(session: Session, token: ApiToken) -> None:
    token.revoked_at = now()
    session.flush()


def end_tokens(session: Session, person_id: int) -> None:
    """No token of this person works any more."""
    theirs = update(ApiToken).where(ApiToken.person_id == person_id, ApiToken.revoked_at.is_(None))
    session.execute(theirs.values(revoked_at=now()))


def owners_of_tokens(session: Session) -> set[int]:
    """Everybody (ids) who has a token that was not ended."""
    return set(session.scalars(select(ApiToken.person_id).where(ApiToken.revoked_at.is_(None))))
