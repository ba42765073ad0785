"""The showcase holds what it promises, and says that it is invented."""

import sqlite3
from collections import defaultdict
from pathlib import Path

import pytest

from benchmark.assessment.results import comparison_for, reader_of
from benchmark.comparison.content import Comparison
from benchmark.database.rounds import Round
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires

LOW = ("protected-time", "development", "managers-valued", "talent")
UNEVEN = ("tracking", "review", "dialogue", "follow-through")


def query(data: Path, text: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(data / "benchmark.sqlite") as database:
        return database.execute(text).fetchall()


@pytest.fixture(scope="module")
def compared(showcase: Path) -> Comparison:
    engine = open_database(sqlite_url(showcase))
    with transaction(engine, writes=False) as session:
        asked = session.query(Round).filter_by(title="Round 2025").one()
        questionnaire = read_questionnaires(questionnaire_folder())[asked.questionnaire]
        found = comparison_for(session, reader_of(asked.trust), asked, questionnaire)
    engine.dispose()
    return found


def test_seven_divisions_three_finished_rounds_and_an_open_one(showcase: Path) -> None:
    assert query(showcase, "SELECT COUNT(*) FROM divisions") == [(7,)]
    states = query(showcase, "SELECT state, COUNT(*) FROM rounds GROUP BY state ORDER BY state")
    assert states == [("closed", 3), ("open", 1)]
    assert query(showcase, "SELECT COUNT(*) FROM submissions") == [(3 * 21 + 2,)]


def test_everything_is_marked_as_invented(showcase: Path, compared: Comparison) -> None:
    assert query(showcase, "SELECT code, invented FROM trusts") == [("ZZF", 1)]
    assert compared.invented
    domains = {str(email).split("@")[1] for (email,) in query(showcase, "SELECT email FROM people")}
    assert domains == {"fallowmere.example", "benchmark.example"}


def test_one_family_is_uneven_and_one_is_low_everywhere(compared: Comparison) -> None:
    levels = {
        key: [division.practices[key].value for division in compared.divisions]
        for key in (*LOW, *UNEVEN)
    }
    for key in UNEVEN:
        known = [level for level in levels[key] if level is not None]
        assert max(known) - min(known) >= 2
    for key in LOW:
        assert max(level for level in levels[key] if level is not None) <= 2


def test_two_leads_changed(showcase: Path) -> None:
    ended = query(showcase, "SELECT role, to_date FROM memberships WHERE to_date IS NOT NULL")
    assert sorted(ended) == [("nursing", "2025-03-03"), ("operational", "2024-05-13")]


def test_one_triumvirate_disagrees_more_than_any_other(showcase: Path) -> None:
    rows = query(
        showcase,
        """
        SELECT divisions.key, practice, MAX(answers.level) - MIN(answers.level) FROM answers
        JOIN responses ON responses.id = response_id JOIN rounds ON rounds.id = round_id
        JOIN divisions ON divisions.id = division_id
        WHERE rounds.title = 'Round 2025' AND answers.level > 0 GROUP BY divisions.key, practice
        """,
    )
    wide: dict[object, int] = defaultdict(int)
    for division, _, apart in rows:
        wide[division] += int(str(apart)) >= 2
    assert max(wide, key=lambda key: wide[key]) == "urgent-care"


def test_the_finding_names_divisions(compared: Comparison) -> None:
    assert "clearly higher" in compared.finding
    assert compared.differences


def test_evidence_reads_as_given_and_is_shared_only_where_ticked(
    showcase: Path, compared: Comparison
) -> None:
    texts = {str(text) for (text,) in query(showcase, "SELECT evidence FROM answers WHERE share")}
    shown = {
        text
        for division in compared.divisions
        for each in division.shared_evidence.values()
        for text in each
    }
    assert shown
    assert shown <= texts
