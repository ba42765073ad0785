"""A coordinator's round from draft to end, through the pages."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.posts import TODAY
from tests.servers import FIRST, Browser, hand_in, masked, response_of

ROUNDS = "/trusts/zzn/rounds"
READ = {"confirm": "yes"}


def day(name: str, value: date) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")}


PLAN = {
    "title": "Winter round",
    "questionnaire": FIRST,
    "level": "L1",
    "lawful_basis": "A task in the public interest.",
    "impact_assessment": "Kept by information governance.",
    **day("opens_on", TODAY),
    **day("closes_on", TODAY + timedelta(days=20)),
}


@pytest.fixture
def coordinator(client_of: Callable[[str], Browser]) -> Browser:
    return client_of("coordinator@north.example")


def drafted(browser: Browser) -> str:
    answer = browser.send(f"{ROUNDS}/new", **PLAN)
    assert answer.status_code == 303, answer.text
    address: str = answer.headers["Location"]
    return address


def test_a_round_goes_from_draft_to_the_end(
    coordinator: Browser, client_of: Callable[[str], Browser]
) -> None:
    executive, address = client_of("executive@north.example"), drafted(coordinator)
    assert "This is a draft" in coordinator.get(address).text
    assert "Winter round" not in executive.get("/").text
    assert "differences under 0.9 of a level" in coordinator.get(f"{address}/open").text
    assert coordinator.send(f"{address}/open").status_code == 400  # not read yet
    for _ in range(2):  # a second click does no harm
        assert coordinator.send(f"{address}/open", **READ).status_code == 303
    page = coordinator.get(address).text
    assert ("0 of 6 submitted" in page, page.count("Not started")) == (True, 6)
    assert "Winter round" in executive.get("/").text
    for moved, status in ((30, 303), (3, 409)):
        later = day("closes_on", TODAY + timedelta(days=moved))
        answer = coordinator.send(f"{address}/extend", **READ, **later)
        assert answer.status_code == status
    assert "must be later" in answer.text
    assert coordinator.send(f"{address}/close", **READ).status_code == 303
    assert "six submissions are missing" in coordinator.get(address).text
    names = set(re.findall(r'"(outcome-[a-z0-9]+)"', coordinator.get(f"{address}/missing").text))
    assert len(names) == 6
    assert coordinator.send(f"{address}/missing", **READ).status_code == 400
    told = dict.fromkeys(names, "not submitted")
    assert coordinator.send(f"{address}/missing", **READ, **told).status_code == 303
    assert coordinator.get(address).text.count("Not submitted") == 6
    # a page that has had its time leads back to the round
    for step in ("open", "edit", "delete", "extend", "close", "abandon", "level"):
        assert coordinator.get(f"{address}/{step}").status_code == 303


def test_nothing_that_was_typed_is_lost_on_an_error(coordinator: Browser) -> None:
    typed = PLAN | {"title": "", "opens_on-month": "13", "lawful_basis": "kept <words>"}
    answer = coordinator.send(f"{ROUNDS}/new", **typed)
    assert answer.status_code == 400
    for kept in ("kept &lt;words&gt;", 'value="13"', "#opens_on-day", "Enter a name for the round"):
        assert kept in answer.text
    backwards = PLAN | day("closes_on", TODAY - timedelta(days=1))
    answer = coordinator.send(f"{ROUNDS}/new", **backwards)
    assert (answer.status_code, "on or after the opening date" in answer.text) == (400, True)


def test_a_draft_is_changed_or_deleted_and_is_nobody_elses(
    coordinator: Browser, client_of: Callable[[str], Browser]
) -> None:
    address = drafted(coordinator)
    changed = PLAN | {"title": "x" * 120, "level": "L0"}
    assert coordinator.send(f"{address}/edit", **changed).status_code == 303
    assert "x" * 120 in coordinator.get(ROUNDS).text
    south = client_of("coordinator@south.example")
    theirs = address.replace("zzn", "zzs")
    absent = theirs[:-16] + "a" * 16
    assert south.get(theirs).status_code == 404
    assert masked(south.get(theirs).data) == masked(south.get(absent).data)
    assert coordinator.send(f"{address}/delete", **READ).headers["Location"] == ROUNDS
    assert coordinator.get(address).status_code == 404


def test_an_abandoned_round_is_kept_with_its_reason(coordinator: Browser) -> None:
    address = drafted(coordinator)
    coordinator.send(f"{address}/open", **READ)
    assert coordinator.send(f"{address}/abandon", **READ).status_code == 400
    told = coordinator.send(f"{address}/abandon", **READ, reason="The merger comes first")
    assert told.status_code == 303
    assert "was abandoned: The merger comes first." in coordinator.get(address).text


def test_what_others_see_becomes_less(coordinator: Browser, app: Benchmark) -> None:
    with transaction(app.engine, writes=False) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round_id
    address = f"{ROUNDS}/{asked}"
    assert coordinator.send(f"{address}/level", **READ, level="L2").status_code == 400
    assert coordinator.send(f"{address}/level", **READ, level="L0").status_code == 303
    assert "Only the three leads of each division" in coordinator.get(address).text


def test_a_lead_is_replaced_and_the_page_says_what_comes_of_it(
    coordinator: Browser,
    client_of: Callable[[str], Browser],
    app: Benchmark,
    questionnaire: Questionnaire,
) -> None:
    with transaction(app.engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        hand_in(session, response, questionnaire)
        asked, first = response.round_id, response.id
    post = f"{ROUNDS}/{asked}/leads/medicine/clinical"
    page = coordinator.get(f"{post}/replace").text
    assert "is withheld from everybody for good" in page
    assert coordinator.get(f"{post}/join").status_code == 303  # nobody joins a submission
    form = READ | {"name": "New Lead", "email": "new@north.example", "leaving": "0"}
    form |= day("start", TODAY)
    for choice, status in (("", 400), ("burn", 400), ("again", 303), ("again", 303)):
        answer = coordinator.send(f"{post}/replace", **form, choice=choice)
        assert answer.status_code == status, choice
    listed = coordinator.get(f"{ROUNDS}/{asked}").text
    assert listed.count("was set aside") == 1  # a second click changed nothing
    assert "the response of Clinical Lead, Medicine was set aside" in listed
    assert (
        client_of("clinical.medicine@north.example").get(f"/responses/{first}").status_code == 200
    )
    nursing = f"{ROUNDS}/{asked}/leads/medicine/nursing"
    assert "has to begin again" in coordinator.get(f"{nursing}/replace").text
    joining = form | {"name": "Second Person", "email": "second@north.example"}
    assert coordinator.send(f"{nursing}/join", **joining).status_code == 303
    assert "Nursing Lead, Medicine and Second Person" in coordinator.get(f"{ROUNDS}/{asked}").text
    assert coordinator.get(f"{nursing}/join").status_code == 303
    assert "Who leaves the post?" in coordinator.get(f"{nursing}/replace").text
