"""After a merger nobody reads more of the rounds before it than they could, and nobody less."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from benchmark.assessment.issuing import issue_trust_report
from benchmark.assessment.planning import write_action
from benchmark.assessment.results import comparison_for, reader_of
from benchmark.assessment.rounds import open_round
from benchmark.assessment.tenures import Post, add_tenure
from benchmark.database.people import Membership
from benchmark.database.rounds import Report, Response
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.following import medicine_of, step
from tests.assessment.posts import TODAY, person_named, trust_named
from tests.assessment.two_trusts import ONE_OF_THEM, as_one, close_all
from tests.servers import browser_of, complete_division

HISTORY = f"zzn{TODAY.year}"
CANARY = "Write down the night rota of the north"
OF_TRUST = ("comparison", "comparison.csv", "report", "practices", "exports")
OF_COORDINATOR = ("rounds", "divisions", "people", "audit")
OF_DIVISION = ("report", "plan", "offers", "agreement")
NORTH = ("executive@north.example", "coordinator@north.example", "nursing.surgery@north.example")
SOUTH = ("executive@south.example", "coordinator@south.example", "nursing.surgery@south.example",
         "improvement@south.example")  # fmt: skip


@pytest.fixture
def engine(released_app: Benchmark, questionnaire: Questionnaire) -> Engine:
    """Medicine of the north is released, with a plan; then the south goes into the north."""
    with transaction(released_app.engine, writes=True) as session:
        place, person = medicine_of(session)
        write_action(*place, step(what=CANARY), person)
        shown = comparison_for(session, reader_of(place[1].trust), place[1], questionnaire)
        issue_trust_report(session, place[1], shown)
        close_all(session)
    return released_app.engine


def merge(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        as_one(session, ONE_OF_THEM)


def addresses(engine: Engine, code: str) -> list[str]:
    """All that could tell of the round before the merger, under a code of the trust."""
    with transaction(engine, writes=False) as session:
        reports = list(session.scalars(select(Report.id)))
        asked = session.scalars(select(Report.round_id)).first()
    return [
        *(f"/trusts/{code}/{part}" for part in (*OF_TRUST, *OF_COORDINATOR)),
        *(f"/trusts/{code}/{part}?round={asked}" for part in OF_TRUST),
        *(f"/divisions/{code}-medicine/{part}" for part in OF_DIVISION),
        *(f"/reports/{each}.pdf" for each in reports),
        f"/api/v1/trusts/{code}/rounds/{asked}/scores",
        f"/api/v1/trusts/{code}/rounds/{asked}/plans",
    ]


def found_by(app: Benchmark, email: str, code: str) -> list[str]:
    """The addresses that somebody reaches."""
    browser = browser_of(app, email)
    return [
        address
        for address in addresses(app.engine, code)
        if browser.get(address, follow_redirects=True).status_code == 200
    ]


def pages_of(app: Benchmark, email: str, code: str) -> str:
    """Everything that somebody reads of the merged trust, as one text."""
    browser = browser_of(app, email)
    places = ["/", *(f"/trusts/{code}/{part}" for part in (*OF_TRUST, *OF_COORDINATOR))]
    return "".join(browser.get(place, follow_redirects=True).text for place in places)


@pytest.mark.parametrize("email", SOUTH)
def test_nobody_of_the_other_trust_reads_what_was_before(
    released_app: Benchmark, engine: Engine, email: str
) -> None:
    merge(engine)
    assert found_by(released_app, email, HISTORY) == []
    assert CANARY not in pages_of(released_app, email, "zzn")


def test_nor_does_who_comes_later_and_a_seat_in_the_old_trust_would_be_noticed(
    released_app: Benchmark, engine: Engine
) -> None:
    merge(engine)
    email = "improvement@south.example"
    with transaction(engine, writes=True) as session:
        person = person_named(session, email)
        add_tenure(session, Post(trust_named(session), "executive"), person, TODAY)
    assert found_by(released_app, email, HISTORY) == []
    with transaction(engine, writes=True) as session:  # the planted fault
        old = trust_named(session, HISTORY)
        person = person_named(session, email)
        session.add(Membership(person=person, trust=old, role="improvement", from_date=TODAY))
    assert found_by(released_app, email, HISTORY) != []


@pytest.mark.parametrize("email", NORTH)
def test_who_was_there_reads_the_same_as_before(
    released_app: Benchmark, engine: Engine, email: str
) -> None:
    before = [each.replace("/zzn", f"/{HISTORY}") for each in found_by(released_app, email, "zzn")]
    assert len(before) >= len(OF_TRUST)
    page = main_of(browser_of(released_app, email).get("/divisions/zzn-medicine/report").text)
    merge(engine)
    assert found_by(released_app, email, HISTORY) == before
    browser = browser_of(released_app, email)
    later = main_of(browser.get(f"/divisions/{HISTORY}-medicine/report").text)
    assert figures_of(later) == figures_of(page)
    assert CANARY in browser.get(f"/divisions/{HISTORY}-medicine/plan").text
    assert CANARY not in pages_of(released_app, email, "zzn")


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def figures_of(page: str) -> list[str]:
    return re.findall(
        r">([^<>]*\d[^<>]*)<", page.replace(HISTORY, "zzn").replace(HISTORY.upper(), "ZZN")
    )


def test_who_has_left_the_merged_trust_reads_nothing_of_before(
    released_app: Benchmark, engine: Engine
) -> None:
    merge(engine)
    email = "executive@north.example"
    assert found_by(released_app, email, HISTORY) != []
    with transaction(engine, writes=True) as session:
        for post in person_named(session, email).memberships:
            if post.trust and post.trust.code == "ZZN":
                post.from_date = post.to_date = TODAY - timedelta(days=1)
    assert found_by(released_app, email, HISTORY) == []


def test_the_next_round_is_compared_with_none_before_and_says_so(
    released_app: Benchmark, engine: Engine, questionnaire: Questionnaire
) -> None:
    merge(engine)
    lead = browser_of(released_app, "clinical.medicine@north.example")
    waiting = lead.get("/trusts/zzn/comparison").text
    assert "has no round yet" in waiting
    assert f'href="/trusts/{HISTORY}/comparison"' in waiting
    with transaction(engine, writes=True) as session:
        open_round(session, trust_named(session), questionnaire, "First of all", TODAY, TODAY)
    complete_division(engine, questionnaire, "ZZN", "medicine-zzn")
    page = lead.get("/trusts/zzn/comparison").text
    assert "Nothing here is compared with them" in page
    assert "Since the last round" not in page
    plan = lead.get("/divisions/zzn-medicine-zzn/plan").text
    assert f'href="/divisions/{HISTORY}-medicine/plan"' in plan
    assert CANARY not in plan
    stranger = browser_of(released_app, "clinical.medicine@south.example")
    plan = stranger.get("/divisions/zzn-medicine-zzn/plan").text
    assert "First of all" in plan
    assert HISTORY not in plan


def test_the_coordinators_pages_tell_of_it_and_offer_nothing_that_is_refused(
    released_app: Benchmark, engine: Engine
) -> None:
    with transaction(engine, writes=True) as session:
        for response in session.scalars(select(Response).where(~Response.submission.has())):
            response.outcome = "not submitted"
    merge(engine)
    browser = browser_of(released_app, "coordinator@north.example")
    new = browser.get("/trusts/zzn/divisions").text
    assert f"was formed from Invented North NHS Trust ({HISTORY.upper()})" in new
    assert (
        f"Medicine (ZZN) continues Medicine of Invented North NHS Trust ({HISTORY.upper()})" in new
    )
    for part, button in (("rounds", "Prepare a round"), ("divisions", "Add a division")):
        old = browser.get(f"/trusts/{HISTORY}/{part}").text
        assert "became part of Invented Pennine NHS Trust (ZZN)" in old
        assert button not in old
        assert button in browser.get(f"/trusts/zzn/{part}").text
    start = browser.get("/").text
    assert f"What was kept of Invented North NHS Trust ({HISTORY.upper()})" in start
    assert start.count("Prepare a round") == 1
    kept = f"<h2>Invented North NHS Trust ({HISTORY.upper()}), until"
    assert start.index("<h2>Invented Pennine NHS Trust</h2>") < start.index(kept)
    assert "Formed this trust from ZZS" in browser.get("/trusts/zzn/audit").text
    sent = browser.send(f"/trusts/{HISTORY}/divisions/new", name="Therapies")
    assert sent.status_code == 400
    assert "Do this there" in sent.text


def test_an_old_address_leads_to_where_the_round_is_for_those_who_may_read_it(
    released_app: Benchmark, engine: Engine
) -> None:
    merge(engine)
    with transaction(engine, writes=False) as session:
        asked = session.scalars(select(Report.round_id)).first()
    old = f"?round={asked}&beside=norm"
    browser = browser_of(released_app, NORTH[0])
    for written in ("zzn", "ZZN"):
        answer = browser.get(f"/trusts/{written}/comparison{old}")
        assert answer.headers["Location"] == f"/trusts/{HISTORY}/comparison{old}"
    for email in SOUTH:
        answer = browser_of(released_app, email).get(f"/trusts/zzn/comparison{old}")
        assert answer.status_code == 404


def test_the_national_team_counts_the_merged_trust_and_not_those_that_it_was(
    released_app: Benchmark, engine: Engine
) -> None:
    def listed() -> str:
        return browser_of(released_app, "national@benchmark.example").get("/").text

    assert "Invented South NHS Trust" in listed()
    merge(engine)
    with transaction(engine, writes=True) as session:  # as a register would that knows no end
        trust_named(session, "ZZS").closed = None
    assert "Invented South NHS Trust" not in listed()
    assert listed().count("Invented Pennine NHS Trust") == 1


def test_how_long_answers_of_before_are_kept_is_found_by_those_who_coordinated_then(
    engine: Engine, released_app: Benchmark
) -> None:
    """A notice that was sent before the merger names the page of the code that goes on."""
    merge(engine)
    page = browser_of(released_app, NORTH[1]).get("/trusts/zzn/retention").text
    (way,) = re.findall(rf'href="(/trusts/{HISTORY}/retention)"', page)
    assert "Hold this round" in browser_of(released_app, NORTH[1]).get(way).text
    south = browser_of(released_app, SOUTH[1])
    assert re.findall(
        'href="(/trusts/[a-z0-9]+/retention)"', south.get("/trusts/zzn/retention").text
    ) == ["/trusts/zzs/retention"]
    assert south.get(way).status_code == 404
