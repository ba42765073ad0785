"""What the edition of a division's report for its own three leads says (L2)."""

from dataclasses import replace

from sqlalchemy.orm import Session

from benchmark.assessment.over_rounds import since_last_round
from benchmark.assessment.results import facts_inside, people_who_answered, reader_of
from benchmark.comparison.compare import compare
from benchmark.comparison.division_content import DivisionContent, content_of
from benchmark.comparison.inside import Inside
from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.disclosure.levels import Viewer
from benchmark.questionnaire.definition import Questionnaire


def content_inside(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire, inside: Inside
) -> DivisionContent | None:
    """What the edition of the three says, made of an ``Inside``, which exists for them alone.

    None while one of the three is out: a mean of two is never issued, so two who were heard read
    each other on their page only.
    """
    reader = _strictest_of(session, asked, division)
    comparison = compare(facts_inside(session, asked, questionnaire, division.key), reader)
    if not comparison.division(division.key).released:
        return None
    since = since_last_round(session, reader, asked, comparison)
    return content_of(replace(comparison, since=since), questionnaire, division.key, inside)


def _strictest_of(session: Session, asked: Round, division: Division) -> Viewer:
    """The one of the three who has answered in most divisions: who may read least that is pooled.

    All three read the same document, so it holds what every one of them may read.
    """
    answered = people_who_answered(session, asked)
    here = sorted(answered[division.key])
    most = max(here, key=lambda person: sum(person in there for there in answered.values()))
    return replace(reader_of(asked.trust), person=most)
