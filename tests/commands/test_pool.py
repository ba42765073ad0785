"""benchmark pool, as it is typed: partitions for their owner only, pools, and plain messages."""

import json
import stat
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.assessment.merging_trusts import Wish
from benchmark.commands.main import main
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.pool.partition import read_partition
from benchmark.pool.pooling import partitions_in
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.pooled_rounds import Asked, give_round
from tests.assessment.posts import TODAY
from tests.assessment.records import recorded_by_commands
from tests.assessment.two_trusts import close_all, merged
from tests.databases import closing
from tests.pool.invented import partition, trusts


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, ["pool", *map(str, words)])


@pytest.fixture
def folder(acceptance_sqlite: str, tmp_path: Path, questionnaire: Questionnaire) -> Path:
    """The folder of a database with seven trusts to pool, in two regions."""
    assert acceptance_sqlite == sqlite_url(tmp_path)
    engine = open_database(acceptance_sqlite)
    with transaction(engine, writes=True) as session:
        for place in range(7):
            region = "Y56" if place < 6 else "Y58"
            give_round(session, questionnaire, Asked(f"R{place:02}", region=region))
        give_round(session, questionnaire, Asked("RXX", divisions=3, released=3))
    engine.dispose()
    return tmp_path


def test_what_is_exported_is_pooled(folder: Path, questionnaire: Questionnaire) -> None:
    out = folder / "partitions"
    done = typed("export", "--data", folder, out)
    assert done.exit_code == 0, done.output
    assert done.stdout.strip() == str(out)
    assert "identified judgements" in done.stderr
    assert "RXX, Round of March 2026: needs at least 4 divisions" in done.stderr
    files = partitions_in([out])
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    assert read_partition(files[0]).about.practices == tuple(questionnaire.keys)
    assert recorded_by_commands(folder) == [("answers exported", "pool", False)] * 7
    run = typed("run", out, "--json")
    assert run.exit_code == 0, run.output
    (pool,) = json.loads(run.stdout)["pools"]
    assert (len(pool["members"]), pool["leads"], pool["answers"]) == (7, 84, 84 * 30)
    assert pool["norms"]["overall"]["Y58"].startswith("not shown: needs at least 5 trusts")
    assert pool["norms"]["overall"]["Y56"].startswith("not shown: the whole less what is shown")


def test_a_folder_that_is_there_stays_as_it_is(folder: Path) -> None:
    out = folder / "partitions"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    done = typed("export", "--data", folder, out)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "is there already: name a new folder" in done.stderr
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_without_a_round_to_pool_nothing_is_written(folder: Path) -> None:
    done = typed("export", "--data", folder, "--invented", folder / "partitions")
    assert done.exit_code == 1
    assert "no round may be pooled; nothing was written" in done.stderr
    assert "ZZN" in done.stderr
    assert not list(folder.glob("partitions*"))
    assert recorded_by_commands(folder) == []


def test_a_pool_is_told_in_lines_and_written_for_its_owner_only(tmp_path: Path) -> None:
    partition(tmp_path / "in", trusts("A", 6))
    out = tmp_path / "pool.json"
    done = typed("run", tmp_path / "in", "--out", out)
    assert done.exit_code == 0, done.output
    assert "6 trusts" in done.stdout
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_text() == typed("run", tmp_path / "in", "--json").stdout


def test_a_cut_partition_is_told_with_its_file(tmp_path: Path) -> None:
    path = partition(tmp_path / "in", trusts("A", 6))
    path.write_bytes(path.read_bytes()[:-100])
    out = tmp_path / "pool.json"
    done = typed("run", tmp_path / "in", "--out", out)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{path.resolve()}:1:1: this is no whole partition" in done.stderr
    assert not out.exists()


def test_an_engine_and_its_scheduler_go_together(tmp_path: Path) -> None:
    partition(tmp_path, trusts("A", 6))
    for words in (["--engine", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]):
        done = typed("run", tmp_path, *words)
        assert done.exit_code == 2
        assert "--scheduler names the scheduler of --engine dask" in done.stderr


@pytest.mark.parametrize("name", ["pyarrow.parquet", "distributed"])
def test_a_missing_library_is_told_with_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    partition(tmp_path, trusts("A", 6))
    monkeypatch.setitem(sys.modules, name, None)
    done = typed("run", tmp_path, "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert done.exit_code == 1
    assert f"({name} is missing): install the extra pool" in done.stderr


def test_without_the_library_nothing_is_exported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    done = typed("export", "--data", folder, folder / "partitions")
    assert done.exit_code == 1
    assert "install the extra pool" in done.stderr
    assert not list(folder.glob("partitions*"))


def test_a_pool_is_published_once_it_differs_by_enough_trusts(folder: Path) -> None:
    out, result = folder / "partitions", folder / "pool.json"
    assert typed("export", "--data", folder, out).exit_code == 0
    assert typed("run", out, "--out", result).exit_code == 0
    done = typed("publish", "--data", folder, result)
    assert (done.exit_code, done.stdout) == (
        0, "management-practice-1.0: norm set 1, seven trusts\n"
    )  # fmt: skip
    fewer = json.loads(result.read_text())
    fewer["pools"][0]["members"].pop()
    result.write_text(json.dumps(fewer))
    refused = typed("publish", "--data", folder, result)
    assert refused.exit_code == 1
    assert "only 1 of its trusts differ from norm set 1" in refused.stderr


def exported(folder: Path, name: str) -> Path:
    """The pool of all that may be pooled today."""
    assert typed("export", "--data", folder, folder / name).exit_code == 0
    assert typed("run", folder / name, "--out", folder / f"{name}.json").exit_code == 0
    return folder / f"{name}.json"


def test_a_pool_is_the_same_after_a_merger_that_keeps_a_code(
    folder: Path, questionnaire: Questionnaire
) -> None:
    before = exported(folder, "before")
    assert typed("publish", "--data", folder, before).exit_code == 0
    with closing(sqlite_url(folder)) as engine:
        with transaction(engine, writes=True) as session:
            old, into = (each[0] for each in members(before)[:2])
            close_all(session)
            merged(session, Wish((old,), into, "Both"))
        after = exported(folder, "after")
        assert (f"{into}{TODAY.year}", "2026-03") in members(after)
        assert len(set(members(before)) & set(members(after))) == len(members(before)) - 1
        for pool in (before, after):
            assert typed("publish", "--data", folder, pool).exit_code == 0
        with transaction(engine, writes=True) as session:
            for code in ("RZA", "RZB", "RZC", "RZD"):
                give_round(session, questionnaire, Asked(code))
    refused = typed("publish", "--data", folder, exported(folder, "four more"))
    assert "only 4 of its trusts differ from norm set 1" in refused.stderr


def members(pool: Path) -> list[tuple[str, str]]:
    (found,) = json.loads(pool.read_text())["pools"]
    return [(code, month) for code, month in found["members"]]


def test_a_file_that_is_no_pool_is_told(folder: Path) -> None:
    file = folder / "pool.json"
    file.write_text("{}")
    done = typed("publish", "--data", folder, file)
    assert done.exit_code == 1
    assert f"{file}: this is no pool: pools: " in done.stderr
