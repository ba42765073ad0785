"""The deadline of a whole country: ``python -m tests.load.deadline_day [seconds]``.

215 trusts x 8 divisions x 3 leads have until tomorrow. 600 of them are at it at once and ask for
130 pages and saves a second, five times the mean of such a day, from a real server with four
processes on a SQLite file of this machine; whoever asks shares its two cores. Nothing is retried.
Every save that was acknowledged is then looked for in the file.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from benchmark.database.rounds import Answer
from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaires
from tests.load.people import DIVISIONS, QUESTIONNAIRE, TRUSTS, fill, signed_in
from tests.performance.readers import a_server

RESULTS = Path(__file__).with_name("results.md")
PEOPLE, RATE, SECONDS, RAMP = 600, 130, 120, 60
WORKERS = 4  # with two, one of them gets most of the people and is a core's worth of Python
SAVE, PAGE = 150, 300  # ms, the 95th percentile at most


@dataclass(frozen=True)
class Kind:
    """What the requests of one kind took."""

    name: str
    count: int
    failures: int
    median: float
    late: float  # ms, p95
    worst: float


def main() -> None:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    with tempfile.TemporaryDirectory() as folder:
        found, acknowledged, lost = run(Path(folder), seconds)
    text = told(found, acknowledged, lost, seconds)
    sys.stdout.write(text)
    if len(sys.argv) == 1:
        RESULTS.write_text(text)
    sys.exit(bool(faults(found, lost, seconds)))


def run(folder: Path, seconds: int) -> tuple[list[Kind], int, int]:
    """What each kind of request took, and how many acknowledged saves there are and are lost."""
    address, people = sqlite_url(folder), folder / "people.jsonl"
    fill(address)
    leads = signed_in(address, PEOPLE)
    people.write_text("".join(json.dumps(each) + "\n" for each in leads))
    with a_server(folder, WORKERS) as place:
        _locust(folder, people, place, seconds)
    saves = [json.loads(line) for line in (folder / "saves.jsonl").read_text().splitlines()]
    return _kinds(folder / "run_stats.csv"), len(saves), lost_of(address, saves)


def _locust(folder: Path, people: Path, place: str, seconds: int) -> None:
    keys = read_questionnaires(questionnaire_folder())[QUESTIONNAIRE].keys
    ours = {
        "LOAD_PEOPLE": str(people),
        "LOAD_PRACTICES": " ".join(keys),
        "LOAD_RATE": str(RATE),
        "LOAD_ACKNOWLEDGED": str(folder / "saves.jsonl"),
    }
    start = ["-f", str(Path(__file__).with_name("locustfile.py")), "--headless", "--only-summary"]
    size = ["--users", str(PEOPLE), "--spawn-rate", str(PEOPLE / RAMP), "--reset-stats"]
    whole = [
        "--run-time",
        f"{seconds + RAMP}s",
        "--csv",
        str(folder / "run"),
        "--stop-timeout",
        "60",
    ]
    command = [str(Path(sys.executable).with_name("locust")), *start, *size, *whole]
    subprocess.run([*command, "--host", f"http://{place}"], env={**os.environ, **ours}, check=False)


def _kinds(file: Path) -> list[Kind]:
    with file.open(newline="") as opened:
        return [
            Kind(
                row["Name"],
                int(row["Request Count"]),
                int(row["Failure Count"]),
                float(row["50%"]),
                float(row["95%"]),
                float(row["100%"]),
            )
            for row in csv.DictReader(opened)
        ]


def lost_of(address: str, saves: list[dict[str, object]]) -> int:
    """How many acknowledged saves the database does not hold.

    A later save of the same practice has a higher version; the newest must be there word for word.
    """
    newest = {}
    for each in saves:
        place = (each["response"], each["practice"])
        if place not in newest or int(str(each["version"])) > int(str(newest[place]["version"])):
            newest[place] = each
    engine = open_database(address)
    with transaction(engine, writes=False) as session:
        held = {
            (row.response_id, row.practice): {
                "version": row.version,
                "level": row.level,
                "evidence": row.evidence,
            }
            for row in session.scalars(select(Answer))
        }
    engine.dispose()
    return sum(
        held.get(place) != {name: each[name] for name in ("version", "level", "evidence")}
        for place, each in newest.items()
    )


def faults(found: list[Kind], lost: int, seconds: int) -> list[str]:
    """What is not as it must be."""
    by_name = {kind.name: kind for kind in found}
    wanted = {"save": SAVE, "practice": PAGE, "start page": PAGE}
    slow = [
        f"{name}: p95 over {most} ms" for name, most in wanted.items() if by_name[name].late > most
    ]
    failed = [f"{kind.name}: {kind.failures} failed" for kind in found if kind.failures]
    few = by_name["Aggregated"].count < 0.95 * RATE * seconds
    return [
        *slow,
        *failed,
        *(["the rate was not reached"] if few else []),
        *(["lost"] if lost else []),
    ]


def told(found: list[Kind], acknowledged: int, lost: int, seconds: int) -> str:
    rate = next(kind.count for kind in found if kind.name == "Aggregated") / seconds
    rows = "".join(
        f"| {kind.name} | {kind.count:,} | {kind.failures} | {kind.median:.0f} | {kind.late:.0f} "
        f"| {kind.worst:.0f} |\n"
        for kind in found
    )
    return f"""# Deadline day

Made by `make load`: {TRUSTS} trusts x {DIVISIONS} divisions x 3 leads in a SQLite file, {PEOPLE} of
them at it at once for {seconds} s, {RATE} requests a second asked for, {rate:.0f} made. The people
share the two cores with the {WORKERS} processes that serve them. Nothing is retried.

| request | count | failed | median, ms | p95, ms | longest, ms |
|---|---:|---:|---:|---:|---:|
{rows}
Wanted: p95 at most {SAVE} ms for a save and {PAGE} ms for a page, no failure, nothing lost.
{acknowledged:,} saves were acknowledged, ramp included; {lost} of them are not in the file.
"""


if __name__ == "__main__":
    main()
