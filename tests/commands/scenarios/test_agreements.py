"""Invented leads release through the same steps as real ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.agreeing import agreements_of, unsettled
from benchmark.assessment.calendar import london_day
from benchmark.assessment.freezing import questionnaire_of
from benchmark.assessment.releasing import confirmations_of, release_of
from benchmark.assessment.settling import dissents_of
from benchmark.assessment.timeline import timeline_of
from benchmark.commands.scenarios.agreements import meeting_of_three
from benchmark.database.people import LEAD_ROLES, Division, Person
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.web.app import Benchmark
from tests.servers import response_of


def test_all_three_have_confirmed_what_was_released(released_app: Benchmark) -> None:
    with transaction(released_app.engine, writes=False) as session:
        response = response_of(session, "ZZN", "medicine", "clinical")
        release = release_of(session, response.round, response.division)
        confirmed = confirmations_of(session, response.round, response.division)
    assert release is not None
    assert {each.preview_hash for each in confirmed.values()} == {release.preview_hash}
    assert set(confirmed) == set(LEAD_ROLES)


@pytest.fixture(scope="module")
def session(showcase: Path) -> Iterator[Session]:
    engine = open_database(sqlite_url(showcase))
    with transaction(engine, writes=False) as opened:
        yield opened
    engine.dispose()


def last_year(session: Session) -> Round:
    return session.scalars(select(Round).where(Round.title == "Round 2025")).one()


def test_the_division_that_disagrees_has_said_why(session: Session) -> None:
    asked, talk = last_year(session), meeting_of_three()
    division = session.scalars(select(Division).where(Division.key == "urgent-care")).one()
    kept = agreements_of(session, asked, division)
    assert unsettled(session, asked, division, questionnaire_of(asked)) == ()
    assert {key: kept[key].reason for key in talk} == {
        key: said["reason"] for key, said in talk.items()
    }
    assert [key for key in talk if kept[key].level is None] == ["few-priorities"]
    dissents = dissents_of(session, asked, division)
    assert {len(each) for each in dissents.values()} == {1, 2}
    released = release_of(session, asked, division)
    assert released is not None
    assert released.released_at.date() > max(each.saved_at.date() for each in kept.values())


def test_last_year_reads_as_a_story_in_order(session: Session) -> None:
    asked = last_year(session)
    person = session.scalars(select(Person).where(Person.name == "Philippa Ekwueme")).one()
    viewer = viewer_of(session, person, london_day(now()))
    told = timeline_of(session, viewer, asked, now())
    assert [moment.at for moment in told] == sorted(moment.at for moment in told)
    assert told[0].text.startswith("The round opened.")
    closed = [moment.text for moment in told].index("The round was closed.")
    before = {moment.text.split()[-1] for moment in told[1:closed]}
    assert (before, closed) == ({"submitted."}, 1 + 21)
    assert [moment.text.split()[-3] for moment in told[closed + 1 :]] == ["released"] * 7
