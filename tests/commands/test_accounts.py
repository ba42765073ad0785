"""benchmark disable-person and enable-person, as they are typed."""

import click
from click.testing import CliRunner, Result

from benchmark.commands.accounts import disable_person, enable_person
from tests.servers import browser_of, serving

EMAIL = "executive@north.example"


def run(folder: str, command: click.Command, email: str = EMAIL) -> Result:
    return CliRunner().invoke(command, ["--data", folder, email])


def test_who_is_signed_in_is_put_out_at_once_and_may_come_back(acceptance_sqlite: str) -> None:
    folder = acceptance_sqlite.removeprefix("sqlite:///").removesuffix("/benchmark.sqlite")
    with serving(acceptance_sqlite) as app:
        browser = browser_of(app, EMAIL)
        assert browser.get("/trusts/zzn/comparison").status_code == 200
        closed = run(folder, disable_person)
        assert (closed.exit_code, "signed out everywhere" in closed.stdout) == (0, True)
        assert browser.get("/trusts/zzn/comparison").status_code == 303
        assert browser.sign_in(EMAIL).status_code == 400
        assert "disabled already" in run(folder, disable_person, EMAIL.upper()).stdout
        assert "may sign in again" in run(folder, enable_person).stdout
        assert browser.get("/trusts/zzn/comparison").status_code == 303
        assert browser.sign_in(EMAIL).status_code == 303


def test_nobody_is_nobody(acceptance_sqlite: str) -> None:
    folder = acceptance_sqlite.removeprefix("sqlite:///").removesuffix("/benchmark.sqlite")
    result = run(folder, disable_person, "nobody@north.example")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nobody here has the e-mail nobody@north.example" in result.stderr
