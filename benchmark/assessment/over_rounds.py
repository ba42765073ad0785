"""What a round of a trust shows, with the round before it beside it."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile
from typing import cast

from sqlalchemy.orm import Session

from benchmark.assessment.access import rounds_of
from benchmark.assessment.calendar import last_open_day
from benchmark.assessment.changes_of_lead import new_leads
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.lineage import formed_from
from benchmark.assessment.results import comparison_for, schedule_of
from benchmark.assessment.retention import why_nothing_beside
from benchmark.assessment.rounds import shows_something
from benchmark.comparison.changes import RoundsCompared
from benchmark.comparison.content import Comparison
from benchmark.comparison.fingerprint import content_hash
from benchmark.comparison.keeping import MOST, Same, content_of, turn
from benchmark.comparison.rounds_compared import Since, rounds_compared
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.unchanged import kept_while_unchanged
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import RoundState, Statistic, Subject, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import Schedule


def comparison_over_rounds(
    session: Session, viewer: Viewer, asked: Round, questionnaire: Questionnaire
) -> Comparison:
    """The round as the viewer may see it, the last round beside it: what pages and papers read.

    The content hash covers the change too: a correction of the earlier round makes another report.
    """
    kept = kept_while_unchanged(session)
    # what is in the database, who reads it, and whether rounds have closed: nothing else decides
    key = (viewer, asked.id, questionnaire.content_hash, last_open_day(now()))
    if key not in kept:
        kept[key] = _over_rounds(session, viewer, asked, questionnaire)
    found: Comparison = kept[key]
    return found


def _over_rounds(
    session: Session, viewer: Viewer, asked: Round, questionnaire: Questionnaire
) -> Comparison:
    alone = comparison_for(session, viewer, asked, questionnaire)
    if alone.released and (gone := _removed_before(session, asked)):
        alone = _saying(Same(alone), why_nothing_beside(gone))
    pair = _pair(session, viewer, asked, alone)
    if pair is None:
        return alone
    with turn(pair):
        return _with_change(pair)


# the same object for the same one: the pair below is kept by it
@lru_cache(maxsize=MOST)
def _saying(same: Same, why: str) -> Comparison:
    said = replace(cast("Comparison", same.one), removed_before=why)
    return replace(said, content_hash=content_hash(said))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two rounds and all else that the change is made of; equal when all of it is."""

    key: Hashable
    before: Comparison = field(compare=False)
    now: Comparison = field(compare=False)
    old: Questionnaire = field(compare=False)
    new: Questionnaire = field(compare=False)
    schedule: Schedule = field(compare=False)
    since: Since = field(compare=False)


# kept for the same two comparisons, which are kept themselves for the same facts and decisions
@lru_cache(maxsize=MOST)
def _with_change(pair: _Pair) -> Comparison:
    both = replace(pair.now, since=_change(pair))
    return replace(both, content_hash=content_hash(both))


def _change(pair: _Pair) -> RoundsCompared:
    return rounds_compared(pair.before, pair.now, pair.old, pair.new, pair.schedule, pair.since)


def since_last_round(
    session: Session, viewer: Viewer, asked: Round, comparison: Comparison
) -> RoundsCompared | None:
    """Return the round beside the newest earlier one, each as the viewer may see it.

    None when the round or every earlier one shows nothing yet.
    """
    pair = _pair(session, viewer, asked, comparison)
    return _change(pair) if pair else None


def _pair(session: Session, viewer: Viewer, asked: Round, comparison: Comparison) -> _Pair | None:
    earlier = _round_before(session, asked) if comparison.released else None
    if earlier is None:
        return None
    old, new = questionnaire_of(earlier), questionnaire_of(asked)
    before, schedule = comparison_for(session, viewer, earlier, old), schedule_of(session, asked)
    took_part = [division.key for division in before.divisions]
    since = Since(
        formed_from(session, asked.trust, took_part), _new_leads(session, viewer, earlier, asked)
    )
    further = (old, new, schedule, since.formed_from, since.new_leads)
    key = (Same(before), Same(comparison), *map(content_of, further))
    return _Pair(key, before, comparison, old, new, schedule, since)


def _new_leads(session: Session, viewer: Viewer, earlier: Round, asked: Round) -> dict[str, int]:
    """Which posts change hands is asked for each division; without an answer it has no new lead."""
    trust = asked.trust.code
    return {
        division: count
        for division, count in new_leads(session, earlier, asked).items()
        if decide(viewer, Subject(trust, division), Statistic.LEAD_CHANGES, RoundState()).show
    }


def _round_before(session: Session, asked: Round) -> Round | None:
    """Return the newest round before this one in which a division is complete."""
    earlier = _earlier(session, asked)
    return next((each for each in earlier if shows_something(session, each)), None)


def _removed_before(session: Session, asked: Round) -> Round | None:
    """Return the newest earlier round whose answers are gone, if it is newer than any with some."""
    unseen = takewhile(lambda each: not shows_something(session, each), _earlier(session, asked))
    return next((each for each in unseen if each.removed_at is not None), None)


def _earlier(session: Session, asked: Round) -> list[Round]:
    rounds = rounds_of(session, asked.trust)  # newest first
    return rounds[rounds.index(asked) + 1 :]
