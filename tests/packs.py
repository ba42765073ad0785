"""Packs for tests: two released divisions, a pack that was asked for, what is kept of it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from benchmark.assessment.packing import ask_for_pack
from benchmark.database.jobs import Job, JobFile
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import BOTH, closing, scratch_database
from tests.servers import complete_division, copied, grown, grown_postgresql, response_of

REPORTS = ["zzn-L1.pdf", "zzn-medicine-L1.pdf", "zzn-surgery-L1.pdf"]
ALL = [*REPORTS, "zzn_practice-by-practice-L1.pdf"]
TEXTS = ["README.txt", "index.csv"]


@pytest.fixture(scope="session")
def two_released_model(
    acceptance_sqlite_model: Path,
    questionnaire: Questionnaire,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Make a SQLite file to copy: medicine and surgery of the north are released."""
    folder = tmp_path_factory.mktemp("two-released")
    return grown(acceptance_sqlite_model, folder, partial(release_two, questionnaire=questionnaire))


def release_two(engine: Engine, questionnaire: Questionnaire) -> None:
    for division in ("medicine", "surgery"):
        complete_division(engine, questionnaire, "ZZN", division)


@pytest.fixture
def two_released_sqlite(two_released_model: Path, tmp_path: Path) -> str:
    return copied(two_released_model, tmp_path)


@pytest.fixture(scope="session")
def two_released_postgresql_model(
    postgresql_url: str, acceptance_postgresql_model: str, questionnaire: Questionnaire
) -> Iterator[str]:
    """Name of a PostgreSQL database to copy, with the same content."""
    release = partial(release_two, questionnaire=questionnaire)
    with grown_postgresql(postgresql_url, acceptance_postgresql_model, release) as name:
        yield name


@pytest.fixture
def two_released_postgresql(
    postgresql_url: str, two_released_postgresql_model: str
) -> Iterator[str]:
    with scratch_database(postgresql_url, template=two_released_postgresql_model) as address:
        yield address


@pytest.fixture
def packing(two_released_sqlite: str) -> Iterator[Engine]:
    """A SQLite database where a pack of three reports, and of the practices, can be asked for."""
    with closing(two_released_sqlite) as engine:
        yield engine


@pytest.fixture(params=BOTH)
def packing_on_both(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with closing(request.getfixturevalue(f"two_released_{request.param}")) as engine:
        yield engine


def asked_pack(engine: Engine, person: int = 1) -> str:
    """Ask for the pack of the north; returns its id."""
    with transaction(engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        job = ask_for_pack(session, asked, person)
        assert job is not None
        return job.id


def the_job(engine: Engine) -> Job:
    with transaction(engine, writes=False) as session:
        return session.scalars(select(Job)).one()


def kept_files(engine: Engine) -> dict[str, tuple[str, str | None]]:
    """Name -> id of the row and of its report, in the order in which they were made."""
    query = select(JobFile).order_by(JobFile.made_at, JobFile.name)
    with transaction(engine, writes=False) as session:
        rows = list(session.scalars(query))
    assert len({row.name for row in rows}) == len(rows)
    return {row.name: (row.id, row.report_id) for row in rows}


def kept_reports(engine: Engine) -> list[str]:
    with transaction(engine, writes=False) as session:
        return list(session.scalars(select(Report.id).order_by(Report.issued_at, Report.id)))
