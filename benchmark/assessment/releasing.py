"""The three leads release what they have agreed: each confirms the same preview, the third opens.

A release is never undone. Whatever changes the preview before the third confirmation asks all
three again, because a confirmation counts only for the preview that its lead has seen.
"""

import hashlib
import json
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import unsettled
from benchmark.assessment.issuing import reader_of
from benchmark.assessment.results import facts_with
from benchmark.assessment.rounds import progress_of
from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.database.agreements import Confirmation, Release
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION
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
    comparison = compare(facts, reader_of(asked.trust))
    result = comparison.division(division.key)
    return Preview(comparison, result, _hash(asked, result))


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
    return {each.role: each for each in session.scalars(query)}


def release_of(session: Session, asked: Round, division: Division) -> Release | None:
    return session.get(Release, (asked.id, division.id))


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
    when the preview has changed since it was seen, or the division is not ready.
    """
    # of two who confirm at once, the second waits here and then counts the first
    session.execute(select(Round.id).where(Round.id == asked.id).with_for_update())
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
    progress = progress_of(session, asked)[division.key]
    if asked.state == "abandoned":
        raise NotReady("This round was abandoned. Nothing can be released any more.")
    if progress.withheld or progress.complete < LEADS_OF_A_DIVISION:
        raise NotReady("The submissions of all three leads are needed for a release.")
    if left := len(unsettled(session, asked, division, questionnaire)):
        noun = "practice is" if left == 1 else "practices are"
        raise NotReady(f"{left} {noun} not settled yet. Agree on a level or leave it open.")


def _keep(
    session: Session, asked: Round, division: Division, role: str, person: int, seen: str
) -> None:
    stored = session.get(Confirmation, (asked.id, division.id, role))
    stored = stored or Confirmation(round_id=asked.id, division_id=division.id, role=role)
    stored.person_id, stored.preview_hash, stored.confirmed_at = person, seen, now()
    session.add(stored)
    session.flush()


def _release(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire, seen: str
) -> Release:
    released = Release(
        round_id=asked.id,
        division_id=division.id,
        preview_hash=seen,
        levels=_levels(session, asked, division, questionnaire),
        released_at=now(),
    )
    session.add(released)
    session.flush()
    return released


def _levels(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> bytes:
    preview = preview_of(session, asked, division, questionnaire).result
    levels = [preview.practices[key].value or 0 for key in questionnaire.keys]
    return np.array(levels, np.int8).tobytes()
