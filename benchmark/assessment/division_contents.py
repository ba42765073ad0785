"""What the report of a division says: for its readers in the trust, and for its three leads."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from benchmark.assessment.over_rounds import since_last_round
from benchmark.assessment.results import facts_inside, reader_of
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.division_content import DivisionContent, content_of
from benchmark.comparison.inside import Inside
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.questionnaire.definition import Questionnaire


def contents_of(
    session: Session,
    asked: Round,
    comparison: Comparison,
    questionnaire: Questionnaire,
    divisions: Collection[str],
) -> dict[str, DivisionContent]:
    """Division -> what its L1 edition says, with the round before read once for all of them."""
    over = since_last_round(session, reader_of(asked.trust), asked, comparison)
    return {key: content_of(comparison, questionnaire, key, over) for key in divisions}


def content_inside(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire, inside: Inside
) -> DivisionContent | None:
    """What the edition of the three says, made of an ``Inside``, which exists for them alone.

    None while one of the three is out: a mean of two is never issued, so two who were heard read
    each other on their page only.
    """
    facts = facts_inside(session, asked, questionnaire, division.key)
    reader = reader_of(asked.trust)
    comparison = compare(facts, reader)
    if not comparison.division(division.key).released:
        return None
    over = since_last_round(session, reader, asked, comparison)
    return content_of(comparison, questionnaire, division.key, over, inside)
