"""A real Dask scheduler with real workers, each a process of its own on loopback."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60.0  # seconds for programs to start on a busy machine
SCHEDULER = ["distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
WORKER = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]


@dataclass(frozen=True)
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler and its workers; all that is left of them ends with the block."""
    file = folder / "scheduler.json"
    scheduler = start([*SCHEDULER, "--no-dashboard", "--scheduler-file", str(file)], folder)
    started = [scheduler]
    try:
        address = address_in(file, scheduler)
        for place in range(workers):
            named = ["--name", f"worker-{place}", "--local-directory", str(folder / f"w{place}")]
            started.append(start(["distributed.cli.dask_worker", address, *WORKER, *named], folder))
        yield Cluster(address, started[1:])
    finally:
        for program in reversed(started):
            program.kill()
            program.wait()


def start(arguments: list[str], folder: Path) -> subprocess.Popen[bytes]:
    log = (folder / "cluster.log").open("ab")
    command = [sys.executable, "-m", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)


def address_in(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + LONGEST
    while time.monotonic() < end and scheduler.poll() is None:
        if file.is_file() and file.read_text().strip().endswith("}"):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)
    raise RuntimeError(f"no scheduler: {(file.parent / 'cluster.log').read_text()}")
