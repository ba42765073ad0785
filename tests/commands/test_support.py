"""benchmark support, as it is typed: open, list, close, and every refusal in words."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmark.commands.main import main

SAM = "sam@supplier.example"
REASON = "Ticket 1042: reminder mails do not arrive"
OPEN = {"--trust": "zzn", "--email": SAM, "--name": "Sam Support", "--reason": REASON,
        "--hours": "4"}  # fmt: skip


def run(data: Path, step: str, options: dict[str, str] | None = None) -> Result:
    typed = [each for pair in (options or {}).items() for each in pair]
    return CliRunner().invoke(main, ["support", step, "--data", str(data), *typed])


def test_it_is_opened_listed_and_closed(data: Path) -> None:
    assert "no access for support was ever opened" in run(data, "list").stdout
    opened = run(data, "open", OPEN)
    assert opened.exit_code == 0, opened.output
    assert "Sam Support can see which posts of Invented North NHS Trust" in opened.stdout
    assert f"A link to choose a password waits for the worker, to {SAM}" in opened.stdout
    listed = run(data, "list").stdout
    assert f"ZZN  Sam Support <{SAM}>  open" in listed
    assert REASON in listed
    place = {"--trust": "ZZN", "--email": SAM.upper()}
    assert "its coordinators are told" in run(data, "close", place).stdout
    assert "no such access is open" in run(data, "close", place).stdout
    assert "ended by the operator" in run(data, "list").stdout
    assert run(data, "open", OPEN | {"--name": ""}).exit_code == 0  # known by now


WRONG = {
    "no such trust": ({"--trust": "ZZX"}, 1, "no trust has the code ZZX"),
    "no reason": ({"--reason": "help"}, 1, "Give a reason of at least 4 words"),
    "a lead": ({"--email": "executive@north.example"}, 1, "Support needs an account of its own"),
    "unknown and without a name": ({"--name": ""}, 1, "say with --name who it is"),
    "too long": ({"--hours": "25"}, 2, "25 is not in the range 1<=x<=24"),
    "no end": ({"--hours": "0"}, 2, "0 is not in the range"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_opened_says_why_and_leaves_nothing(data: Path, case: str) -> None:
    changed, code, words = WRONG[case]
    refused = run(data, "open", OPEN | changed)
    assert (refused.exit_code, refused.stdout) == (code, "")
    assert words in refused.stderr
    assert "no access for support was ever opened" in run(data, "list").stdout


def test_closing_for_somebody_unknown_closes_nothing(data: Path) -> None:
    closed = run(data, "close", {"--trust": "ZZN", "--email": "nobody@supplier.example"})
    assert (closed.exit_code, closed.stdout) == (0, "no such access is open\n")
