"""The three leads release what they have agreed: each confirms the same preview, the third opens.

A release is never undone. Whatever changes the preview before the third confirmation asks all
three again, because a confirmation counts only for the preview that its lead has seen.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import lock, unsettled
from benchmark.assessment.events import record_event
from benchmark.assessment.over_rounds import since_last_round
from benchmark.assessment.results import COUNTS, facts_with, reader_of
from benchmark.assessment.rounds import Progress, holders, progress_of
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.comparison.facts import RoundFacts
from benchmark.database.agreements import Confirmation, Release
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, Viewer
from benchmark.questionnaire.definition import Questionnaire


class NotReady(Exception):
    """The division cannot be released now; the text says why and what to do. Nothing changed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what others in the trust would read of this division at this moment."""

    comparison: Comparison
    result: DivisionResult
    content_hash: str  # over the division's own levels and shared evidence, and over nothing else


def preview_of(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> Preview:
    """The division as if it were released. For its three leads only."""
    facts = facts_with(session, asked, questionnaire, division.key)
    reader = _one_of_the_three(asked, facts, division.key)
    alone = compare(facts, reader)
    comparison = replace(alone, since=since_last_round(session, reader, asked, alone))
    result = comparison.division(division.key)
    return Preview(comparison, result, _hash(asked, result))


def _one_of_the_three(asked: Round, facts: RoundFacts, division: str) -> Viewer:
    """Who reads the preview knows the three: pooled figures stay hidden that this would open.

    One preview for all three, hence as for the one who answered in most divisions.
    """
    (here,) = (each for each in facts.divisions if each.key == division)
    counts = Counter(person for each in facts.divisions for person in each.respondents)
    person = max(here.respondents, key=lambda each: (counts[each], each), default=0)
    return replace(reader_of(asked.trust), person=person)


def _hash(asked: Round, result: DivisionResult) -> str:
    content = {
        "level": asked.level,
        "practices": {key: [f.value, f.reason] for key, f in result.practices.items()},
        "evidence": {key: list(texts) for key, texts in result.shared_evidence.items()},
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def confirmations_of(session: Session, asked: Round, division: Division) -> dict[str, Confirmation]:
    query = select(Confirmation).where(
        Confirmation.round_id == asked.id, Confirmation.division_id == division.id
    )
    stored = session.scalars(query.execution_options(populate_existing=True))
    return {each.role: each for each in stored}


def release_of(session: Session, asked: Round, division: Division) -> Release | None:
    return session.get(Release, (asked.id, division.id), populate_existing=True)


def successors_of(
    session: Session, asked: Round, division: Division, day: date
) -> dict[str, frozenset[int]]:
    """Role -> who holds the post on that day, where nobody who answered for it does any more.

    They never see what was answered, but a release needs all three posts.
    """
    query = select(Response).where(
        Response.round_id == asked.id, Response.division_id == division.id, COUNTS
    )
    found = {}
    for response in session.scalars(query.where(Response.submission.has())):
        now_there = {each.person_id for each in holders(session, division, response.role, day)}
        if not now_there & {person.id for person in response.people}:
            found[response.role] = frozenset(now_there)
    return found


def confirm(
    session: Session,
    asked: Round,
    division: Division,
    questionnaire: Questionnaire,
    role: str,
    person: int,
    seen: str,
) -> Release | None:
    """Keep that this lead wants the preview ``seen`` released; the third confirmation releases.

    Returns the release once there is one; confirming again changes nothing. Raises ``NotReady``
    when the preview has changed since it was seen, or the division is not ready. What happened is
    recorded as an event, once.
    """
    # of two who confirm at once, the second waits here and then counts the first; and nobody
    # settles anything between the last confirmation and the release
    lock(session, division)
    if released := release_of(session, asked, division):
        return released
    refuse_unless_ready(session, asked, division, questionnaire)
    preview = preview_of(session, asked, division, questionnaire)
    if seen != preview.content_hash:
        raise NotReady("This has changed since you opened the page. Please read it again.")
    _keep(session, asked, division, role, person, seen)
    confirmed = confirmations_of(session, asked, division)
    if {role for role, each in confirmed.items() if each.preview_hash == seen} != set(LEAD_ROLES):
        return None
    return _release(session, asked, division, questionnaire, seen)


def refuse_unless_ready(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> None:
    progress = progress_of(session, asked).get(division.key, Progress())
    if asked.state == "abandoned":
        raise NotReady("This round was abandoned. Nothing can be released any more.")
    if asked.level == "L0":
        raise NotReady("In this round only the three of you see your levels. Nothing is released.")
    if progress.withheld or progress.complete < LEADS_OF_A_DIVISION:
        raise NotReady("The submissions of all three leads are needed for a release.")
    if left := len(unsettled(session, asked, division, questionnaire)):
        noun = "practice is" if left == 1 else "practices are"
        raise NotReady(f"{left} {noun} not settled yet. Agree on a level or leave it open.")


def _keep(
    session: Session, asked: Round, division: Division, role: str, person: int, seen: str
) -> None:
    stored = confirmations_of(session, asked, division).get(role)
    if stored and (stored.person_id, stored.preview_hash) == (person, seen):
        return
    stored = stored or Confirmation(round_id=asked.id, division_id=division.id, role=role)
    stored.person_id, stored.preview_hash, stored.confirmed_at = person, seen, now()
    session.add(stored)
    record_event(session, asked, "confirmed", division=division, role=role, person=person)


def _release(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire, seen: str
) -> Release:
    released = Release(
        round_id=asked.id,
        division_id=division.id,
        preview_hash=seen,
        levels=levels_of(preview_of(session, asked, division, questionnaire), questionnaire),
        released_at=now(),
    )
    session.add(released)
    record_event(session, asked, "released", division=division)
    return released


def levels_of(preview: Preview, questionnaire: Questionnaire) -> bytes:
    """Its whole levels, one byte a practice in the questionnaire's order; 0 where none is shown."""
    levels = [preview.result.practices[key].value or 0 for key in questionnaire.keys]
    return np.array(levels, np.int8).tobytes()
