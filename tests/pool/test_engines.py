"""Engines: the same result to the last bit, also when a worker is killed in the middle."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmark.pool import engines
from benchmark.pool.engines import EngineLost, here, processes
from benchmark.pool.partition import read_partition
from benchmark.pool.pooling import partitions_in, pool
from benchmark.pool.telling import as_json
from benchmark.questionnaire.located import FaultyFile
from tests.pool.clusters import LONGEST, ROOT, Cluster, cluster
from tests.pool.invented import partition, trusts

REGIONS = "ABCDEFGH"
BENCHMARK = str(Path(sys.executable).with_name("benchmark"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("partitions")
    for place, name in enumerate(REGIONS):
        partition(made, trusts(name, 6), region=name, seed=place)
    return made


@pytest.fixture(scope="module")
def alone(folder: Path) -> str:
    return as_json(pool(partitions_in([folder]), here))


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[Cluster]:
    with cluster(tmp_path, workers=2) as running:
        yield running


def run(*command: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, cwd=ROOT, env=environment)


def printed(program: subprocess.Popen[bytes]) -> str:
    out, told = program.communicate(timeout=2 * LONGEST)
    assert program.returncode == 0, told.decode()
    return out.decode()


def test_processes_of_this_machine_find_what_one_finds(folder: Path, alone: str) -> None:
    with processes(2) as engine:
        assert as_json(pool(partitions_in([folder]), engine)) == alone


def test_the_order_of_the_files_changes_no_bit(folder: Path, alone: str) -> None:
    files = partitions_in([folder])
    assert as_json(pool(files[::-1], here)) == alone
    assert as_json(pool(files[3:] + files[:3], here)) == alone


def test_a_worker_that_is_killed_in_the_middle_changes_no_bit(
    folder: Path, alone: str, two_workers: Cluster, tmp_path: Path
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    program = run(
        sys.executable, "-m", "tests.pool.slow_pool", two_workers.address, str(folder), str(marks)
    )
    victim = wait_for_a_worker_at_work(marks, two_workers)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert program.poll() is None, "the pool was done before the worker was killed"
    assert printed(program) == alone
    assert (marks / str(victim.pid)).exists(), "the worker was not killed at work"
    survivors = [worker for worker in two_workers.workers if worker.poll() is None]
    assert len(survivors) == 1
    options = ["--json", "--engine", "dask", "--scheduler", two_workers.address]
    assert printed(run(BENCHMARK, "pool", "run", str(folder), *options)) == alone


def wait_for_a_worker_at_work(marks: Path, running: Cluster) -> subprocess.Popen[bytes]:
    """A worker in the middle of a piece, when both have begun one."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        at_work = {path.name for path in marks.iterdir()}
        if len(at_work) == len(running.workers):
            return next(worker for worker in running.workers if str(worker.pid) in at_work)
        time.sleep(0.02)
    raise AssertionError("no worker began")


def test_a_bad_file_is_told_by_a_process_as_it_is_here(folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.parquet"
    bad.write_bytes(b"PAR1")
    with processes(2) as engine, pytest.raises(FaultyFile, match=r"bad\.parquet:1:1: "):
        list(engine(read_partition, [*partitions_in([folder])[:2], bad]))


def test_a_process_that_is_killed_is_told_and_nothing_is_kept(folder: Path) -> None:
    with processes(2) as engine, pytest.raises(EngineLost, match="ended from outside"):
        list(engine(killed, partitions_in([folder])))


def killed(_: Path) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_few_answers_are_counted_without_starting_processes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = partitions_in([folder])
    with engines.local(files) as engine:
        assert set(engine(process_of, files)) == {os.getpid()}
    monkeypatch.setattr(engines, "FEW_BYTES", 1)
    with engines.local(files) as engine:
        assert os.getpid() not in set(engine(process_of, files))


def process_of(_: Path) -> int:
    return os.getpid()


def test_a_scheduler_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "WAIT", 1)
    with (
        pytest.raises(EngineLost, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        engines.dask("tcp://127.0.0.1:9"),
    ):
        pass
