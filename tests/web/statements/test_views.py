"""The visibility statement with its preview, and taking answers back."""

import re
from html import unescape

from sqlalchemy import select

from benchmark.assessment.issuing import issue_round
from benchmark.database.people import Person
from benchmark.database.rounds import Report, Round
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import JSON, Browser, answer_all, browser_of, own_response, response_of

LEAD, COLLEAGUE = "nursing.medicine@north.example", "clinical.medicine@north.example"
EXECUTIVE = "executive@north.example"


def page_of(browser: Browser, kind: str) -> str:
    return own_response(browser).replace("/responses/", f"/{kind}/")


def skeleton(page: str) -> list[str]:
    """The headings and the first column of the figures: what a page is made of, without figures."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    found = re.findall(
        r"<h2[^>]*>(.*?)</h2>|<th scope=\"row(?:group)?\">(.*?)</th>", main, re.DOTALL
    )
    return [unescape(" ".join("".join(pair).split())) for pair in found]


def test_the_preview_has_the_parts_of_the_page_that_executives_read(
    released_app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(released_app, LEAD)
    preview = lead.get(page_of(lead, "statements")).text
    real = browser_of(released_app, EXECUTIVE).get("/trusts/zzn/comparison").text
    assert "Every division and figure in this box is invented." in preview
    rows = [practice.name for practice in questionnaire.practices]
    for shown in (skeleton(preview), skeleton(real)):
        assert [row for row in shown if row in rows] == rows
        assert {"Not released yet", "How sure this is", "All practices"} <= set(shown)


def test_at_the_strictest_level_the_preview_shows_no_figure(app: Benchmark) -> None:
    lead = browser_of(app, LEAD)
    with transaction(app.engine, writes=True) as session:
        for asked in session.scalars(select(Round)):
            asked.level = "L0"
    page = lead.get(page_of(lead, "statements")).text
    assert "in this round only the three leads see their levels" in page
    assert "app-heat" not in page
    assert "I have read this" in page  # the words are others now, so they are asked for again


def test_two_who_share_a_job_are_asked_one_by_one(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(app.engine, writes=True) as session:
        second = session.scalars(select(Person).where(Person.email == EXECUTIVE)).one()
        response = response_of(session, "ZZN", "medicine", "nursing")
        response.people.append(second)
    first, other = browser_of(app, LEAD), browser_of(app, EXECUTIVE)
    practice = f"{own_response(first)}/{questionnaire.keys[0]}"
    assert first.send(practice, JSON, version="0", answer="3").status_code == 200
    assert other.send(practice, JSON, version="1", answer="4").status_code == 400
    assert other.send(page_of(other, "statements")).status_code == 303
    assert other.send(practice, JSON, version="1", answer="4").status_code == 200


def test_answers_are_withdrawn_once_and_for_good(
    released_app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(released_app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        issue_round(session, asked, questionnaire)
        issued = [report.id for report in session.scalars(select(Report))]
    lead = browser_of(released_app, LEAD)
    page = page_of(lead, "withdrawals")
    before = lead.get(page).text
    assert "You cannot undo this." in before
    assert all(f"/reports/{each}.pdf" in before for each in issued)
    unsure = lead.send(page)
    assert (unsure.status_code, "There is a problem" in unsure.text) == (400, True)
    sure = [lead.send(page, understood="yes").headers["Location"] for _ in range(2)]
    assert sure == [page, page]
    after = lead.get(page).text
    assert "Your answers are withdrawn" in after
    assert "Withdraw my answers" not in after
    assert all(lead.get(f"/reports/{each}.pdf").status_code == 200 for each in issued)
    assert "You withdrew these answers" in lead.get(own_response(lead)).text
    colleague = browser_of(released_app, COLLEAGUE)
    assert "withheld" in colleague.get(own_response(colleague)).text
    assert "withdrawn" in browser_of(released_app, EXECUTIVE).get("/trusts/zzn/comparison").text


def test_what_was_withdrawn_before_submission_is_neither_changed_nor_submitted(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = answer_all(lead, questionnaire)
    assert lead.send(page_of(lead, "withdrawals"), understood="yes").status_code == 303
    refused = lead.send(f"{response}/{questionnaire.keys[0]}", JSON, version="1", answer="5")
    assert (refused.status_code, refused.json["theirs"]["answer"]) == (409, "3")
    assert "withdrawn these answers" in refused.json["reason"]
    assert lead.send(f"{response}/submit").status_code == 409
    page = lead.get(response).text
    assert "They were not submitted." in page
    assert "Withdraw your answers" not in page
