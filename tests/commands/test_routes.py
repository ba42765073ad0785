"""benchmark routes: every address with who may use it, without a database or a secret."""

import json

import pytest
from click.testing import CliRunner

from benchmark.commands.main import main

SCOPES = {"public", "own", "division", "trust", "support", "national"}


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("BENCHMARK_MODE", "production")
    result = CliRunner().invoke(main, ["routes", "--json"])
    assert result.exit_code == 0, result.output
    listed: list[dict[str, object]] = json.loads(result.stdout)
    return listed


def test_every_row_has_the_four_fields(rows: list[dict[str, object]]) -> None:
    for row in rows:
        assert set(row) == {"rule", "methods", "roles", "scope"}
        assert row["scope"] in SCOPES
        assert bool(row["roles"]) == (row["scope"] != "public")


def test_the_stable_pages_are_there(rows: list[dict[str, object]]) -> None:
    found = {
        (row["rule"], method)
        for row in rows
        for method in (row["methods"] if isinstance(row["methods"], list) else [])
    }
    for rule, method in [
        ("/sign-in", "POST"),
        ("/sign-out", "POST"),
        ("/", "GET"),
        ("/responses/<id:response_id>", "GET"),
        ("/responses/<id:response_id>/<practice:practice>", "POST"),
        ("/responses/<id:response_id>/submit", "POST"),
        ("/trusts/<trust:trust>/comparison", "GET"),
        ("/reports/<id:report_id>.pdf", "GET"),
        ("/verify/<digest:content_hash>", "GET"),
        ("/healthz", "GET"),
        ("/readyz", "GET"),
    ]:
        assert (rule, method) in found


def test_the_text_form_names_each_rule(rows: list[dict[str, object]]) -> None:
    text = CliRunner().invoke(main, ["routes"]).stdout
    assert all(str(row["rule"]) in text for row in rows)
