"""The three leads settle each practice: an agreed level, or openly none. No text is lost."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.results import COUNTS, role_levels
from benchmark.database.agreements import Agreement, Release
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Respondent, Response, Round
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.answers import scored

NEAR = 1  # levels apart at most for practices that can be settled together


class NotNow(Exception):
    """Nothing can be settled now; the text says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one practice stands between the three."""

    practice: str
    middle: int | None  # the median; None unless all three gave a level
    apart: int | None  # between the highest and the lowest; None with fewer than two levels
    settled: bool

    @property
    def near(self) -> bool:
        return self.middle is not None and self.apart is not None and self.apart <= NEAR


def lock(session: Session, division: Division) -> None:
    """Until the transaction ends, nobody else settles, dissents or confirms for the division."""
    # SQLite: BEGIN IMMEDIATE did so already. Rows that point to the division may still be added.
    mine = select(Division.id).where(Division.id == division.id)
    session.execute(mine.with_for_update(key_share=True))


def refuse_unless_open(session: Session, asked: Round, division: Division) -> None:
    """Raise ``NotNow`` for a division that is released, or a round that was abandoned."""
    if session.get(Release, (asked.id, division.id), populate_existing=True):
        raise NotNow("The three of you have released this. It can no longer be changed.")
    if asked.state == "abandoned":
        raise NotNow("This round was abandoned. Nothing can be changed any more.")


def roles_of(session: Session, asked: Round, division: Division, person: int) -> tuple[str, ...]:
    """As which leads the person has submitted for the division; in a usual case one."""
    query = (
        select(Response.role)
        .join(Respondent, Respondent.response_id == Response.id)
        .where(Response.round_id == asked.id, Response.division_id == division.id, COUNTS)
        .where(Respondent.person_id == person, Response.submission.has())
    )
    found = set(session.scalars(query))
    return tuple(role for role in LEAD_ROLES if role in found)


def standings(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> tuple[Standing, ...]:
    """Every practice in the questionnaire's order. For the three leads only (L2)."""
    levels = role_levels(session, asked, division.key, questionnaire)
    settled = agreements_of(session, asked, division)
    return tuple(
        _standing(key, [roles[key] for roles in levels.values()], settled=key in settled)
        for key in questionnaire.keys
    )


def _standing(practice: str, answers: list[int], *, settled: bool) -> Standing:
    levels = scored(np.array(answers, np.int8))
    given = sorted(int(level) for level in levels[~np.isnan(levels)])
    return Standing(
        practice,
        given[1] if len(given) == len(answers) else None,
        given[-1] - given[0] if len(given) > 1 else None,
        settled,
    )


def agreements_of(session: Session, asked: Round, division: Division) -> dict[str, Agreement]:
    query = select(Agreement).where(
        Agreement.round_id == asked.id, Agreement.division_id == division.id
    )
    # after waiting for a colleague, what they have saved counts, not what was read before
    stored = session.scalars(query.execution_options(populate_existing=True))
    return {agreement.practice: agreement for agreement in stored}


def settle_near(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire, person: int
) -> int:
    """Agree on the middle level wherever the three are at most one level apart.

    What is settled already stays as it is. Returns how many practices were settled. Raises
    ``NotNow`` after the release.
    """
    lock(session, division)
    refuse_unless_open(session, asked, division)
    near = [
        each
        for each in standings(session, asked, division, questionnaire)
        if each.near and not each.settled
    ]
    for each in near:
        _first(session, asked, division, each.practice, each.middle, person)
    session.flush()
    return len(near)


def leave_rest_open(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire, person: int
) -> int:
    """Record every practice that is not settled as open. Returns how many there were.

    Raises ``NotNow`` after the release.
    """
    lock(session, division)
    refuse_unless_open(session, asked, division)
    rest = [each for each in standings(session, asked, division, questionnaire) if not each.settled]
    for each in rest:
        _first(session, asked, division, each.practice, None, person)
    session.flush()
    return len(rest)


def _first(
    session: Session,
    asked: Round,
    division: Division,
    practice: str,
    level: int | None,
    person: int,
) -> None:
    agreement = Agreement(
        round_id=asked.id,
        division_id=division.id,
        practice=practice,
        state="open" if level is None else "agreed",
        level=level,
        version=1,
        saved_by=person,
        saved_at=now(),
    )
    session.add(agreement)


def unsettled(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> tuple[str, ...]:
    """Practices that have neither an agreed level nor been left open."""
    settled = agreements_of(session, asked, division)
    return tuple(key for key in questionnaire.keys if key not in settled)
