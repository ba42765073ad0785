"""What a round of a trust shows beside the one before it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import rounds_of
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.results import comparison_for, schedule_of
from benchmark.assessment.rounds import shows_something
from benchmark.comparison.content import Comparison
from benchmark.comparison.rounds_compared import RoundsCompared, rounds_compared
from benchmark.database.events import Lineage
from benchmark.database.people import Trust
from benchmark.database.rounds import Round
from benchmark.disclosure.levels import Viewer


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
    schedule, formed = schedule_of(session, asked), formed_from(session, asked.trust)
    return rounds_compared(before, comparison, old, new, schedule, formed)


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
