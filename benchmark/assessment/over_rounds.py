"""What a round of a trust shows, with the round before it beside it."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import rounds_of
from benchmark.assessment.changes_of_lead import new_leads
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.results import comparison_for, schedule_of
from benchmark.assessment.rounds import shows_something
from benchmark.comparison.changes import RoundsCompared
from benchmark.comparison.content import Comparison
from benchmark.comparison.fingerprint import content_hash
from benchmark.comparison.rounds_compared import Since, rounds_compared
from benchmark.database.events import Lineage
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import RoundState, Statistic, Subject, Viewer
from benchmark.questionnaire.definition import Questionnaire


def comparison_over_rounds(
    session: Session, viewer: Viewer, asked: Round, questionnaire: Questionnaire
) -> Comparison:
    """The round as the viewer may see it, the last round beside it: what pages and papers read.

    The content hash covers the change too: a correction of the earlier round makes another report.
    """
    alone = comparison_for(session, viewer, asked, questionnaire)
    since = since_last_round(session, viewer, asked, alone)
    if since is None:
        return alone
    both = replace(alone, since=since)
    return replace(both, content_hash=content_hash(both))


def since_last_round(
    session: Session, viewer: Viewer, asked: Round, comparison: Comparison
) -> RoundsCompared | None:
    """Return the round beside the newest earlier one, each as the viewer may see it.

    None when the round or every earlier one shows nothing yet.
    """
    earlier = _round_before(session, asked) if comparison.released else None
    if earlier is None:
        return None
    old, new = questionnaire_of(earlier), questionnaire_of(asked)
    before = comparison_for(session, viewer, earlier, old)
    since = Since(formed_from(session, asked.trust), _new_leads(session, viewer, earlier, asked))
    return rounds_compared(before, comparison, old, new, schedule_of(session, asked), since)


def _new_leads(session: Session, viewer: Viewer, earlier: Round, asked: Round) -> dict[str, int]:
    """Which posts change hands is asked for each division; without an answer it has no new lead."""
    trust = asked.trust.code
    return {
        division: count
        for division, count in new_leads(session, earlier, asked).items()
        if decide(viewer, Subject(trust, division), Statistic.LEAD_CHANGES, RoundState()).show
    }


def formed_from(session: Session, trust: Trust) -> dict[str, tuple[str, ...]]:
    """For each division that was merged or split: the names of those that it continues."""
    names = {division.id: division for division in trust.divisions}
    found: dict[str, tuple[str, ...]] = {}
    rows = select(Lineage).where(Lineage.to_division_id.in_(names))
    for row in session.scalars(rows.order_by(Lineage.to_division_id, Lineage.from_division_id)):
        key = names[row.to_division_id].key
        found[key] = (*found.get(key, ()), names[row.from_division_id].name)
    return found


def _round_before(session: Session, asked: Round) -> Round | None:
    """Return the newest round before this one in which a division is complete."""
    rounds = rounds_of(session, asked.trust)  # newest first
    earlier = rounds[rounds.index(asked) + 1 :]
    return next((each for each in earlier if shows_something(session, each)), None)
