"""What invented leads do after they have submitted: settle, differ, and release."""

from datetime import datetime, timedelta
from importlib.resources import files
from typing import TypedDict

from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import agreements_of, leave_rest_open, settle_near, standings
from benchmark.assessment.releasing import confirm, levels_of, preview_of
from benchmark.assessment.results import respondents
from benchmark.assessment.settling import Settlement, save_agreement, save_dissent
from benchmark.database.agreements import Confirmation, Release
from benchmark.database.events import RoundEvent
from benchmark.database.people import LEAD_ROLES, Division
from benchmark.database.rounds import Response, Round
from benchmark.questionnaire.definition import Questionnaire


class Said(TypedDict, total=False):
    """What the three said of one practice when they met."""

    open: bool
    reason: str
    dissents: dict[str, str]  # role -> text


Talk = dict[str, Said]


def release_as_it_stands(
    session: Session, asked: Round, division: Division, questionnaire: Questionnaire
) -> None:
    """Settle what is near, leave the rest open, and let all three confirm."""
    person = min(respondents(session, asked, division.key))
    settle_near(session, asked, division, questionnaire, person)
    leave_rest_open(session, asked, division, questionnaire, person)
    seen = preview_of(session, asked, division, questionnaire).content_hash
    for role in LEAD_ROLES:
        confirm(session, asked, division, questionnaire, role, person, seen)


def meeting_of_three() -> Talk:
    """What one division said, from the file beside this module."""
    source = files("benchmark.commands.scenarios") / "showcase-agreements.yaml"
    talk: Talk = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))
    return talk


def settle_at(
    session: Session,
    asked: Round,
    division: Division,
    questionnaire: Questionnaire,
    talk: Talk,
    met_at: datetime,
) -> None:
    """Settle in a meeting of the past: what was talked about, what was near, and the rest open."""
    person = min(respondents(session, asked, division.key))
    middles = {
        each.practice: each.middle for each in standings(session, asked, division, questionnaire)
    }
    for practice, said in talk.items():
        level = None if said.get("open") else middles[practice]
        place = (session, asked, division, practice)
        save_agreement(*place, Settlement(level, said.get("reason", "")), 0, person)
        for role, text in said.get("dissents", {}).items():
            save_dissent(*place, role, text, 0)
    settle_near(session, asked, division, questionnaire, person)
    leave_rest_open(session, asked, division, questionnaire, person)
    for agreement in agreements_of(session, asked, division).values():
        agreement.saved_at = met_at
    session.flush()


def release_at(
    session: Session,
    asked: Round,
    division: Division,
    questionnaire: Questionnaire,
    first_at: datetime,
) -> None:
    """The three confirmations of the past, a day apart, and the release."""
    preview = preview_of(session, asked, division, questionnaire)
    people = {each.role: each.people[0].id for each in _responses(asked, division)}
    at = first_at
    for days, role in enumerate(LEAD_ROLES):
        at = first_at + timedelta(days=days, minutes=37 * days)
        kept = {"round_id": asked.id, "division_id": division.id, "role": role}
        person, seen = people[role], preview.content_hash
        session.add(Confirmation(**kept, person_id=person, preview_hash=seen, confirmed_at=at))
        session.add(RoundEvent(**kept, kind="confirmed", person_id=person, at=at))
    levels = levels_of(preview, questionnaire)
    released = {"preview_hash": preview.content_hash, "levels": levels, "released_at": at}
    session.add(Release(round_id=asked.id, division_id=division.id, **released))
    # the release came with the last confirmation, and is told after it
    moment = at + timedelta(milliseconds=1)
    session.add(RoundEvent(round=asked, division=division, kind="released", at=moment))
    session.flush()


def _responses(asked: Round, division: Division) -> list[Response]:
    return [each for each in asked.responses if each.division_id == division.id]


def tell_the_round(
    session: Session, asked: Round, opened: datetime, closed: datetime | None
) -> None:
    """The events of a round of the past: opened, who submitted when, and closed."""
    told = [RoundEvent(kind="opened", detail=asked.closes_on.isoformat(), at=opened)]
    told += [
        RoundEvent(
            kind="submitted",
            division=each.division,
            role=each.role,
            person_id=each.submission.submitted_by,
            at=each.submission.submitted_at,
        )
        for each in asked.responses
        if each.submission
    ]
    if closed:
        told.append(RoundEvent(kind="closed", at=closed))
    for event in told:
        event.round = asked
        session.add(event)
    session.flush()
