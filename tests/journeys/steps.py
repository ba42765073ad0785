"""What people do on the pages, step by step, and the quick way to have it done beforehand."""

import re
from collections.abc import Mapping
from http import HTTPStatus

from playwright.sync_api import APIResponse, Page, expect
from sqlalchemy import select

from benchmark.assessment.issuing import issue_round
from benchmark.assessment.rounds import progress_of
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Round
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.definition import Practice
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.browsers import PASSWORD, Site
from tests.databases import closing

CSRF_FIELD = re.compile(r'<input type="hidden" name="csrf_token" value="([^"]+)">')
PREVIEW = re.compile(r'name="preview" value="([0-9a-f]{64})"')
QUESTIONNAIRE = read_questionnaires(questionnaire_folder())["management-practice-1.0"]
PRACTICES: dict[str, Practice] = {practice.key: practice for practice in QUESTIONNAIRE.practices}
KEYS = tuple(PRACTICES)


def sign_in(page: Page, email: str) -> None:
    """Fill in the sign-in page and go on to the start page."""
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def choose(page: Page, answer: str) -> None:
    """Choose an answer by clicking on its words: ``3`` or ``dont-know``."""
    button = page.locator(f"input[name=answer][value='{answer}']")
    page.locator(f"label[for='{button.get_attribute('id')}']").click()
    expect(button).to_be_checked()


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Press a button, or a link that looks like one, and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def save_and_continue(page: Page) -> None:
    follow(page, "Save and continue")


def answer_end_of_section(page: Page) -> None:
    """Answer both questions of the page at the end of a section, if this is one."""
    if "/sections/" in page.url:
        page.locator("label[for='continues-2']").click()
        page.locator("label[for='completed']").click()
        follow(page, "Save and continue")


def count_presses(page: Page) -> list[str]:
    """Collect what is pressed with a mouse from now on, over all pages of this browser."""
    pressed: list[str] = []
    page.context.expose_binding("pressed", lambda _, what: pressed.append(what))
    page.context.add_init_script(
        "addEventListener('pointerdown', e => pressed(e.target.textContent.trim()), true)"
    )
    return pressed


def place(page: Page) -> str:
    """Last part of the page's address: the practice, ``check`` or the response's id."""
    return page.url.rsplit("/", 1)[-1]


def own_response(page: Page) -> str:
    """Address of the signed-in lead's own response in the newest round."""
    start = page.request.get("/", headers={"Accept": "application/json"}).json()
    return str(start["responses"][0]["href"])


def token_of(page: Page) -> str:
    """Read the token that forms of this page's browser carry."""
    found = CSRF_FIELD.search(page.request.get("/").text())
    assert found, "there is no form on the start page"
    return found[1]


def send(page: Page, address: str, token: str, **fields: str) -> APIResponse:
    """POST a form as this page's browser would, without showing anything."""
    return page.request.post(address, form={"csrf_token": token} | fields, max_redirects=0)


def release_complete_divisions(site: Site) -> None:
    """Where all three have submitted: they settle, confirm, and the reports are issued."""
    with (
        closing(sqlite_url(site.data)) as engine,
        transaction(engine, writes=True) as session,
    ):
        for asked in session.scalars(select(Round)):
            progress = progress_of(session, asked)
            complete = [
                d for d in asked.trust.divisions if progress[d.key].complete == len(LEAD_ROLES)
            ]
            for division in complete:
                release_as_it_stands(session, asked, division, QUESTIONNAIRE)
                issue_round(session, asked, QUESTIONNAIRE, division)


def prepare_answers(page: Page, answers: Mapping[str, str], *, submit: bool = False) -> None:
    """Have a fresh response of the signed-in lead answered, practice by practice."""
    response, token = own_response(page), token_of(page)
    for key, answer in answers.items():
        saved = send(page, f"{response}/{key}", token, answer=answer, version="0")
        assert saved.status == HTTPStatus.SEE_OTHER, saved.text()
    if submit:
        assert send(page, f"{response}/submit", token).status == HTTPStatus.SEE_OTHER


def settle_everything(page: Page, division: str) -> None:
    """Have the signed-in lead settle what is near and leave the rest open."""
    token = token_of(page)
    for step in ("settle-near", "leave-open"):
        assert send(page, f"{division}/{step}", token).status == HTTPStatus.SEE_OTHER


def confirm_release(page: Page, division: str) -> None:
    """Have the signed-in lead confirm what others would read of ``/divisions/zzn-medicine``."""
    found = PREVIEW.search(page.request.get(f"{division}/release").text())
    assert found, "there is nothing to confirm"
    sent = send(page, f"{division}/release", token_of(page), preview=found[1])
    assert sent.status == HTTPStatus.SEE_OTHER
