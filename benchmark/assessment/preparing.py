"""The coordinator prepares a round as a draft, reads what is ready, and opens it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.events import record_event
from benchmark.assessment.freezing import freeze
from benchmark.assessment.mergers import refuse_merged
from benchmark.assessment.refusals import Refused
from benchmark.assessment.rounds import ask_leads, holders
from benchmark.comparison.wording import joined
from benchmark.database.people import LEAD_ROLES, Division, Person, Trust
from benchmark.database.rounds import Round
from benchmark.questionnaire.definition import Questionnaire

CHOICES = ("L1", "L0")  # what a coordinator may choose; L2 and L3 are nobody's to choose for others


@dataclass(frozen=True, slots=True)
class Plan:
    """What a coordinator decides about a round before it opens."""

    title: str
    questionnaire: Questionnaire
    opens_on: date
    closes_on: date
    level: str = "L1"
    lawful_basis: str = ""
    impact_assessment: str = ""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What stands in the way of opening, and what the coordinator should know before."""

    faults: tuple[str, ...]
    advice: tuple[str, ...]


def all_rounds(session: Session, trust: Trust) -> list[Round]:
    """The trust's rounds with its drafts, newest first. For the coordinator only."""
    query = select(Round).where(Round.trust_id == trust.id)
    return list(session.scalars(query.order_by(Round.opens_on.desc(), Round.created_at.desc())))


def find_round(session: Session, trust: Trust, round_id: str) -> Round | None:
    """A round of this trust; another trust's is as absent as one that does not exist."""
    return session.scalar(select(Round).where(Round.id == round_id, Round.trust_id == trust.id))


def lock_round(session: Session, asked: Round) -> None:
    """Keep others from changing the round until this transaction ends; it is read afresh."""
    mine = select(Round).where(Round.id == asked.id)
    session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one()


def prepare(session: Session, trust: Trust, plan: Plan) -> Round:
    """Make a draft, which only the trust's coordinators see. Nobody is asked yet."""
    refuse_merged(session, trust)
    draft = Round(trust=trust, state="draft")
    _put(session, draft, plan)
    session.add(draft)
    session.flush()
    return draft


def change(session: Session, draft: Round, plan: Plan) -> None:
    """Change all of a draft; raises ``Refused`` once it is open."""
    refuse_unless_draft(session, draft)
    _put(session, draft, plan)
    session.flush()


def _put(session: Session, draft: Round, plan: Plan) -> None:
    if plan.closes_on < plan.opens_on:
        raise Refused("The closing date must be on or after the opening date", "closes_on")
    draft.title, draft.level = plan.title, plan.level
    draft.opens_on, draft.closes_on = plan.opens_on, plan.closes_on
    draft.lawful_basis, draft.impact_assessment = plan.lawful_basis, plan.impact_assessment
    draft.frozen = freeze(session, plan.questionnaire)
    draft.questionnaire_hash = plan.questionnaire.content_hash


def refuse_unless_draft(session: Session, draft: Round) -> None:
    lock_round(session, draft)
    if draft.state != "draft":
        raise Refused("This round has been opened already. Nothing was changed.")


def discard(session: Session, draft: Round) -> None:
    """Delete a draft, of which nobody has been told; a round that was opened is kept for good."""
    refuse_unless_draft(session, draft)
    session.delete(draft)
    session.flush()


def divisions_on(trust: Trust, day: date) -> list[Division]:
    """The divisions that take part in a round that opens on that day, in the trust's order."""
    return [each for each in trust.divisions if each.ended_on is None or day <= each.ended_on]


def first_day(draft: Round, today: date) -> date:
    """A round that was to open in the past opens today."""
    return max(draft.opens_on, today)


def readiness(session: Session, draft: Round, today: date) -> Readiness:
    """What to know before the round is opened: never an answer, only posts and dates."""
    day = first_day(draft, today)
    divisions = divisions_on(draft.trust, day)
    posts = {
        (division, role): [each.person for each in holders(session, division, role, day)]
        for division in divisions
        for role in LEAD_ROLES
    }
    return Readiness(tuple(_faults(draft, divisions, today)), tuple(_advice(posts)))


def _faults(draft: Round, divisions: list[Division], today: date) -> list[str]:
    found = {
        "The closing date has passed. Change the draft and give a later one.": draft.closes_on
        < today,
        "There are no divisions to ask. Add the divisions of the trust first.": not divisions,
        "The lawful basis is empty. Leads read it before they answer.": not draft.lawful_basis,
        "The impact assessment is empty. Say where it is kept, or what it found.": (
            not draft.impact_assessment
        ),
    }
    return [text for text, holds in found.items() if holds]


def _advice(posts: dict[tuple[Division, str], list[Person]]) -> list[str]:
    vacant: dict[str, list[str]] = {}
    for (division, role), people in posts.items():
        if not people:
            vacant.setdefault(division.name, []).append(f"{role} lead")
    told = [f"{name} has no {joined(roles)}: the post is vacant." for name, roles in vacant.items()]
    asked = dict.fromkeys(person for people in posts.values() for person in people)
    for person in asked:
        if person.disabled_at:
            told.append(f"{person.name} cannot sign in: the account is disabled.")
        elif not person.password_hash:
            told.append(f"{person.name} has no password: the link in their mail lets them in.")
    return told


def open_draft(session: Session, draft: Round, person: int, today: date) -> None:
    """Open the round and ask every post of every division; a second call changes nothing.

    Raises ``Refused`` with the first thing that stands in the way.
    """
    lock_round(session, draft)
    if draft.state == "open":
        return
    refuse_unless_draft(session, draft)
    if faults := readiness(session, draft, today).faults:
        raise Refused(faults[0])
    draft.opens_on = first_day(draft, today)
    draft.state = "open"
    ask_leads(session, draft, draft.opens_on)
    record_event(session, draft, "opened", person=person, detail=draft.closes_on.isoformat())
