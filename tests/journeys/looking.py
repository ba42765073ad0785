"""What every page must pass before a person looks at it: axe, and the width of a phone."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
PHONE = {"width": 320, "height": 640}
AXE = Axe()


def violations(page: Page) -> list[str]:
    """Say what axe finds, each fault with the places where it stands."""
    if not page.evaluate("'axe' in window"):  # half a megabyte, which a page needs only once
        page.evaluate(AXE.axe_script)
    found = page.evaluate("rules => axe.run(rules).then(results => results.violations)", RULES)
    return [
        f"{fault['id']}: {[node['html'][:120] for node in fault['nodes']][:3]}" for fault in found
    ]


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def assert_fits_a_phone(page: Page) -> None:
    """Nothing that axe finds and nothing that scrolls sideways at 320 pixels."""
    page.set_viewport_size(PHONE)
    open_all_details(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
