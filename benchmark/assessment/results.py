"""What a round shows: from the submissions of a round to its Comparison."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import BindParameter, Row, and_, bindparam, select
from sqlalchemy.orm import Session

from benchmark.assessment.changes_of_lead import changes_ahead, looks_ahead_from
from benchmark.assessment.norm_sets import norm_set_for
from benchmark.assessment.plan_facts import actions_in, offers_in
from benchmark.assessment.rounds import Progress, is_closed, progress_of
from benchmark.comparison.content import Comparison
from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.comparison.keeping import kept_comparison
from benchmark.database.agreements import Agreement
from benchmark.database.corrections import Correction
from benchmark.database.people import LEAD_ROLES, Division, Trust
from benchmark.database.rounds import Answer, Respondent, Response, Round, Submission
from benchmark.database.schema import now
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.norms import norm_for
from benchmark.scoring.grid import Grid, grid_of
from benchmark.scoring.schedule import Schedule, first_schedule, schedule_from

SOFTWARE = version("management-practice-benchmark")
NORM = "united-kingdom"

# set aside for a new lead, or taken back: kept, and counted nowhere
COUNTS = and_(Response.set_aside_at.is_(None), Response.withdrawn_at.is_(None))
# made once: putting a statement together takes longer than running it
ASKED: BindParameter[str] = bindparam("asked")
DIVISIONS: BindParameter[str] = bindparam("divisions", expanding=True)
SHEETS = (
    select(Division.key, Response.role, Submission.sheet, Submission.submitted_at)
    .select_from(Submission)
    .join(Response)
    .join(Division)
    .where(Response.round_id == ASKED, Division.key.in_(DIVISIONS), COUNTS)
    .order_by(Division.position, Division.id, Response.role)
)
AGREED = (
    select(Division.key, Agreement.practice, Agreement.level)
    .join(Agreement, Agreement.division_id == Division.id)
    .where(Agreement.round_id == ASKED, Agreement.level.is_not(None))
    .where(Division.key.in_(DIVISIONS))
)
SHARED_EVIDENCE = (
    select(Division.key, Answer.practice, Answer.evidence)
    .select_from(Answer)
    .join(Response)
    .join(Division)
    .where(Response.round_id == ASKED, Division.key.in_(DIVISIONS), COUNTS)
    .where(Answer.share, Answer.evidence != "")
    .order_by(Division.key, Answer.practice, Answer.evidence)
)
LAST_SCHEDULE = (
    select(Correction.schedule)
    .where(Correction.round_id == ASKED)
    .order_by(Correction.number.desc())
    .limit(1)
)
ANSWERED = (
    select(Division.key, Respondent.person_id)
    .select_from(Submission)
    .join(Response)
    .join(Division)
    .join(Respondent, Respondent.response_id == Response.id)
    .where(Response.round_id == ASKED)
)
Sent = Row[tuple[str, str, bytes, datetime]]  # division, role, sheet, moment


def comparison_for(
    session: Session, viewer: Viewer, asked: Round, questionnaire: Questionnaire
) -> Comparison:
    """The round as the viewer may see it. One object: page, PDF and export all read it."""
    return kept_comparison(facts_of(session, asked, questionnaire), viewer)


def facts_of(session: Session, asked: Round, questionnaire: Questionnaire) -> RoundFacts:
    return _facts(session, asked, questionnaire, progress_of(session, asked))


def facts_with(
    session: Session, asked: Round, questionnaire: Questionnaire, division: str
) -> RoundFacts:
    """The facts as if this complete division were released: a preview for its three leads only."""
    progress = progress_of(session, asked)
    here = replace(progress[division], released=True)
    # the release would come now, and with it the newest norm set
    return _facts(
        session,
        asked,
        questionnaire,
        progress | {division: here},
        None if progress[division].released else now(),
    )


def facts_inside(
    session: Session, asked: Round, questionnaire: Questionnaire, division: str
) -> RoundFacts:
    """The same for the edition of the three, who read their own figures in every round.

    Where a round keeps levels to the three, no other division stands beside them.
    """
    if asked.level != "L0":
        return facts_with(session, asked, questionnaire, division)
    progress = {
        key: replace(each, released=key == division)
        for key, each in progress_of(session, asked).items()
    }
    return replace(_facts(session, asked, questionnaire, progress), visibility="L1")


def _facts(
    session: Session,
    asked: Round,
    questionnaire: Questionnaire,
    progress: dict[str, Progress],
    moment: datetime | None = None,
) -> RoundFacts:
    released = [key for key, each in progress.items() if each.shown]
    sent = _submissions(session, asked, released)
    last = _last_of_each(sent)
    return RoundFacts(
        trust_code=asked.trust.code,
        trust_name=asked.trust.name,
        invented=asked.trust.invented,
        round_id=asked.id,
        round_title=asked.title,
        closed=is_closed(asked, now()),
        data_cut=max(last.values(), default=None),
        questionnaire=questionnaire,
        schedule=schedule_of(session, asked),
        norm=norm_for(questionnaire, NORM),
        divisions=_divisions(session, asked, progress, last),
        levels=_grid(sent, tuple(progress), questionnaire).levels,
        agreed=agreed_levels(session, asked, tuple(progress), questionnaire, released),
        shared_evidence=_shared_evidence(session, asked, released),
        software=SOFTWARE,
        visibility=asked.level,
        lead_changes=changes_ahead(session, asked, tuple(progress)),
        lead_changes_from=looks_ahead_from(asked),
        offers=offers_in(session, asked, released, questionnaire.keys),
        actions=actions_in(session, asked, released),
        pool=norm_set_for(session, asked, questionnaire, NORM, moment) if released else None,
    )


def _divisions(
    session: Session, asked: Round, progress: dict[str, Progress], last: dict[str, datetime]
) -> tuple[DivisionFacts, ...]:
    names = {division.key: division.name for division in asked.trust.divisions}
    answered = people_who_answered(session, asked)
    return tuple(
        DivisionFacts(
            key,
            names[key],
            each.complete,
            each.released,
            each.withheld,
            answered[key],
            last.get(key),
        )
        for key, each in progress.items()
    )


def _last_of_each(sent: list[Sent]) -> dict[str, datetime]:
    """Division -> its last submission that counts."""
    last: dict[str, datetime] = {}
    for row in sent:
        last[row.key] = max(last.get(row.key, row.submitted_at), row.submitted_at)
    return last


def agreed_levels(
    session: Session,
    asked: Round,
    divisions: tuple[str, ...],
    questionnaire: Questionnaire,
    readable: Collection[str],
) -> NDArray[np.int8]:
    """What the three of each readable division agreed (divisions, practices); 0 nothing."""
    agreed = np.zeros((len(divisions), len(questionnaire.keys)), np.int8)
    row, column = (
        {key: place for place, key in enumerate(keys)} for keys in (divisions, questionnaire.keys)
    )
    asked_for = {"asked": asked.id, "divisions": list(readable)}
    for division, practice, level in session.execute(AGREED, asked_for):
        agreed[row[division], column[practice]] = level or 0
    return agreed


def schedule_of(session: Session, asked: Round) -> Schedule:
    """The schedule of the round's last correction notice, as stored with it; before one, 1.0."""
    stored = session.scalar(LAST_SCHEDULE, {"asked": asked.id})
    return schedule_from(stored) if stored else first_schedule()


def _grid(sent: list[Sent], divisions: tuple[str, ...], questionnaire: Questionnaire) -> Grid:
    return grid_of(((row.key, row.role, row.sheet) for row in sent), divisions, questionnaire.keys)


def _submissions(session: Session, asked: Round, divisions: list[str]) -> list[Sent]:
    """The packed sheets of the complete divisions; nothing else is even read."""
    return list(session.execute(SHEETS, {"asked": asked.id, "divisions": divisions}))


def _shared_evidence(
    session: Session, asked: Round, divisions: list[str]
) -> dict[str, dict[str, tuple[str, ...]]]:
    """Division -> practice -> the texts whose authors allowed sharing.

    In alphabetical order: the order of roles would say who wrote which.
    """
    shared: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    asked_for = {"asked": asked.id, "divisions": divisions}
    for division, practice, text in session.execute(SHARED_EVIDENCE, asked_for):
        shared[division][practice] = (*shared[division].get(practice, ()), text)
    return dict(shared)


def role_levels(
    session: Session, asked: Round, division: str, questionnaire: Questionnaire
) -> dict[str, dict[str, int]]:
    """Role -> practice -> packed answer of one division: for its own three leads only (L2)."""
    levels = _grid(_submissions(session, asked, [division]), (division,), questionnaire).levels[0]
    return {
        role: dict(zip(questionnaire.keys, np.asarray(row).tolist(), strict=True))
        for role, row in zip(LEAD_ROLES, levels, strict=True)
    }


def role_evidence(session: Session, asked: Round, division: str) -> dict[str, dict[str, str]]:
    """Practice -> role -> evidence of one division: for its own three leads only (L2)."""
    query = (
        select(Answer.practice, Response.role, Answer.evidence)
        .select_from(Answer)
        .join(Response)
        .join(Division)
        .where(Response.round_id == asked.id, Division.key == division, COUNTS)
        .where(Answer.evidence != "", Response.submission.has())
    )
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for practice, role, text in session.execute(query):
        texts[practice][role] = text
    return dict(texts)


def people_who_answered(session: Session, asked: Round) -> dict[str, frozenset[int]]:
    """Division -> who has submitted for it in this round, also what was taken back since.

    They have read the answers of the three, and can subtract them from what is pooled.
    """
    people: dict[str, set[int]] = defaultdict(set)
    for key, person in session.execute(ANSWERED, {"asked": asked.id}):
        people[key].add(person)
    return defaultdict(frozenset, {key: frozenset(found) for key, found in people.items()})


def respondents(session: Session, asked: Round, division: str) -> frozenset[int]:
    """The people who have submitted this division's answers in this round."""
    query = (
        select(Response)
        .join(Division)
        .where(Response.round_id == asked.id, Division.key == division, COUNTS)
        .where(Response.submission.has())
    )
    return frozenset(person.id for r in session.scalars(query) for person in r.people)


def reader_of(trust: Trust) -> Viewer:
    """Somebody of the trust who sees L1 and nothing more: for whom reports are written."""
    return Viewer(0, "reader of the report", (Seat("improvement", trust.code),))
