"""The three leads of a division plan what they will do, and say openly what became of it.

Three people may write at once: a save says which version its writer had before them; on an older
one nothing is saved, and the writer gets both texts. What a note says is only ever added to.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import NotNow, lock
from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import record_event
from benchmark.assessment.lineage import after
from benchmark.assessment.plan_facts import Standing, standing_actions
from benchmark.assessment.refusals import Refused
from benchmark.assessment.rounds import Progress, progress_of
from benchmark.database.agreements import Release
from benchmark.database.people import Division, Membership
from benchmark.database.plans import FINISHED, Action, ActionNote
from benchmark.database.rounds import Round
from benchmark.database.schema import now

MOST_OPEN = 5


@dataclass(frozen=True, slots=True)
class ActionText:
    """One step in the words of the division: who does what until when, and how one will know."""

    practice: str
    what: str
    owner: str  # one of ``plans.OWNERS``
    due: date
    measure: str


@dataclass(frozen=True, slots=True)
class Report:
    """How far an action is, and a word on it."""

    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What became of a save; unless it was saved, both for the writer to choose from."""

    saved: bool
    version: int
    yours: ActionText | Report
    theirs: ActionText | Report
    by: str = ""  # the role of whoever stored it
    at: datetime | None = None


def refuse_unless_current(session: Session, asked: Round, division: Division) -> None:
    """Raise ``NotNow`` where a division's plan and offers of a round can no longer be changed."""
    progress = progress_of(session, asked).get(division.key, Progress())
    if asked.state == "abandoned":
        raise NotNow("This round was abandoned. Nothing can be changed any more.")
    if not progress.shown or asked.level == "L0":
        raise NotNow("Plans and offers begin when the three of you have released your levels.")
    newer = (
        select(Round.title)
        .join(Release, Release.round_id == Round.id)
        .where(Release.division_id.in_({division.id} | after(session, division)))
        .where(Round.opens_on > asked.opens_on)
        .order_by(Round.opens_on.desc())
    )
    if title := session.scalar(newer):
        raise NotNow(f"You have gone on to “{title}”. What is open is followed there.")


def plan_of(session: Session, asked: Round, division: Division) -> tuple[Standing, ...]:
    """The actions of this round, and what earlier rounds left open; the oldest first."""
    return standing_actions(session, asked, (division.key,))


def write_action(
    session: Session, asked: Round, division: Division, yours: ActionText, person: int
) -> Action:
    """Add an action to the plan; the same one again, as a second click sends it, is the first.

    Raises ``NotNow``, and ``Refused`` for a day that has passed or one action too many.
    """
    lock(session, division)
    refuse_unless_current(session, asked, division)
    plan = plan_of(session, asked, division)
    for each in plan:
        if each.open and not each.since and text_of(each.action) == yours:
            return each.action
    _refuse_past(yours.due)
    _refuse_full(plan)
    action = Action(round_id=asked.id, division_id=division.id, version=0)
    _store(session, action, yours, person)
    record_event(session, asked, "planned", division=division, person=person)
    return action


def _refuse_past(due: date) -> None:
    if due < london_day(now()):
        raise Refused("Enter a day that is still to come", "due")


def _refuse_full(plan: tuple[Standing, ...]) -> None:
    if any(each.waits for each in plan):
        raise Refused("Say first what became of the actions from earlier rounds")
    if sum(each.open for each in plan) >= MOST_OPEN:
        raise Refused("Five actions are open. Finish one, or change one openly, before the next")


def change_action(
    session: Session,
    asked: Round,
    division: Division,
    key: str,
    yours: ActionText,
    version: int,
    person: int,
) -> Planned:
    """Change the texts of an action of this round, unless its writer had not seen what is stored.

    Saving the stored texts again changes nothing. Raises ``NotNow`` and ``Refused``.
    """
    action = _locked(session, asked, division, key).action
    if action.round_id != asked.id:
        raise NotNow("An action of an earlier round keeps its words. Say what became of it.")
    theirs = text_of(action)
    if yours == theirs:
        return Planned(saved=True, version=action.version, yours=yours, theirs=theirs)
    if version != action.version:
        by, at = role_of(session, division, action.saved_by), action.saved_at
        return Planned(
            saved=False, version=action.version, yours=yours, theirs=theirs, by=by, at=at
        )
    if yours.due != theirs.due:
        _refuse_past(yours.due)
    _store(session, action, yours, person)
    record_event(session, asked, "plan changed", division=division, person=person)
    return Planned(saved=True, version=action.version, yours=yours, theirs=yours)


def report_progress(
    session: Session,
    asked: Round,
    division: Division,
    key: str,
    yours: Report,
    version: int,
    person: int,
) -> Planned:
    """Add a note on how far an action is, unless its writer had not seen the last one.

    The same note again changes nothing. A note of another division counts for the version also
    while nobody here is shown it: whoever had this page open when it came is shown what stands in
    their own plan, and may then save; whoever opens the page later is not held up. Raises
    ``NotNow``.
    """
    standing = _locked(session, asked, division, key)
    action, last = standing.action, standing.notes[-1] if standing.notes else None
    theirs = Report(standing.state, last.words if last else "")
    if yours == theirs and last and last.round_id == asked.id:
        return Planned(saved=True, version=action.version, yours=yours, theirs=theirs)
    if version != action.version:
        by = role_of(session, division, last.person_id if last else action.saved_by)
        at = last.at if last else action.saved_at
        return Planned(
            saved=False, version=action.version, yours=yours, theirs=theirs, by=by, at=at
        )
    _add_note(session, (asked, division), action, yours, person)
    record_event(session, asked, "progress", division=division, person=person)
    return Planned(saved=True, version=action.version, yours=yours, theirs=yours)


def _add_note(
    session: Session, place: tuple[Round, Division], action: Action, yours: Report, person: int
) -> None:
    (asked, division), at = place, now()
    note = ActionNote(
        round_id=asked.id,
        division=division,
        state=yours.state,
        words=yours.words,
        person_id=person,
        at=at,
    )
    action.notes.append(note)
    action.version += 1
    action.closed_at = at if yours.state in FINISHED else None
    session.flush()


def _locked(session: Session, asked: Round, division: Division, key: str) -> Standing:
    """The action as it stands, which nobody else changes until the transaction ends."""
    lock(session, division)
    refuse_unless_current(session, asked, division)
    found = next((s for s in plan_of(session, asked, division) if s.action.id == key), None)
    if found is None:
        raise NotNow("This action is not in the plan of this round.")
    if found.division != found.action.division.key:
        return _locked_for_all(session, asked, division, found.action)
    return found


def _locked_for_all(session: Session, asked: Round, division: Division, action: Action) -> Standing:
    """What a division that was split left open stands in several plans: their leads wait too."""
    lock(session, action.division)
    plan = plan_of(session, asked, division)  # read again: while we waited, somebody may have told
    return next(each for each in plan if each.action.id == action.id)


def _store(session: Session, action: Action, yours: ActionText, person: int) -> None:
    action.practice, action.what, action.owner = yours.practice, yours.what, yours.owner
    action.due, action.measure = yours.due, yours.measure
    action.version += 1
    action.saved_by, action.saved_at = person, now()
    session.add(action)
    session.flush()


def text_of(action: Action) -> ActionText:
    return ActionText(action.practice, action.what, action.owner, action.due, action.measure)


def role_of(session: Session, division: Division, person: int) -> str:
    """As which lead somebody is in post in the division; empty for whoever has left."""
    held = select(Membership).where(
        Membership.division_id == division.id, Membership.person_id == person
    )
    today = london_day(now())
    return next((each.role for each in session.scalars(held) if each.holds_on(today)), "")
