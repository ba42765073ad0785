"""A lead answers through the pages: the save protocol as browsers and programs meet it.

Submits at once, and two tabs again and again: tests/battery/test_answering_races.py.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import func, select, update

from benchmark.database.rounds import Answer, Response, Round, Submission
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.responses.forms import LONGEST_EVIDENCE
from tests.servers import (
    JSON,
    Browser,
    answer_all,
    answer_and_submit,
    at_once,
    browser_of,
    own_response,
)

LEAD = "clinical.medicine@north.example"
EMPTY = {"answer": "", "evidence": "", "share": False}


class Form(HTMLParser):
    """The fields of a page as a browser would send them, and what is ticked."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self.checked: list[str] = []
        self.links: list[str] = []
        self._text: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        if tag == "a":
            self.links.append(found.get("href", ""))
        if tag == "textarea":
            self._text, self.fields[found["name"]] = found["name"], ""
        if tag == "input" and found.get("type") == "hidden":
            self.fields[found["name"]] = found["value"]
        if tag == "input" and "checked" in found:
            self.checked.append(f"{found['name']}={found['value']}")

    def handle_data(self, data: str) -> None:
        if self._text:
            self.fields[self._text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            # the parser of a browser drops one line end at the start of a textarea
            self.fields[self._text] = self.fields[self._text].removeprefix("\n")
            self._text = None


@pytest.fixture
def lead(client_of: Callable[[str], Browser]) -> Browser:
    return client_of(LEAD)


@pytest.fixture
def page(lead: Browser, questionnaire: Questionnaire) -> str:
    """Address of the first practice."""
    return f"{own_response(lead)}/{questionnaire.keys[0]}"


def stored(lead: Browser, page: str) -> dict[str, Any]:
    """What the page shows to its author."""
    form = Form(lead.get(page).text)
    answers = [tick.removeprefix("answer=") for tick in form.checked if tick.startswith("answer=")]
    return {
        "answer": "".join(answers),
        "evidence": form.fields["evidence"],
        "share": "share=yes" in form.checked,
        "version": int(form.fields["version"]),
    }


def test_nothing_is_chosen_on_a_fresh_page(lead: Browser, page: str) -> None:
    form = Form(lead.get(page).text)
    assert form.checked == []
    assert (form.fields["version"], form.fields["evidence"]) == ("0", "")


@pytest.mark.parametrize("answer", ["1", "2", "3", "4", "5", "dont-know", "not-applicable"])
def test_what_was_saved_is_on_the_page_again(lead: Browser, page: str, answer: str) -> None:
    sent = {"answer": answer, "evidence": "seen on the ward", "share": "yes"}
    assert lead.send(page, version="0", **sent).status_code == 303
    assert stored(lead, page) == {**sent, "share": True, "version": 1}


def test_a_form_is_sent_on_to_the_next_practice_or_to_the_list(
    lead: Browser, page: str, questionnaire: Questionnaire
) -> None:
    response = own_response(lead)
    onward = lead.send(page, version="0", answer="3", then="next")
    assert onward.headers["Location"] == f"{response}/{questionnaire.keys[1]}"
    later = lead.send(page, version="1", answer="4", then="later")
    assert later.headers["Location"] == response
    assert "Your answers are saved" in lead.get(response).text
    last = lead.send(f"{response}/{questionnaire.keys[-1]}", version="0", answer="3")
    end = response.replace("/responses/", "/sections/")
    assert last.headers["Location"] == f"{end}/{questionnaire.sections[-1].key}"


def test_a_program_is_answered_in_json(lead: Browser, page: str) -> None:
    saved = lead.send(page, JSON, version="0", answer="3", evidence="seen")
    assert (saved.status_code, saved.json) == (200, {"saved": True, "version": 1})
    again = lead.send(page, JSON, version="0", answer="3", evidence="seen")
    assert (again.status_code, again.json) == (200, {"saved": True, "version": 1})
    conflict = lead.send(page, JSON, version="0", answer="4", share="yes")
    assert conflict.status_code == 409
    assert conflict.json == {
        "saved": False,
        "version": 1,
        "yours": {"answer": "4", "evidence": "", "share": True},
        "theirs": {"answer": "3", "evidence": "seen", "share": False},
    }
    assert stored(lead, page) == {"answer": "3", "evidence": "seen", "share": False, "version": 1}


REFUSED = {
    "an unknown answer": ({"answer": "6"}, "answer"),
    "a word that only the product uses": ({"answer": "not-in-place"}, "answer"),
    "no version": ({"version": ""}, "version"),
    "a version that is no number": ({"version": "one"}, "version"),
    "a version below zero": ({"version": "-1"}, "version"),
    "a version beyond counting": ({"version": str(2**60)}, "version"),
    "a tab with a long name": ({"tab": "x" * 65}, "tab"),
    "a sequence that is no number": ({"sequence": "one"}, "sequence"),
    "a sequence beyond counting": ({"sequence": str(2**60)}, "sequence"),
    "a character too many": ({"evidence": "x" * (LONGEST_EVIDENCE + 1)}, "evidence"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_what_cannot_be_saved_is_refused_by_field_and_nothing_changes(
    lead: Browser, page: str, reason: str
) -> None:
    changed, field = REFUSED[reason]
    assert lead.send(page, version="0", answer="2").status_code == 303
    fields = {"version": "1", "answer": "3", "evidence": "new"} | changed
    answer = lead.send(page, JSON, **fields)
    assert answer.status_code == 400
    assert list(answer.json) == ["errors"]
    assert list(answer.json["errors"]) == [field]
    as_form = lead.send(page, **fields)
    assert as_form.status_code == 400
    assert "There is a problem" in as_form.text
    assert stored(lead, page)["answer"] == "2"


def test_a_sequence_may_be_a_clock(app_on_both: Benchmark, questionnaire: Questionnaire) -> None:
    lead = browser_of(app_on_both, LEAD)
    page = f"{own_response(lead)}/{questionnaire.keys[0]}"
    tab = {"tab": "window \x00 one", "version": "0"}
    first = lead.send(page, JSON, answer="3", sequence="1800000000000", **tab)
    assert (first.status_code, first.json) == (200, {"saved": True, "version": 1})
    late = lead.send(page, JSON, answer="2", sequence="1700000000000", **tab)
    assert (late.status_code, stored(lead, page)["answer"]) == (200, "3")
    newer = lead.send(page, JSON, answer="4", sequence=str(2**53 - 1), **tab)
    assert (newer.json, stored(lead, page)["answer"]) == ({"saved": True, "version": 2}, "4")


def test_a_refused_form_still_holds_what_was_written(lead: Browser, page: str) -> None:
    text = "\n" + "ŵ" * LONGEST_EVIDENCE
    refused = lead.send(page, version="0", answer="3", evidence=text, share="yes")
    assert refused.status_code == 400
    form = Form(refused.text)
    assert form.fields["evidence"] == text
    assert sorted(form.checked) == ["answer=3", "share=yes"]
    assert "Evidence must be 100,000 characters or fewer" in refused.text
    assert stored(lead, page) == EMPTY | {"version": 0}


LITERAL = {
    "markup": '</textarea><script>alert("1")</script> &amp; <b>bold</b> {{ 7 * 7 }} {% if %} \'"',
    "hundred thousand": "x" * 99_999 + "!",
    "hundred thousand Welsh": "ŵ" * LONGEST_EVIDENCE,
    "Welsh": "Ŵyneb yr ysbyty: tŷ, môr, ŷd, â ê î ô û",
    "emoji": "\U0001f600\U0001f469\u200d\u2695\ufe0f e\u0301 \u202edetrever\u202c",
    "spaces": "  two before, two after  ",
    "empty lines": "\n\nfirst\n\n\nlast\n",
    "formula": "=SUM(A1:A9)",
    "control": "bell \x07 and escape \x1b[31m",
}


@pytest.mark.parametrize("kind", LITERAL)
def test_evidence_comes_back_as_it_was_written(lead: Browser, page: str, kind: str) -> None:
    assert lead.send(page, version="0", answer="3", evidence=LITERAL[kind]).status_code == 303
    assert stored(lead, page)["evidence"] == LITERAL[kind]


def test_what_a_browser_sends_comes_back_on_both_databases(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    lead = browser_of(app_on_both, LEAD)
    page = f"{own_response(lead)}/{questionnaire.keys[0]}"
    text = "one\r\ntwo\rthree\nfour\x00five \U0001f600 ŵ"
    assert lead.send(page, version="0", answer="3", evidence=text).status_code == 303
    assert stored(lead, page)["evidence"] == "one\ntwo\nthree\nfour\ufffdfive \U0001f600 ŵ"
    again = lead.send(page, JSON, version="0", answer="3", evidence=text)
    assert again.json == {"saved": True, "version": 1}


def test_line_ends_count_once(lead: Browser, page: str) -> None:
    text = "\r\n".join("x" * 50_000)[: 2 * LONGEST_EVIDENCE]
    assert len(text.replace("\r\n", "\n")) <= LONGEST_EVIDENCE < len(text)
    assert lead.send(page, version="0", answer="3", evidence=text).status_code == 303


@pytest.mark.parametrize("said", ["no", "0", "off", "false", ""])
def test_only_a_tick_shares_evidence(lead: Browser, page: str, said: str) -> None:
    assert lead.send(page, version="0", answer="3", evidence="ours", share=said).status_code == 303
    assert stored(lead, page)["share"] is False


def test_empty_clears(lead: Browser, page: str) -> None:
    lead.send(page, version="0", answer="3", evidence="seen", share="yes")
    cleared = lead.send(page, JSON, version="1")
    assert cleared.json == {"saved": True, "version": 2}
    assert stored(lead, page) == EMPTY | {"version": 2}


def test_a_conflict_shows_both_and_either_can_be_kept(lead: Browser, page: str) -> None:
    lead.send(page, version="0", answer="2", evidence="the first\nwindow")
    conflict = lead.send(
        page, version="0", answer="5", evidence="\nthe second <window>", share="yes"
    )
    assert conflict.status_code == 409
    assert "the first" in conflict.text
    assert "the second &lt;window&gt;" in conflict.text
    assert stored(lead, page)["evidence"] == "the first\nwindow"
    form = Form(conflict.text)
    assert page in form.links  # keeps what was saved before
    kept = lead.post(page, data=form.fields)
    assert kept.status_code == 303
    expected = {"answer": "5", "evidence": "\nthe second <window>", "share": True, "version": 2}
    assert stored(lead, page) == expected


@pytest.mark.parametrize("name", ["no-such-practice", "x", "checks", "submit-"])
def test_a_practice_that_does_not_exist(lead: Browser, name: str) -> None:
    address = f"{own_response(lead)}/{name}"
    assert lead.get(address).status_code == 404
    assert lead.send(address, version="0", answer="3").status_code == 404


def test_a_save_without_a_token_changes_nothing(lead: Browser, page: str) -> None:
    for token in ({}, {"csrf_token": "wrong"}):
        data = {"version": "0", "answer": "3"} | token
        assert lead.post(page, data=data).status_code == 400
        refused = lead.post(page, data=data, headers=JSON)
        assert (refused.status_code, list(refused.json)) == (400, ["errors"])
    assert stored(lead, page) == EMPTY | {"version": 0}


def test_a_late_save_is_refused_clearly(
    lead: Browser, page: str, questionnaire: Questionnaire
) -> None:
    answer_and_submit(lead, questionnaire)
    late = lead.send(page, version="1", answer="5", evidence="I forgot to say")
    assert late.status_code == 409
    assert "You have submitted these answers. They can no longer be changed." in late.text
    assert Form(late.text).fields["evidence"] == "I forgot to say"
    as_json = lead.send(page, JSON, version="1", answer="5")
    assert as_json.status_code == 409
    assert as_json.json["reason"].startswith("You have submitted these answers.")
    assert {key: as_json.json[key] for key in ("saved", "version", "theirs", "yours")} == {
        "saved": False,
        "version": 1,
        "theirs": EMPTY | {"answer": "3"},
        "yours": EMPTY | {"answer": "5"},
    }
    assert stored(lead, page)["answer"] == "3"
    assert "Save and continue" not in lead.get(page).text


def test_a_closed_round_can_be_read_but_not_changed(
    app: Benchmark, lead: Browser, page: str
) -> None:
    lead.send(page, version="0", answer="3")
    with transaction(app.engine, writes=True) as session:
        day = session.scalars(select(Round.opens_on)).first()
        assert day is not None
        past = {"opens_on": day - timedelta(9), "closes_on": day - timedelta(1)}
        session.execute(update(Round).values(past))
    late = lead.send(page, version="1", answer="5")
    assert late.status_code == 409
    assert "This round is not open. Nothing was changed." in late.text
    assert stored(lead, page)["answer"] == "3"
    assert lead.send(f"{own_response(lead)}/submit").status_code in {400, 409}


def test_submitting_with_practices_missing_links_to_each_of_them(
    lead: Browser, page: str, questionnaire: Questionnaire
) -> None:
    lead.send(page, version="0", answer="3")
    refused = lead.send(f"{own_response(lead)}/submit")
    assert refused.status_code == 400
    missing = [link.removeprefix("#") for link in Form(refused.text).links if link[:1] == "#"]
    assert [key for key in missing if key in questionnaire.keys] == list(questionnaire.keys[1:])
    assert all(f'id="{key}"' in refused.text for key in questionnaire.keys[1:])


def test_submitting_twice_makes_one_submission(
    app: Benchmark, lead: Browser, questionnaire: Questionnaire
) -> None:
    response = answer_and_submit(lead, questionnaire)
    again = lead.send(f"{response}/submit")
    assert (again.status_code, again.headers["Location"]) == (303, response)
    assert count(app, Submission) == 1
    assert "Your answers are submitted" in lead.get(response).text
    assert "1 of 3 complete" in lead.get(response).text


def test_the_statement_is_read_before_the_first_answer(
    app: Benchmark, lead: Browser, page: str, questionnaire: Questionnaire
) -> None:
    answer_all(lead, questionnaire)
    with transaction(app.engine, writes=True) as session:
        session.execute(update(Response).values(statement_hash=None, acknowledged_at=None))
    response = own_response(lead)
    statement = response.replace("/responses/", "/statements/")
    refused = [
        lead.get(page),
        lead.send(page, version="1", answer="5"),
        lead.send(f"{response}/submit"),
    ]
    assert [(r.status_code, r.headers["Location"]) for r in refused] == [(303, statement)] * 3
    as_json = lead.send(page, JSON, version="1", answer="5")
    assert (as_json.status_code, list(as_json.json)) == (400, ["errors"])
    assert count(app, Submission) == 0
    assert "I have read this" in lead.get(statement).text
    assert lead.send(statement).headers["Location"] == response
    assert stored(lead, page)["answer"] == "3"
    assert lead.send(page, version="1", answer="5").status_code == 303


@pytest.fixture
def busy(app_on_both: Benchmark) -> list[Browser]:
    """Twenty windows of one lead, on both databases in turn."""
    return browser_of(app_on_both, LEAD).twins(20)


def test_twenty_saves_of_one_version_at_once_have_one_winner(
    app_on_both: Benchmark, busy: list[Browser], questionnaire: Questionnaire
) -> None:
    page = f"{own_response(busy[0])}/{questionnaire.keys[0]}"
    token = busy[0].token()

    def saving(browser: Browser, version: int, text: str) -> Any:
        form = {"csrf_token": token, "version": str(version), "answer": "3", "evidence": text}
        return browser.post(page, data=form, headers=JSON)

    for version in range(2):
        steps = [
            partial(saving, browser, version, f"{version}, window {n}")
            for n, browser in enumerate(busy)
        ]
        answers = at_once(steps)
        assert sorted(answer.status_code for answer in answers) == [200] + [409] * 19
        (won,) = (n for n, answer in enumerate(answers) if answer.status_code == 200)
        assert answers[won].json == {"saved": True, "version": version + 1}
        kept = stored(busy[0], page)
        assert (kept["evidence"], kept["version"]) == (f"{version}, window {won}", version + 1)
        assert {
            answer.json["theirs"]["evidence"] for answer in answers if answer.json.get("theirs")
        } == {kept["evidence"]}
    assert count(app_on_both, Answer) == 1


def count(app: Benchmark, table: Any) -> int:
    with transaction(app.engine, writes=False) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0
