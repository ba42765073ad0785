"""Every page in every state: nothing that axe finds, nothing that scrolls sideways on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Response

from benchmark.assessment.calendar import london_day
from benchmark.assessment.issuing import issue_round
from benchmark.assessment.offering import OfferText, save_offer
from benchmark.assessment.packing import ask_for_pack
from benchmark.assessment.planning import ActionText, write_action
from benchmark.assessment.preparing import prepare
from benchmark.commands.main import main
from benchmark.database.accounts import PasswordLink
from benchmark.database.mail import MailLink
from benchmark.database.schema import now
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.web.api.describing import RESOURCES
from benchmark.web.app import bare_app
from tests.assessment.posts import trust_named, winter
from tests.browsers import PASSWORD, Opened, Site, opened
from tests.databases import closing
from tests.journeys.cases import (
    CASES,
    DRAFT,
    EXECUTIVE,
    FIRST,
    PREPARED,
    RELEASED,
    RELEASING,
    SEVEN,
    SUPPORT,
    TOKEN,
    Case,
)
from tests.journeys.conftest import Cookies
from tests.journeys.documents import text_of
from tests.journeys.looking import PHONE, assert_fits_a_phone, violations
from tests.journeys.steps import (
    QUESTIONNAIRE,
    confirm_release,
    own_response,
    prepare_answers,
    settle_everything,
)
from tests.old_rounds import TITLE, removed_round
from tests.servers import response_of, support_opened

# JSON, PDF and CSV
NOT_PAGES = {
    "information.alive",
    "information.ready",
    "information.metrics",
    "reports.download",
    "corrections.download",
    "trusts.numbers",
    *("questionnaires.paper_file", "agreements.agenda_sheet"),
    *("exports.file", "packs.download", "three.numbers", "audit.numbers"),
    *(f"api.{each.name}" for each in RESOURCES),
    "api.description",
    "sign_on.start",  # sends on to another organisation
}
# nobody answers there: the page to which another organisation sends people back asks nothing of it
SIGN_ON = {
    "BENCHMARK_OIDC_ISSUER": "http://127.0.0.1:9",
    "BENCHMARK_OIDC_CLIENT_ID": "benchmark",
    "BENCHMARK_OIDC_CLIENT_SECRET": "an invented secret",
}
# what an address names by an id: the page that lists it, and its link there
LISTED = {
    "round": ("/trusts/zzn/rounds", f".nhsuk-task-list a:not(:text-is('{DRAFT}'))"),
    "draft": ("/trusts/zzn/rounds", f".nhsuk-task-list a:text-is('{DRAFT}')"),
    "removed": ("/trusts/zzn/rounds", f".nhsuk-task-list a:text-is('{TITLE}')"),
    "tenure": ("/trusts/zzn/people", "a[href$='/change']"),
    "action": (f"{RELEASED}/plan", "a[href*='/progress']"),
    "pack": ("/trusts/zzn/packs", "main a[href^='/packs/']"),
}


@pytest.fixture(scope="module")
def acceptance_site(serve: Callable[..., Site]) -> Site:
    """As elsewhere, but people may also sign on through another organisation."""
    return serve("acceptance", SIGN_ON)


@pytest.fixture(scope="module")
def sites(
    chromium: Browser, acceptance_site: Site, showcase_site: Site, cookies_of: Cookies
) -> dict[str, Site]:
    """Serve both scenarios; in the acceptance scenario some leads have answered already."""
    for person, answers, submit in PREPARED:
        cookies = cookies_of(acceptance_site, person)
        with opened(chromium, acceptance_site, [], storage_state=cookies) as page:
            prepare_answers(page, answers, submit=submit)
    for person in RELEASING:  # the first settles everything
        cookies = cookies_of(acceptance_site, person)
        with opened(chromium, acceptance_site, [], storage_state=cookies) as page:
            settle_everything(page, RELEASED)
            confirm_release(page, RELEASED)
    rescore_latest(showcase_site)
    know_links(acceptance_site)
    remove_old_answers(acceptance_site)  # what is issued says that there was such a round
    plan_and_pack(acceptance_site)
    prepare_draft(acceptance_site)
    let_support_in(acceptance_site)
    return {"acceptance": acceptance_site, "showcase": showcase_site}


def know_links(site: Site) -> None:
    """Add what the links in mails open, with a token that the cases can name."""
    known = {
        "token_hash": sha256(TOKEN.encode()).hexdigest(),
        "expires_at": now() + timedelta(days=1),
    }
    with closing(sqlite_url(site.data)) as engine, transaction(engine, writes=True) as session:
        response = response_of(session, "ZZS", "surgery", "nursing")
        person = response.people[0]
        session.add(MailLink(person=person, response=response, **known))
        session.add(PasswordLink(person=person, **known))


def plan_and_pack(site: Site) -> None:
    """The released division has an action and an offer, and somebody wants its trust's pack."""
    with closing(sqlite_url(site.data)) as engine, transaction(engine, writes=True) as session:
        lead = response_of(session, "ZZN", "surgery", "clinical")
        place, person = (session, lead.round, lead.division), lead.people[0].id
        due = london_day(now()) + timedelta(days=90)
        write_action(*place, ActionText(FIRST, "a board", "together", due, "it hangs"), person)
        assert save_offer(*place, OfferText(FIRST, "shows", "ours", "a post"), 0, person).saved
        issue_round(session, lead.round, QUESTIONNAIRE)  # reports say what is planned
        assert ask_for_pack(session, lead.round, person)


def prepare_draft(site: Site) -> None:
    """Add a round that nobody but the coordinator sees."""
    questionnaire = read_questionnaires(questionnaire_folder())["management-practice-1.1"]
    with closing(sqlite_url(site.data)) as engine, transaction(engine, writes=True) as session:
        prepare(session, trust_named(session), winter(questionnaire, title=DRAFT))


def let_support_in(site: Site) -> None:
    with closing(sqlite_url(site.data)) as engine:
        support_opened(engine, SUPPORT, password=PASSWORD)


def remove_old_answers(site: Site) -> None:
    """The north has a round of long ago, whose answers were kept for their time."""
    with closing(sqlite_url(site.data)) as engine:
        removed_round(engine, QUESTIONNAIRE)


def rescore_latest(site: Site) -> None:
    """Score the newest round under another schedule, so that there is a correction notice."""
    options = ["--data", str(site.data), "--round", "latest", "--schedule", "1.1"]
    done = CliRunner().invoke(main, ["rescore", *options])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def digest(chromium: Browser, sites: dict[str, Site], cookies_of: Cookies) -> str:
    """Read the content hash from the cover of an issued report."""
    site = sites["acceptance"]
    with opened(chromium, site, [], storage_state=cookies_of(site, EXECUTIVE)) as page:
        page.goto("/trusts/zzn/report")
        link = page.get_by_role("button", name="Download the report").get_attribute("href")
        found = re.search("/verify/([0-9a-f]{64})", text_of(page.request.get(str(link)).body()))
    assert found, "the cover does not say where to check"
    return found[1]


@pytest.fixture
def reader(sites: dict[str, Site], device_of: Callable[[Site, str], Page]) -> Opened:
    """Open a page for the reader of a case."""
    return lambda case: device_of(sites[case.scenario], case.person)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_page_is_accessible_in_this_state(case: Case, reader: Opened, digest: str) -> None:
    page = reader(case)
    assert reach(page, case, digest) == case.status
    assert_well_formed(page)
    assert violations(page) == []
    assert_fits_a_phone(page)


BOTTOMS = "blocks => blocks.map(block => block.getBoundingClientRect().bottom)"


def test_the_first_screen_holds_the_finding_and_the_three_lists(
    device_of: Callable[[Site, str], Page], showcase_site: Site
) -> None:
    page = device_of(showcase_site, SEVEN)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/trusts/zzf/comparison")
    assert page.locator(".app-list li").count() >= 7
    for part in (".app-finding", ".app-list"):
        assert max(page.locator(part).evaluate_all(BOTTOMS)) <= 800
    answer = page.get_by_text("is real. Its divisions differ more", exact=False)
    assert not answer.is_visible()
    page.get_by_text("Show which", exact=True).click()
    assert answer.is_visible()
    with page.expect_download() as download:
        page.locator("#uneven-or-low").get_by_text("Download these numbers (CSV)").click()
    assert download.value.suggested_filename.endswith("-uneven-or-low.csv")


def test_seven_divisions_fit_a_desktop(
    device_of: Callable[[Site, str], Page], showcase_site: Site
) -> None:
    page = device_of(showcase_site, SEVEN)
    page.goto("/trusts/zzf/comparison")
    assert page.locator(".app-heat thead th").count() == 1 + 7 + 1
    table = page.locator(".app-scroll")
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") == 0
    page.set_viewport_size(PHONE)
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") > 0


def test_every_page_is_among_the_cases() -> None:
    addresses = bare_app().url_map
    here, anything = addresses.bind("localhost"), "a" * 16
    parts = {
        "response": f"/responses/{anything}",
        "id": anything,
        "digest": "0" * 64,
        "correction": anything,
        **dict.fromkeys(LISTED, anything),
    }
    looked_at = {
        here.match(case.address.format(**parts).partition("?")[0])[0]
        for case in CASES
        if case.status not in (404, 405)
    }
    pages = {rule.endpoint for rule in addresses.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - NOT_PAGES - looked_at == set()


def test_a_fault_would_be_found(chromium: Browser, acceptance_site: Site) -> None:
    complaints: list[str] = []
    with opened(chromium, acceptance_site, complaints) as page:
        page.goto("/sign-in")
        page.evaluate("document.body.style.width = '2000px'")
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.evaluate("document.querySelector('label').remove()")
        page.evaluate("fetch('/nowhere')")
        page.evaluate("setTimeout(() => nobody.knows())")
        page.wait_for_timeout(500)
        assert [finding.split(":")[0] for finding in violations(page)] == ["label"]
    assert sorted(text.split(":")[0] for text in complaints) == ["404", "console", "script"]


def reach(page: Page, case: Case, digest: str) -> int:
    """Go to the page of a case, do what is done there, and give the status of what is shown."""
    response = own_response(page) if re.search("{response}|{id}", case.address) else ""
    statuses: list[int] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request():
            statuses.append(answer.status)

    page.on("response", note)
    parts = {"response": response, "id": response.rsplit("/", 1)[-1], "digest": digest}
    if "{correction}" in case.address:
        page.goto("/trusts/zzf/comparison")
        link = page.locator("a[href^='/corrections/']").first.get_attribute("href")
        parts["correction"] = str(link).rsplit("/", 1)[-1]
    for name, (listing, link) in LISTED.items():
        if f"{{{name}}}" in case.address:
            page.goto(listing)
            href = str(page.locator(link).first.get_attribute("href"))
            parts[name] = re.findall("/([a-z0-9]{16})(?=[/?.]|$)", href)[-1]
    page.goto(case.address.format(**parts))
    case.act(page)
    page.wait_for_load_state()
    return statuses[-1]


def assert_well_formed(page: Page) -> None:
    assert page.title().endswith("Management Practice Benchmark")
    assert page.title().startswith("Error: ") == page.locator(".nhsuk-error-summary").is_visible()
    assert page.locator("html").get_attribute("lang") == "en-GB"
    assert page.locator("h1").count() == 1
