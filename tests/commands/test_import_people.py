"""benchmark import-people, as it is typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from benchmark.commands.import_people import import_people
from benchmark.database.mail import Mail
from benchmark.database.people import Trust
from benchmark.database.session import open_database, transaction
from tests.assessment.records import recorded_by_commands

HEADER = "trust,division,role,name,email,from,to"
LINE = "ZZN,Medicine,nursing,Cy Cedar,cy@north.example,2025-04-01,"  # invented


@pytest.fixture
def folder(current_sqlite: str, tmp_path: Path) -> Path:
    engine = open_database(current_sqlite)
    with transaction(engine, writes=True) as session:
        session.add(Trust(code="ZZN", name="Invented North", invented=True))
    engine.dispose()
    return tmp_path


def run(folder: Path, *lines: str, options: tuple[str, ...] = ()) -> Result:
    file = folder / "people.csv"
    file.write_text("\n".join([HEADER, *lines]))
    return CliRunner().invoke(import_people, ["--data", str(folder), *options, str(file)])


def test_people_are_counted(folder: Path) -> None:
    result = run(folder, LINE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "1 tenure: 1 new, 0 changed; people: 1 new, 0 renamed; divisions: 1 new\n"
    )
    assert recorded_by_commands(folder) == [("people taken in", "", False)]
    assert run(folder, LINE).stdout == (
        "1 tenure: 0 new, 0 changed; people: 0 new, 0 renamed; divisions: 0 new\n"
    )
    assert len(recorded_by_commands(folder)) == 1  # nothing has changed


def test_an_unknown_trust_is_located_with_what_to_do(folder: Path) -> None:
    result = run(folder, LINE, LINE.replace("ZZN", "RXH"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"{folder}/people.csv:3:trust: no trust with the code 'RXH' is known; "
        "run benchmark import-trusts first\nnothing was imported\n"
    )


def test_people_without_a_password_are_invited_once_and_leads_by_their_rounds(
    folder: Path,
) -> None:
    executive = "ZZN,,executive,Ed Elm,ed@north.example,2025-04-01,"
    gone = "ZZN,,improvement,Fay Fir,fay@north.example,2025-04-01,2025-05-01"
    lines = (LINE, executive, gone)
    assert "mail" not in run(folder, *lines).stdout
    told = "1 mail is waiting for the worker, with a link to choose a password\n"
    assert run(folder, *lines, options=("--invite",)).stdout.endswith(told)
    assert run(folder, *lines, options=("--invite",)).stdout.endswith("0 mails are" + told[9:])
    engine = open_database(f"sqlite:///{folder}/benchmark.sqlite")
    with transaction(engine, writes=False) as session:
        assert list(session.scalars(select(Mail.address))) == ["ed@north.example"]
    engine.dispose()
