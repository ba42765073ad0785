"""Before three of three, nothing that anybody reads depends on what a colleague did.

Two databases are made that are the same but for one lead's answers. Everybody reads every page of
both: the bytes must be the same. Only "2 of 3 complete" may follow a submission, and only
coordinator and support may read who has begun. Then the rule is broken on purpose: the same check
must see it.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import pytest
from flask import g
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import settle_near
from benchmark.assessment.issuing import issue_round
from benchmark.assessment.offering import OfferText, save_offer
from benchmark.assessment.packing import ask_for_pack
from benchmark.assessment.planning import ActionText, report_progress, write_action
from benchmark.assessment.planning import Report as Told
from benchmark.assessment.releasing import confirm, preview_of
from benchmark.assessment.responding import Content, Edit, save, submit
from benchmark.assessment.rounds import Progress
from benchmark.assessment.statement import statement_hash
from benchmark.comparison.facts import DivisionFacts
from benchmark.database.jobs import Job
from benchmark.database.people import LEAD_ROLES, Division, Person
from benchmark.database.plans import Action
from benchmark.database.rounds import Report, Response, Submission
from benchmark.database.session import transaction
from benchmark.disclosure import decide
from benchmark.disclosure.levels import RoundState, Statistic
from benchmark.jobs.packs import make_pack
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web import security
from benchmark.web.app import Benchmark
from tests.databases import closing
from tests.servers import (
    JSON,
    Browser,
    browser_of,
    complete_division,
    copied,
    issue_inside,
    masked,
    response_of,
    serving,
    support_opened,
)

COORDINATOR, SUPPORT = "coordinator@north.example", "support@supplier.example"
CHASERS = frozenset({COORDINATOR, SUPPORT})  # they may read who has begun and who has submitted
LEADS = {role: f"{role}.medicine@north.example" for role in LEAD_ROLES}
READERS = (
    *LEADS.values(),
    "clinical.surgery@north.example",
    "executive@north.example",
    "improvement@north.example",
    COORDINATOR,
    "executive@south.example",
    "national@benchmark.example",
    SUPPORT,
)
MOMENT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TIME = re.compile(r"\d{1,2} \w+ \d{4} at \d{2}:\d{2} \(UK time\)")
COMPLETE = re.compile(r"\b[0-3] of 3 complete\b")
# a report names how many are complete: with another number it is another report, not yet issued
ISSUED = re.compile(
    r'<p><a class="nhsuk-button".{,2000}?up to [^<]+</p>'
    r'|<form method="post">.{,2000}?An issued report never changes\.</p>'
    r"(\s*<p>Issued earlier.{,2000}?</ul>)?",
    re.DOTALL,
)
# and in a pack: with another number it is another pack, not yet made
PACKED = re.compile(
    r"<p>The pack with these figures is ready\.</p>.{,500}?</p>"
    r'|<form method="post" action="/trusts/zzn/packs.{,2000}?You need not stay on the page\.</p>',
    re.DOTALL,
)
# whom to chase is what these pages of the coordinator and of support are for: they follow the
# three states of the leads, and where the states are the same they are compared to the last byte
CHASING = re.compile(r"/|/trusts/zzn/rounds(/.*)?|/support/zzn")
# on the coordinator's timeline, who has submitted is a line of its own
WHO_SUBMITTED = re.compile(
    r'\s*<div class="nhsuk-summary-list__row">\s*<dt[^>]*>[^<]*</dt>\s*'
    r"<dd[^>]*>The \w+ lead of \w+ submitted\.</dd>\s*</div>"
)
# pages of what is released, of a factor that nobody here owes, of another organisation, and figures
# of the machine for a program that has a token
NOT_NOW = re.compile(
    r"/divisions/zzn-\w+/(offers/(shows|asks)(/.*)?|plan/.+)|/second-factor|/sign-on(/back)?|/metrics"
)
REFUSED = 400  # and above: the status of an answer that shows nothing
ANSWERING = re.compile("/(responses|sections|statements)/")
COUNTED = re.compile(r"/exports/file\?(format=|table=dictionary)")
Step = Callable[[Session, Questionnaire], None]
Place = tuple[str, str, bool]  # who reads, where, and whether as a program
Answer = tuple[int, str, tuple[tuple[str, str], ...]]  # status, body, headers
Seen = dict[Place, Answer]


@dataclass(frozen=True)
class Ground:
    """A database with four released divisions, and medicine where nobody has begun."""

    file: Path
    cookies: dict[str, str]
    addresses: tuple[str, ...]


@pytest.fixture(scope="module")
def ground(
    acceptance_sqlite_model: Path,
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> Ground:
    folder = tmp_path_factory.mktemp("ground")
    address = copied(acceptance_sqlite_model, folder)
    with serving(address) as app:
        for division in ("surgery", *_more_divisions(app.engine)):
            complete_division(app.engine, questionnaire, "ZZN", division)
        with transaction(app.engine, writes=True) as session:
            surgery = response_of(session, "ZZN", "surgery", "clinical")
            _plan_and_offer(session, surgery)
            issue_round(session, surgery.round, questionnaire)
            issue_inside(session, surgery.round, surgery.division, questionnaire)
            pack = ask_for_pack(session, surgery.round, surgery.people[0].id)
        assert pack
        assert make_pack(app.engine, pack.id)
        support_opened(app.engine, SUPPORT)
        cookies = {email: browser_of(app, email).cookie() for email in READERS}
        addresses = tuple(_addresses(app, questionnaire))
    return Ground(folder / "benchmark.sqlite", cookies, addresses)


def _plan_and_offer(session: Session, lead: Response) -> None:
    """What others read of surgery, so that its pages are not empty."""
    place, person = (session, lead.round, lead.division), lead.people[0].id
    text = ActionText("tracking", "a board", "together", date(2199, 12, 31), "it hangs")
    action = write_action(*place, text, person)
    assert report_progress(*place, action.id, Told("in progress", "half"), 1, person).saved
    assert save_offer(*place, OfferText("tracking", "shows", "ours", "a post"), 0, person).saved


def _more_divisions(engine: Engine) -> tuple[str, ...]:
    """With four released divisions the pages show all that they ever show."""
    names = ("emergency", "cancer", "community")
    with transaction(engine, writes=True) as session:
        asked = response_of(session, "ZZN", "surgery", "clinical").round
        for position, key in enumerate(names, start=2):
            division = Division(key=key, name=key.capitalize(), position=position)
            asked.trust.divisions.append(division)
            for role in LEAD_ROLES:
                lead = Person(name=f"{role} {key}", email=f"{role}.{key}@north.example")
                response = Response(division=division, role=role, people=[lead])
                response.statement_hash = statement_hash(asked)
                asked.responses.append(response)
    return names


def _addresses(app: Benchmark, questionnaire: Questionnaire) -> Iterator[str]:
    """Every GET address of the application, filled with objects of the trust."""
    people = browser_of(app, COORDINATOR).get("/trusts/zzn/people").text
    (tenure, *_) = re.findall(r"/trusts/zzn/people/([a-z0-9]{16})/change", people)
    with transaction(app.engine, writes=False) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        posts = [("medicine", role) for role in LEAD_ROLES] + [("surgery", "clinical")]
        reports = select(Report).where(Report.round_id == asked.id)
        report = session.scalars(reports.where(Report.division_id.is_(None))).one()
        of_three = session.scalars(reports.where(Report.level == "L2")).one()
        objects = {
            "<trust:trust>-<division:division>": ("zzn-medicine", "zzn-surgery"),
            "<trust:trust>": ("zzn",),
            "<id:response_id>": [response_of(session, "ZZN", *post).id for post in posts],
            "<practice:practice>": (questionnaire.keys[0], questionnaire.keys[-1]),
            "<id:action_id>": (session.scalars(select(Action.id)).one(),),
            "<offer_kind:kind>": ("shows", "asks"),
            "<practice:section>": (questionnaire.sections[0].key,),
            "<id:report_id>": (report.id, of_three.id),
            "<id:job_id>": session.scalars(select(Job.id)).all(),
            "<digest:content_hash>": (report.content_hash,),
            "<questionnaire:identity>": (questionnaire.identity,),
            "<id:round_id>": (asked.id,),
            "<id:tenure_id>": (tenure,),
            "/<division:division>": ("/medicine",),
            "<lead:role>": ("operational",),
            "<round_step:step>": ("close", "extend"),
            "<lead_step:step>": ("replace", "join"),
            "<division_step:step>": ("rename", "end"),
            "<tenure_step:step>": ("change", "end"),
        }
        asking = f"?round={asked.id}"
    rules = [
        rule.rule
        for rule in app.url_map.iter_rules()
        # a correction needs a released round, and this one is not; a link in a mail is a secret
        if "GET" in (rule.methods or ()) and not rule.arguments & {"correction_id", "token"}
    ]
    for place, values in objects.items():
        rules = [
            rule.replace(place, value)
            for rule in rules
            for value in (values if place in rule else ("",))
        ]
    yield from sorted(set(rules))
    yield from (f"{rule}{asking}" for rule in sorted(set(rules)) if "comparison" in rule)
    yield from (f"/trusts/zzn/exports/file?format={kind}" for kind in ("xlsx", "sav", "parquet"))
    yield "/trusts/zzn/exports/file?table=dictionary"


def _saved(role: str, level: int, count: int = 30) -> Step:
    def step(session: Session, questionnaire: Questionnaire) -> None:
        response = response_of(session, "ZZN", "medicine", role)
        for key in questionnaire.keys[:count]:
            content = Content(level, f"evidence {level} of {key}", share=level > 2)
            save(session, response, key, Edit(content, 0))

    return step


def _submitted(role: str, level: int) -> Step:
    def step(session: Session, questionnaire: Questionnaire) -> None:
        _saved(role, level)(session, questionnaire)
        response = response_of(session, "ZZN", "medicine", role)
        assert submit(session, response, questionnaire, response.people[0].id)

    return step


def _agreed_and_confirmed_by_one(session: Session, questionnaire: Questionnaire) -> None:
    response = response_of(session, "ZZN", "medicine", "nursing")
    medicine = (session, response.round, response.division, questionnaire)
    person = response.people[0].id
    assert settle_near(*medicine, person) == len(questionnaire.keys)
    assert confirm(*medicine, "nursing", person, preview_of(*medicine).content_hash) is None


STATES: dict[str, tuple[Step, ...]] = {
    "nobody has begun": (),
    "one has saved one answer": (_saved("nursing", 1, count=1),),
    "one has saved low answers": (_saved("nursing", 1),),
    "one has saved high answers": (_saved("nursing", 5),),
    "two have submitted low answers": (_submitted("clinical", 2), _submitted("nursing", 1)),
    "two have submitted, one high": (_submitted("clinical", 2), _submitted("nursing", 5)),
    "two others have submitted": (_submitted("clinical", 2), _submitted("operational", 1)),
    "the third has saved, too": (
        _submitted("clinical", 2),
        _submitted("nursing", 1),
        _saved("operational", 4),
    ),
    "all three have submitted low answers": tuple(map(_submitted, LEAD_ROLES, (2, 3, 1))),
    "all three have submitted high ones and agreed": (
        *map(_submitted, LEAD_ROLES, (4, 5, 5)),
        _agreed_and_confirmed_by_one,
    ),
}


@dataclass(frozen=True)
class Pair:
    one: str
    other: str
    authors: tuple[str, ...]  # they read their own answers, of course
    begun: bool = False  # coordinator and support may read who has begun and who has submitted
    complete: bool = False  # everybody may read how many are complete


PAIRS = (
    Pair("nobody has begun", "one has saved one answer", ("nursing",), begun=True),
    Pair("one has saved one answer", "one has saved low answers", ("nursing",)),
    Pair("one has saved low answers", "one has saved high answers", ("nursing",)),
    Pair("two have submitted low answers", "two have submitted, one high", ("nursing",)),
    Pair(
        "two have submitted low answers",
        "two others have submitted",
        ("nursing", "operational"),
        begun=True,
    ),
    Pair(
        "two have submitted low answers", "the third has saved, too", ("operational",), begun=True
    ),
    Pair(
        "nobody has begun",
        "two have submitted low answers",
        ("clinical", "nursing"),
        begun=True,
        complete=True,
    ),
    # what is not released depends on nothing but that all three have submitted
    Pair(
        "all three have submitted low answers",
        "all three have submitted high ones and agreed",
        LEAD_ROLES,
    ),
)


# In these everybody asks for everything. In the others what refused somebody in all of these is
# asked for by one of those whom it refused; "make battery" has everybody ask in every state.
WHOLE = (
    "two have submitted low answers",
    "two have submitted, one high",
    "all three have submitted high ones and agreed",
)


@pytest.fixture(scope="module")
def seen(
    ground: Ground, questionnaire: Questionnaire, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Seen]:
    """What everybody reads in every state."""
    folder = tmp_path_factory.mktemp("states")
    places = {state: folder / f"{n}" for n, state in enumerate(STATES)}
    found = {
        state: read_all(prepared(ground, questionnaire, places[state], state), ground)
        for state in WHOLE
    }
    again = worth_asking_again(found.values())
    for state in (state for state in STATES if state not in WHOLE):
        address = prepared(ground, questionnaire, places[state], state)
        found[state] = read_all(address, ground, again=again)
    return found


def worth_asking_again(readings: Collection[Seen]) -> frozenset[Place]:
    """Of what was read: all that showed its reader something, and who of the refused asks again.

    That is one after the other, from address to address. A program asks again only where it got
    anything else than a person did.
    """
    shown: set[Place] = set()
    refused: dict[str, list[Place]] = {}
    for where in dict.fromkeys(chain.from_iterable(readings)):
        reader, place, json = where
        person = (reader, place, False)
        if _tells_who_asked(where):
            continue
        if _own_pages(where) or any(seen[where][0] < REFUSED for seen in readings):
            if not json or any(seen[where] != seen[person] for seen in readings):
                shown.add(where)
        else:
            refused.setdefault(place, []).append(where)
    in_turn = (places[n % len(places)] for n, places in enumerate(refused.values()))
    return frozenset(shown.union(in_turn))


def _tells_who_asked(where: Place) -> bool:
    """The record holds refusals: it is the same only where the same was asked for before."""
    reader, place, json = where
    return reader == COORDINATOR and "/audit" in place and not json


def _own_pages(where: Place) -> bool:
    """Pages of answering, which a lead has before they submit and not afterwards."""
    return where[0] in LEADS.values() and bool(ANSWERING.match(where[1]))


def prepared(ground: Ground, questionnaire: Questionnaire, folder: Path, state: str) -> str:
    folder.mkdir()
    address = copied(ground.file, folder)
    with closing(address) as engine:
        for step in STATES[state]:
            with transaction(engine, writes=True) as session:
                step(session, questionnaire)
        with transaction(engine, writes=True) as session:
            # a lead reads when they submitted, which is not the same in two preparations
            session.execute(update(Submission).values(submitted_at=MOMENT))
    return address


def read_all(
    address: str,
    ground: Ground,
    readers: tuple[str, ...] = (*READERS, "stranger"),
    again: frozenset[Place] | None = None,
) -> Seen:
    """All that these readers get, or of it what is worth asking ``again``."""
    with serving(address) as app:
        return dict(reading(app, ground, readers, again))


def reading(
    app: Benchmark,
    ground: Ground,
    readers: tuple[str, ...],
    again: frozenset[Place] | None = None,
) -> Iterator[tuple[Place, Answer]]:
    for where in _places(ground, readers):
        if again is None or where in again:
            reader, place, json = where
            yield where, _read(app, ground.cookies.get(reader), place, json=json)


def _places(ground: Ground, readers: tuple[str, ...]) -> Iterator[Place]:
    if COORDINATOR in readers:  # reads the record once before anybody was refused
        yield from ((COORDINATOR, place, True) for place in ground.addresses if "/audit" in place)
    for reader in readers:
        for place in ground.addresses:
            yield reader, place, False
            # programs get other bytes on the start page, and in refusals
            if place == "/" or "medicine" in place:
                yield reader, place, True


def _read(app: Benchmark, cookie: str | None, place: str, *, json: bool) -> Answer:
    browser: Browser = app.test_client()
    if cookie:
        browser.set_cookie("benchmark", cookie)
    answer = browser.get(place, headers=JSON if json else None)
    body = masked(answer.data).decode("utf-8", "surrogateescape")
    if (
        "timeline" in place or "audit" in place
    ):  # two preparations are never made in the same minute for certain
        body = TIME.sub("some time", body)
    # the length says no more than the body, and tokens differ in length; nor does the tag of the
    # API, which is a hash of the body (tests/web/api holds that)
    unread = {"Set-Cookie", "Content-Length"} | ({"ETag"} if place.startswith("/api/") else set())
    headers = tuple((k, v) for k, v in answer.headers if k not in unread)
    return answer.status_code, body, headers


def differences(one: Seen, other: Seen, pair: Pair) -> list[str]:
    """Who can tell the two databases apart, and where: of all that was read in both."""
    both = [where for where in one if where in other]
    read = ([(where, seen[where]) for where in both] for seen in (one, other))
    return list(told_apart(*read, pair))


def told_apart(
    one: Iterable[tuple[Place, Answer]], other: Iterable[tuple[Place, Answer]], pair: Pair
) -> Iterator[str]:
    """The same while both are being read."""
    authors = {LEADS[role] for role in pair.authors}
    for (where, answer), (there, another) in zip(one, other, strict=True):
        assert where == there
        reader, place, _ = where
        if (
            reader not in authors
            and not (pair.begun and reader in CHASERS and CHASING.fullmatch(place))
            # "N of 3 complete" stands packed in these, or is in the hash of the content that they
            # name; where the count is the same they are compared to the last byte
            and not (pair.complete and COUNTED.search(place))
            and _allowed(answer, pair, reader) != _allowed(another, pair, reader)
        ):
            yield f"{reader} at {place}"


def _allowed(answer: Answer, pair: Pair, reader: str) -> Answer:
    status, body, headers = answer
    if pair.complete:
        body = ISSUED.sub("issued or not", COMPLETE.sub("N of 3 complete", body))
        body = PACKED.sub("packed or not", body)
    if pair.begun and reader == COORDINATOR:
        body = WHO_SUBMITTED.sub("", body)
    return status, body, headers


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.one}, or {pair.other}")
def test_nobody_can_tell_what_a_colleague_did(seen: dict[str, Seen], pair: Pair) -> None:
    assert differences(seen[pair.one], seen[pair.other], pair) == []


def test_the_pages_that_are_compared_are_really_read(seen: dict[str, Seen]) -> None:
    pages = seen["two have submitted low answers"]
    shown = {(who, place) for (who, place, _), (status, _, _) in pages.items() if status == 200}
    read = {place for _, place in shown}
    assert {place for _, place, _ in pages if not NOT_NOW.fullmatch(place)} <= read
    report = pages["executive@north.example", "/divisions/zzn-medicine/report", False]
    assert "2 of 3 complete" in report[1]


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_every_address_is_read_and_everybody_reads(
    seen: dict[str, Seen], state: str
) -> None:
    whole = seen[WHOLE[0]]
    for part in range(3):  # who, where, and whether as a program
        assert {where[part] for where in seen[state]} == {where[part] for where in whole}
    shown = {where for where, answer in whole.items() if answer[0] < REFUSED and not where[2]}
    assert {where for where in shown if not _tells_who_asked(where)} <= seen[state].keys()
    record = seen[state][COORDINATOR, "/trusts/zzn/audit", True]
    assert record[0] == 200
    assert "<h1" in record[1]


def test_the_author_and_the_coordinator_do_read_the_difference(seen: dict[str, Seen]) -> None:
    low, high = seen["one has saved low answers"], seen["one has saved high answers"]
    no_authors = Pair("", "", ())
    assert {each.split(" at ")[0] for each in differences(low, high, no_authors)} == {
        LEADS["nursing"]
    }
    none = seen["nobody has begun"]
    found = differences(none, low, no_authors)
    assert {each.split(" at ")[0] for each in found} == {LEADS["nursing"], *CHASERS}
    assert f"{SUPPORT} at /support/zzn" in found


def test_no_header_says_when_something_was_changed(seen: dict[str, Seen]) -> None:
    answers = [answer for pages in seen.values() for answer in pages.values()]
    names = {name for _, _, headers in answers for name, _ in headers}
    assert not names & {"ETag", "Last-Modified", "Age", "Expires"}


def _decide_always_shows(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(decide.RULE, Statistic.ROLE_LEVELS, lambda _: "")


def _two_of_three_are_enough(patch: pytest.MonkeyPatch) -> None:
    for statistic in (Statistic.DIVISION_LEVELS, Statistic.SHARED_EVIDENCE):
        patch.setitem(decide.RULE, statistic, _two)
    for counted in (Progress, DivisionFacts):
        patch.setattr(counted, "shown", property(lambda each: each.complete >= 2))


def _two(state: RoundState) -> str:
    return "" if state.complete >= 2 else "not yet"


def _everybody_reads_who_has_begun(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(decide.AUDIENCE, Statistic.LEAD_STATES, lambda *_: True)


def _answers_of_colleagues_open(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(security.ADMITTED, "own", _any_response)


def _any_response(_viewer: object, _roles: object, place: dict[str, str]) -> bool:
    if "response_id" in place:
        g.response = g.session.get(Response, place["response_id"])
    return True


BROKEN = {
    "deciding always shows": (_decide_always_shows, PAIRS[3]),
    "two of three are enough": (_two_of_three_are_enough, PAIRS[3]),
    "everybody reads who has begun": (_everybody_reads_who_has_begun, PAIRS[0]),
    "answers of colleagues are open": (_answers_of_colleagues_open, PAIRS[2]),
}


@pytest.mark.parametrize("breakage", BROKEN)
def test_a_broken_rule_is_seen_by_the_same_check(
    ground: Ground,
    questionnaire: Questionnaire,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    breakage: str,
) -> None:
    break_rule, pair = BROKEN[breakage]
    places = [
        prepared(ground, questionnaire, tmp_path / f"{n}", state)
        for n, state in enumerate((pair.one, pair.other))
    ]
    break_rule(monkeypatch)
    readers = (LEADS["clinical"], "executive@north.example", SUPPORT)
    one, other = places
    with serving(one) as first, serving(other) as second:
        assert any(
            told_apart(reading(first, ground, readers), reading(second, ground, readers), pair)
        )
