"""The end of a section: whether it is completed, and would go on if one of the three left.

Both are private and optional. The three leads see each other's second answer after submission.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.responding import lock, refuse_unless_open
from benchmark.assessment.results import COUNTS
from benchmark.database.agreements import SectionAnswer
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now


@dataclass(frozen=True, slots=True)
class EndOfSection:
    """What a lead says at the end of a section; nothing is a word of its own."""

    completed: bool = False
    continues: str | None = None  # yes, partly, no

    @property
    def answered(self) -> bool:
        return self.completed or self.continues is not None


def ends_of_sections(session: Session, response: Response) -> dict[str, EndOfSection]:
    """Section -> what its own author has said. For that author only."""
    query = select(SectionAnswer).where(SectionAnswer.response_id == response.id)
    return {each.section: _said(each) for each in session.scalars(query)}


def _said(stored: SectionAnswer | None) -> EndOfSection:
    return EndOfSection(stored.completed, stored.continues) if stored else EndOfSection()


def save_section(
    session: Session, response: Response, section: str, said: EndOfSection, seen: EndOfSection
) -> bool:
    """Keep what was said, or say False when it had changed since it was seen.

    Raises ``NotOpen``. Saving the same again is no change.
    """
    lock(session, response)
    refuse_unless_open(response)
    stored = session.get(SectionAnswer, (response.id, section), populate_existing=True)
    if _said(stored) == said:
        return True
    if _said(stored) != seen:
        return False
    kept = stored or SectionAnswer(response_id=response.id, section=section)
    kept.completed, kept.continues, kept.saved_at = said.completed, said.continues, now()
    session.add(kept)
    session.flush()
    return True


def continuity_of(
    session: Session, asked: Round, division: Division
) -> dict[str, dict[str, str | None]]:
    """Section -> role -> yes, partly, no or nothing: what the three leads of a division read.

    Submitted answers only, and none that were withdrawn or set aside. The caller asks
    ``decide`` whether the reader may see them.
    """
    query = (
        select(SectionAnswer.section, Response.role, SectionAnswer.continues)
        .join(Response, Response.id == SectionAnswer.response_id)
        .where(Response.round_id == asked.id, Response.division_id == division.id, COUNTS)
        .where(Response.submission.has())
    )
    said: dict[str, dict[str, str | None]] = {
        section.key: dict.fromkeys(LEAD_ROLES) for section in questionnaire_of(asked).sections
    }
    for section, role, continues in session.execute(query):
        said[section][role] = continues
    return said
