"""The timeline as a table: each kind of event, each reader, their words. Nothing else is said."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import KINDS, record_event
from benchmark.assessment.timeline import TRUST, WORDS, timeline_of, words_for
from benchmark.database.people import Person
from benchmark.database.schema import now
from tests.databases import closing
from tests.servers import copied, response_of

LEAD, COLLEAGUE = "clinical.medicine@north.example", "nursing.medicine@north.example"
NEIGHBOUR, EXECUTIVE = "clinical.surgery@north.example", "executive@north.example"
COORDINATOR = "coordinator@north.example"
READERS = (LEAD, COLLEAGUE, NEIGHBOUR, EXECUTIVE, COORDINATOR)

# kind -> what the lead who did it, a colleague of the three, a lead next door, an executive and
# the coordinator read of it; written by hand, from "Who sees what" of the design
SAID: dict[str, tuple[str, str, str, str, str]] = {
    "created": ("", "", "", "", "The round was prepared."),
    "invited": ("", "", "", "", "Invitations were written."),
    "opened": ("The round opened. It was to close on 31 October 2026.",) * 5,
    "extended": ("The round was extended. It now closes on 31 October 2026.",) * 5,
    "closed": ("The round was closed.",) * 5,
    "abandoned": (
        *("The round was abandoned. What was answered is kept, and nothing more is released.",) * 4,
        "The round was abandoned: 2026-10-31",
    ),
    "stricter": ("The round was made stricter: fewer people see the levels.",) * 5,
    "less strict": ("The round was made less strict, before anybody had answered.",) * 5,
    "submitted": (
        "You submitted your answers for Medicine.",
        "The clinical lead of Medicine submitted.",
        "",
        "",
        "The clinical lead of Medicine submitted.",
    ),
    "recorded": (
        *("It was recorded of the clinical lead of Medicine: 2026-10-31.",) * 2,
        "",
        "",
        "It was recorded of the clinical lead of Medicine: 2026-10-31.",
    ),
    "lead changed": (
        *("The clinical lead of Medicine changed.",) * 2,
        "",
        "",
        "The clinical lead of Medicine changed: 2026-10-31.",
    ),
    "set aside": (
        *("",) * 4,
        "The first answers of the clinical lead of Medicine were set aside.",
    ),
    "withdrawn": (
        "You withdrew your answers for Medicine.",
        *("",) * 3,
        "The clinical lead of Medicine withdrew. Its figures are withheld.",
    ),
    "confirmed": (
        "You confirmed the release of Medicine.",
        "The clinical lead confirmed the release of Medicine.",
        *("",) * 3,
    ),
    "released": (
        *("The three of you released the levels of Medicine.",) * 2,
        *("The three leads of Medicine released its levels.",) * 3,
    ),
    "division renamed": ("A division was renamed: 2026-10-31",) * 5,
    "divisions merged": ("Two divisions were merged: 2026-10-31",) * 5,
    "division split": ("A division was split: 2026-10-31",) * 5,
    "pack asked for": ("An improvement pack was asked for.",) * 5,
    "pack made": ("The improvement pack is ready.",) * 5,
    "pack cancelled": ("An improvement pack was cancelled.",) * 5,
    "planned": ("The leads of Medicine wrote an action into their plan.",) * 5,
    "plan changed": ("The leads of Medicine changed an action of their plan.",) * 5,
    "progress": ("The leads of Medicine told how far an action is.",) * 5,
    "offered": ("The leads of Medicine made or changed an offer.",) * 5,
    "offer withdrawn": ("The leads of Medicine withdrew an offer.",) * 5,
}
OF_A_DIVISION = {"submitted", "recorded", "lead changed", "set aside", "withdrawn", "confirmed"}
OF_RELEASED = {"released", "planned", "plan changed", "progress", "offered", "offer withdrawn"}
OF_ONE = {"submitted", "withdrawn", "confirmed"}
HIDDEN_BEFORE = ("confirmed", "recorded", "submitted")


@pytest.fixture(scope="module")
def engines(
    settling_model: Path, acceptance_sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Engine]]:
    """Medicine after three of three, and before anybody has submitted."""
    after = copied(settling_model, tmp_path_factory.mktemp("after"))
    before = copied(acceptance_sqlite_model, tmp_path_factory.mktemp("before"))
    with closing(after) as one, closing(before) as other:
        yield {"after": one, "before": other}


def read(session: Session, email: str) -> list[str]:
    """What somebody reads last of the round of the north."""
    person = session.query(Person).filter_by(email=email).one()
    viewer = viewer_of(session, person, london_day(now()))
    asked = response_of(session, "ZZN", "medicine", "clinical").round
    return [moment.text for moment in timeline_of(session, viewer, asked, now())]


def happen(session: Session, kind: str) -> None:
    lead = response_of(session, "ZZN", "medicine", "clinical")
    mine = kind in OF_A_DIVISION
    author = lead.people[0].id if kind in OF_ONE else None
    record_event(
        session,
        lead.round,
        kind,
        division=lead.division if mine or kind in OF_RELEASED else None,
        role="clinical" if mine else None,
        person=author,
        detail="2026-10-31",
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_reads_what_they_may_know_in_their_own_words(
    engines: dict[str, Engine], kind: str
) -> None:
    with Session(engines["after"]) as session:
        earlier = {email: read(session, email) for email in READERS}
        happen(session, kind)
        said = tuple("".join(read(session, email)[len(earlier[email]) :]) for email in READERS)
        session.rollback()
    assert said == SAID[kind]


@pytest.mark.parametrize("kind", sorted(HIDDEN_BEFORE))
def test_before_three_of_three_a_colleague_cannot_tell_who_submitted(
    engines: dict[str, Engine], kind: str
) -> None:
    with Session(engines["before"]) as session:
        readers = [email for email in READERS if email not in (LEAD, COORDINATOR)]
        before = {email: read(session, email) for email in readers}
        happen(session, kind)
        assert {email: read(session, email) for email in readers} == before
        session.rollback()


def test_every_kind_has_words_and_every_word_a_kind() -> None:
    assert set(WORDS) == set(SAID) == set(KINDS)
    assert words_for("submitted", frozenset({TRUST})) == ""
    assert words_for("closed", frozenset()) == ""  # nobody of the trust: nothing


def test_moments_keep_their_time(engines: dict[str, Engine]) -> None:
    with Session(engines["after"]) as session:
        person = session.query(Person).filter_by(email=LEAD).one()
        viewer = viewer_of(session, person, london_day(now()))
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        happen(session, "closed")
        last = timeline_of(session, viewer, asked, now())[-1]
        assert abs((last.at - datetime.now(UTC)).total_seconds()) < 60
        session.rollback()
