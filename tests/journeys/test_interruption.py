"""Work that is interrupted: on another device, in another window, on a page made large."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browsers import Opened, Site
from tests.journeys.steps import (
    KEYS,
    PRACTICES,
    choose,
    follow,
    own_response,
    place,
    save_and_continue,
    sign_in,
)

PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 320, "height": 256}  # a window of 1280 by 1024 pixels at 400%
FIRST_TEXT = "Written in the first window,\nover two lines."
SECOND_TEXT = "Written in the second window."


def test_who_comes_back_later_goes_on_at_the_first_gap(
    device: Opened, device_of: Callable[[Site, str], Page], acceptance_site: Site
) -> None:
    ward = device_of(acceptance_site, "clinical.medicine@south.example")
    ward.goto(own_response(ward))
    follow(ward, "Start")
    choose(ward, "3")
    save_and_continue(ward)
    save_and_continue(ward)  # the second practice is left without an answer
    choose(ward, "dont-know")
    ward.get_by_label("Evidence").fill(FIRST_TEXT)
    follow(ward, "Save and come back later")
    expect(ward.get_by_role("alert")).to_contain_text("Your answers are saved")

    home = device(acceptance_site, viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(home, "clinical.medicine@south.example")
    home.get_by_role("link", name="Medicine, clinical lead").tap()
    expect(home.get_by_text("You have answered 2 of 30 practices.")).to_be_visible()
    home.get_by_role("button", name="Continue").tap()
    home.wait_for_url(f"**/{KEYS[1]}")
    choose(home, "2")
    save_and_continue(home)
    assert stored(home) == ("dont-know", FIRST_TEXT)


@pytest.mark.parametrize(
    ("kept", "answer", "text"),
    [
        ("Keep what was saved before", "2", FIRST_TEXT),
        ("Keep what I have just sent", "4", SECOND_TEXT),
    ],
)
def test_two_windows_never_overwrite_unseen(
    device_of: Callable[[Site, str], Page],
    acceptance_site: Site,
    kept: str,
    answer: str,
    text: str,
) -> None:
    first = device_of(acceptance_site, "nursing.surgery@south.example")
    practice = f"{own_response(first)}/{KEYS[0] if answer == '2' else KEYS[1]}"
    second = first.context.new_page()
    for window in (first, second):
        window.goto(practice)
    write(first, "2", FIRST_TEXT)
    write(second, "4", SECOND_TEXT)

    expect(second.get_by_role("heading", name="Choose which answer to keep")).to_be_visible()
    assert {FIRST_TEXT, SECOND_TEXT} <= set(second.locator("main dd").all_inner_texts())
    for level in ("2", "4"):
        words = PRACTICES[place(second)].levels[int(level) - 1]
        expect(second.get_by_text(f"Level {level}: {words}")).to_be_visible()
    first.goto(practice)
    assert stored(first) == ("2", FIRST_TEXT)
    follow(second, kept)
    first.goto(practice)
    assert stored(first) == (answer, text)
    assert first.get_by_label("May be shared").is_checked() is False


def test_a_choice_that_has_grown_old_is_asked_again(
    device_of: Callable[[Site, str], Page], acceptance_site: Site
) -> None:
    first = device_of(acceptance_site, "operational.surgery@south.example")
    practice = f"{own_response(first)}/{KEYS[0]}"
    second = first.context.new_page()
    for window in (first, second):
        window.goto(practice)
    write(first, "1", FIRST_TEXT)
    write(second, "5", SECOND_TEXT)
    first.goto(practice)
    write(first, "3", "Changed while the second window was choosing.")
    follow(second, "Keep what I have just sent")
    expect(second.get_by_text("Changed while the second window was choosing.")).to_be_visible()
    first.goto(practice)
    assert stored(first) == ("3", "Changed while the second window was choosing.")


def test_a_practice_can_be_answered_at_four_times_the_size(
    device: Opened, acceptance_site: Site
) -> None:
    page = device(acceptance_site, viewport=ZOOMED)
    sign_in(page, "operational.medicine@south.example")
    page.goto(f"{own_response(page)}/{KEYS[0]}")
    for summary in page.locator("details > summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED["width"]
    assert wider_than_the_page(page) == []
    choose(page, "5")
    page.get_by_label("Evidence").fill(FIRST_TEXT)
    page.get_by_text("May be shared outside the three of us").click()
    save_and_continue(page)
    assert place(page) == KEYS[1]
    page.get_by_role("link", name="Back").click()
    page.wait_for_url(f"**/{KEYS[0]}")
    assert stored(page) == ("5", FIRST_TEXT)
    expect(page.get_by_label("May be shared")).to_be_checked()


def write(page: Page, answer: str, text: str) -> None:
    """Answer the practice on this page with evidence."""
    choose(page, answer)
    page.get_by_label("Evidence").fill(text)
    save_and_continue(page)


def stored(page: Page) -> tuple[str | None, str]:
    """Read answer and evidence as the practice's page shows them."""
    chosen = page.locator("input[name=answer]:checked").get_attribute("value")
    return chosen, page.get_by_label("Evidence").input_value()


def wider_than_the_page(page: Page) -> list[str]:
    """Name what is cut off at the right edge, or reaches over it."""
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
          .filter(each => each.checkVisibility() && (each.getBoundingClientRect().right > innerWidth
            || each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1
            && getComputedStyle(each).overflowX !== 'visible'))
          .map(each => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`)
        """
    )
