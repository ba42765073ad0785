"""A reader who has only a keyboard: Tab, arrows, Space, Enter and the letters."""

from playwright.sync_api import Page

FURTHEST = 80  # presses of Tab; the longest way is past thirty links of the check page
HAS_FOCUS = "wanted => document.activeElement.matches(wanted)"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the element that a CSS selector describes has the focus."""
    for _ in range(FURTHEST):
        page.keyboard.press("Tab")
        if page.evaluate(HAS_FOCUS, wanted):
            return
    raise AssertionError(f"no Tab leads to {wanted} on {page.url}")


def write_into(page: Page, wanted: str, text: str) -> None:
    tab_to(page, wanted)
    page.keyboard.type(text)


def press_enter_on(page: Page, wanted: str) -> None:
    """Go on to the next page by a link or a button."""
    tab_to(page, wanted)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose_by_keys(page: Page, answer: str) -> None:
    """Enter the group of radios, take the first and walk down to the answer."""
    tab_to(page, "input[name=answer]")
    page.keyboard.press("Space")
    while not page.evaluate(HAS_FOCUS, f"[value='{answer}']"):
        page.keyboard.press("ArrowDown")
        assert not page.evaluate(HAS_FOCUS, "[value='1']"), f"no arrow leads to {answer}"
