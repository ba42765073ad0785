"""What invented leads do after they have submitted: settle, and release."""

from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import leave_rest_open, settle_near
from benchmark.assessment.releasing import confirm, preview_of
from benchmark.assessment.results import respondents
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Round
from benchmark.questionnaire.definition import Questionnaire


def release_as_it_stands(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> None:
    """Settle what is near, leave the rest open, and let all three confirm."""
    person = min(respondents(session, asked, division.key))
    settle_near(session, asked, division, questionnaire, person)
    leave_rest_open(session, asked, division, questionnaire, person)
    seen = preview_of(session, asked, division, questionnaire).content_hash
    for role in LEAD_ROLES:
        confirm(session, asked, division, questionnaire, role, person, seen)
