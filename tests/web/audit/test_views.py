"""The coordinator reads who did what in plain words, and nothing that may not be known yet."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine

from benchmark.assessment import audit_words
from benchmark.assessment.audit_words import AT_ONCE, KINDS, Words
from benchmark.assessment.auditing import Deed, erase_names, record
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.posts import coordinator_of, division_named, person_named, trust_named
from tests.servers import (
    Browser,
    answer_and_submit,
    browser_of,
    complete_division,
    copied,
    masked,
    own_response,
    release_division,
    response_of,
    serving,
)

COORDINATOR = "coordinator@north.example"
RECORD = "/trusts/zzn/audit"
MEDICINE = "/divisions/zzn-medicine"
TIME = re.compile(rb"\d{1,2} \w+ \d{4} at \d{2}:\d{2} \(UK time\)")
OTHERS = (
    "clinical.medicine@north.example",
    "executive@north.example",
    "improvement@north.example",
    "coordinator@south.example",
    "national@benchmark.example",
)


def lead(role: str, division: str = "medicine") -> str:
    return f"{role}.{division}@north.example"


def texts(browser: Browser, query: str = "") -> list[tuple[str, str]]:
    """Who, and what, newest first, as the file has them."""
    answer = browser.get(f"{RECORD}.csv{query}")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == ["When", "Who", "What", "Round", "Kind"]
    return [(row[1], row[2]) for row in rows[1:]]


def seen(coordinator: Browser) -> list[bytes]:
    """All that the coordinator reads of the record, without the moments."""
    pages = (f"{RECORD}{each}" for each in ("", "?page=2", "?kind=answers-and-agreement", ".csv"))
    return [TIME.sub(b"", masked(coordinator.get(page).data)) for page in pages]


@pytest.mark.parametrize("reader", OTHERS)
def test_for_everybody_else_the_record_does_not_exist(app: Benchmark, reader: str) -> None:
    browser = browser_of(app, reader)
    for page in (RECORD, f"{RECORD}.csv"):
        assert browser.get(page).status_code == 404


def test_it_says_what_is_not_shown_and_is_empty_at_first(app: Benchmark) -> None:
    page = browser_of(app, COORDINATOR).get(RECORD).text
    assert "Nothing that you may read yet has been recorded" in page
    assert "is shown when all three leads of the division have submitted" in page


def fill_up(engine: Engine, count: int) -> None:
    with transaction(engine, writes=True) as session:
        trust, person = trust_named(session).id, coordinator_of(session)
        for _ in range(count):
            record(session, trust, Deed("person added"), person)


def save_some(app: Benchmark, questionnaire: Questionnaire) -> None:
    browser = browser_of(app, lead("operational"))
    address = own_response(browser)
    for key in questionnaire.keys[:3]:
        assert browser.send(f"{address}/{key}", answer="4", version="0").status_code == 303


def submit_two(app: Benchmark, questionnaire: Questionnaire) -> None:
    for role in ("clinical", "nursing"):
        answer_and_submit(browser_of(app, lead(role)), questionnaire)


QUIET: dict[str, Callable[[Benchmark, Questionnaire], None]] = {
    "one has saved": save_some,
    "two have submitted": submit_two,
}


def in_two_worlds(
    model: Path, folder: Path, questionnaire: Questionnaire, step: str
) -> tuple[list[bytes], list[bytes]]:
    """What the coordinator reads where nobody has answered, and where somebody has."""
    found = []
    for world in ("quiet", "busy"):
        (folder / world).mkdir()
        with serving(copied(model, folder / world)) as app:
            fill_up(app.engine, 49)  # a page has 50
            if world == "busy":
                QUIET[step](app, questionnaire)
            fill_up(app.engine, 3)
            found.append(seen(browser_of(app, COORDINATOR)))
    return found[0], found[1]


@pytest.mark.parametrize("step", QUIET)
def test_before_three_of_three_the_record_does_not_follow_what_leads_do(
    acceptance_sqlite_model: Path, tmp_path: Path, questionnaire: Questionnaire, step: str
) -> None:
    quiet, busy = in_two_worlds(acceptance_sqlite_model, tmp_path, questionnaire, step)
    assert busy == quiet


def test_an_entry_shown_too_early_would_be_seen(
    acceptance_sqlite_model: Path,
    tmp_path: Path,
    questionnaire: Questionnaire,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    early = Words(audit_words.ANSWERS, "saved an answer for {division}", AT_ONCE)
    monkeypatch.setitem(KINDS, "answer saved", early)
    quiet, busy = in_two_worlds(acceptance_sqlite_model, tmp_path, questionnaire, "one has saved")
    assert [one == other for one, other in zip(quiet, busy, strict=True)] == [False] * 4


def test_after_three_of_three_who_answered_is_shown_and_who_agreed_after_the_release(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    submit_two(app, questionnaire)
    coordinator = browser_of(app, COORDINATOR)
    assert texts(coordinator) == []
    answer_and_submit(browser_of(app, lead("operational")), questionnaire)
    shown = texts(coordinator)
    assert [what for _, what in shown].count("submitted the answers for Medicine") == 3
    assert [what for _, what in shown].count("saved an answer for Medicine") == 90
    browser = browser_of(app, lead("nursing"))
    place = f"{MEDICINE}/agreement/{questionnaire.keys[0]}"
    answer = browser.send(place, level="3", reason="", version="0")
    assert answer.status_code == 303, answer.text
    dissent = f"{MEDICINE}/dissent/{questionnaire.keys[0]}"
    assert browser.send(dissent, text="I see it otherwise", version="0").status_code == 303
    worked = "worked on the agreement of Medicine"
    assert worked not in [what for _, what in texts(coordinator)]
    release_division(app.engine, questionnaire)
    assert [what for _, what in texts(coordinator)].count(worked) == 2
    assert "dissent" not in coordinator.get(f"{RECORD}.csv").text


def test_who_read_what_the_three_said_is_shown_and_so_is_who_was_refused(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    complete_division(app.engine, questionnaire)
    assert browser_of(app, lead("nursing")).get(f"{MEDICINE}/three").status_code == 200
    assert browser_of(app, "executive@north.example").get(f"{MEDICINE}/three").status_code == 404
    coordinator = browser_of(app, COORDINATOR)
    with transaction(app.engine, writes=False) as session:
        names = {
            email: person_named(session, email).name
            for email in (lead("nursing"), "executive@north.example")
        }
    assert texts(coordinator) == [
        (names["executive@north.example"], "was refused pages of the three leads of Medicine"),
        (names[lead("nursing")], "read what each lead of Medicine said"),
    ]
    read = "?kind=what-the-three-leads-said-read&period=week"
    assert [who for who, _ in texts(coordinator, read)][-1:] == [names[lead("nursing")]]
    page = coordinator.get(f"{RECORD}{read}").text
    assert "Read what each lead of Medicine said" in page
    assert "refused pages of the three" not in page


def test_taking_the_record_along_is_in_it(app: Benchmark) -> None:
    coordinator = browser_of(app, COORDINATOR)
    answer = coordinator.get(f"{RECORD}.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="zzn-audit.csv"'
    assert [what for _, what in texts(coordinator)] == ["downloaded this record"]


def test_pages_are_counted_over_what_is_shown(app: Benchmark) -> None:
    fill_up(app.engine, 101)
    coordinator = browser_of(app, COORDINATOR)
    page = coordinator.get(f"{RECORD}?page=2").text
    assert "Entries 51 to 100 of the 101 that you may read" in page
    assert 'href="/trusts/zzn/audit"' in page
    assert 'href="/trusts/zzn/audit?page=3"' in page
    assert coordinator.get(f"{RECORD}?page=4").status_code == 404
    # reading the record changes nothing in it
    assert masked(coordinator.get(RECORD).data) == masked(coordinator.get(RECORD).data)


def test_a_name_that_was_removed_is_gone_from_the_page(app: Benchmark) -> None:
    fill_up(app.engine, 1)
    with transaction(app.engine, writes=True) as session:
        erase_names(session, person_named(session, COORDINATOR))
    assert texts(browser_of(app, COORDINATOR))[::-1] == [
        ("Somebody whose name was removed", "gave somebody a post"),
        ("The operator", "removed names from this record (1 entries)"),
    ]


def test_every_kind_has_whole_words(app: Benchmark, questionnaire: Questionnaire) -> None:
    complete_division(app.engine, questionnaire)
    with transaction(app.engine, writes=True) as session:
        trust, person = trust_named(session), coordinator_of(session)
        asked = response_of(session, "ZZN", "medicine", "clinical").round_id
        place = {"round_id": asked, "division_id": division_named(trust, "medicine").id}
        for kind in KINDS:
            record(session, trust.id, Deed(kind, detail="1", **place), person)
    found = texts(browser_of(app, COORDINATOR))
    assert len(found) == len(KINDS)
    assert not [what for _, what in found if "{" in what or "  " in what or "None" in what]
