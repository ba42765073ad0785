"""The plan of a division: its three leads write it, its trust reads it, nobody is overwritten."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from benchmark.assessment.planning import Report, report_progress, write_action
from benchmark.database.people import Membership
from benchmark.database.plans import Action, ActionNote
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.following import medicine_of, merged_on, step, take_back
from tests.assessment.posts import TODAY, division_named
from tests.servers import Browser, browser_of, response_of

PLAN = "/divisions/zzn-medicine/plan"
LEAD, COLLEAGUE = "clinical.medicine@north.example", "nursing.medicine@north.example"
OTHERS = ("clinical.surgery@north.example", "executive@north.example", "coordinator@north.example")
SAID = "half of it, says East"
DUE = TODAY + timedelta(days=40)


def form(**changed: str) -> dict[str, str]:
    usual = {
        "practice": "handover",
        "what": "Write one page",
        "owner": "nursing",
        "due-day": str(DUE.day),
        "due-month": str(DUE.month),
        "due-year": str(DUE.year),
        "measure": "It is in the folder",
        "version": "0",
    }
    return usual | {name.replace("_", "-"): text for name, text in changed.items()}


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def only_action(app: Benchmark) -> str:
    with transaction(app.engine, writes=False) as session:
        return str(session.scalars(select(Action.id)).one())


def written(app: Benchmark, **changed: str) -> tuple[Browser, str]:
    browser = browser_of(app, LEAD)
    assert browser.send(f"{PLAN}/new", **form(**changed)).status_code == 303
    return browser, f"{PLAN}/{only_action(app)}"


def test_an_action_is_written_once_and_read_by_the_trust(released_app: Benchmark) -> None:
    browser = browser_of(released_app, LEAD)
    assert "You have written no action" in browser.get(PLAN).text
    for _ in range(2):  # a double click
        answer = browser.send(f"{PLAN}/new", **form())
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, PLAN)
    only_action(released_app)
    for email in OTHERS:
        page = main_of(browser_of(released_app, email).get(PLAN).text)
        assert "Write one page" in page
        assert "Nursing lead" in page
        assert "Say how far it is" not in page
        assert "most to gain" not in page


def test_nothing_is_preselected_and_every_field_says_who_reads_it(released_app: Benchmark) -> None:
    page = main_of(browser_of(released_app, LEAD).get(f"{PLAN}/new").text)
    assert "checked" not in page
    assert " selected" not in page
    assert page.count("Your trust reads this") == 3
    assert page.count("Do not name patients or staff") == 3


def test_an_empty_form_names_every_field_and_keeps_what_was_typed(
    released_app: Benchmark,
) -> None:
    browser = browser_of(released_app, LEAD)
    empty = dict.fromkeys(form(), "") | {"version": "0", "what": "only this"}
    answer = browser.send(f"{PLAN}/new", **empty)
    assert answer.status_code == 400
    places = re.findall(r'href="#([a-z-]+)">', answer.text)
    assert {"practice", "owner", "due-day", "measure"} <= set(places)
    assert "what" not in places
    assert "only this" in answer.text
    past = form(due_year="2019")
    assert "Enter a day that is still to come" in browser.send(f"{PLAN}/new", **past).text


def test_a_sixth_open_action_is_refused_with_its_text_kept(released_app: Benchmark) -> None:
    browser = browser_of(released_app, LEAD)
    for number in range(5):
        assert browser.send(f"{PLAN}/new", **form(what=f"step {number}")).status_code == 303
    assert "Five actions are open" in browser.get(PLAN).text
    answer = browser.send(f"{PLAN}/new", **form(what="one too many"))
    assert answer.status_code == 409
    assert "one too many" in answer.text


def test_who_saves_second_gets_both_texts_and_can_keep_either(released_app: Benchmark) -> None:
    browser, address = written(released_app)
    colleague = browser_of(released_app, COLLEAGUE)
    assert colleague.send(address, **form(what="theirs", version="1")).status_code == 303
    answer = browser.send(address, **form(what="mine <i>now</i>", version="1"))
    assert answer.status_code == 409
    assert "the nursing lead saved something else" in answer.text
    assert "theirs" in answer.text
    sent = dict(
        re.findall(r'<textarea name="([a-z-]+)" hidden[^>]*>\n([^<]*)</textarea>', answer.text)
    )
    (version,) = re.findall(r'name="version" value="(\d+)"', answer.text)
    kept = {name: text.replace("&lt;", "<").replace("&gt;", ">") for name, text in sent.items()}
    assert kept["what"] == "mine <i>now</i>"
    assert browser.send(address, **kept, version=version).status_code == 303
    page = colleague.get(PLAN).text
    assert "mine &lt;i&gt;now&lt;/i&gt;" in page
    assert "theirs" not in main_of(page)


def test_progress_is_added_read_by_all_and_never_overwritten(released_app: Benchmark) -> None:
    browser, address = written(released_app)
    unsaid = browser.send(f"{address}/progress", state="changed", words="", version="1")
    assert unsaid.status_code == 400
    assert "Write what you do instead" in unsaid.text
    for _ in range(2):
        sent = {"state": "in progress", "words": "half of it", "version": "1"}
        assert browser.send(f"{address}/progress", **sent).status_code == 303
    late = browser_of(released_app, COLLEAGUE).send(
        f"{address}/progress", state="done", words="all", version="1"
    )
    assert late.status_code == 409
    assert "half of it" in late.text
    with transaction(released_app.engine, writes=False) as session:
        assert session.scalars(select(ActionNote.words)).all() == ["half of it"]
    assert "half of it" in main_of(browser_of(released_app, OTHERS[1]).get(PLAN).text)


def test_what_a_part_of_a_split_division_told_goes_with_its_answers_everywhere(
    released_app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(released_app.engine, writes=True) as session:
        place, person = medicine_of(session)
        key = write_action(*place, step(), person).id
        east, west = merged_on(place, questionnaire, split=True)
        report_progress(*east, key, Report("in progress", SAID), 1, person)
        asked = west[1].id
    reader = browser_of(released_app, "executive@north.example")
    places = (
        f"/divisions/zzn-west/plan?round={asked}",
        f"/divisions/zzn-west/report?round={asked}",
        f"/trusts/zzn/exports/file?round={asked}&table=actions",
        f"/api/v1/trusts/zzn/rounds/{asked}/plans",
    )
    assert [SAID in reader.get(each).text for each in places] == [True] * len(places)
    with transaction(released_app.engine, writes=True) as session:
        later = session.get_one(Round, asked)
        take_back((session, later, division_named(later.trust, "east")), person)
    for address in places:
        text = reader.get(address).text
        assert (step().what in text, SAID in text) == (True, False), address


def test_the_timeline_says_that_something_was_written_and_not_what(
    released_app: Benchmark,
) -> None:
    written(released_app)
    page = browser_of(released_app, OTHERS[1]).get("/trusts/zzn/timeline").text
    assert "The leads of Medicine wrote an action into their plan." in page
    assert "Write one page" not in page


def test_whoever_leads_now_writes_and_whoever_left_does_not(released_app: Benchmark) -> None:
    browser, address = written(released_app)
    with transaction(released_app.engine, writes=True) as session:
        lead = response_of(session, "ZZN", "medicine", "clinical").people[0]
        tenure = session.scalars(select(Membership).where(Membership.person_id == lead.id)).one()
        tenure.to_date = TODAY - timedelta(days=1)
    assert browser.get(f"{PLAN}/new").status_code == 404
    assert browser.send(address, **form(version="1")).status_code == 404


@pytest.mark.parametrize("page", ["plan", "offers"])
def test_what_is_not_released_is_not_shown_and_cannot_be_written(
    released_app: Benchmark, page: str
) -> None:
    lead = browser_of(released_app, "clinical.surgery@north.example")
    there = f"/divisions/zzn-surgery/{page}"
    assert "Not shown: 1 of 3 complete." in lead.get(there).text
    form_page = "new" if page == "plan" else "shows"
    assert lead.get(f"{there}/{form_page}").headers["Location"].split("?")[0] == there
    sent = form() if page == "plan" else {"practice": "handover", "words": "w", "contact": "c"}
    answer = lead.send(f"{there}/{form_page}", **sent | {"version": "0"})
    assert answer.status_code == 409
    assert "when the three of you have released" in answer.text
    # an action of another division is in no plan of this one
    _, address = written(released_app)
    assert lead.get(address.replace("medicine", "surgery")).status_code == 404


def test_suggestions_say_why_there_are_none(released_app: Benchmark) -> None:
    page = main_of(browser_of(released_app, LEAD).get(PLAN).text)
    assert "Suggestions are not shown: needs at least 4 divisions." in page


def test_the_ways_there(released_app: Benchmark) -> None:
    browser = browser_of(released_app, LEAD)
    for page in ("/", "/divisions/zzn-medicine/report", "/divisions/zzn-medicine/agreement"):
        text = browser.get(page).text
        assert f'href="{PLAN}?round=' in text
        assert 'href="/divisions/zzn-medicine/offers?round=' in text
