"""benchmark merge-trusts, as it is typed, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from benchmark.commands.main import main
from benchmark.database.contents import contents
from benchmark.database.session import transaction
from tests.assessment.two_trusts import close_all
from tests.databases import closing

NEW = ("--from", "zzn", "--from", "ZZS", "--into", "zzm", "--name", "Invented Pennine NHS Trust")


@pytest.fixture
def engine(acceptance_on_both: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    with closing(acceptance_on_both) as opened:
        address = opened.url.render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", address)
        with transaction(opened, writes=True) as session:
            close_all(session)
        yield opened


def run(*words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["merge-trusts", *words], input=typed)


def everything(engine: Engine) -> object:
    with engine.connect() as connection:
        return contents(connection)


def test_a_dry_run_says_the_same_and_changes_no_row(engine: Engine) -> None:
    before = everything(engine)
    dry = run(*NEW, "--dry-run")
    assert (dry.exit_code, everything(engine) == before) == (0, True)
    refused = run(*NEW, typed="n\n")
    assert (refused.exit_code, everything(engine) == before) == (1, True)
    done = run(*NEW, "--yes")
    assert done.exit_code == 0
    assert done.output.removesuffix("Done.\n") == dry.output.removesuffix("Nothing was changed.\n")
    assert "Medicine of ZZS goes on as Medicine (ZZS)." in done.output
    after = everything(engine)
    assert after != before
    again = run(*NEW, "--yes")
    assert (again.exit_code, everything(engine) == after) == (0, True)
    assert again.output.endswith("already.\nNothing was changed.\n")


def test_a_fault_is_one_line_and_exit_code_1(engine: Engine) -> None:
    before = everything(engine)
    fault = run("--from", "ZZQ", "--into", "ZZN", "--yes")
    assert (fault.exit_code, everything(engine) == before) == (1, True)
    assert fault.output == "Error: There is no trust with the code ZZQ\n"
    assert run("--into", "ZZN").exit_code == 2


def test_a_question_is_asked_before(data: Path) -> None:
    with closing(f"sqlite:///{data / 'benchmark.sqlite'}") as engine:
        with transaction(engine, writes=True) as session:
            close_all(session)
        done = run(*NEW, "--data", str(data), typed="y\n")
        assert done.exit_code == 0
        assert done.output.endswith("Do this for good? [y/N]: y\nDone.\n")
