"""What the same person answered to the same practice the last time, for that person alone."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.responding import answers_of
from benchmark.assessment.results import COUNTS
from benchmark.database.rounds import Respondent, Response, Round
from benchmark.questionnaire.crosswalk import comparable_keys
from benchmark.questionnaire.definition import Practice
from benchmark.scoring.answers import NOTHING

# made once, and of the id alone: most people answer for the first time
BEFORE = (
    select(Response.id)
    .join(Round)
    .join(Respondent, Respondent.response_id == Response.id)
    .where(Respondent.person_id == bindparam("person"), COUNTS, Response.submission.has())
    .where(
        Response.division_id == bindparam("division"),
        Response.role == bindparam("role"),
        Round.opens_on < bindparam("opens_on"),
    )
    .order_by(Round.opens_on.desc(), Round.created_at.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """A level with the practice as it was worded then."""

    round_title: str
    practice: Practice
    level: int


def answer_before(
    session: Session, response: Response, person: int, practice: str
) -> EarlierAnswer | None:
    """What this person submitted for this post in the newest earlier round.

    None when they gave none, when somebody else held the post, or when the practice asked
    something else then. Whoever calls shows it only beside an answer of this round.
    """
    earlier = _response_before(session, response, person)
    if earlier is None:
        return None
    old = questionnaire_of(earlier.round)
    key = comparable_keys(questionnaire_of(response.round), old).get(practice)
    answer = answers_of(earlier).get(key or "")
    if answer is None or answer.level == NOTHING:
        return None
    asked = next(each for each in old.practices if each.key == key)
    return EarlierAnswer(earlier.round.title, asked, answer.level)


def _response_before(session: Session, response: Response, person: int) -> Response | None:
    place = {"division": response.division_id, "role": response.role, "person": person}
    before = session.execute(BEFORE, place | {"opens_on": response.round.opens_on}).scalar()
    return session.get(Response, before) if before else None
