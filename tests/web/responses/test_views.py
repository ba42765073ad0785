"""The lead's list, the check page and the statement. Saving: tests/web/test_answering.py."""

from datetime import timedelta
from html import unescape

from benchmark.assessment.rounds import open_round
from benchmark.assessment.statement import acknowledge
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.servers import (
    answer_all,
    answer_and_submit,
    browser_of,
    hand_in,
    own_response,
    response_of,
)

LEAD = "clinical.medicine@north.example"


def test_the_list_links_every_practice_and_counts(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = own_response(lead)
    page = lead.get(response).text
    assert all(f'href="{response}/{key}"' in page for key in questionnaire.keys)
    assert "You have answered 0 of 30 practices." in page
    assert page.count("Not answered") == 30
    lead.send(f"{response}/{questionnaire.keys[0]}", version="0", answer="dont-know")
    page = lead.get(response).text
    assert "You have answered 1 of 30 practices." in page
    assert f'href="{response}/{questionnaire.keys[1]}"' in page


def test_when_all_is_answered_the_list_leads_to_the_check_page(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = answer_all(lead, questionnaire, level=2)
    assert "Check your answers" in lead.get(response).text
    page = lead.get(f"{response}/check").text
    assert page.count("Level 2: ") == 30
    assert f'action="{response}/submit"' in page
    assert "can submit when" not in page


def test_the_check_page_shows_evidence_and_whether_it_is_shared(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = own_response(lead)
    for key, share in zip(questionnaire.keys, ("yes", ""), strict=False):
        evidence = f"<seen> {share or 'kept'}"
        lead.send(f"{response}/{key}", version="0", answer="3", evidence=evidence, share=share)
    page = lead.get(f"{response}/check").text
    assert page.index("&lt;seen&gt; yes") < page.index("May be shared outside the three of you")
    assert page.index("&lt;seen&gt; kept") < page.index("Not shared outside the three of you")
    assert "28" in page[page.index("You can submit when") :][:200] or "Twenty-eight" in page


def test_a_submitted_response_can_be_read_and_not_submitted_again(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = answer_and_submit(lead, questionnaire)
    page = lead.get(f"{response}/check").text
    assert "Submit my answers" not in page
    assert ">Change<" not in page
    assert "1 of 3 complete." in lead.get(response).text


def test_the_third_lead_is_led_to_the_three_answers(
    released_app: Benchmark,
) -> None:
    lead = browser_of(released_app, LEAD)
    page = lead.get(own_response(lead)).text
    assert "/divisions/zzn-medicine/agreement?round=" in page
    assert "/divisions/zzn-medicine/report?round=" in page


def test_last_years_level_is_shown_only_beside_this_years(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(app.engine, writes=True) as session:
        before = response_of(session, "ZZN", "medicine", "clinical")
        hand_in(session, before, questionnaire, lambda _: 2)
        asked, year = before.round, timedelta(days=365)
        days = (asked.opens_on, asked.closes_on)
        asked.title, asked.state = "Round before", "closed"
        asked.opens_on, asked.closes_on = (day - year for day in days)
        again = open_round(session, asked.trust, questionnaire, "This round", *days)
        ours = {(r.division.key, r.role): r for r in again.responses}
        for response in ours.values():
            acknowledge(session, response, response.people[0].id)
        pages = {
            role: f"/responses/{ours['medicine', role].id}/{questionnaire.keys[0]}"
            for role in ("clinical", "nursing")
        }
    words, level = "What you answered in Round before", questionnaire.practices[0].levels[1]
    lead, colleague = browser_of(app, LEAD), browser_of(app, "nursing.medicine@north.example")
    assert words not in lead.get(pages["clinical"]).text
    for browser, role in ((lead, "clinical"), (colleague, "nursing")):
        assert browser.send(pages[role], version="0", answer="4").status_code == 303
    shown = lead.get(pages["clinical"]).text
    assert words in shown
    assert f"Level 2: {level}" in unescape(shown)
    assert words not in colleague.get(pages["nursing"]).text  # who gave no answers then


def test_the_list_says_where_to_go_on_and_when_the_round_closes(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app, LEAD)
    response = own_response(lead)
    lead.send(f"{response}/{questionnaire.keys[4]}", version="0", answer="3")
    page = lead.get(response).text
    assert f'href="{response}/{questionnaire.keys[0]}"' in page[page.index("nhsuk-button") :][:300]
    assert f'You stopped at <a href="{response}/{questionnaire.keys[4]}">' in page
    assert "at 23:59:59 (UK time). For 30 minutes more you can still save and submit" in page
    with transaction(app.engine, writes=True) as session:
        response_of(session, "ZZN", "medicine", "clinical").round.state = "closed"
    assert "They were not submitted: they are kept, and count in no figure." in unescape(
        lead.get(response).text
    )


def test_the_statement_is_acknowledged_once(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        response.statement_hash = response.acknowledged_at = None
    lead = browser_of(app, LEAD)
    address = own_response(lead)
    statement = address.replace("responses", "statements")
    assert statement in lead.get(address).text
    assert "Only you see your answers." in lead.get(statement).text
    moments = []
    for _ in range(2):
        assert lead.send(statement).headers["Location"] == address
        with transaction(app.engine, writes=False) as session:
            moments.append(response_of(session, "ZZN", "medicine", "clinical").acknowledged_at)
    assert moments[0] == moments[1] is not None
    assert "You read this before you answered." in lead.get(statement).text
