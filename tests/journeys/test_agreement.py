"""From three submissions to what the executive reads: the three settle, differ, and release."""

from playwright.sync_api import Page, expect

from benchmark.database.session import sqlite_url
from tests.browsers import PASSWORD, Opened, Site
from tests.databases import closing
from tests.journeys.keyboard import press_enter_on, write_into
from tests.journeys.steps import PRACTICES, QUESTIONNAIRE, follow, sign_in
from tests.servers import submit_near

PHONE = {"width": 320, "height": 640}
TALKED = "standard-pathways"  # the operational lead is two levels above the other two
REASON, DISSENT = "The audit of last winter decided it.", "At night I still see a 2."
RELEASE = "I have read this"


def test_three_leads_settle_and_release_and_their_executive_reads(
    device: Opened, acceptance_site: Site
) -> None:
    with closing(sqlite_url(acceptance_site.data)) as engine:
        submit_near(engine, QUESTIONNAIRE)
    clinical = device(acceptance_site, java_script_enabled=False)
    settle_what_is_near_and_talk_about_one(clinical)
    nursing = device(acceptance_site, viewport=PHONE)
    record_a_dissent_and_leave_the_rest(nursing)
    confirm(nursing, still_to_come="Two confirmations")
    operational = device(acceptance_site)
    confirm_with_a_keyboard(operational)
    clinical.get_by_role("link", name="Back to all practices").click()
    confirm(clinical)
    expect(clinical.get_by_role("heading", name="Your levels are released")).to_be_visible()
    executive_reads(device(acceptance_site))


def settle_what_is_near_and_talk_about_one(page: Page) -> None:
    sign_in(page, "clinical.medicine@north.example")
    page.locator("a[href*='/agreement?']").click()
    expect(page.get_by_text("0 of 30 settled.")).to_be_visible()
    follow(page, "Agree on the middle level for the 20 practices")
    follow(page, "Agree on the middle level for 20 practices")
    page.get_by_role("link", name=PRACTICES[TALKED].name).click()
    assert page.locator("input[name=level]:checked").count() == 0
    page.get_by_text(f"Level 4: {PRACTICES[TALKED].levels[3]}").click()
    page.get_by_label("Why (optional)").fill(REASON)
    follow(page, "Save and go back to all practices")
    expect(page.get_by_text("21 of 30 settled.")).to_be_visible()
    page.get_by_role("link", name=PRACTICES[TALKED].name).click()


def record_a_dissent_and_leave_the_rest(page: Page) -> None:
    sign_in(page, "nursing.medicine@north.example")
    page.locator("a[href*='/agreement?']").click()
    page.get_by_role("link", name=PRACTICES[TALKED].name).click()
    expect(page.get_by_label("Why (optional)")).to_have_value(REASON)
    page.get_by_role("link", name="Record your dissent").click()
    page.get_by_label("Your dissent, as the nursing lead").fill(DISSENT)
    follow(page, "Save my dissent")
    expect(page.get_by_text(DISSENT)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("link", name="Back to all practices").click()
    page.get_by_role("link", name="Leave the rest open").click()
    follow(page, "Leave nine practices open")
    expect(page.get_by_text("30 of 30 settled.")).to_be_visible()


def confirm(page: Page, still_to_come: str = "") -> None:
    follow(page, "Read and release")
    expect(page.get_by_role("heading", name="This cannot be undone")).to_be_visible()
    follow(page, RELEASE)
    if still_to_come:
        expect(page.get_by_text(f"You have confirmed this. {still_to_come}")).to_be_visible()


def confirm_with_a_keyboard(page: Page) -> None:
    page.goto("/sign-in")
    write_into(page, "#email", "operational.medicine@north.example")
    write_into(page, "#password", PASSWORD)
    press_enter_on(page, "main button[type=submit]")
    press_enter_on(page, "main a[href*='/agreement?']")
    press_enter_on(page, "main a.nhsuk-button[href*='/release?']")
    press_enter_on(page, "main form[method=post] button")
    expect(page.get_by_text("You have confirmed this. One confirmation")).to_be_visible()


def executive_reads(page: Page) -> None:
    sign_in(page, "executive@north.example")
    page.goto("/divisions/zzn-medicine/report")
    page.get_by_text("Show the numbers as a table").first.click()
    row = page.get_by_role("row").filter(has_text=PRACTICES[TALKED].name)
    expect(row.first).to_contain_text("4")
    for hidden in (REASON, DISSENT, "Nursing lead"):
        expect(page.locator("main")).not_to_contain_text(hidden)
