"""Figures for those who run the service: for a token only, of all processes, of nobody."""

import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.request import build_opener

import pytest
from prometheus_client.parser import text_string_to_metric_families

from benchmark.web.answered import METHODS, NO_ROUTE, OTHER
from benchmark.web.app import Benchmark
from tests.running import GUNICORN, running, wait_for
from tests.servers import answer_and_submit, browser_of, serving

TOKEN = "an-invented-token-of-40-letters-and-more"
SHOWN = {"Authorization": f"Bearer {TOKEN}"}
ASKED = 60
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def counting(acceptance: str) -> Iterator[Benchmark]:
    with serving(acceptance, metrics_token=TOKEN) as app:
        yield app


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": TOKEN},
        {"Authorization": f"Bearer {TOKEN[:-1]}"},
        {"Authorization": f"Bearer {TOKEN}x"},
        {"Authorization": "Bearer Ŵ".encode().decode("latin-1")},
    ],
)
def test_without_the_token_there_is_no_such_page(
    counting: Benchmark, shown: dict[str, str]
) -> None:
    for email in (None, "national@benchmark.example"):
        answer = browser_of(counting, email).get("/metrics", headers=shown)
        assert answer.status_code == 404
        assert b"benchmark_requests" not in answer.data


@pytest.mark.parametrize("token", [TOKEN, ""])
def test_nobody_reads_it_until_a_token_is_set(app: Benchmark, token: str) -> None:
    shown = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/metrics", headers=shown).status_code == 404


def test_requests_are_counted_by_pattern_and_status(counting: Benchmark) -> None:
    stranger = counting.test_client()
    for _ in range(3):
        stranger.get("/help")
    stranger.get("/nowhere/at/all")
    stranger.get("/static/benchmark.css").close()
    stranger.post("/sign-out")
    found = read(counting)
    assert requests(found, route="/help", method="GET", status="200") == 3
    assert requests(found, route=NO_ROUTE, method="GET", status="404") == 1
    assert requests(found, route="/static/", method="GET", status="200") == 1
    assert requests(found, route="/sign-out", method="POST", status="400") == 1
    buckets = [
        (float(dict(labels)["le"]), value)
        for (name, labels), value in found.items()
        if name == "benchmark_request_seconds_bucket" and ("route", "/help") in labels
    ]
    values = [value for _, value in sorted(buckets)]
    assert values == sorted(values)
    assert values[-1] == 3


def test_no_label_names_anybody_or_anything(counting: Benchmark, questionnaire: Any) -> None:
    lead = browser_of(counting, "clinical.medicine@north.example")
    response = answer_and_submit(lead, questionnaire).rsplit("/", 1)[1]
    lead.get("/passwords/atokenthatopensadoor?next=/secret")
    lead.get("/divisions/zzn-medicine/report")
    text = page(counting)
    assert '/responses/<id:response_id>/submit"' in text
    for known in (response, "clinical", "medicine", "zzn", "atoken", "secret", "example"):
        assert known not in text.replace("<practice:practice>", "")


def test_a_client_cannot_invent_labels(counting: Benchmark) -> None:
    stranger = counting.test_client()
    before = set(read(counting))
    for number in range(20):
        stranger.open(f"/nowhere-{number}", method=f"METHOD{number}")
    new = {dict(labels).get("method") for _, labels in set(read(counting)) - before} - {None}
    assert new <= METHODS | {OTHER}


def test_the_database_is_told_with_what_waits(counting: Benchmark) -> None:
    found = read(counting)
    assert found["benchmark_jobs", frozenset({("state", "waiting")})] == 0
    assert found["benchmark_mails", frozenset({("state", "failed")})] == 0
    assert found["benchmark_oldest_waiting_seconds", frozenset({("what", "mail")})] == 0
    assert found["benchmark_database_bytes", frozenset()] > 100_000
    ((_, labels),) = (key for key in found if key[0] == "benchmark_schema_info")
    assert dict(labels)["revision"] == dict(labels)["needed"] >= "013"


def test_several_processes_are_added_up_also_those_that_have_died(
    data: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    told = {"BENCHMARK_METRICS_TOKEN": TOKEN, "TMPDIR": str(tmp_path)}
    with running(GUNICORN, data, log, **told) as (process, address):
        wait_for(process, address, log)
        ask(address)
        assert {answered(address) for _ in range(10)} == {ASKED}
        (folder,) = tmp_path.glob("benchmark-metrics-*")
        counted_by = {int(re.findall(r"\d+", file.name)[0]) for file in folder.glob("counter_*")}
        workers = counted_by - {process.pid}
        assert len(workers) == 2, "one worker has answered everything"
        os.kill(workers.pop(), signal.SIGKILL)
        assert answered(address) == ASKED
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert not folder.exists()


@pytest.mark.battery
def test_without_the_folder_each_process_would_tell_its_own(data: Path, tmp_path: Path) -> None:
    """The twin: the same server, whose workers do not know of each other."""
    log, alone = tmp_path / "log", tmp_path / "alone.py"
    alone.write_text('preload_app = True\nworker_class = "gthread"\nthreads = 4\n')
    command = [*GUNICORN[:-1], "--config", str(alone), "wsgi:app"]
    with running(command, data, log, BENCHMARK_METRICS_TOKEN=TOKEN) as (process, address):
        wait_for(process, address, log)
        ask(address)
        assert max(answered(address) for _ in range(10)) < ASKED


def ask(address: str) -> None:
    """Several clients at once, so that no worker can answer them all."""

    def once(_: int) -> None:
        with build_opener().open(f"{address}/help", timeout=30) as answer:
            assert answer.status == 200

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(ASKED)))


def answered(address: str) -> float:
    until = time.monotonic() + 10
    while True:  # a worker that was killed takes its connections along
        try:
            opener = build_opener()
            opener.addheaders = list(SHOWN.items())
            with opener.open(f"{address}/metrics", timeout=10) as answer:
                return requests(parsed(answer.read().decode()), route="/help")
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.1)


def page(app: Benchmark) -> str:
    answer = app.test_client().get("/metrics", headers=SHOWN)
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    return answer.text


def read(app: Benchmark) -> Samples:
    return parsed(page(app))


def parsed(text: str) -> Samples:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def requests(found: Samples, **labels: str) -> float:
    wanted = frozenset(labels.items())
    return sum(
        value
        for (name, told), value in found.items()
        if name == "benchmark_requests_total" and wanted <= told
    )
