"""Rescoring a round: the notice, what it leaves alone, and what follows it."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from statistics import fmean, median

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from benchmark.assessment.issuing import issue_round
from benchmark.assessment.rescoring import (
    ScheduleFault,
    corrections_of,
    notice_for,
    rescore,
)
from benchmark.assessment.results import comparison_for, reader_of, schedule_of
from benchmark.commands.scenarios.agreements import release_as_it_stands
from benchmark.comparison.correction import notice_from, notice_hash, notice_text
from benchmark.database.corrections import Correction
from benchmark.database.people import LEAD_ROLES
from benchmark.database.rounds import Report, Round, Submission
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import first_schedule, read_schedule, schedule_folder
from tests.databases import BOTH, closing, scratch_database
from tests.reading import flat, page_texts
from tests.servers import copied, grown, grown_postgresql, hand_in, response_of

SECOND = read_schedule(schedule_folder() / "scoring-1.1.yaml")
UNSURE = {0, 1, 4, 5, 14, 20, 21, 25}  # practices of which medicine's clinical lead knows nothing
NEW = range(20, 30)  # practices that count half under 1.1
BARE = "(interval not shown: needs at least 4 divisions)"


@pytest.fixture(scope="module")
def issued_sqlite_model(
    acceptance_sqlite_model: Path,
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A SQLite file to copy: north's two divisions are complete and their reports are issued."""
    folder = tmp_path_factory.mktemp("issued")
    return grown(acceptance_sqlite_model, folder, partial(issue_both, questionnaire=questionnaire))


@pytest.fixture(scope="module")
def issued_postgresql_model(
    postgresql_url: str, acceptance_postgresql_model: str, questionnaire: Questionnaire
) -> Iterator[str]:
    """Name of a PostgreSQL database to copy, with the same content."""
    issue = partial(issue_both, questionnaire=questionnaire)
    with grown_postgresql(postgresql_url, acceptance_postgresql_model, issue) as name:
        yield name


@pytest.fixture
def issued_sqlite(issued_sqlite_model: Path, tmp_path: Path) -> str:
    return copied(issued_sqlite_model, tmp_path)


@pytest.fixture
def issued_postgresql(postgresql_url: str, issued_postgresql_model: str) -> Iterator[str]:
    with scratch_database(postgresql_url, template=issued_postgresql_model) as address:
        yield address


@pytest.fixture(params=BOTH)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Both databases in turn, where the reports of north are issued."""
    with closing(request.getfixturevalue(f"issued_{request.param}")) as opened:
        yield opened


def issue_both(engine: Engine, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
        for lift, role in enumerate(LEAD_ROLES):
            for division in ("medicine", "surgery"):
                response = response_of(session, "ZZN", division, role)
                unsure = UNSURE if (division, lift) == ("medicine", 0) else frozenset()
                hand_in(
                    session,
                    response,
                    questionnaire,
                    lambda place, n=lift, gaps=unsure: -1 if place in gaps else level(place, n),
                )
        asked = the_round(session)
        for place in asked.trust.divisions:
            release_as_it_stands(session, asked, place, questionnaire)
        issue_round(session, asked, questionnaire)


def level(place: int, lift: int) -> int:
    return 1 + (place + lift) % 3 + (2 if place in NEW else 0)


def the_round(session: Session) -> Round:
    return response_of(session, "ZZN", "medicine", "clinical").round


def expected(questionnaire: Questionnaire) -> list[tuple[str, str, str, str]]:
    """What must change, by hand: sums over the medians of three, without the product's scoring."""
    middles = [median(level(place, lift) for lift in range(3)) for place in range(30)]
    weighted = (sum(middles[:20]) + sum(middles[20:]) / 2) / (20 + 10 / 2)
    known = [m for place, m in enumerate(middles) if place not in UNSURE]
    gone = "not shown: not enough answers"
    places = {s.key: [questionnaire.keys.index(p.key) for p in s.practices]
              for s in questionnaire.sections}  # fmt: skip
    names = {s.key: s.name for s in questionnaire.sections}
    # 22 of 30 and 15 of 20 are 70% and not 80%; 2 of 4, 3 of 5 and 3 of 5 are half and not 2/3
    lines = [
        ("Medicine", "All practices", f"{fmean(known):.1f} {BARE}", gone),
        (
            "Medicine",
            "The practices that the norm covers",
            f"{fmean(middles[p] for p in range(20) if p not in UNSURE):.1f} {BARE}",
            gone,
        ),
    ]
    lines += [
        (
            "Medicine",
            f"Section: {names[key]}",
            f"{fmean(middles[p] for p in places[key] if p not in UNSURE):.1f} {BARE}",
            gone,
        )
        for key in ("operations", "monitoring", "working-as-three")
    ]
    surgery = (f"{fmean(middles):.1f} {BARE}", f"{weighted:.1f} {BARE}")
    assert surgery[0] != surgery[1], "the invented answers must show the weights"
    return [*lines, ("Surgery", "All practices", *surgery)]


def test_the_notice_lists_exactly_the_changed_figures(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        _, correction = rescore(session, the_round(session), questionnaire, SECOND)
        assert correction is not None
    with transaction(engine, writes=False) as session:
        stored = session.scalars(select(Correction)).one()
        notice = notice_from(stored.content)
        listed = [(p.name, c.name, c.before, c.after) for p in notice.places for c in p.changes]
        assert listed == expected(questionnaire)
        assert notice.unseen == 0
        assert stored.content_hash == notice_hash(notice)
        assert (stored.number, stored.from_schedule, stored.to_schedule) == (1, "1.0", "1.1")
        # cells that wrap are read line by line, so words are counted
        told = Counter(" ".join(page_texts(stored.pdf)).split())
        assert Counter(" ".join(text for line in listed for text in line[1:]).split()) <= told


def issued_reports(session: Session) -> dict[str, tuple[str, str, str]]:
    return {
        report.id: (sha256(report.pdf).hexdigest(), report.content_hash, str(report.issued_at))
        for report in session.scalars(select(Report))
    }


def test_issued_reports_and_answers_stay_as_they_are(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=False) as session:
        before = issued_reports(session)
        sheets = sorted(session.scalars(select(Submission.sheet_hash)))
    assert len(before) == 3
    with transaction(engine, writes=True) as session:
        rescore(session, the_round(session), questionnaire, SECOND)
        issue_round(session, the_round(session), questionnaire)
    with transaction(engine, writes=False) as session:
        after = issued_reports(session)
        assert {key: after[key] for key in before} == before
        assert len(after) == 6
        new = next(iter(after.keys() - before.keys()))
        cover = flat(page_texts(session.get_one(Report, new).pdf)[0])
        assert "Scoring schedule 1.1" in cover
        assert sorted(session.scalars(select(Submission.sheet_hash))) == sheets


def test_the_round_follows_its_last_notice(engine: Engine, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
        asked = the_round(session)
        reader = reader_of(asked.trust)
        first = comparison_for(session, reader, asked, questionnaire)
        assert (first.schedule, schedule_of(session, asked)) == ("1.0", first_schedule())
        rescore(session, asked, questionnaire, SECOND)
        second = comparison_for(session, reader, asked, questionnaire)
        assert (second.schedule, schedule_of(session, asked)) == ("1.1", SECOND)
        assert second.division("medicine").overall.reason == "not enough answers"
        rescore(session, asked, questionnaire, first_schedule())
        assert comparison_for(session, reader, asked, questionnaire) == first
        numbers = [(c.number, c.to_schedule) for c in corrections_of(session, asked)]
        assert numbers == [(2, "1.0"), (1, "1.1")]


def test_the_same_schedule_twice_issues_one_notice(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    for _ in range(2):
        with transaction(engine, writes=True) as session:
            notice, _ = rescore(session, the_round(session), questionnaire, SECOND)
    assert notice.changes_nothing
    with transaction(engine, writes=False) as session:
        assert len(corrections_of(session, the_round(session))) == 1


def test_a_schedule_that_changes_nothing_stores_nothing(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    same = first_schedule().model_copy(update={"version": "1.7"})
    with transaction(engine, writes=True) as session:
        notice, correction = rescore(session, the_round(session), questionnaire, same)
        assert notice.changes_nothing
        assert correction is None
        assert corrections_of(session, the_round(session)) == []
        assert schedule_of(session, the_round(session)).version == "1.0"


def test_a_dry_run_says_the_same_and_needs_no_writing(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=False) as session:
        tried = notice_for(session, the_round(session), questionnaire, SECOND)
    with transaction(engine, writes=True) as session:
        done, _ = rescore(session, the_round(session), questionnaire, SECOND)
    assert tried == done
    assert notice_text(tried) == notice_text(done)


def test_another_trusts_round_is_left_alone(engine: Engine, questionnaire: Questionnaire) -> None:
    with transaction(engine, writes=True) as session:
        rescore(session, the_round(session), questionnaire, SECOND)
        south = response_of(session, "ZZS", "medicine", "clinical").round
        assert schedule_of(session, south).version == "1.0"
        assert corrections_of(session, south) == []


def test_a_schedule_that_was_used_cannot_change_under_its_version(
    engine: Engine, questionnaire: Questionnaire
) -> None:
    with transaction(engine, writes=True) as session:
        rescore(session, the_round(session), questionnaire, SECOND)
    changed = SECOND.model_copy(update={"overall_share": "9/10"})
    with (
        transaction(engine, writes=True) as session,
        pytest.raises(ScheduleFault, match=r"schedule 1\.1 has changed since a round was rescored"),
    ):
        rescore(session, the_round(session), questionnaire, changed)
    with transaction(engine, writes=False) as session:
        assert schedule_of(session, the_round(session)) == SECOND


@pytest.mark.parametrize(
    "statement",
    ["UPDATE corrections SET pdf = content_hash", "DELETE FROM corrections"],
)
def test_the_database_refuses_to_change_an_issued_notice(
    engine: Engine, questionnaire: Questionnaire, statement: str
) -> None:
    with transaction(engine, writes=True) as session:
        rescore(session, the_round(session), questionnaire, SECOND)
    if engine.dialect.name == "postgresql":
        statement = statement.replace("pdf = content_hash", "content = ''")
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction(engine, writes=True) as session,
    ):
        session.connection().exec_driver_sql(statement)
    with transaction(engine, writes=False) as session:
        assert len(corrections_of(session, the_round(session))) == 1
