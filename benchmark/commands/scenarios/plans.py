"""What invented divisions offer, ask and plan after each round; the texts stand in a YAML file."""

from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import files
from typing import TypedDict

from ruamel.yaml import YAML
from sqlalchemy.orm import Session

from benchmark.database.people import Division
from benchmark.database.plans import FINISHED, Action, ActionNote, Offer
from benchmark.database.rounds import Round

AFTER = timedelta(days=33)  # from the end of a round to what was written about it
Rounds = dict[int, Round]  # by the year in which each opened


class SaidOffer(TypedDict, total=False):
    division: str
    practice: str
    kind: str
    words: str
    contact: str
    since: int  # year of the first round in which it was made; otherwise only in the last


class Note(TypedDict):
    round: int
    on: date
    state: str
    words: str


class SaidAction(TypedDict):
    division: str
    practice: str
    written: int
    what: str
    owner: str
    due: date
    measure: str
    notes: list[Note]


class Said(TypedDict):
    offers: list[SaidOffer]
    actions: list[SaidAction]


def plans_of_divisions() -> Said:
    source = files("benchmark.commands.scenarios") / "showcase-plans.yaml"
    said: Said = YAML(typ="safe", pure=True).load(source.read_text(encoding="utf-8"))
    return said


def plan_and_offer(session: Session, rounds: Rounds, said: Said) -> None:
    """Write it all down as it was in the past; the divisions have released by then."""
    places = {division.key: division for division in rounds[max(rounds)].trust.divisions}
    for offer in said["offers"]:
        for year in range(offer.get("since", max(rounds)), max(rounds) + 1):
            session.add(_offer(rounds[year], places[offer["division"]], offer))
    for action in said["actions"]:
        session.add(_action(rounds, places[action["division"]], action))
    session.flush()


def _offer(asked: Round, division: Division, said: SaidOffer) -> Offer:
    return Offer(
        round=asked,
        division=division,
        practice=said["practice"],
        kind=said["kind"],
        words=said["words"],
        contact=said["contact"],
        version=1,
        saved_by=_lead(asked, division, "operational"),
        saved_at=_moment(asked.closes_on + AFTER),
    )


def _action(rounds: Rounds, division: Division, said: SaidAction) -> Action:
    asked, notes = rounds[said["written"]], said["notes"]
    at = _moment(asked.closes_on + AFTER)
    role = "operational" if said["owner"] == "together" else said["owner"]
    last = notes[-1] if notes else None
    return Action(
        round=asked,
        division=division,
        practice=said["practice"],
        what=said["what"],
        owner=said["owner"],
        due=said["due"],
        measure=said["measure"],
        version=1 + len(notes),
        saved_by=_lead(asked, division, role),
        saved_at=at,
        created_at=at,
        closed_at=_moment(last["on"]) if last and last["state"] in FINISHED else None,
        notes=[_note(rounds[note["round"]], division, role, note) for note in notes],
    )


def _note(asked: Round, division: Division, role: str, said: Note) -> ActionNote:
    return ActionNote(
        round=asked,
        division=division,
        state=said["state"],
        words=said["words"],
        person_id=_lead(asked, division, role),
        at=_moment(said["on"]),
    )


def _lead(asked: Round, division: Division, role: str) -> int:
    """Who answered for the post in that round."""
    posts = {(each.division_id, each.role): each.people[0].id for each in asked.responses}
    return posts[division.id, role]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10, 20), UTC)
