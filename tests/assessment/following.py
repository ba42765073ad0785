"""Small steps that the tests of plans and offers share."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.offering import OfferText
from benchmark.assessment.organising import merge_divisions, split_division
from benchmark.assessment.planning import ActionText
from benchmark.assessment.rounds import open_round
from benchmark.assessment.running_a_round import close_now
from benchmark.assessment.withdrawing import withdraw
from benchmark.database.agreements import Release
from benchmark.database.people import Division
from benchmark.database.rounds import Response, Round, Submission
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import TODAY, coordinator_of, division_named
from tests.servers import response_of

Place = tuple[Session, Round, Division]
STEP = ActionText(
    practice="handover",
    what="Write down how the three of us share the week",
    owner="nursing",
    due=TODAY + timedelta(days=60),
    measure="The page is in the induction folder",
)
SHOWS = OfferText("tracking", "shows", "Our board at the ward door", "Matron of ward 4")


def step(**changed: object) -> ActionText:
    return replace(STEP, **changed)  # type: ignore[arg-type]  # a table of fields


def offer(**changed: str) -> OfferText:
    return replace(SHOWS, **changed)


def medicine_of(session: Session, role: str = "clinical") -> tuple[Place, int]:
    """Where medicine of the north plans, and who its lead is."""
    response: Response = response_of(session, "ZZN", "medicine", role)
    return (session, response.round, response.division), response.people[0].id


def next_round(
    session: Session, place: Place, questionnaire: Questionnaire, *, released: bool = True
) -> Place:
    """The round of the year after, which the division has released."""
    _, asked, division = place
    opens = asked.opens_on + timedelta(days=365)
    title = f"Round {opens.year}"
    new = open_round(session, asked.trust, questionnaire, title, opens, opens + timedelta(28))
    if released:
        release(session, new, division, questionnaire)
    return session, new, division


def release(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> None:
    """All three have submitted, and released what they said."""
    sheet, by = bytes([3] * len(questionnaire.keys)), coordinator_of(session)
    for response in responses(session, asked, division):
        session.add(Submission(response=response, sheet=sheet, sheet_hash="", submitted_by=by))
    kept = {"round_id": asked.id, "division_id": division.id, "levels": sheet}
    session.add(Release(**kept, preview_hash=""))
    session.flush()


def responses(session: Session, asked: Round, division: Division) -> Sequence[Response]:
    mine = Response.round_id == asked.id, Response.division_id == division.id
    return session.scalars(select(Response).where(*mine).order_by(Response.role)).all()


def days_ahead(days: int) -> date:
    return TODAY + timedelta(days=days)


def take_back(place: Place, person: int) -> None:
    """One of the division's leads takes back what they said in this round."""
    withdraw(place[0], responses(*place)[0], person)


def merged_on(place: Place, questionnaire: Questionnaire, *, split: bool = False) -> list[Place]:
    """The next round after Medicine became part of Hospital, or was split into East and West."""
    session, asked, division = place
    by = coordinator_of(session)
    if asked.state == "open":
        close_now(session, asked, by, now())
    if split:
        new = split_division(session, division, ("East", "West"), TODAY, by)
    else:
        surgery = division_named(asked.trust, "surgery")
        new = [merge_divisions(session, division, surgery, "Hospital", TODAY, by)]
    _, later, _ = next_round(session, (session, asked, new[0]), questionnaire)
    for each in new[1:]:
        release(session, later, each, questionnaire)
    return [(session, later, each) for each in new]
