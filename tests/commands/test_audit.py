"""benchmark audit verify, as it is typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from benchmark.commands.main import main
from tests.assessment.records import recorded, tampered, two_trusts
from tests.databases import closing


@pytest.fixture
def engine(current_sqlite: str) -> Iterator[Engine]:
    with closing(current_sqlite) as opened:
        two_trusts(opened)
        recorded(opened, 3)
        recorded(opened, 1, trust=2)
        yield opened


def verify(engine: Engine, *options: str) -> Result:
    folder = str(Path(str(engine.url.database)).parent)
    return CliRunner().invoke(main, ["audit", "verify", "--data", folder, *options])


def head_of(result: Result, code: str) -> str:
    found = re.search(rf"^{code}: .*whole; head ([0-9a-f]{{64}})$", result.stdout, re.MULTILINE)
    assert found
    return found[1]


def test_a_whole_record_is_counted_and_its_head_printed(engine: Engine) -> None:
    result = verify(engine)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].startswith("ZZ1: 3 entries, whole; head ")
    assert lines[1].startswith("ZZ2: 1 entry, whole; head ")
    assert verify(engine, "--trust", "zz2").stdout.splitlines() == lines[1:]


def test_the_first_entry_at_fault_is_named(engine: Engine) -> None:
    tampered(engine, "UPDATE audit_entries SET kind = 'mail sent again' WHERE number = 2")
    result = verify(engine)
    assert result.exit_code == 1
    assert result.stderr == ("ZZ1: entry 2 was changed: what it says does not give its hash\n")
    assert result.stdout.startswith("ZZ2: 1 entry, whole; head ")


def test_a_head_that_was_kept_finds_a_cut_end(engine: Engine) -> None:
    head = head_of(verify(engine), "ZZ1")
    recorded(engine, 1)
    assert verify(engine, "--trust", "ZZ1", "--head", head).exit_code == 0
    tampered(
        engine,
        "DELETE FROM audit_people WHERE trust_id = 1 AND number > 2",
        "DELETE FROM audit_entries WHERE trust_id = 1 AND number > 2",
    )
    assert verify(engine, "--trust", "ZZ1").exit_code == 0
    result = verify(engine, "--trust", "ZZ1", "--head", head)
    assert result.exit_code == 1
    assert "the head that was kept is not in the record, which ends with entry 2" in result.stderr


def test_wrong_usage_and_an_unknown_trust(engine: Engine) -> None:
    assert verify(engine, "--head", "a" * 64).exit_code == 2
    result = verify(engine, "--trust", "ZZX")
    assert (result.exit_code, result.stderr) == (1, "Error: there is no trust ZZX\n")


def test_before_anything_was_recorded(current_sqlite: str) -> None:
    with closing(current_sqlite) as opened:
        assert verify(opened).stdout == "No trust has a record yet.\n"


def test_a_name_is_taken_out_and_the_record_stays_whole(engine: Engine) -> None:
    head = head_of(verify(engine), "ZZ1")
    folder = str(Path(str(engine.url.database)).parent)
    command = ["audit", "erase-names", "--data", folder, "--person", "1@north.example"]
    result = CliRunner().invoke(main, command)
    assert (result.exit_code, result.stdout) == (0, "2 entries no longer name 1@north.example\n")
    told = verify(engine, "--trust", "ZZ1", "--head", head)
    assert told.stdout.startswith("ZZ1: 4 entries, 1 of them without a name, whole; head ")
    assert CliRunner().invoke(main, [*command[:-1], "nobody@north.example"]).exit_code == 1
