"""The worked examples of docs/api.md: run against a live server, or at least read."""

import csv
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.assessment.tokens import DAYS, MOST_A_MINUTE
from benchmark.database.session import sqlite_url
from benchmark.web.api.describing import description
from tests.running import running, wait_for
from tests.servers import browser_of, copied, serving
from tests.web.api.test_bearer import token_of

DOCUMENT = (Path(__file__).resolve().parents[3] / "docs/api.md").read_text(encoding="utf-8")
EXECUTIVE = "marguerite.oldacre@fallowmere.example"
SERVE = ["benchmark", "serve", "--port", "{port}", "--no-worker"]


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found, "the example is gone"
    return found[1]


@pytest.fixture(scope="module")
def data(filled: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("example")
    copied(filled("showcase") / "benchmark.sqlite", folder)
    return folder


def test_the_pandas_example_loads_what_the_page_shows(data: Path, tmp_path: Path) -> None:
    with serving(sqlite_url(data)) as app:
        token = token_of(app, EXECUTIVE, "ZZF")["Authorization"].removeprefix("Bearer ")
        browser = browser_of(app, EXECUTIVE)
        rounds = browser.get("/api/v1/trusts/zzf/rounds").json["items"]
        newest = next(each for each in rounds if each["state"] == "closed")["id"]
        page = browser.get(f"/trusts/zzf/comparison.csv?part=practices&round={newest}").text
    log = tmp_path / "server.log"
    with running(SERVE, data, log) as (process, address):
        wait_for(process, address, log)
        told = run(tmp_path, BENCHMARK_SERVICE=address, BENCHMARK_TOKEN=token)
        ended = run(tmp_path, fails=True, BENCHMARK_SERVICE=address, BENCHMARK_TOKEN="mpb_x")
    with (tmp_path / "scores.csv").open(encoding="utf-8", newline="") as kept:
        rows = [row for row in csv.DictReader(kept) if row["round"] == newest]
    levels = {(r["label"], r["name"]): r["figure.text"] for r in rows if r["kind"] == "practice"}
    shown = csv.DictReader(io.StringIO(page, newline=""))
    cells = {
        (row["Practice"], name): text
        for row in shown
        for name, text in row.items()
        if name not in ("Practice", "Section")
    }
    assert len(levels) == 30 * 8
    assert {place: cells[place] for place in levels} == levels
    assert "Name: count" in told  # what is not shown is counted by its rule
    assert "401" in ended


def run(folder: Path, *, fails: bool = False, **environment: str) -> str:
    """Run the example as it stands in the document; returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", block("python")],
        cwd=folder,
        env=os.environ | {"NO_PROXY": "*"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout + done.stderr


def test_the_steps_for_power_bi_name_fields_that_there_are() -> None:
    steps = block("powerquery")
    assert "Web.Contents" in steps
    schemas = description()["components"]["schemas"].values()
    known = {name for schema in schemas for name in schema["properties"]}
    known |= {
        p["name"] for path in description()["paths"].values() for p in path["get"]["parameters"]
    }
    named = set(re.findall(r"\[([a-z_]+)\]", steps)) | set(re.findall(r"\"([a-z_]+)\"", steps))
    ours = {"score"}  # a column that the steps make themselves
    assert {"next_cursor", "items", "rounds", "scores", "figure", "value", "rule"} <= named
    assert named - known - ours == set()


def test_the_figures_of_the_document_are_those_of_the_code() -> None:
    text = " ".join(DOCUMENT.split())
    assert f"may ask {MOST_A_MINUTE} times a minute" in text
    assert "({}, {} or {} days)".format(*DAYS) in text
