"""benchmark retention, as it is typed; and no copy of any kind has what was removed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select

from benchmark.commands.main import main
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from tests.assessment.canary_person import CANARY, named_in
from tests.assessment.records import recorded_by_commands
from tests.commands.test_erase_person import bytes_left, dumped, run
from tests.databases import closing
from tests.old_rounds import IN_THE_ROUND, TITLE, announce

REASON = "Tribunal claim 1042 is not decided yet"


@pytest.fixture
def folder(old: Engine) -> Path:
    return Path(str(old.url.database)).parent


def told(folder: Path, *command: str) -> str:
    done: Result = run(folder, "retention", *command)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout


def test_what_falls_due_is_listed_and_what_was_not_announced_stays(
    folder: Path, old: Engine
) -> None:
    listed = told(folder, "list")
    assert "ZZN  Invented North NHS Trust: 6 years" in listed
    assert f"{TITLE}: Kept until " in listed
    assert ": Not over yet. Kept until " in listed  # of the south
    assert "ZZS" not in told(folder, "list", "--trust", "zzn")
    assert told(folder, "run") == "No round is due.\n"
    announce(old)
    assert f"{TITLE}: Will be removed on " in told(folder, "list")
    assert named_in(old) == IN_THE_ROUND


def test_a_dry_run_says_what_would_go_and_changes_nothing(folder: Path, old: Engine) -> None:
    announce(old)
    tried = told(folder, "run", "--dry-run")
    lines = tried.splitlines()
    assert lines[0] == f"{TITLE}: would be removed:"
    assert "  180 answers with their evidence" in lines
    assert "  5 issued reports: their codes stay" in lines
    assert lines[-1] == "Nothing was changed."
    assert told(folder, "run", "--dry-run", "--trust", "ZZN") == tried
    assert told(folder, "run", "--trust", "zzs") == "No round is due.\n"
    assert named_in(old) == IN_THE_ROUND


def test_no_file_backup_export_or_report_has_what_was_removed(
    folder: Path, old: Engine, tmp_path: Path
) -> None:
    announce(old)
    with transaction(old, writes=False) as session:
        key = session.scalars(select(Round.id).where(Round.title == TITLE)).one()
    backup = tmp_path / "before.backup"
    assert run(folder, "backup", str(backup)).exit_code == 0
    assert bytes_left(folder)
    old.dispose()
    done = told(folder, "run")
    assert f"{TITLE}: removed:" in done
    assert done.endswith("no byte of what was deleted is left in it.\n")
    backup.unlink()
    assert run(folder, "backup", str(tmp_path / "after.backup")).exit_code == 0
    assert bytes_left(folder) == []
    assert bytes_left(tmp_path) == []
    assert told(folder, "run") == "No round is due.\n"
    assert f"{TITLE}: Removed on " in told(folder, "list")
    assert run(folder, "audit", "verify").exit_code == 0
    assert recorded_by_commands(folder) == [("answers removed", "", False)]
    for command in (
        ("report", "--round", key, "--out", str(tmp_path / "reports")),
        ("report", "--round", key, "--level", "L2", "--out", str(tmp_path / "reports")),
        ("export", "--round", key, "--format", "csv", str(tmp_path / "answers.csv")),
    ):
        refused = run(folder, *command)
        assert refused.exit_code == 1, command
        assert f"the answers of round {key}: Removed on " in refused.stderr, command
    assert bytes_left(tmp_path) == []


def test_a_round_is_removed_again_after_an_older_backup_was_restored(
    folder: Path, old: Engine, tmp_path: Path
) -> None:
    announce(old)
    assert run(folder, "backup", str(tmp_path / "old.backup")).exit_code == 0
    told(folder, "run")
    again = tmp_path / "again"
    assert run(again, "restore", str(tmp_path / "old.backup")).exit_code == 0
    assert bytes_left(again)
    told(again, "run")
    assert bytes_left(again) == []


@pytest.mark.usefixtures("postgresql_programs")
def test_a_dump_of_postgresql_has_none_of_it(
    old_postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(old_postgresql) as engine:
        announce(engine)
        assert CANARY in dumped(engine)
        monkeypatch.setenv("DATABASE_URL", old_postgresql)
        done = CliRunner().invoke(main, ["retention", "run"])
        assert done.exit_code == 0, done.output
        assert CANARY not in dumped(engine)
        assert named_in(engine) == set()


def test_the_operator_holds_a_round_of_a_trust_that_has_nobody_left(
    folder: Path, old: Engine
) -> None:
    announce(old)
    with transaction(old, writes=False) as session:
        key = session.scalars(select(Round.id).where(Round.title == TITLE)).one()
    held = told(folder, "hold", "--round", key, "--reason", REASON)
    assert held.startswith(f"{TITLE} of ZZN: Held since ")
    assert held.endswith(f": {REASON}.\n")
    assert told(folder, "run") == "No round is due.\n"
    assert told(folder, "lift", "--round", key).startswith(f"{TITLE} of ZZN: Kept until ")
    kinds = [kind for kind, _, _ in recorded_by_commands(folder)]
    assert kinds == ["round held", "hold lifted"]
    for step, words in (
        (("hold", "--round", key, "--reason", "because"), "reason"),
        (("hold", "--round", "x", "--reason", REASON), "no round that was opened has the id x"),
        (("lift", "--round", "x"), "no round that was opened has the id x"),
    ):
        refused = run(folder, "retention", *step)
        assert refused.exit_code == 1
        assert words in refused.stderr


def test_the_operator_sets_the_period_and_the_record_says_so(folder: Path) -> None:
    assert told(folder, "set", "--trust", "zzn", "--years", "9") == (
        "Invented North NHS Trust keeps answers for 9 years after a round, and no longer than its "
        "leads were told.\n"
    )
    assert "ZZN  Invented North NHS Trust: 9 years" in told(folder, "list")
    assert ("period set", "9 years", False) in recorded_by_commands(folder)
    for years in ("1", "21", "six"):
        assert run(folder, "retention", "set", "--trust", "zzn", "--years", years).exit_code == 2
    for step in (("list",), ("run",), ("set", "--years", "9")):
        unknown = run(folder, "retention", *step, "--trust", "zzx")
        assert (unknown.exit_code, unknown.stderr) == (1, "Error: no trust has the code zzx\n")
