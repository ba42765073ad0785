"""The coordinator sets the period and holds rounds; what is gone says so on every page."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from benchmark.assessment.calendar import day_in_words
from benchmark.comparison.wording import local_day
from benchmark.database.people import USUAL_RETENTION
from benchmark.database.rounds import Report, Round
from benchmark.database.session import transaction
from benchmark.jobs.removals import remove_due
from benchmark.web.app import Benchmark
from tests.assessment.canary_person import CANARY
from tests.assessment.posts import trust_named
from tests.old_rounds import TITLE, TODAY, announce, grow_old
from tests.servers import JSON, Browser, browser_of, response_of, serving

PAGE = "/trusts/zzn/retention"
REASON = "Tribunal claim 1042 is not decided yet"
LEAD, EXECUTIVE = "clinical.medicine@north.example", "executive@north.example"
DIVISION = "/divisions/zzn-medicine"


@pytest.fixture
def app(two_released_sqlite: str) -> Iterator[Benchmark]:
    with serving(two_released_sqlite) as served:
        yield served


@pytest.fixture
def coordinator(app: Benchmark) -> Browser:
    return browser_of(app, "coordinator@north.example")


def the_round(engine: Engine) -> Round:
    with transaction(engine, writes=False) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        assert asked.trust.code
        return asked


def test_the_period_is_shown_changed_and_recorded(app: Benchmark, coordinator: Browser) -> None:
    page = coordinator.get(PAGE).text
    assert f"Your trust keeps the answers of a round for {USUAL_RETENTION} years" in page
    assert "Not over yet. Kept until" in page
    done = coordinator.send(PAGE, years="8")
    assert (done.status_code, done.location) == (303, PAGE)
    page = coordinator.get(PAGE).text
    assert "kept for 8 years after a round, and no longer than its leads were told." in page
    assert "Your trust keeps the answers of a round for 8 years" in page
    assert re.search(r"Not over yet\. Kept until \d+ \w+ \d{4}, as its leads were told\.", page)
    assert "Set how long answers are kept: 8 years" in coordinator.get("/trusts/zzn/audit").text
    with transaction(app.engine, writes=False) as session:
        assert trust_named(session, "ZZS").retention_years == USUAL_RETENTION


@pytest.mark.parametrize("years", ["", "1", "21", "some", "6.5"])
def test_another_period_is_refused_and_stays_in_the_form(
    app: Benchmark, coordinator: Browser, years: str
) -> None:
    refused = coordinator.send(PAGE, years=years)
    assert refused.status_code == 400
    assert "There is a problem" in refused.text
    words = "Enter a whole number of years from 2 to 20"
    assert re.search(f'href="#years"[^>]*>\\s*{words}', refused.text)
    assert f'value="{years}"' in refused.text or not years
    with transaction(app.engine, writes=False) as session:
        assert trust_named(session).retention_years == USUAL_RETENTION


def test_leads_read_the_period_before_they_answer(app: Benchmark) -> None:
    lead = browser_of(app, "clinical.medicine@south.example")
    (link,) = lead.get("/", headers=JSON).json["responses"]
    statement = link["href"].replace("/responses/", "/statements/")
    assert "for 6 years after its last day" in lead.get(statement).text
    south = browser_of(app, "coordinator@south.example")
    assert south.send("/trusts/zzs/retention", years="3").status_code == 303
    assert "for 3 years after its last day" in lead.get(statement).text
    assert lead.get(f"{link['href']}/few-priorities").status_code == 303  # read it once more


def test_a_round_is_held_and_let_go(app: Benchmark, coordinator: Browser) -> None:
    key = the_round(app.engine).id
    grow_old(app.engine)
    announce(app.engine)
    start = coordinator.get("/").text
    goes = the_round(app.engine).removal_on
    assert goes
    assert f"Its answers will be removed on {day_in_words(goes)}" in start
    hold = f"{PAGE}/{key}/hold"
    assert coordinator.get(hold).status_code == 200
    empty = coordinator.send(hold, confirm="yes", reason="")
    assert (empty.status_code, "Say why the round is kept" in empty.text) == (400, True)
    short = coordinator.send(hold, confirm="yes", reason="because")
    assert (short.status_code, "Give a reason of at least 4 words" in short.text) == (409, True)
    assert coordinator.send(hold, confirm="yes", reason=REASON).status_code == 303
    page = coordinator.get(PAGE).text
    assert f"Held since {local_day(the_round(app.engine).held_at)}: {REASON}" in page
    assert "will be removed on" not in coordinator.get("/").text
    assert remove_due(app.engine, TODAY) == ()
    assert coordinator.send(f"{PAGE}/{key}/lift").status_code == 400  # without having read it
    assert coordinator.send(f"{PAGE}/{key}/lift", confirm="yes").status_code == 303
    assert REASON not in coordinator.get(PAGE).text
    record = coordinator.get("/trusts/zzn/audit").text
    assert "Held a round, so that its answers are kept for longer" in record
    assert "Lifted the hold on a round" in record


def test_a_draft_and_a_round_of_another_trust_cannot_be_held(
    app: Benchmark, coordinator: Browser
) -> None:
    with transaction(app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        asked.state = "draft"
        others = response_of(session, "ZZS", "medicine", "clinical").round_id
        own = asked.id
    for key in (own, others, "a" * 16):
        assert coordinator.get(f"{PAGE}/{key}/hold").status_code == 404
        sent = coordinator.send(f"{PAGE}/{key}/hold", confirm="yes", reason=REASON)
        assert sent.status_code == 404
    assert "No round has been opened yet" in coordinator.get(PAGE).text


# what people of the trust can ask of a round, and of the three of a division in it
ASKED_BY_ALL = (
    *("/trusts/zzn/comparison", "/trusts/zzn/comparison.csv", "/trusts/zzn/report"),
    *("/trusts/zzn/exports", "/trusts/zzn/exports/file", "/trusts/zzn/practices"),
    *("/trusts/zzn/packs", "/trusts/zzn/timeline"),
    *(f"{DIVISION}/report", f"{DIVISION}/plan", f"{DIVISION}/offers", f"{DIVISION}/handover"),
)
ASKED_BY_THE_THREE = tuple(
    f"{DIVISION}/{part}"
    for part in (
        *("agreement", "three", "three.csv", "meeting", "agenda", "agenda.pdf", "release"),
        *("agreement/few-priorities", "dissent/few-priorities", "plan/new"),
    )
)


@pytest.fixture
def later(old_sqlite: str) -> Iterator[Benchmark]:
    """The round of the north, with the canary in it and both editions issued, is removed."""
    with serving(old_sqlite) as served:
        announce(served.engine)
        (told,) = remove_due(served.engine, TODAY)
        assert told.title == TITLE
        yield served


@pytest.fixture
def gone(later: Benchmark) -> Round:
    with transaction(later.engine, writes=False) as session:
        asked = session.scalars(select(Round).where(Round.removed_at.is_not(None))).one()
        assert asked.trust.code
        return asked


def said(asked: Round) -> str:
    return f"They were removed on {local_day(asked.removed_at)}, 6 years after the round."


@pytest.mark.parametrize("who", [LEAD, EXECUTIVE])
def test_every_page_of_a_removed_round_says_so(later: Benchmark, gone: Round, who: str) -> None:
    browser = browser_of(later, who)
    pages = ASKED_BY_ALL + (ASKED_BY_THE_THREE if who == LEAD else ())
    for page in pages:
        for address in (page, f"{page}?round={gone.id}"):
            answer = browser.get(address)
            assert (address, answer.status_code) == (address, 410)
            assert said(gone) in answer.text, address
            assert CANARY not in answer.text.lower()
    for page in (f"{DIVISION}/report", "/trusts/zzn/report", "/trusts/zzn/packs"):
        assert browser.send(f"{page}?round={gone.id}").status_code == 410
    asked_as_json = browser.get(ASKED_BY_ALL[0], headers=JSON)
    assert asked_as_json.status_code == 410
    assert "6 years after the round" in asked_as_json.json["errors"][""]
    start = browser.get("/").text
    assert f"Removed on {local_day(gone.removed_at)}, 6 years after the round." in start
    assert "Answers you have given" not in start


def test_reports_are_told_by_their_code_and_by_nothing_else(later: Benchmark, gone: Round) -> None:
    with transaction(later.engine, writes=False) as session:
        reports = list(session.scalars(select(Report).where(Report.round_id == gone.id)))
    assert {each.level for each in reports} == {"L1", "L2"}
    browser = browser_of(later, LEAD)
    for report in reports:
        assert browser.get(f"/reports/{report.id}.pdf").status_code == 404
        assert browser.get(f"/api/v1/reports/{report.id}.pdf").status_code == 404
        page = browser_of(later, None).get(f"/verify/{report.content_hash}")
        assert page.status_code == 200
        assert "was issued by this service, and taken out since" in page.text
        assert "The trust keeps the answers behind it for a set time only" in page.text


def test_the_api_lists_the_round_as_removed_and_gives_nothing_of_it(later: Benchmark) -> None:
    browser = browser_of(later, EXECUTIVE)
    (listed,) = browser.get("/api/v1/trusts/zzn/rounds").json["items"]
    assert listed["removed"]["after_years"] == 6
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", listed["removed"]["on"])
    for part in ("divisions", "scores", "variation", "plans", "reports"):
        answer = browser.get(listed[part])
        assert (answer.status_code, answer.json["code"]) == (410, "removed")
    south = browser_of(later, "executive@south.example")
    assert south.get("/api/v1/trusts/zzs/rounds").json["items"][0]["removed"] is None
    assert south.get(listed["scores"]).status_code == 404  # as what does not exist


def test_the_coordinator_reads_what_is_left_of_it(later: Benchmark, gone: Round) -> None:
    coordinator = browser_of(later, "coordinator@north.example")
    here = f"/trusts/zzn/rounds/{gone.id}"
    page = coordinator.get(here).text
    assert "The answers of this round are gone. Removed on" in page
    assert "A task" in page  # the lawful basis
    for absent in ("Who answers, and how far", "Record why", "/comparison?round="):
        assert absent not in page
    assert coordinator.get(f"{here}/missing").status_code == 303
    assert f"Removed on {local_day(gone.removed_at)}" in coordinator.get(PAGE).text
    held = f"{PAGE}/{gone.id}/hold"
    assert "<h1>Nothing is left to hold</h1>" in coordinator.get(held).text
    listed = coordinator.get("/trusts/zzn/rounds").text
    assert "Answers removed" in listed.split(gone.title)[1].split("</li>")[0]
    assert coordinator.send(held, confirm="yes", reason=REASON).status_code == 409
    assert "Removed the answers of a round" in coordinator.get("/trusts/zzn/audit").text


def test_the_data_of_a_person_hold_nothing_of_it(later: Benchmark) -> None:
    held = browser_of(later, LEAD).send("/account/data")
    assert held.status_code == 200
    with zipfile.ZipFile(io.BytesIO(held.data)) as file:
        whole = "".join(file.read(name).decode() for name in file.namelist()).lower()
    assert "clinical.medicine@north.example" in whole
    assert CANARY not in whole
    assert "what clinical saw of" not in whole
