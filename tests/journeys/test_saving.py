"""Answers that save themselves: offline for a while, in two windows, and when a sign-in ends."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Request, Route, expect

from tests.browsers import PASSWORD, Opened, Site
from tests.journeys.steps import KEYS, PRACTICES, choose, follow, own_response, sign_in
from tests.journeys.test_accessibility import PHONE, violations
from tests.journeys.test_interruption import stored

TEXT = "Seen on the ward,\nand written while the network was away."
SAVED = re.compile(r"^Saved \d\d:\d\d$")
MINUTES = 60_000  # ms
DeviceOf = Callable[[Site, str], Page]


def saving(page: Page) -> Any:
    return expect(page.locator("#saving"))


def practice_of(page: Page, key: str = KEYS[0]) -> str:
    return f"{own_response(page)}/{key}"


def saves_of(page: Page) -> list[Request]:
    """Collect the saves that reach the server from now on."""
    sent: list[Request] = []
    page.on("requestfinished", lambda r: sent.append(r) if r.method == "POST" else None)
    return sent


def assert_accessible(page: Page) -> None:
    assert violations(page) == []
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(wide)


def test_ten_minutes_without_a_network_and_sent_once(
    device_of: DeviceOf, acceptance_site: Site
) -> None:
    page = device_of(acceptance_site, "clinical.medicine@north.example")
    page.clock.install()
    page.goto(practice_of(page))
    choose(page, "3")
    saving(page).to_have_text(SAVED)
    page.context.set_offline(True)
    page.get_by_label("Evidence").fill(TEXT)
    page.clock.run_for(10 * MINUTES)
    saving(page).to_have_text("Not saved, kept in this tab")
    assert_accessible(page)
    sent = saves_of(page)
    page.context.set_offline(False)
    saving(page).to_have_text(SAVED)
    page.clock.run_for(2 * MINUTES)
    assert len(sent) == 1
    assert page.evaluate("Object.keys(sessionStorage)") == ["person"]
    page.goto(page.url)
    assert stored(page) == ("3", TEXT)


def test_without_a_network_the_button_keeps_the_page_and_leaving_warns(
    device_of: DeviceOf, acceptance_site: Site
) -> None:
    page = device_of(acceptance_site, "clinical.medicine@north.example")
    page.goto(practice_of(page, KEYS[1]))
    page.context.set_offline(True)
    choose(page, "2")
    page.get_by_role("button", name="Save and continue").click()
    saving(page).to_have_text("Not saved, kept in this tab")
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="All practices").click()
    page.wait_for_timeout(1000)  # the button takes no second click within a second
    assert warned == ["beforeunload"]
    page.context.set_offline(False)
    saving(page).to_contain_text("Saved")
    follow(page, "Save and continue")
    assert page.url.endswith(KEYS[2])


def test_two_windows_show_both_texts_and_either_can_be_kept(
    device_of: DeviceOf, acceptance_site: Site
) -> None:
    first = device_of(acceptance_site, "nursing.medicine@north.example")
    practice = practice_of(first)
    second = first.context.new_page()
    for window in (first, second):
        window.goto(practice)
    choose(first, "2")
    saving(first).to_contain_text("Saved")
    second.get_by_label("Evidence").fill(TEXT)
    choose(second, "4")
    expect(second.get_by_text("changed in another window")).to_be_visible()
    expect(second.locator(".app-unsent")).to_contain_text(PRACTICES[KEYS[0]].levels[1])
    assert_accessible(second)
    second.get_by_role("button", name="Keep what I have written here").click()
    saving(second).to_contain_text("Saved")
    first.get_by_label("Evidence").fill("A second thought in the first window.")
    first.get_by_label("Evidence").blur()
    expect(first.locator(".app-unsent")).to_contain_text(TEXT.splitlines()[0])
    first.get_by_role("button", name="Keep what was saved there").click()
    expect(first.get_by_label("Evidence")).to_have_value(TEXT)
    first.goto(practice)
    assert stored(first) == ("4", TEXT)
    expect(first.locator("#unsent")).to_be_hidden()


def test_text_is_offered_back_to_the_same_person_and_to_nobody_else(
    device: Opened, acceptance_site: Site
) -> None:
    page = device(acceptance_site)
    author = "operational.surgery@north.example"
    sign_in(page, author)
    practice = practice_of(page)
    page.clock.install()
    write_until_signed_out(page, practice)
    expect(page.get_by_text("because you did nothing here for 45 minutes")).to_be_visible()
    assert TEXT not in page.content()
    sign_in_here(page, author)
    page.wait_for_url(f"**{practice}")
    expect(page.locator(".app-unsent")).to_contain_text(TEXT.splitlines()[1])
    expect(page.get_by_label("Evidence")).to_have_value("")
    assert_accessible(page)
    page.get_by_role("button", name="Put it back").click()
    saving(page).to_contain_text("Saved")
    page.reload()
    expect(page.get_by_label("Evidence")).to_have_value(TEXT)

    write_until_signed_out(page, practice)
    sign_in_here(page, "clinical.surgery@north.example")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    assert page.evaluate("Object.keys(sessionStorage)") == ["person"]


def write_until_signed_out(page: Page, practice: str) -> None:
    """Write while nothing can be saved, and stay away until the sign-in has ended."""
    page.goto(practice)
    page.route(f"**{practice}", refuse_saves)
    field = page.get_by_label("Evidence")
    field.fill(f"Another text, instead of {field.input_value()}" if field.input_value() else TEXT)
    page.clock.run_for(5000)
    saving(page).to_have_text("Not saved, kept in this tab")
    with page.expect_navigation(url="**/sign-in?ended=yes*"):
        page.clock.run_for(46 * MINUTES)
    page.unroute(f"**{practice}")


def refuse_saves(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def sign_in_here(page: Page, email: str) -> None:
    """Fill in the sign-in page that is open, without going anywhere first."""
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    follow(page, "Sign in")


def test_a_warning_before_the_sign_in_ends(device_of: DeviceOf, acceptance_site: Site) -> None:
    page = device_of(acceptance_site, "nursing.surgery@north.example")
    page.clock.install()
    page.goto(practice_of(page))
    page.clock.run_for(43 * MINUTES)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(MINUTES + 1000)
    dialog = page.get_by_role("dialog", name="You are about to be signed out")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.clock.run_for(30 * MINUTES)
    choose(page, "5")
    saving(page).to_contain_text("Saved")
