"""Lines of the log, as a real gunicorn and the commands write them."""

import json
import logging
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import build_opener

import pytest

from benchmark.web.logs import PLAIN, JsonLines, PlainLines, identified, log_settings, set_up_logs
from benchmark.web.settings import SettingsFault
from tests.running import GUNICORN, ROOT, running, wait_for

IN_FRONT = {"BENCHMARK_PROXIES": "1", "BENCHMARK_REQUEST_ID_HEADER": "X-Request-ID"}
# as gunicorn is set up, but with its access log
PLANTED_CONF = """
import runpy
globals().update(runpy.run_path({!r}))
logconfig_dict["loggers"]["gunicorn.access"] = logconfig_dict["loggers"]["gunicorn.error"]
"""
OF_REQUESTS = ("benchmark.requests", "benchmark.web.noticed")
OURS = re.compile(r"[a-z2-9]{16}")
A_PLAIN_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ |    \| ")


@contextmanager
def gunicorn(data: Path, log: Path, **told: str) -> Iterator[str]:
    with running(GUNICORN, data, log, **({"BENCHMARK_LOG": "json"} | told)) as (process, address):
        wait_for(process, address, log)
        yield address
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def ask(address: str, page: str, request: str = "") -> str:
    """A page and its headers as one text."""
    opener = build_opener()
    opener.addheaders = [("X-Request-ID", request)] if request else []
    try:
        with opener.open(f"{address}{page}", timeout=30) as answer:
            return f"{answer.headers}{answer.read().decode()}"
    except HTTPError as refused:
        return f"{refused.headers}{refused.read().decode()}"


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def requests_in(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The line that each request leaves, but for the questions whether the server is there."""
    told = [line for line in found if line["logger"] == "benchmark.requests"]
    return [line for line in told if line["route"] != "/readyz"]


def test_every_line_is_an_object_and_requests_have_the_ids_of_the_proxy(
    data: Path, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with gunicorn(data, log, **IN_FRONT) as address:
        seen = ask(address, "/help", "id-of-the-proxy.7")
        ask(address, "/passwords/a-secret-token?next=/elsewhere", "id-of-the-proxy.8")
        ask(address, "/help", "not an id")
        ask(address, "/help", "x" * 65)
    found = lines(log)
    assert any(line["logger"] == "gunicorn.error" for line in found)
    asked = requests_in(found)
    assert [(line["route"], line["status"]) for line in asked] == [
        ("/help", 200),
        ("/passwords/<token:token>", 404),
        ("/help", 200),
        ("/help", 200),
    ]
    assert [line["request"] for line in asked[:2]] == ["id-of-the-proxy.7", "id-of-the-proxy.8"]
    assert all(OURS.fullmatch(line["request"]) for line in asked[2:])
    assert all(line["method"] == "GET" and line["milliseconds"] > 0 for line in asked)
    assert "id-of-the-proxy" not in seen
    for word in ("a-secret-token", "elsewhere", "127.0.0.1"):
        assert word not in json.dumps([line for line in found if line["logger"] in OF_REQUESTS])


@pytest.mark.parametrize("form", ["plain", "json"])
def test_no_address_that_somebody_asks_for_is_in_a_log(
    data: Path, tmp_path: Path, form: str
) -> None:
    log = tmp_path / "log"
    with gunicorn(data, log, BENCHMARK_LOG=form) as address:
        ask(address, "/passwords/a-secret-token?next=/elsewhere")
        ask(address, "/links/another-secret-token")
    told = log.read_text(encoding="utf-8")
    assert "Booting worker" in told
    for word in ("secret-token", "elsewhere", "HTTP/1.1", "gunicorn.access"):
        assert word not in told


def test_an_access_log_of_gunicorn_would_be_seen(data: Path, tmp_path: Path) -> None:
    log, planted = tmp_path / "log", tmp_path / "planted.py"
    planted.write_text(PLANTED_CONF.format(str(ROOT / "gunicorn.conf.py")), encoding="utf-8")
    command = [GUNICORN[0], "--config", str(planted), *GUNICORN[1:]]
    with running(command, data, log) as (process, address):
        wait_for(process, address, log)
        ask(address, "/passwords/a-secret-token?next=/elsewhere")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert "a-secret-token?next=/elsewhere" in log.read_text(encoding="utf-8")


def test_without_a_trusted_proxy_nobody_names_a_request(data: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with gunicorn(data, log) as address:
        ask(address, "/help", "of-a-stranger")
    assert "of-a-stranger" not in log.read_text(encoding="utf-8")
    (line,) = requests_in(lines(log))
    assert OURS.fullmatch(line["request"])


def test_the_lines_of_a_request_and_no_others_have_its_id() -> None:
    read: list[dict[str, Any]] = []
    log = reading("requests apart", read, JsonLines())
    meet = threading.Barrier(2)

    def application(*_: Any) -> Iterable[bytes]:
        log.info("begins")
        meet.wait(timeout=10)  # both are under way
        log.info("ends")
        return []

    asked = identified(application, "X-Request-ID")
    clients = [
        threading.Thread(target=asked, args=({"HTTP_X_REQUEST_ID": name}, None))
        for name in ("one", "two")
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    log.info("afterwards")
    by_id = {
        name: [r["message"] for r in read if r.get("request") == name] for name in ("one", "two")
    }
    assert by_id == {"one": ["begins", "ends"], "two": ["begins", "ends"]}
    assert "request" not in read[-1]


def test_no_message_ends_a_line_or_hides_its_fault() -> None:
    read: list[dict[str, Any]] = []
    log = reading("faults", read, JsonLines())
    try:
        int("what went\nwrong")
    except ValueError:
        log.exception('a line\n{"level": "INFO"}')
    (line,) = read
    assert line["message"] == 'a line\n{"level": "INFO"}'
    assert line["level"] == "ERROR"
    assert "ValueError: invalid literal" in line["exception"]


def test_plain_lines_name_their_request() -> None:
    formatter = PlainLines("%(levelname)s%(request)s %(message)s")
    record = logging.LogRecord("x", logging.INFO, "", 0, "said %s", ("so",), None)
    said: list[str] = []

    def application(*_: Any) -> Iterable[bytes]:
        said.append(formatter.format(record))
        return []

    identified(application, "X-Request-ID")({"HTTP_X_REQUEST_ID": "one"}, lambda *_: None)
    assert [*said, formatter.format(record)] == ["INFO [one] said so", "INFO said so"]


PLANTED = "2026-01-01 00:00:00,000 INFO planted"
ENDS = ("\n", "\r", "\r\n", "\x0b", "\x0c", "\x1b[2K", "\x85", "\u2028", "\u2029")


@pytest.mark.parametrize("end", ENDS)
def test_no_message_adds_a_plain_line(end: str) -> None:
    text = written(PlainLines(PLAIN), f"said{end}{PLANTED}")
    assert len(text.splitlines()) == 1
    assert text.endswith(f"said{end.encode('unicode_escape').decode()}{PLANTED}")
    assert "\x1b" not in text


@pytest.mark.parametrize("end", ENDS)
def test_the_lines_of_a_fault_are_set_in(end: str) -> None:
    first, *others = written(PlainLines(PLAIN), "unexpected", f"said{end}{PLANTED}").splitlines()
    assert first.endswith("ERROR unexpected")
    assert others
    assert all(line.startswith("    | ") for line in others)
    assert PLANTED in "".join(others)


def test_another_formatter_lets_lines_be_added() -> None:
    usual = written(logging.Formatter(PLAIN), f"said\n{PLANTED}", f"said\n{PLANTED}")
    assert usual.splitlines().count(PLANTED) >= 2


def written(formatter: logging.Formatter, message: str, fault: str = "") -> str:
    """A message, with the fault of that text where there is one."""
    info = (ValueError, ValueError(f"{fault}{fault}"), None) if fault else None
    record = logging.LogRecord("x", logging.ERROR, "", 0, "%s", (message,), info, sinfo=fault)
    record.request = ""
    return formatter.format(record)


def test_gunicorn_writes_its_own_lines_in_our_plain_form(data: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with gunicorn(data, log, BENCHMARK_LOG="plain") as address:
        ask(address, "/help")
    told = log.read_text(encoding="utf-8").splitlines()
    assert any("Listening at" in line for line in told)
    assert [line for line in told if not A_PLAIN_LINE.match(line)] == []


@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_program_writes_to_stderr_in_the_form_that_is_set_and_in_utc(form: str) -> None:
    program = (
        "import logging, os\nfrom benchmark.web.logs import set_up_logs\n"
        "set_up_logs(os.environ)\nlogging.getLogger('any').info('a line')\n"
        "logging.getLogger('alembic').info('quiet')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"BENCHMARK_LOG": form, "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    (line,) = done.stderr.splitlines()
    assert done.stdout == ""
    if form == "json":
        told = json.loads(line)
        assert told["message"] == "a line"
        at = datetime.fromisoformat(told["time"])
    else:
        assert line.endswith(" INFO a line")
        at = datetime.fromisoformat(f"{line[:19]}+00:00")
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


def test_a_form_that_there_is_not_is_a_plain_fault() -> None:
    with pytest.raises(SettingsFault, match="BENCHMARK_LOG is 'xml'"):
        set_up_logs({"BENCHMARK_LOG": "xml"})
    assert log_settings("plain") != log_settings("json")


def reading(name: str, read: list[dict[str, Any]], form: JsonLines) -> logging.Logger:
    """A logger whose lines are read back as JSON."""

    class Reader(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            (line,) = self.format(record).splitlines()
            read.append(json.loads(line))

    log, handler = logging.getLogger(f"tests.{name}"), Reader()
    handler.setFormatter(form)
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO)
    return log
