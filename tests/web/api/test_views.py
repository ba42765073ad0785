"""The API says what pages and reports say, to the same people, and nothing else."""

import csv
import io
from hashlib import sha256
from typing import Any

import pikepdf
import pytest

from benchmark.web.app import Benchmark
from tests.servers import Browser, browser_of, serving

HERE = "/api/v1/trusts/zzn"
LEAD, NATIONAL = "clinical.medicine@north.example", "national@benchmark.example"
EXECUTIVE = "executive@north.example"
Table = dict[tuple[str, str], dict[str, str]]
NAMES = {"overall": "All practices", "section": "Mean of the section"}


def table(text: str) -> Table:
    """A table of the comparison page, its rows by practice and section."""
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {(row["Practice"], row["Section"]): row for row in rows}


def where(row: dict[str, Any], sections: dict[str, str]) -> tuple[str, str]:
    """Where a figure of the API stands in that table."""
    if row["kind"] == "practice":
        return row["label"], sections[row["section"]]
    return NAMES[row["kind"]], row["label"] if row["kind"] == "section" else ""


def differing(
    rows: list[dict[str, Any]], shown: dict[tuple[str, str], dict[str, str]]
) -> list[Any]:
    """Figures of the API that the table writes otherwise; every cell of the table is met."""
    sections = {row["key"]: row["label"] for row in rows if row["kind"] == "section"}
    told = [row for row in rows if row["kind"] != "comparable"]
    cells = sum(len(row) - 2 for row in shown.values())
    assert len(told) == cells, "the table has other figures"
    return [
        row for row in told if row["figure"]["text"] != shown[where(row, sections)][row["name"]]
    ]


def scores(reader: Browser, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = reader.get(address).json["items"]
    return found


@pytest.fixture(scope="module")
def finished(rounds: list[dict[str, str]]) -> dict[str, str]:
    """The newest round that shows something."""
    return next(each for each in rounds if each["state"] == "closed")


def test_every_figure_is_written_as_on_the_page(
    executive: Browser, rounds: list[dict[str, str]]
) -> None:
    trust = rounds[0]["scores"].split("/")[4]
    for asked in rounds:
        page = executive.get(f"/trusts/{trust}/comparison.csv?part=practices&round={asked['id']}")
        if page.status_code == 200:
            assert differing(scores(executive, asked["scores"]), table(page.text)) == []


def test_another_figure_would_be_seen(executive: Browser, finished: dict[str, str]) -> None:
    trust = finished["scores"].split("/")[4]
    page = executive.get(f"/trusts/{trust}/comparison.csv?part=practices&round={finished['id']}")
    rows = scores(executive, finished["scores"])
    rows[7]["figure"]["text"] += "0"
    assert differing(rows, table(page.text)) == [rows[7]]


def test_every_figure_is_written_as_in_the_report(
    executive: Browser, finished: dict[str, str]
) -> None:
    trust = finished["scores"].split("/")[4]
    assert executive.send(f"/trusts/{trust}/report?round={finished['id']}").status_code == 303
    (report,) = [each for each in scores(executive, finished["reports"]) if each["kind"] == "trust"]
    answer = executive.get(report["pdf"])
    assert answer.data == executive.get(f"/reports/{report['id']}.pdf").data
    with pikepdf.open(io.BytesIO(answer.data)) as document:
        inside = document.attachments["practices.csv"].get_file().read_bytes().decode()
    assert differing(scores(executive, finished["scores"]), table(inside)) == []
    assert executive.get(report["verify"]).status_code == 200


def test_numbers_are_those_of_their_words(executive: Browser, finished: dict[str, str]) -> None:
    rows = scores(executive, finished["scores"])
    shown = [row["figure"] for row in rows if row["figure"]["shown"]]
    assert len(shown) > 200
    for figure in shown:
        assert abs(figure["value"] - float(figure["text"])) <= 0.05 + 1e-9
        between = figure["interval"]
        assert between["text"] == f"{between['low']:.1f} to {between['high']:.1f}"
    words = [row["against_trust"] for row in rows if row["against_trust"]]
    assert {"clearly higher", "no clear difference"} <= {each["text"] for each in words}


def test_the_national_team_and_other_trusts_learn_nothing(app: Benchmark) -> None:
    for email in (NATIONAL, "executive@south.example"):
        reader = browser_of(app, email)
        theirs = reader.get("/api/v1/trusts").json["items"]
        assert [each["code"] for each in theirs] == ([] if email == NATIONAL else ["ZZS"])
        assert reader.get(f"{HERE}/rounds").status_code == 404


def test_what_is_not_shown_has_its_rule_and_no_number(released_app: Benchmark) -> None:
    reader = browser_of(released_app, EXECUTIVE)
    (asked,) = reader.get(f"{HERE}/rounds").json["items"]
    entries = reader.get(asked["divisions"]).json["items"]
    rule = {"shown": False, "because": "rule", "rule": "1 of 3 complete"}
    assert entries[1]["levels"] == rule | {"text": "not shown: 1 of 3 complete"}
    rows = scores(reader, f"{asked['scores']}?division=surgery")
    assert len(rows) == 30 + 6 + 2
    assert {row["figure"]["text"] for row in rows} == {"not shown: 1 of 3 complete"}
    assert not any("value" in row["figure"] for row in rows)
    plans = reader.get(asked["plans"]).json
    assert [each["division"] for each in plans["not_shown"]] == ["surgery"]
    told = reader.get(asked["variation"]).json
    assert {told[part]["rule"] for part in ("lists", "standings", "parts", "checks")} == {
        "needs at least 4 divisions"
    }


def test_pages_of_a_list_make_up_the_whole(executive: Browser, finished: dict[str, str]) -> None:
    whole = scores(executive, f"{finished['scores']}?limit=1000")
    collected, cursor = [], ""
    while cursor is not None:
        page = executive.get(f"{finished['scores']}?limit=37&cursor={cursor}").json
        collected += page["items"]
        cursor = page["next_cursor"]
    assert collected == whole
    assert len(whole) > 37


def test_an_answer_that_is_there_already_is_not_sent_again(
    executive: Browser, finished: dict[str, str]
) -> None:
    for part in ("divisions", "scores", "variation", "plans", "reports"):
        first = executive.get(finished[part])
        assert first.headers["ETag"] == f'"{sha256(first.data).hexdigest()[:32]}"'
        assert first.headers["Cache-Control"] == "no-store"
        again = executive.get(finished[part], headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
        other = executive.get(finished[part], headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.data) == (200, first.data)


def test_the_editions_of_the_three_are_listed_to_the_three(
    settling_app: Benchmark,
) -> None:
    lead = browser_of(settling_app, LEAD)
    assert lead.send("/divisions/zzn-medicine/three").status_code == 303
    levels = {}
    for email in (LEAD, EXECUTIVE, "clinical.surgery@north.example"):
        reader = browser_of(settling_app, email)
        (asked,) = reader.get(f"{HERE}/rounds").json["items"]
        levels[email] = [each["level"] for each in scores(reader, asked["reports"])]
    assert levels == {LEAD: ["L2"], EXECUTIVE: [], "clinical.surgery@north.example": []}


def test_nobody_is_named(executive: Browser, rounds: list[dict[str, str]]) -> None:
    parts = ("divisions", "scores", "variation", "plans", "reports")
    said = " ".join(executive.get(asked[part]).text for asked in rounds for part in parts)
    assert "@" not in said
    assert "Oldacre" not in said
    assert "Fennimore" not in said


def test_a_stranger_is_told_so_in_json(acceptance: str) -> None:
    with serving(acceptance) as app:
        answer = app.test_client().get(f"{HERE}/rounds", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "Location" not in answer.headers
