"""A round of questionnaire 1.1: a follow-up that is not in place, the three scenes, submitted."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmark.commands.scenarios.acceptance import fill_acceptance
from benchmark.database.migration import migrate
from benchmark.database.session import sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.browsers import DESKTOP, PASSWORD, Opened, Site, serving
from tests.databases import closing
from tests.journeys.looking import assert_fits_a_phone, violations
from tests.journeys.steps import (
    choose,
    follow,
    own_response,
    place,
    prepare_answers,
    save_and_continue,
    sign_in,
)

SECOND = read_questionnaires(questionnaire_folder())["management-practice-1.1"]
FOLLOW_UP = next(practice for practice in SECOND.practices if practice.not_in_place)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("second")
    with closing(sqlite_url(data)) as engine:
        migrate(engine)
        with transaction(engine, writes=True) as session:
            fill_acceptance(session, SECOND, PASSWORD)
    with serving(data) as served:
        yield served


def test_a_lead_goes_through_a_round_of_the_second_version(device: Opened, site: Site) -> None:
    page = device(site)
    sign_in(page, "clinical.medicine@north.example")
    response = own_response(page)
    prepare_answers(page, {key: "3" for key in SECOND.keys if key != FOLLOW_UP.key})
    page.goto(response)
    follow(page, "Continue")
    answer_the_follow_up(page)
    page.goto(response)
    follow(page, "Score three scenes")
    score_the_scenes(page)
    assert place(page) == "check"
    expect(page.get_by_text(str(FOLLOW_UP.not_in_place))).to_be_visible()
    expect(page.get_by_text("3 of 3 scored")).to_be_visible()
    assert_clean(page)
    follow(page, "Submit my answers")
    expect(page.get_by_role("heading", name="Your answers are submitted")).to_be_visible()
    assert_clean(page)
    page.goto(response.replace("/responses/", "/vignettes/"))
    expect(page.get_by_text("These answers can no longer be changed.")).to_be_visible()
    expect(page.get_by_role("button", name="Save and continue")).to_have_count(0)


def answer_the_follow_up(page: Page) -> None:
    assert place(page) == FOLLOW_UP.key
    expect(page.get_by_label(str(FOLLOW_UP.not_in_place))).to_be_visible()
    assert_clean(page)
    choose(page, "not-in-place")
    save_and_continue(page)


def score_the_scenes(page: Page) -> None:
    """Leave the third without a level first: the task list still asks for it."""
    for scene in SECOND.vignettes:
        group = page.get_by_role("group", name=scene.name)
        expect(group.get_by_text(scene.text)).to_be_visible()
        expect(group.get_by_role("radio")).to_have_count(5)
    assert_clean(page)
    first, second, third = (scene.key for scene in SECOND.vignettes)
    for key, level in ((first, 2), (second, 3)):
        page.locator(f"input[name=scene-{key}][value='{level}']").check()
    save_and_continue(page)
    expect(page.get_by_text("You can submit when you have scored the three scenes")).to_be_visible()
    follow(page, "Submit my answers")
    expect(page.get_by_role("alert")).to_contain_text("Score the three scenes")
    page.get_by_role("link", name="Score the three scenes", exact=False).last.click()
    page.locator(f"input[name=scene-{third}][value='5']").check()
    expect(page.locator(f"input[name=scene-{first}][value='2']")).to_be_checked()
    save_and_continue(page)


def assert_clean(page: Page) -> None:
    """On a desktop and on a phone; the window is a desktop's again afterwards."""
    assert violations(page) == []
    assert_fits_a_phone(page)
    page.set_viewport_size(DESKTOP)
