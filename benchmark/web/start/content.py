"""What a start page lists, for each kind of person."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from flask import url_for
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust, own_responses, rounds_of
from benchmark.assessment.responding import answers_of
from benchmark.assessment.retention import removed_in_words
from benchmark.assessment.rounds import Progress, is_open, lead_states, progress_of
from benchmark.assessment.supporting import accesses_of
from benchmark.comparison.wording import local_time
from benchmark.database.people import LEAD_ROLES, Trust
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, RoundState, Statistic, Subject, Viewer
from benchmark.web.coordinator.next_steps import NextStep, next_steps
from benchmark.web.formats import response_title

Link = dict[str, str]


@dataclass(frozen=True, slots=True)
class RoundLines:
    """One round of one trust: how far each division is."""

    title: str
    closes_on: date
    open: bool
    released: bool  # at least one division has something to read
    comparison: Link
    questionnaire: str  # address of its page
    practices: str  # address of the improvement pack's page
    divisions: tuple[Link, ...]  # reports, with "2 of 3 complete" or "released" as status
    removed: str  # when its answers were removed, and after how many years; or nothing
    states: tuple[tuple[str, ...], ...]  # coordinator only: division, then each role's state


@dataclass(frozen=True, slots=True)
class TrustLines:
    code: str
    name: str
    rounds: tuple[RoundLines, ...]
    until: date | None  # its last day, when it became part of another trust


@dataclass(frozen=True, slots=True)
class Coordinating:
    """For the coordinator of a trust: what to do next, and where everything is kept."""

    name: str
    base: str  # what the addresses of their pages begin with
    steps: tuple[NextStep, ...]
    support: tuple[str, ...]  # who of support may look in now, and until when


@dataclass(frozen=True, slots=True)
class StartContent:
    responses: tuple[Link, ...]
    agreements: tuple[Link, ...]
    trusts: tuple[TrustLines, ...]
    national: tuple[tuple[str, int], ...] = field(default=())
    coordinating: tuple[Coordinating, ...] = field(default=())
    plans: tuple[Link, ...] = field(default=())  # of the divisions that the reader leads now
    supporting: tuple[Link, ...] = field(default=())  # trusts that the reader helps, for now

    @property
    def links(self) -> dict[str, list[Link]]:
        """The same lists for programs."""
        rounds = [lines for trust in self.trusts for lines in trust.rounds]
        return {
            "responses": list(self.responses),
            "agreements": list(self.agreements),
            "comparisons": [lines.comparison for lines in rounds],
            "reports": [_without_name(link) for lines in rounds for link in lines.divisions],
        }


def _without_name(link: Link) -> Link:
    return {key: text for key, text in link.items() if key != "name"}


def start_content(session: Session, viewer: Viewer) -> StartContent:
    own = own_responses(session, viewer)
    codes = dict.fromkeys(seat.trust for seat in viewer.seats if seat.trust)
    trusts = [trust for code in codes if (trust := find_trust(session, code))]
    trusts.sort(key=lambda trust: trust.merged is not None)  # what is no more comes last
    return StartContent(
        responses=tuple(_response_link(response) for response in own),
        agreements=tuple(
            _agreement_link(session, response) for response in own if _leads(viewer, response)
        ),
        trusts=tuple(_trust_lines(session, viewer, trust) for trust in trusts),
        national=_trusts_by_rounds(session, viewer),
        coordinating=tuple(
            _coordinating(session, viewer, trust)
            for trust in trusts
            if "coordinator" in viewer.roles_in(trust.code)
        ),
        plans=tuple(link for trust in trusts for link in _plan_links(session, viewer, trust)),
        supporting=tuple(
            {"href": f"/support/{trust.code.lower()}", "title": trust.name, "status": ""}
            for code in sorted(viewer.supports)
            if (trust := find_trust(session, code))
        ),
    )


def _coordinating(session: Session, viewer: Viewer, trust: Trust) -> Coordinating:
    return Coordinating(
        f"{trust.name} ({trust.code})" if trust.merged else trust.name,
        f"/trusts/{trust.code.lower()}",
        next_steps(session, viewer, trust, now()),
        _support_lines(session, trust),
    )


def _support_lines(session: Session, trust: Trust) -> tuple[str, ...]:
    standing = (each for each in accesses_of(session, trust) if each.is_open(now()))
    return tuple(
        f"{each.person.name} of support can see which posts have answered, until "
        f"{local_time(each.ends_at)}."
        for each in standing
    )


def _plan_links(session: Session, viewer: Viewer, trust: Trust) -> list[Link]:
    """Plan and offers of each division that the reader leads, in the last round it released."""
    led = {seat.division for seat in viewer.seats if seat.trust == trust.code and seat.division}
    links = []
    for division in (each for each in trust.divisions if each.key in led):
        asked = _last_released(session, trust, division.key)
        if asked:
            address = (asked, division.key)
            title = f"{division.name}: {asked.title}"
            plan = {"href": _address("plans.page", *address), "title": f"Plan of {title}"}
            offers = {"href": _address("offers.page", *address), "title": f"Offers of {title}"}
            links += [plan | {"status": ""}, offers | {"status": ""}]
    return links


def _last_released(session: Session, trust: Trust, division: str) -> Round | None:
    for asked in rounds_of(session, trust):
        shown = progress_of(session, asked).get(division, Progress()).shown
        if shown and asked.level != "L0" and asked.state != "abandoned":
            return asked
    return None


def _leads(viewer: Viewer, response: Response) -> bool:
    place = (response.round.trust.code, response.division.key)
    return any((seat.trust, seat.division) == place for seat in viewer.seats)


def _response_link(response: Response) -> Link:
    return {
        "href": url_for("responses.task_list", response_id=response.id),
        "title": response_title(response),
        "status": _status(response),
    }


def _status(response: Response) -> str:
    if response.set_aside_at:
        return "set aside"
    if response.submission:
        return "submitted"
    if not is_open(response.round, now()):
        return "not submitted"
    return "in progress" if answers_of(response) else "not started"


def _agreement_link(session: Session, response: Response) -> Link:
    progress = progress_of(session, response.round)[response.division.key]
    return {
        "href": _address("divisions.agreement", response.round, response.division.key),
        "title": f"{response.division.name}: {response.round.title}",
        "status": _standing(progress),
    }


def _standing(progress: Progress) -> str:
    if progress.withheld:
        return "withheld"
    if progress.complete < LEADS_OF_A_DIVISION:
        return f"{progress.complete} of {LEADS_OF_A_DIVISION} complete"
    return "released" if progress.released else "not released"


def _address(endpoint: str, asked: Round, division: str) -> str:
    return url_for(endpoint, trust=asked.trust.code, division=division, round=asked.id)


def _trust_lines(session: Session, viewer: Viewer, trust: Trust) -> TrustLines:
    rounds = [_round_lines(session, viewer, asked) for asked in rounds_of(session, trust)]
    # first what the reader decides from: whom to chase, or the newest figures
    chief = next((lines for lines in rounds if lines.states or lines.released), None)
    rounds.sort(key=lambda lines: (lines is not chief, not lines.open))
    until = trust.merged.first_day - timedelta(days=1) if trust.merged else None
    return TrustLines(trust.code, trust.name, tuple(rounds), until)


def _round_lines(session: Session, viewer: Viewer, asked: Round) -> RoundLines:
    progress = progress_of(session, asked)
    names = {division.key: division.name for division in asked.trust.divisions}
    done = sum(each.shown for each in progress.values())
    chasing = decide(viewer, Subject(asked.trust.code), Statistic.LEAD_STATES, RoundState())
    return RoundLines(
        title=asked.title,
        closes_on=asked.closes_on,
        open=is_open(asked, now()),
        released=done > 0,
        comparison={
            "href": url_for("trusts.comparison", trust=asked.trust.code, round=asked.id),
            "title": f"{asked.trust.name}: {asked.title}",
            "status": "answers removed"
            if asked.removed_at
            else f"{done} of {len(progress)} divisions released",
        },
        questionnaire=url_for("questionnaires.page", identity=asked.questionnaire),
        practices=url_for("practices.every", trust=asked.trust.code, round=asked.id),
        divisions=tuple(
            {
                "href": _address("divisions.report", asked, key),
                "title": f"{names[key]}: {asked.title}",
                "name": names[key],
                "status": _standing(each),
            }
            for key, each in progress.items()
        ),
        removed=removed_in_words(asked) if asked.removed_at else "",
        states=_state_rows(session, asked, names) if chasing.show else (),
    )


def _state_rows(
    session: Session, asked: Round, names: dict[str, str]
) -> tuple[tuple[str, ...], ...]:
    states = lead_states(session, asked)
    taking_part = dict.fromkeys(division for division, _ in states)
    return tuple(
        (names[key], *(states.get((key, role), "vacant") for role in LEAD_ROLES))
        for key in taking_part
    )


def _trusts_by_rounds(session: Session, viewer: Viewer) -> tuple[tuple[str, int], ...]:
    """For the national team: each trust with its number of rounds, and nothing of a division."""
    if not any(seat.role == "national" for seat in viewer.seats):
        return ()
    query = (
        select(Trust.name, func.count(Round.id))
        .outerjoin(Round, and_(Round.trust_id == Trust.id, Round.state != "draft"))
        .where(Trust.closed.is_(None), ~Trust.merged.has())
        .group_by(Trust.id, Trust.name)
        .order_by(Trust.name)
    )
    return tuple((name, count) for name, count in session.execute(query))
