"""A lead scores the three scenes of a 1.1 round; only the lead ever sees how."""

from collections.abc import Iterator

import pytest

from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from benchmark.scoring.answers import NOT_IN_PLACE
from benchmark.web.app import Benchmark
from tests.servers import (
    JSON,
    Browser,
    answer_all,
    browser_of,
    fill,
    masked,
    own_response,
    response_of,
    serving,
)

LEAD, COLLEAGUE = "clinical.medicine@north.example", "nursing.medicine@north.example"
OTHERS = (COLLEAGUE, "executive@north.example", "coordinator@north.example")
EMPTY = "- - -"


@pytest.fixture(scope="module")
def second() -> Questionnaire:
    return read_questionnaires(questionnaire_folder())["management-practice-1.1"]


@pytest.fixture
def round_of_second(current_sqlite: str, second: Questionnaire) -> Iterator[Benchmark]:
    fill(current_sqlite, second)
    with serving(current_sqlite) as app:
        yield app


@pytest.fixture
def lead(round_of_second: Benchmark) -> Browser:
    return browser_of(round_of_second, LEAD)


@pytest.fixture
def page(lead: Browser) -> str:
    return own_response(lead).replace("/responses/", "/vignettes/")


def scored(second: Questionnaire, *levels: int | str) -> dict[str, str]:
    keys = (f"scene-{vignette.key}" for vignette in second.vignettes)
    return {key: str(level) for key, level in zip(keys, levels, strict=True)}


def test_a_lead_is_led_to_the_scenes_and_cannot_submit_without_them(
    lead: Browser, page: str, second: Questionnaire
) -> None:
    response = answer_all(lead, second)
    assert f'href="{page}"' in lead.get(response).text
    refused = lead.send(f"{response}/submit")
    assert refused.status_code == 400
    assert "Score the three scenes" in refused.text
    saved = lead.send(page, seen=EMPTY, **scored(second, 2, 3, 4))
    assert (saved.status_code, saved.headers["Location"]) == (303, f"{response}/check")
    assert "3 of 3 scored" in lead.get(response).text
    assert lead.send(f"{response}/submit").status_code == 303
    late = lead.send(page, seen="2 3 4", **scored(second, 5, 5, 5))
    assert late.status_code == 409
    assert 'value="2 3 4"' in lead.get(page).text
    assert "Save and continue" not in lead.get(page).text


def test_the_page_shows_the_scenes_and_never_their_key(
    lead: Browser, page: str, second: Questionnaire
) -> None:
    text = lead.get(page).text
    for vignette in second.vignettes:
        assert vignette.name in text
        assert vignette.why not in text
    assert text.count('type="radio"') == 15
    assert " checked>" not in text


def test_a_part_is_kept_and_can_be_changed(lead: Browser, page: str, second: Questionnaire) -> None:
    response = own_response(lead)
    first = lead.send(page, seen=EMPTY, **scored(second, 2, "", ""))
    assert first.headers["Location"] == response
    assert "Your scores of the three scenes are saved" in lead.get(response).text
    assert "1 of 3 scored" in lead.get(response).text
    assert lead.send(page, JSON, seen="2 - -", **scored(second, "", 3, 4)).json == {"saved": True}
    assert 'value="- 3 4"' in lead.get(page).text


def test_nothing_is_overwritten_unseen(lead: Browser, page: str, second: Questionnaire) -> None:
    assert lead.send(page, seen=EMPTY, **scored(second, 2, 3, 4)).status_code == 303
    again = lead.send(page, JSON, seen=EMPTY, **scored(second, 2, 3, 4))
    assert (again.status_code, again.json) == (200, {"saved": True})
    conflict = lead.send(page, seen=EMPTY, **scored(second, 5, 5, 5))
    assert conflict.status_code == 409
    assert "changed in another window" in conflict.text
    assert 'value="2 3 4"' in conflict.text


@pytest.mark.parametrize("fields", [{"seen": ""}, {"seen": EMPTY, "scene-action-log": "9"}, {}])
def test_what_did_not_come_from_the_page_is_refused(
    lead: Browser, page: str, fields: dict[str, str]
) -> None:
    assert lead.send(page, **fields).status_code == 400
    answer = lead.send(page, JSON, **fields)
    assert answer.status_code == 400
    assert answer.json["errors"]


def test_a_colleague_finds_nothing_and_reads_the_same_as_before(
    round_of_second: Benchmark, lead: Browser, page: str, second: Questionnaire
) -> None:
    readers = [browser_of(round_of_second, email) for email in OTHERS]
    places = ("/", "/trusts/zzn/comparison", "/divisions/zzn-medicine/report", page)
    before = [masked(reader.get(place).data) for reader in readers for place in places]
    lead.send(page, seen=EMPTY, **scored(second, 2, 3, 4))
    after = [masked(reader.get(place).data) for reader in readers for place in places]
    assert after == before
    assert {reader.get(page).status_code for reader in readers} == {404}
    assert {reader.send(page, seen=EMPTY).status_code for reader in readers} == {404}


def test_a_follow_up_offers_its_extra_answer_and_no_other_practice_does(
    round_of_second: Benchmark, lead: Browser
) -> None:
    response = own_response(lead)
    assert "There are no agreed goals" in lead.get(f"{response}/stretch").text
    saved = lead.send(f"{response}/stretch", JSON, version="0", answer="not-in-place")
    assert saved.json == {"saved": True, "version": 1}
    assert 'value="not-in-place" checked' in lead.get(f"{response}/stretch").text
    assert "There are no agreed goals" in lead.get(f"{response}/check").text
    assert 'value="not-in-place"' not in lead.get(f"{response}/clarity").text
    refused = lead.send(f"{response}/clarity", JSON, version="0", answer="not-in-place")
    assert refused.status_code == 400
    with transaction(round_of_second.engine, writes=False) as session:
        (answer,) = response_of(session, "ZZN", "medicine", "clinical").answers
        assert (answer.practice, answer.level) == ("stretch", NOT_IN_PLACE)


def test_a_round_without_scenes_says_so(app: Benchmark) -> None:
    browser = browser_of(app, LEAD)
    page = own_response(browser).replace("/responses/", "/vignettes/")
    assert "has no scenes to score" in browser.get(page).text
    assert page not in browser.get(own_response(browser)).text
