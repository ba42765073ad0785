"""People who are signed in already, for journeys that begin behind the sign-in page."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browsers import Opened, Site, opened
from tests.journeys.steps import sign_in

Cookies = Callable[[Site, str], Any]


@pytest.fixture(scope="module")
def cookies_of(chromium: Browser) -> Cookies:
    """Give the cookies of somebody who has signed in, once a module; none for a stranger."""
    known: dict[tuple[str, str], Any] = {}

    def cookies(site: Site, person: str) -> Any:
        if (site.address, person) not in known:
            with opened(chromium, site, []) as page:
                if person:
                    sign_in(page, person)
                known[site.address, person] = page.context.storage_state()
        return known[site.address, person]

    return cookies


@pytest.fixture
def device_of(device: Opened, cookies_of: Cookies) -> Callable[[Site, str], Page]:
    """Open a page on a device where this person has signed in."""
    return lambda site, person: device(site, storage_state=cookies_of(site, person))
