"""Somebody writes while the server's disk is full: the text stays, with and without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.battery.gunicorns import Serving, gunicorn
from tests.battery.test_full_disk import growing_no_further
from tests.battery.writers import Lead, six_leads
from tests.browsers import Opened, Site
from tests.journeys.steps import KEYS, choose
from tests.journeys.test_saving import SAVED, assert_accessible, saving

TEXT = "Seen on the ward,\nand written while the disk was full."


def opened(device: Opened, server: Serving, data: Path, lead: Lead, **options: bool) -> Page:
    """The first practice in a browser in which its lead is signed in."""
    page = device(Site(f"http://{server.place}", data), **options)
    cookie = {"name": "benchmark", "value": lead.cookie, "url": f"http://{server.place}"}
    page.context.add_cookies([cookie])
    page.goto(f"/responses/{lead.response}/{KEYS[0]}")
    return page


def test_what_is_written_while_the_disk_is_full_is_saved_when_there_is_space(
    device: Opened, data: Path, tmp_path: Path
) -> None:
    address = f"sqlite:///{data}/benchmark.sqlite"
    lead = six_leads(address)[0]
    with gunicorn(address, tmp_path) as server:
        page = opened(device, server, data, lead)
        choose(page, "3")
        saving(page).to_have_text(SAVED)
        with growing_no_further(server, data):
            page.get_by_label("Evidence").fill(TEXT)
            saving(page).to_have_text("Not saved, kept in this tab")
        saving(page).to_have_text(SAVED)
        page.reload()
        expect(page.get_by_label("Evidence")).to_have_value(TEXT)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_that_could_not_be_saved_is_sent_again_from_the_page_that_says_so(
    device: Opened, data: Path, tmp_path: Path, scripts: bool
) -> None:
    address = f"sqlite:///{data}/benchmark.sqlite"
    lead = six_leads(address)[0]
    with gunicorn(address, tmp_path) as server:
        page = opened(device, server, data, lead, java_script_enabled=scripts)
        page.get_by_label("Evidence").fill(TEXT)
        with growing_no_further(server, data):
            send(page, scripts=scripts)
            expect(page.get_by_role("heading", level=1)).to_have_text(
                "Sorry, the service is not available"
            )
            expect(page.locator(".app-literal")).to_have_text(re.compile("written while the disk"))
            if scripts:
                assert_accessible(page)
        page.get_by_role("button", name="Send it again").click()
        page.wait_for_url(f"**/{KEYS[1]}")
        page.goto(f"/responses/{lead.response}/{KEYS[0]}")
        expect(page.get_by_label("Evidence")).to_have_value(TEXT)


def send(page: Page, *, scripts: bool) -> None:
    """Send the form itself; the script of the page would stay on it and try again."""
    if scripts:
        page.on("dialog", lambda dialog: dialog.accept())
        page.evaluate("document.querySelector('form[data-autosave]').submit()")
    else:
        page.get_by_role("button", name="Save and continue").click()
