"""The page at the end of a section: in the flow, optional, and safe in two windows."""

from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import JSON, answer_and_submit, browser_of, own_response

LEAD = "clinical.medicine@north.example"
FRESH = "no nothing"


def test_it_stands_after_the_last_practice_until_it_is_answered(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = own_response(lead)
    first, second = questionnaire.sections[:2]
    page = f"{response.replace('responses', 'sections')}/{first.key}"
    last, onward = (f"{response}/{s.key}" for s in (first.practices[-1], second.practices[0]))
    assert lead.send(last, version="0", answer="3").headers["Location"] == page
    shown = lead.get(page).text
    assert " checked" not in shown.partition("<footer")[0]
    assert f'value="{FRESH}"' in shown
    assert first.practices[1].name in shown  # which has no answer yet
    skipped = lead.send(page, seen=FRESH)
    assert skipped.headers["Location"] == onward
    assert lead.send(last, version="1", answer="4").headers["Location"] == page
    answered = lead.send(page, seen=FRESH, continues="partly", completed="yes")
    assert answered.headers["Location"] == onward
    assert lead.send(last, version="2", answer="5").headers["Location"] == onward
    assert "Partly" in lead.get(f"{response}/check").text
    assert page in lead.get(response).text


def test_it_leads_to_the_check_after_the_last_section(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = own_response(lead)
    page = f"{response.replace('responses', 'sections')}/{questionnaire.sections[-1].key}"
    assert lead.send(page, seen=FRESH).headers["Location"] == f"{response}/check"


def test_what_cannot_be_saved_says_why(app: Benchmark, questionnaire: Questionnaire) -> None:
    lead = browser_of(app, LEAD)
    response = own_response(lead)
    page = f"{response.replace('responses', 'sections')}/operations"
    assert lead.send(page, continues="perhaps", seen=FRESH).status_code == 400
    assert lead.send(page, continues="yes").status_code == 400  # what was seen is missing
    assert lead.get(page.replace("operations", "nothing")).status_code == 404
    assert lead.send(page, JSON, continues="yes", seen=FRESH).json == {"saved": True}
    changed = lead.send(page, continues="no", seen=FRESH)
    assert changed.status_code == 409
    assert "changed in another window" in changed.text
    assert 'value="no yes"' in changed.text
    answer_and_submit(lead, questionnaire)
    late = lead.send(page, JSON, continues="no", seen="no yes")
    assert (late.status_code, late.json["saved"]) == (409, False)
    assert "disabled" in lead.get(page).text
