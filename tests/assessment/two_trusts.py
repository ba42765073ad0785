"""Two trusts that become one, for the tests of what goes on and what stays."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.merging_trusts import Merged, Wish, merge_trusts
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from tests.assessment.posts import TODAY, trust_named

NEW = Wish(("ZZN", "ZZS"), "ZZM", "Invented Pennine NHS Trust")
ONE_OF_THEM = Wish(("ZZS",), "ZZN", "Invented Pennine NHS Trust")


def close_all(session: Session) -> None:
    """Every round is over, as after its last day."""
    for asked in session.scalars(select(Round)):
        asked.state = "closed"
    session.flush()


def closed_round(session: Session, trust: Trust) -> None:
    """A round that is over, in a trust that had none."""
    asked = {"questionnaire": "management-practice-1.0", "questionnaire_hash": "x"}
    days = {"opens_on": TODAY, "closes_on": TODAY}
    session.add(Round(trust=trust, title="First", state="closed", **asked, **days))
    session.flush()


def as_one(session: Session, wish: Wish = NEW) -> Trust:
    """The trust that the two have become."""
    close_all(session)
    assert merged(session, wish).changed
    return trust_named(session, wish.into)


def merged(session: Session, wish: Wish = NEW) -> Merged:
    return merge_trusts(session, wish, now())
