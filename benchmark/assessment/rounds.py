"""Opening rounds, and how far they have come."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import has_passed, london_day
from benchmark.assessment.freezing import freeze
from benchmark.database.agreements import Release
from benchmark.database.people import LEAD_ROLES, Division, Membership, Trust
from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.database.unchanged import kept_while_unchanged
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState
from benchmark.questionnaire.definition import Questionnaire


@dataclass(frozen=True, slots=True)
class Post:
    """One response as far as counting needs it."""

    submitted: bool
    recorded: bool  # the coordinator has said why there is no submission
    set_aside: bool
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one division is in a round."""

    complete: int = 0  # leads whose submission counts
    released: bool = False
    withheld: bool = False  # an answer was withdrawn, or begun again after it was submitted
    heard: bool = False  # two have submitted and why the third has not is on record

    @property
    def shown(self) -> bool:
        return self.released and not self.withheld

    @property
    def may_still_release(self) -> bool:
        """Three submissions that wait for their release: it may come at any time."""
        return self.complete == LEADS_OF_A_DIVISION and not (self.released or self.withheld)


def open_round(
    session: Session,
    trust: Trust,
    questionnaire: Questionnaire,
    title: str,
    opens_on: date,
    closes_on: date,
) -> Round:
    """Open a round, with one response for each lead's post of each division.

    The round keeps to the questionnaire as it is now: ``FrozenFault`` if this version was used
    before with another text.
    """
    opened = Round(
        trust=trust,
        title=title,
        frozen=freeze(session, questionnaire),
        questionnaire_hash=questionnaire.content_hash,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    session.add(opened)
    ask_leads(session, opened, opens_on)
    return opened


def kept_years(asked: Round) -> int:
    """For how many years answers are kept: as their leads read, or shorter since; no longer."""
    return shorter_years(asked.promised_years, asked.trust.retention_years)


def shorter_years(promised: int | None, set_now: int) -> int:
    """The same of a round's promise, which a draft has not made yet, and its trust's period."""
    return min(promised or set_now, set_now)


def ask_leads(session: Session, asked: Round, day: date) -> None:
    """Make one response for each lead's post of each division that there is on that day."""
    asked.promised_years = asked.trust.retention_years
    for division in asked.trust.divisions:
        if division.ended_on is not None and division.ended_on < day:
            continue
        for role in LEAD_ROLES:
            people = [holder.person for holder in holders(session, division, role, day)]
            asked.responses.append(Response(division=division, role=role, people=people))
    session.flush()


def holders(session: Session, division: Division, role: str, day: date) -> list[Membership]:
    """Whoever holds the post on that day; two people when the job is shared."""
    posts = select(Membership).where(Membership.division_id == division.id, Membership.role == role)
    return [post for post in session.scalars(posts.order_by(Membership.id)) if post.holds_on(day)]


def is_open(asked: Round, moment: datetime) -> bool:
    """Open from the first second of its London days to the last, and the grace after that."""
    begun = asked.opens_on <= london_day(moment)
    return asked.state == "open" and begun and not has_passed(asked.closes_on, moment)


def is_closed(asked: Round, moment: datetime) -> bool:
    return asked.state == "closed" or has_passed(asked.closes_on, moment)


# made once: putting a statement together takes longer than running it
PROGRESS = (
    select(
        Division.key,
        Release.division_id.is_not(None),
        Submission.response_id.is_not(None),
        Response.outcome.is_not(None),
        Response.set_aside_at.is_not(None),
        Response.withdrawn_at.is_not(None),
    )
    .join(Response, Response.division_id == Division.id)
    .outerjoin(Submission, Submission.response_id == Response.id)
    .outerjoin(
        Release,
        and_(Release.round_id == Response.round_id, Release.division_id == Response.division_id),
    )
    .where(Response.round_id == bindparam("asked"))
    .order_by(Division.position, Division.id)
)


def progress_of(session: Session, asked: Round) -> dict[str, Progress]:
    """How far each division is that takes part in the round, in the trust's order."""
    posts: dict[str, list[Post]] = {}
    released: dict[str, bool] = {}
    for key, released[key], *post in session.execute(PROGRESS, {"asked": asked.id}):
        posts.setdefault(key, []).append(Post(*post))
    return {key: _progress(found, released=released[key]) for key, found in posts.items()}


def _progress(posts: list[Post], *, released: bool) -> Progress:
    in_force = [post for post in posts if not post.set_aside]
    return Progress(
        complete=sum(post.submitted and not post.withdrawn for post in in_force),
        released=released,
        withheld=any(post.submitted and (post.set_aside or post.withdrawn) for post in posts),
        heard=all(post.submitted or post.recorded for post in in_force)
        and sum(post.submitted for post in in_force) == LEADS_OF_A_DIVISION - 1,
    )


def complete_leads(session: Session, asked: Round) -> dict[str, int]:
    """How many of the three have submitted, for each division that takes part in the round."""
    return {key: each.complete for key, each in progress_of(session, asked).items()}


def has_complete_division(session: Session, asked: Round) -> bool:
    return any(
        each.complete == LEADS_OF_A_DIVISION and not each.withheld
        for each in progress_of(session, asked).values()
    )


def shows_something(session: Session, asked: Round) -> bool:
    """Whether a division is released; a page asks it of rounds to find the one it is about."""
    kept = kept_while_unchanged(session)
    key = ("shows something", asked.id)
    if key not in kept:
        kept[key] = any(each.shown for each in progress_of(session, asked).values())
    return bool(kept[key])


def state_for(session: Session, asked: Round, division: str | None, moment: datetime) -> RoundState:
    """How far the round has come, as the disclosure rules want to know it."""
    return state_from(progress_of(session, asked), asked, division, moment)


def state_from(
    progress: dict[str, Progress], asked: Round, division: str | None, moment: datetime
) -> RoundState:
    """``division`` None: the state of the round without regard to one division."""
    here = progress.get(division, Progress()) if division else Progress()
    released = sum(each.shown for each in progress.values()) if asked.level != "L0" else 0
    closed = is_closed(asked, moment)
    return RoundState(
        complete=here.complete,
        released=released,
        over=(closed and not any(each.may_still_release for each in progress.values()))
        or released == len(progress),
        taken_back=any(each.released and each.withheld for each in progress.values()),
        released_here=here.released,
        withheld=here.withheld,
        heard=closed and here.heard,
        level=asked.level,
    )


def lead_states(session: Session, asked: Round) -> dict[tuple[str, str], str]:
    """Division and role -> not started, in progress or submitted. For the coordinator only."""
    query = (
        select(
            Division.key,
            Response.role,
            Response.outcome,
            Submission.response_id,
            select(func.count())
            .where(Answer.response_id == Response.id)
            .correlate(Response)
            .scalar_subquery(),
        )
        .join(Response, Response.division_id == Division.id)
        .outerjoin(Submission, Submission.response_id == Response.id)
        .where(Response.round_id == asked.id, Response.set_aside_at.is_(None))
        .order_by(Division.position, Division.id)
    )
    rows = session.execute(query).all()
    return {(key, role): _lead_state(*state) for key, role, *state in rows}


def _lead_state(outcome: str | None, sent: str | None, begun: int) -> str:
    if sent:
        return "submitted"
    if outcome:
        return outcome
    return "in progress" if begun else "not started"
