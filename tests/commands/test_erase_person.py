"""benchmark erase-person and scrub, as they are typed: no byte of the name is left."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from benchmark.assessment.naming import FREE_TEXTS
from benchmark.commands.main import main
from benchmark.database.rounds import Report
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.canary_person import CANARY, EMAIL, NAME, leave, named_in, plant
from tests.databases import closing
from tests.missing import give_up
from tests.servers import browser_of, serving

SHOWN = "QUILLFEATHER"  # as a colleague wrote it into shared evidence
ERASE = ("erase-person", "--email", EMAIL, "--trust", "zzn")


def reports_of(session: Session) -> list[str]:
    return list(session.scalars(select(Report.id).where(Report.level == "L1")))


def hashes_of(engine: Engine) -> list[str]:
    with transaction(engine, writes=False) as session:
        return list(session.scalars(select(Report.content_hash)))


def dumped(engine: Engine) -> str:
    """The database as PostgreSQL's own program writes it, in small letters."""
    program = shutil.which("pg_dump")
    if program is None:
        give_up("pg_dump is not installed")
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    done = subprocess.run([program, address], capture_output=True, text=True, check=True)
    return done.stdout.lower()


def run(folder: Path, *command: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [*command, "--data", str(folder)], input=typed)


def bytes_left(folder: Path) -> list[str]:
    """Files of the data folder in which the name or the address stands, whatever the case."""
    files = (each for each in folder.rglob("*") if each.is_file())
    return sorted(each.name for each in files if CANARY.encode() in each.read_bytes().lower())


@pytest.fixture
def folder(two_released_sqlite: str, questionnaire: Questionnaire) -> Path:
    with closing(two_released_sqlite) as engine:
        leave(engine, plant(engine, questionnaire))
        return Path(str(engine.url.database)).parent


@pytest.fixture
def app(folder: Path) -> Iterator[Benchmark]:
    with serving(f"sqlite:///{folder}/benchmark.sqlite") as served:
        yield served


def test_a_dry_run_shows_what_goes_and_what_stays_and_changes_nothing(folder: Path) -> None:
    told = run(folder, *ERASE, "--dry-run")
    assert (told.exit_code, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert lines[:2] == [f"Of {EMAIL} would go:", "  name, address and password"]
    assert f"  {len(FREE_TEXTS)} texts of others that named them" in lines
    assert "  4 issued reports that named them: hashes stay" in lines
    assert "  1 responses that they gave, alone or with another" in lines
    assert lines[-1] == "Nothing was changed."
    assert run(folder, *ERASE, "--dry-run").stdout == told.stdout
    asked = run(folder, *ERASE, typed="n\n")
    assert asked.exit_code == 1
    assert asked.stdout.startswith(told.stdout.removesuffix("Nothing was changed.\n"))
    with closing(f"sqlite:///{folder}/benchmark.sqlite") as engine:
        assert "people.name" in named_in(engine)


def test_no_byte_of_the_name_is_left_while_a_server_runs(folder: Path, app: Benchmark) -> None:
    browser = browser_of(app, "executive@north.example")
    codes = hashes_of(app.engine)
    before = browser.get("/trusts/zzn/comparison")
    assert (before.status_code, SHOWN in before.text) == (200, True)
    assert bytes_left(folder)
    told = run(folder, *ERASE, typed="y\n")
    assert (told.exit_code, told.stderr) == (0, "")
    assert "Erased.\nThe file was written anew" in told.stdout
    assert bytes_left(folder) == []
    assert run(folder, "audit", "verify").exit_code == 0
    after = browser.get("/trusts/zzn/comparison")
    assert (after.status_code, SHOWN in after.text, "[name removed]" in after.text) == (
        *(200, False, True),
    )
    for code in codes:
        page = browser_of(app, None).get(f"/verify/{code}")
        assert "was issued by this service, and taken out since" in page.text
    again = run(folder, *ERASE, "--yes")
    assert (again.exit_code, again.stderr) == (1, f"Error: nobody here has the e-mail {EMAIL}\n")
    assert run(folder, "scrub").exit_code == 0


def test_a_report_that_was_taken_out_is_there_for_nobody(folder: Path, app: Benchmark) -> None:
    with transaction(app.engine, writes=False) as session:
        from_here = [f"/reports/{each}.pdf" for each in reports_of(session)]
    browser = browser_of(app, "executive@north.example")
    assert {browser.get(each).status_code for each in from_here} == {200}
    assert run(folder, *ERASE, "--yes").exit_code == 0
    assert {browser.get(each).status_code for each in from_here} == {404}
    page = browser.get("/divisions/zzn-medicine/report")
    assert not [each for each in from_here if each in page.text]
    assert browser.send("/divisions/zzn-medicine/report").status_code == 303
    assert CANARY not in browser.get("/divisions/zzn-medicine/report").text.lower()


def test_the_page_of_people_says_that_the_name_was_removed(folder: Path, app: Benchmark) -> None:
    browser = browser_of(app, "coordinator@north.example")
    assert NAME in browser.get("/trusts/zzn/people").text
    assert run(folder, *ERASE, "--yes").exit_code == 0
    page = browser.get("/trusts/zzn/people").text
    assert "A former lead" in page
    assert "Name and address removed" in page
    assert "erased.invalid" not in page
    record = browser.get("/trusts/zzn/audit").text
    assert "Removed all that said who somebody was" in record
    assert "Somebody whose name was removed" in record


@pytest.mark.usefixtures("postgresql_programs")
def test_a_dump_of_postgresql_has_none_of_it(
    two_released_postgresql: str, questionnaire: Questionnaire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(two_released_postgresql) as engine:
        leave(engine, plant(engine, questionnaire))
        assert CANARY in dumped(engine)
        monkeypatch.setenv("DATABASE_URL", two_released_postgresql)
        told = CliRunner().invoke(main, [*ERASE, "--yes"])
        assert told.exit_code == 0, told.output
        assert CANARY not in dumped(engine)
        assert named_in(engine) == set()


def test_wrong_usage_and_what_cannot_be_is_told_in_plain_words(folder: Path) -> None:
    assert run(folder, "erase-person", "--email", EMAIL).exit_code == 2
    unknown = run(folder, "erase-person", "--email", EMAIL, "--trust", "nowhere")
    assert unknown.stderr == "Error: there is no trust nowhere\n"
    staying = run(folder, *ERASE[:2], "executive@north.example", "--trust", "zzn")
    assert staying.stderr.startswith("Error: This person still holds a post. End their posts on")
