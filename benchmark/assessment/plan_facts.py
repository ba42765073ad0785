"""What divisions offer and plan, as a round shows it: read here, decided upon elsewhere."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, selectinload

from benchmark.assessment.lineage import gone_before
from benchmark.assessment.rounds import state_for
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.database import plans
from benchmark.database.people import Division
from benchmark.database.plans import FINISHED, PLANNED, Action, ActionNote
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Seat, Statistic, Subject, Viewer

Shows = Callable[[Round, Division], bool]  # whether a round shows the plan of a division

# no name of a person is ever said
OWNERS = {
    "clinical": "clinical lead",
    "operational": "operational lead",
    "nursing": "nursing lead",
    "together": "all three leads",
}

# made once: putting a statement together takes longer than running it
OFFERS = (
    select(Division.key, plans.Offer)
    .join(plans.Offer, plans.Offer.division_id == Division.id)
    .where(plans.Offer.round_id == bindparam("asked"), plans.Offer.withdrawn_at.is_(None))
    .where(Division.key.in_(bindparam("divisions", expanding=True)))
    .where(plans.Offer.practice.in_(bindparam("practices", expanding=True)))
    .order_by(Division.position, Division.id)
)
ACTIONS = (
    select(Action)
    .join(Division)
    .where(Action.round_id.in_(bindparam("rounds", expanding=True)))
    .where(Division.key.in_(bindparam("divisions", expanding=True)))
    .options(selectinload(Action.notes), selectinload(Action.division))
    .order_by(Division.position, Division.id, Action.created_at, Action.id)
    # after waiting for a colleague, what they have saved counts, not what was read before
    .execution_options(populate_existing=True)
)
# id and title of the trust's rounds that began no later than one of them
ROUNDS_UP_TO = select(Round.id, Round.title).where(
    Round.trust_id == bindparam("trust"),
    or_(
        Round.opens_on < bindparam("opens_on"),
        and_(
            Round.opens_on == bindparam("opens_on"),
            Round.created_at <= bindparam("created_at"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An action as it stands at the end of one round, whatever later rounds say of it."""

    action: Action
    division: str  # key of the one in whose plan it stands: that which wrote it, or continues it
    notes: tuple[ActionNote, ...]  # told up to this round and still shown, oldest first
    asked: str  # id of the round
    # title of the earlier round in which it was written, and which division wrote it if that has
    # ended; empty in its own
    since: str

    @property
    def state(self) -> str:
        return self.notes[-1].state if self.notes else PLANNED

    @property
    def progress(self) -> str:
        """The last word on it; empty before any."""
        return next((note.words for note in reversed(self.notes) if note.words), "")

    @property
    def open(self) -> bool:
        return self.state not in FINISHED

    @property
    def waits(self) -> bool:
        """Left from an earlier round, and nothing has been said of it in this one."""
        return bool(self.since) and all(note.round_id != self.asked for note in self.notes)


def offers_in(
    session: Session, asked: Round, divisions: Collection[str], practices: Sequence[str]
) -> tuple[Offer, ...]:
    """Offers in force of these divisions: in the trust's order, then the questionnaire's."""
    asked_for = {"asked": asked.id, "divisions": list(divisions), "practices": list(practices)}
    found = [
        Offer(key, row.practice, row.kind, row.words, row.contact)
        for key, row in session.execute(OFFERS, asked_for)
    ]
    places = {key: place for place, key in enumerate(dict.fromkeys(o.division for o in found))}
    kinds, order = plans.OFFER_KINDS, {key: place for place, key in enumerate(practices)}
    found.sort(key=lambda o: (places[o.division], order[o.practice], kinds.index(o.kind)))
    return tuple(found)


def actions_in(
    session: Session, asked: Round, divisions: Collection[str]
) -> tuple[PlannedAction, ...]:
    """The plans of these divisions in the trust's order, with what is left of earlier rounds."""
    return tuple(
        PlannedAction(
            id=each.action.id,
            division=each.division,
            practice=each.action.practice,
            what=each.action.what,
            owner=OWNERS[each.action.owner],
            due=each.action.due,
            measure=each.action.measure,
            state=each.state,
            progress=each.progress,
            since=each.since,
        )
        for each in standing_actions(session, asked, divisions)
    )


def standing_actions(
    session: Session, asked: Round, divisions: Collection[str]
) -> tuple[Standing, ...]:
    """Actions written in this round, and those still open when it began; oldest first.

    What a division that was merged or split left open stands with each that continues it. What
    one of them tells of it stands with the others for as long as its own plan is shown.
    """
    begun = {"trust": asked.trust_id, "opens_on": asked.opens_on, "created_at": asked.created_at}
    titles = {row.id: row.title for row in session.execute(ROUNDS_UP_TO, begun)}
    plans_of = _writers(session, asked, divisions)
    shows = cache(partial(_shows_plan, session))
    asked_for = {"rounds": list(titles), "divisions": list({key for _, key, _ in plans_of})}
    written: dict[str, list[Action]] = {}
    for action in session.scalars(ACTIONS, asked_for):
        written.setdefault(action.division.key, []).append(action)
    found = [
        each
        for plan, writer, ended in plans_of
        for action in written.get(writer, ())
        # the leads of a division that has ended decided who reads theirs, and no others for them
        if not ended or shows(action.round, action.division)
        if (each := _standing(action, (plan, ended), asked, titles, shows))
    ]
    places = {division.key: place for place, division in enumerate(asked.trust.divisions)}
    found.sort(key=lambda each: (places[each.division], each.action.created_at, each.action.id))
    return tuple(found)


def _writers(
    session: Session, asked: Round, divisions: Collection[str]
) -> list[tuple[str, str, str]]:
    """Plan, who wrote into it, and what that has become: nothing for the division itself."""
    gone = gone_before(session, asked)
    return [
        writer
        for key in divisions
        for writer in (
            (key, key, ""),
            *((key, each.division.key, each.words) for each in gone.get(key, ())),
        )
    ]


def teller_of(note: ActionNote) -> Division:
    """The division in whose plan a note was written."""
    return note.division or note.action.division


def _shows_plan(session: Session, asked: Round, division: Division) -> bool:
    """Whether a round still shows the plan of a division to its trust."""
    trust = asked.trust.code
    reader = Viewer(0, "reader of the plan", (Seat("improvement", trust),))
    state = state_for(session, asked, division.key, now())
    return decide(reader, Subject(trust, division.key), Statistic.PLANS, state).show


def _standing(
    action: Action, place: tuple[str, str], asked: Round, titles: dict[str, str], shows: Shows
) -> Standing | None:
    """None for an action that was finished before this round, as far as its plan may know."""
    plan, ended = place
    notes = tuple(
        note
        for note in action.notes
        if note.round_id in titles
        if teller_of(note).key == plan or shows(note.round, teller_of(note))
    )
    before = [note for note in notes if note.round_id != asked.id]
    here = action.round_id == asked.id
    if not here and before and before[-1].state in FINISHED:
        return None
    since = titles[action.round_id] + (f", from {ended}" if ended else "")
    return Standing(action, plan, notes, asked.id, "" if here else since)
