"""A walk over every address with every method as every kind of person, at every distance.

What should come back is computed here from a hand-written table, never from the application's own
checks: a scope is a sentence of the design, written down a second time.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.event import listen, remove
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.handing_over import handover_for
from benchmark.assessment.issuing import issue_handover, issue_round
from benchmark.assessment.mailing import Draft, write_mail
from benchmark.assessment.offering import OfferText, save_offer
from benchmark.assessment.packing import ask_for_pack
from benchmark.assessment.planning import ActionText, write_action
from benchmark.assessment.rescoring import corrections_of, rescore
from benchmark.assessment.results import reader_of
from benchmark.database.agreements import Agreement, Confirmation, Dissent, Release
from benchmark.database.corrections import Correction
from benchmark.database.events import RoundEvent
from benchmark.database.jobs import Job, JobFile
from benchmark.database.mail import Mail
from benchmark.database.people import Division, Membership, Person, SupportAccess
from benchmark.database.plans import Action, ActionNote, Offer
from benchmark.database.rounds import Answer, Report, Respondent, Response, Round, Submission
from benchmark.database.schema import now
from benchmark.database.session import sqlite_url, transaction
from benchmark.jobs.packs import make_pack
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import first_schedule
from benchmark.web.app import Benchmark
from benchmark.web.people.content import tenure_key
from benchmark.web.security import Access, declared_access
from tests.servers import (
    FIRST,
    JSON,
    Browser,
    browser_of,
    complete_division,
    issue_inside,
    local_settings,
    masked,
    response_of,
    serving,
    support_opened,
    with_cookie,
)

WEIGHTED = first_schedule().model_copy(update={"version": "9.0", "weights": {"patient-flow": 10}})
LATER = date(2199, 12, 31)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
Address = tuple[str, str]  # method and rule
# what stands in an address of which one kind is enough: who may take one step may take them all
STEPS = {
    "<round_step:step>": "close",
    "<lead:role>": "clinical",
    "<lead_step:step>": "replace",
    "<division_step:step>": "rename",
    "<tenure_step:step>": "change",
    "<offer_kind:kind>": "shows",
}


@dataclass(frozen=True)
class Row:
    scope: str
    roles: frozenset[str]
    status: int  # what those get who are admitted
    stranger: int = 303  # what those get who have not signed in


@dataclass(frozen=True)
class Post:
    """A role in a division in a trust: whose object it is, or who asks."""

    trust: str = ""
    division: str = ""
    role: str = ""


OBJECTS = (
    Post("ZZN", "medicine", "clinical"),
    Post("ZZN", "medicine", "nursing"),
    Post("ZZN", "surgery", "clinical"),
    Post("ZZS", "medicine", "clinical"),
)
ABSENT = Post("ZZX", "nowhere", "nobody")
PEOPLE = {
    "clinical.medicine@north.example": Post("ZZN", "medicine", "clinical"),
    "clinical.surgery@north.example": Post("ZZN", "surgery", "clinical"),
    "executive@north.example": Post("ZZN", "", "executive"),
    "improvement@north.example": Post("ZZN", "", "improvement"),
    "coordinator@north.example": Post("ZZN", "", "coordinator"),
    "clinical.medicine@south.example": Post("ZZS", "medicine", "clinical"),
    "executive@south.example": Post("ZZS", "", "executive"),
    "coordinator@south.example": Post("ZZS", "", "coordinator"),
    "national@benchmark.example": Post("", "", "national"),
    "support@supplier.example": Post("ZZN", "", "support"),
}
DISABLED = "operational.surgery@north.example"  # signed in, then disabled: now a stranger
STRANGERS = ("nobody", DISABLED)
EVERYBODY = (*PEOPLE, *STRANGERS)


@dataclass(frozen=True)
class World:
    app: Benchmark
    browsers: Mapping[str, Browser]
    tokens: Mapping[str, str]
    names: Mapping[Post, Mapping[str, str]]  # what stands in the address of each object


def make_world(app: Benchmark, questionnaire: Questionnaire) -> World:
    """Everybody has submitted, all reports are issued, everybody is signed in."""
    for trust in ("ZZN", "ZZS"):
        for division in ("medicine", "surgery"):
            complete_division(app.engine, questionnaire, trust, division)
    with transaction(app.engine, writes=True) as session:
        plans = _plans(session)  # before the reports, which say what is planned
        for asked in session.scalars(select(Round)):
            assert rescore(session, asked, questionnaire, WEIGHTED)[1]
            issue_round(session, asked, questionnaire)
            for division in asked.trust.divisions:
                assert issue_inside(session, asked, division, questionnaire)
                _issue_packs(session, asked, division)
    make_packs(app)
    accesses = _accesses(app)
    with transaction(app.engine, writes=True) as session:
        names = {
            post: _names(session, post) | plans[post.trust, post.division] | accesses[post.trust]
            for post in OBJECTS
        }
    names[ABSENT] = {
        "trust": "zzx",
        "division": "medicine",
        "response_id": "a" * 16,
        "report_id": "b" * 16,
        "correction_id": "d" * 16,
        "job_id": "h" * 16,
        "content_hash": "c" * 64,
        "round_id": "e" * 16,
        "mail_id": "g" * 16,
        "tenure_id": "f" * 16,
        "action_id": "h" * 16,
        "access_id": "k" * 16,
        "identity": "nowhere-9.9",
    }
    browsers = {email: browser_of(app, email) for email in (*PEOPLE, DISABLED)}
    browsers["nobody"] = browser_of(app, None)
    tokens = {email: browser.token() for email, browser in browsers.items()}
    with transaction(app.engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == DISABLED)).one()
        person.disabled_at = now()
    return World(app, browsers, tokens, names)


@contextmanager
def copy_of(world: World, folder: Path) -> Iterator[World]:
    """The same world over a copy of its database, for what would leave it otherwise."""
    with (
        closing(sqlite3.connect(str(world.app.engine.url.database))) as one,
        closing(sqlite3.connect(folder / "benchmark.sqlite")) as other,
    ):
        one.backup(other)
    with serving(sqlite_url(folder)) as app:
        browsers = {
            email: with_cookie(app, each.cookie()) for email, each in world.browsers.items()
        }
        yield replace(world, app=app, browsers=browsers)


def _plans(session: Session) -> dict[tuple[str, str], dict[str, str]]:
    """Every division has one action and one offer."""
    found = {}
    for trust, division in sorted({(post.trust, post.division) for post in OBJECTS}):
        response = response_of(session, trust, division, "clinical")
        place = (session, response.round, response.division)
        person, practice = response.people[0].id, "patient-flow"
        save_offer(*place, OfferText(practice, "shows", "how", "a post"), 0, person)
        text = ActionText(practice, "what", "together", LATER, "measure")
        found[trust, division] = {"action_id": write_action(*place, text, person).id}
    return found


def _accesses(app: Benchmark) -> dict[str, dict[str, str]]:
    """Support looks into both trusts; who does so in the north is one of the walk."""
    supporters = {"ZZN": "support@supplier.example", "ZZS": "another@supplier.example"}
    return {
        trust: {"access_id": support_opened(app.engine, email, trust)}
        for trust, email in supporters.items()
    }


def _issue_packs(session: Session, asked: Round, division: Division) -> None:
    """The handover pack of the three, and that of everybody else."""
    (lead, *_) = (each.people[0] for each in asked.responses if each.division is division)
    for viewer in (viewer_of(session, lead, london_day(now())), reader_of(asked.trust)):
        pack, reason = handover_for(session, viewer, asked, division)
        assert pack, reason
        issue_handover(session, asked, division, pack)


def make_packs(app: Benchmark) -> None:
    """The improvement pack of every round, finished."""
    with transaction(app.engine, writes=True) as session:
        person = session.scalars(select(Person.id)).first() or 0
        packs = [ask_for_pack(session, asked, person) for asked in session.scalars(select(Round))]
    assert all(pack and make_pack(app.engine, pack.id) for pack in packs)


def _names(session: Session, post: Post) -> dict[str, str]:
    response = response_of(session, post.trust, post.division, post.role)
    reports = select(Report).where(
        Report.round_id == response.round_id,
        Report.division_id == response.division_id,
        Report.level == "L1",
        Report.kind == "division",
    )
    report = session.scalars(reports).one()
    return {
        "trust": post.trust.lower(),
        "division": post.division,
        "response_id": response.id,
        "report_id": report.id,
        "correction_id": corrections_of(session, response.round)[0].id,
        "job_id": session.scalars(select(Job.id).where(Job.round_id == response.round_id)).one(),
        "content_hash": report.content_hash,
        "round_id": response.round_id,
        "mail_id": _mail(session, response),
        "tenure_id": tenure_key(local_settings("").secret_key, _tenure(session, response)),
    }


def _mail(session: Session, response: Response) -> str:
    draft = Draft("receipt", "You have submitted", ("Yes.",))
    write_mail(session, f"walk:{response.id}", response.people[0], draft, response)
    return session.scalars(select(Mail.id).where(Mail.response_id == response.id)).one()


def _tenure(session: Session, response: Response) -> Membership:
    query = select(Membership).where(
        Membership.division_id == response.division_id, Membership.role == response.role
    )
    return session.scalars(query).one()


def declaration_faults(app: Benchmark, table: Mapping[Address, Row]) -> list[str]:
    """Where the declarations of the views and the rows of the table differ."""
    declared = {
        (method, rule.rule): declared_access(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD"}
    }
    return [
        f"{method} {rule}: {fault}"
        for method, rule in sorted(declared.keys() | table.keys())
        if (fault := _fault(declared, table, (method, rule)))
    ]


def _fault(
    declared: Mapping[Address, Access | None], table: Mapping[Address, Row], address: Address
) -> str:
    if address not in declared:
        return "no such address"
    if address not in table:
        return "no row in the table"
    access, row = declared[address], table[address]
    if access is None:
        return "no declaration"
    same = (access.scope, access.roles) == (row.scope, row.roles)
    return "" if same else f"declared {access.scope} for {sorted(access.roles)}"


def expected(row: Row | None, who: Post | None, whose: Post, *, json: bool = False) -> int:
    """The status that the table promises: None for ``who`` is a stranger."""
    if row is None:
        return 405
    if row.scope == "public":
        return row.status if whose != ABSENT else 404
    if who is None:
        return 401 if json else row.stranger
    return row.status if admitted(row, who, whose) else 404


def admitted(row: Row, who: Post | None, whose: Post) -> bool:
    """Whether the table lets somebody in to an object: the scopes, in the words of the design."""
    if who is None or who.role not in row.roles:
        return False
    return {
        "own": who == whose,
        "division": (who.trust, who.division) == (whose.trust, whose.division),
        "trust": who.trust == whose.trust,
        "support": who.trust == whose.trust,
        "national": True,
    }[row.scope]


@dataclass(frozen=True)
class Walk:
    """What one walk found: each answer was looked at once, for both questions."""

    statuses: list[str]  # not the one that the table promises
    differences: list[str]  # an object out of reach that can be told from one that does not exist


def walk(world: World, table: Mapping[Address, Row], *, whole: bool = False) -> Walk:
    """Everybody asks for everything that there is a row for.

    HEAD is answered by the view of GET, and a method without a row before anybody is asked who they
    are: a stranger and one account after the other try these. Of objects that are equally far from
    somebody, one after the other is asked for. In a ``whole`` walk everybody tries everything.
    """
    found = Walk([], [])
    for turn, (method, rule) in enumerate(_steps(world, table)):
        row = table.get(("GET" if method == "HEAD" else method, rule))
        everybody = whole or ((method, rule) in table)
        for email in EVERYBODY if everybody else in_turn(turn):
            who = PEOPLE.get(email)
            # a method that nobody may use is refused before anybody asks whose object it is
            objects = _objects(rule, who, None if whole else turn)[: None if row else 1]
            answers = {whose: visit(world, method, rule, email, whose) for whose in objects}
            found.statuses.extend(
                fault
                for whose, answer in answers.items()
                if (fault := _wrong(answer, row, (method, rule), email, whose))
            )
            if row and (method, rule) in table and row.scope != "public" and "<" in rule:
                found.differences.extend(
                    f"{method} {rule} as {email} of {whose}" for whose in _told(answers, row, who)
                )
    return found


def in_turn(turn: int) -> tuple[str, ...]:
    """A stranger, and one account after the other."""
    return tuple(dict.fromkeys(("nobody", EVERYBODY[turn % len(EVERYBODY)])))


def _wrong(answer: TestResponse, row: Row | None, address: Address, email: str, whose: Post) -> str:
    """What is wrong with a status; nothing when it is the one that the table promises."""
    method, rule = address
    promised = expected(row, PEOPLE.get(email), whose)
    if answer.status_code == _after_sign_in(promised, rule, email):
        return ""
    return f"{method} {rule} as {email} of {whose}: {answer.status_code}, not {promised}"


def _told(answers: Mapping[Post, TestResponse], row: Row, who: Post | None) -> list[Post]:
    """Which objects out of reach look otherwise than the one that does not exist."""
    absent = bare(answers[ABSENT])
    return [
        whose
        for whose, answer in answers.items()
        if not admitted(row, who, whose) and bare(answer) != absent
    ]


@contextmanager
def counted_statements(app: Benchmark) -> Iterator[list[str]]:
    """Every statement that the application sends to its database, for the length of a block."""
    sent: list[str] = []

    def note(*event: Any) -> None:
        sent.append(event[2])

    listen(app.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        remove(app.engine, "before_cursor_execute", note)


def work_differences(
    world: World, table: Mapping[Address, Row], sent: list[str], *, whole: bool = False
) -> list[str]:
    """Where an object of another trust costs other questions than one that does not exist.

    One of another trust after the other is asked for, in a ``whole`` walk all of them.
    """
    found = []
    for turn, ((method, rule), row) in enumerate(table.items()):
        if row.scope == "public" or "<" not in rule or "identity" in rule:
            continue
        for email, who in PEOPLE.items():
            ask = partial(_work, world, (method, rule), email, sent)
            absent = ask(ABSENT)
            objects = _objects(rule, who, None if whole else turn)
            others = [whose for whose in objects if whose.trust not in {who.trust, ABSENT.trust}]
            found.extend(
                f"{method} {rule} as {email} of {whose}"
                for whose in others
                # once a minute a request also notes that its reader is still there: that is not
                # met twice in a row
                if ask(whose) != absent and ask(whose) != ask(ABSENT)
            )
    return found


def _work(
    world: World, address: Address, email: str, sent: list[str], whose: Post
) -> tuple[str, ...]:
    sent.clear()
    visit(world, *address, email, whose)
    return tuple(sent)


def first_fault(
    world: World,
    table: Mapping[Address, Row],
    address: Address,
    people: tuple[str, ...] = (*STRANGERS, *PEOPLE),
) -> str:
    """The first answer at one address whose status is not promised; those who need none first."""
    row = table[address]
    visits = (
        (email, whose) for email in people for whose in _objects(address[1], PEOPLE.get(email))
    )
    faults = (
        _wrong(visit(world, *address, email, whose), row, address, email, whose)
        for email, whose in visits
    )
    return next(filter(None, faults), "")


def _after_sign_in(promised: int, rule: str, email: str) -> int:
    # the only page that is for strangers: those who have signed in are sent on
    return 200 if rule == "/sign-in" and promised == 303 and email in STRANGERS else promised


def json_faults(world: World, table: Mapping[Address, Row], *, whole: bool = False) -> list[str]:
    """The same for programs, which are told 401 instead of being sent to the sign-in page.

    A stranger and one account after the other are such programs, and ask as in ``walk``.
    """
    read = [(method, rule) for method, rule in table if method == "GET" and rule != "/sign-in"]
    return [
        f"{rule} as {email}: {answer.status_code}"
        for turn, (method, rule) in enumerate(read)
        for email in (EVERYBODY if whole else in_turn(turn))
        for whose in _objects(rule, PEOPLE.get(email), None if whole else turn)
        if (answer := visit(world, method, rule, email, whose, JSON)).status_code
        != expected(table[method, rule], PEOPLE.get(email), whose, json=True)
    ]


def bare(answer: TestResponse) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer but its tokens and the address that was asked for."""
    path = answer.request.path
    headers = [
        (name, _without(value, path))
        for name, value in answer.headers
        if name not in {"Set-Cookie", "Content-Length"}
    ]
    body = masked(answer.data).decode("utf-8", "surrogateescape")
    return answer.status_code, _without(body, path).encode("utf-8", "surrogateescape"), headers


def _without(text: str, path: str) -> str:
    for form in (path, quote(path), quote(path, safe="")):
        text = text.replace(form, "<address>")
    return text


def _steps(world: World, table: Mapping[Address, Row]) -> Iterator[Address]:
    rules = {rule.rule for rule in world.app.url_map.iter_rules()} | {rule for _, rule in table}
    yield from ((method, rule) for rule in sorted(rules) for method in METHODS)


def _objects(rule: str, who: Post | None, turn: int | None = None) -> tuple[Post, ...]:
    """Whose objects somebody asks for: all, or in ``turn`` one at each distance."""
    if "identity" in rule:  # a questionnaire is nobody's: everybody reads it as their own
        return (who or Post(), ABSENT)
    if "<" not in rule:
        return (who or Post(),)
    if turn is None:
        return (*OBJECTS, ABSENT)
    equally_far: dict[tuple[bool, ...], list[Post]] = {}
    for whose in OBJECTS:
        equally_far.setdefault(_distance(who, whose), []).append(whose)
    return (*(group[turn % len(group)] for group in equally_far.values()), ABSENT)


def _distance(who: Post | None, whose: Post) -> tuple[bool, ...]:
    """All of an object's place that a scope asks about."""
    if who is None:
        return ()
    same_trust = who.trust == whose.trust
    return who == whose, same_trust and who.division == whose.division, same_trust


def visit(  # the parts of one request
    world: World,
    method: str,
    rule: str,
    email: str,
    whose: Post,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    """One request with a valid token, so that nothing but access can refuse it."""
    # a sign-out would end the walk: it is tried with a browser that nobody needs afterwards
    browser = world.browsers[email]
    if rule == "/sign-out":
        browser = world.app.test_client()
    form = {"version": "0", "answer": "", "evidence": "a walker was here"}
    token = browser.token() if rule == "/sign-out" else world.tokens[email]
    return browser.open(
        address_of(world, rule, whose),
        method=method,
        headers=headers,
        data=None if method in {"GET", "HEAD"} else form | {"csrf_token": token},
    )


def address_of(world: World, rule: str, whose: Post) -> str:
    names: dict[str, Any] = {"identity": FIRST, "practice": "patient-flow", "section": "operations"}
    names["sign_in_id"] = names["token_id"] = "h" * 16  # nobody's
    names |= world.names.get(whose, {})
    for name, value in names.items():
        for kind in ("id", "trust", "division", "practice", "digest", "questionnaire"):
            rule = rule.replace(f"<{kind}:{name}>", str(value))
    for part, value in STEPS.items():
        rule = rule.replace(part, value)
    return rule


@contextmanager
def redeclared(app: Benchmark, address: Address, access: Access | None) -> Iterator[None]:
    """One view of one application with another declaration, or none, for the length of a block."""
    method, path = address
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule == path]
    endpoint = next(rule.endpoint for rule in rules if method in (rule.methods or ()))
    view = app.view_functions[endpoint]

    def copy(**place: Any) -> Any:
        return view(**place)

    if access is not None:
        vars(copy)["access"] = access
    app.view_functions[endpoint] = copy
    try:
        yield
    finally:
        app.view_functions[endpoint] = view


def everything_kept(app: Benchmark) -> str:
    """A checksum of all that the walk could have changed, but for who is signed in."""
    with app.engine.connect() as connection:
        tables = (
            SupportAccess,
            *(Answer, Correction, Report, Respondent, Response, Round, Submission),
            *(Person, Membership, Division),
            *(Agreement, Dissent, Confirmation, Release, RoundEvent, Job, JobFile),
            *(Offer, Action, ActionNote),
        )
        rows = [
            sorted(map(repr, connection.execute(select(table.__table__)).all())) for table in tables
        ]
    return sha256(repr(rows).encode()).hexdigest()
