"""make scan compares uv.lock with published faults and versions, by the times of docs/controls.md.

The services that are asked are stand-ins on this machine, uv is the real one.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.missing import give_up
from tests.security.components import (
    UV,
    AwayError,
    days_allowed,
    known_faults,
    overdue_versions,
)

NOW = datetime(2026, 11, 29, tzinfo=UTC)
NOBODY = "http://127.0.0.1:1"
PROJECT = """
[project]
name = "ours"
version = "1"
requires-python = ">=3.11"
dependencies = [
    "thing>={least}", # for a test
]
"""
LOCK = """
version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "ours"
version = "1"
source = {{ virtual = "." }}
dependencies = [{{ name = "thing" }}]

[package.metadata]
requires-dist = [{{ name = "thing", specifier = ">={locked}" }}]

[[package]]
name = "thing"
version = "{locked}"
source = {{ registry = "{index}" }}
wheels = [{{ url = "{index}/thing-{locked}-py3-none-any.whl", hash = "sha256:{hash}" }}]
"""
METADATA = "Metadata-Version: 2.1\nName: thing\nVersion: {}\n"
WHEEL = hashlib.sha256(b"").hexdigest()
Answer = Callable[[str, bytes], bytes]


@pytest.fixture(autouse=True)
def _uv_is_here() -> None:
    if not UV.is_file():
        give_up("uv is not installed: make .uv/development")


@contextmanager
def service(answer: Answer) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = answer(self.path, sent)
            simple = self.path.startswith("/simple/") and not self.path.endswith(".metadata")
            kind = "application/vnd.pypi.simple.v1+json" if simple else "application/json"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def faults_of(name: str, published: datetime) -> Answer:
    fault = {"id": "PLANTED-1", "modified": published.isoformat()}
    versions = [{"events": [{"introduced": "0"}, {"fixed": "9"}], "type": "ECOSYSTEM"}]
    package = {"name": name, "ecosystem": "PyPI"}
    affected = [{"package": package, "ranges": versions}]
    whole = fault | {"published": published.isoformat(), "summary": "p", "affected": affected}

    def answer(path: str, sent: bytes) -> bytes:
        if "querybatch" not in path:
            return json.dumps(whole).encode()
        asked = [each["package"]["name"] for each in json.loads(sent)["queries"]]
        return json.dumps(
            {"results": [{"vulns": [fault]} if n == name else {} for n in asked]}
        ).encode()

    return answer


def index_of(versions: dict[str, datetime]) -> Answer:
    files = [
        {
            "filename": f"thing-{version}-py3-none-any.whl",
            "url": f"thing-{version}-py3-none-any.whl",
            "hashes": {"sha256": WHEEL},
            "core-metadata": True,
            "upload-time": f"{uploaded:%Y-%m-%dT%H:%M:%SZ}",
            "size": 0,
        }
        for version, uploaded in versions.items()
    ]
    listed = {"meta": {"api-version": "1.1"}, "name": "thing", "files": files}

    def answer(path: str, _: bytes) -> bytes:
        if path.endswith(".metadata"):
            return METADATA.format(path.split("-")[1]).encode()
        return json.dumps(listed | {"versions": list(versions)}).encode()

    return answer


def project(folder: Path, locked: str, index: str = NOBODY) -> Path:
    (folder / "pyproject.toml").write_text(PROJECT.format(least=locked))
    (folder / "uv.lock").write_text(LOCK.format(locked=locked, index=index, hash=WHEEL))
    (folder / "README.md").touch()
    return folder


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "state"), [(1, "is overdue from 30 November"), (3, "is overdue;")]
)
def test_a_published_fault_is_found_and_overdue_after_its_time(
    tmp_path: Path, days: int, state: str
) -> None:
    with service(faults_of("thing", ago(days))) as address:
        (found,) = known_faults(project(tmp_path, "1.0"), NOW, address)
    assert found.startswith("thing 1.0: PLANTED-1 ")
    assert state in found
    assert "'9'" in found


def test_a_fault_of_what_we_do_not_carry_is_none(tmp_path: Path) -> None:
    with service(faults_of("another", ago(9))) as address:
        assert known_faults(project(tmp_path, "1.0"), NOW, address) == []


@pytest.mark.parametrize(
    ("locked", "found"),
    [
        ("1.0", ["thing v1.0: v1.10 has been there for 90 days"]),
        ("1.9", ["thing v1.9: v1.10 has been there for 90 days"]),
        ("1.10", []),  # 2.0 is there for two months only
        ("2.0", []),
    ],
)
def test_a_version_that_was_there_long_ago_is_found(
    tmp_path: Path, locked: str, found: list[str]
) -> None:
    there = {"1.0": ago(900), "1.9": ago(300), "1.10": ago(91), "2.0": ago(60)}
    with service(index_of(there)) as address:
        index = f"{address}/simple"
        assert overdue_versions(project(tmp_path, locked, index), NOW, index) == found


def test_who_does_not_answer_is_told_and_not_taken_for_nothing_found(tmp_path: Path) -> None:
    ours = project(tmp_path, "1.0")
    with pytest.raises(AwayError, match="refused"):
        known_faults(ours, NOW, NOBODY)
    with pytest.raises(AwayError):
        overdue_versions(ours, NOW, f"{NOBODY}/simple")


def test_the_times_are_those_of_the_document() -> None:
    assert days_allowed() == [2, 7, 30, 90]
