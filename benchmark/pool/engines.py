"""The same work on many partitions: in processes of this machine, or on a Dask cluster.

Results come back in the order of the partitions, whoever finished first, so that both engines say
the same to the last bit.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from os import sched_getaffinity
from pathlib import Path
from typing import Protocol, TypeVar

from benchmark.pool.libraries import library

Result = TypeVar("Result")
Watch = Callable[[Sequence[Path]], Iterator[Path]]  # hands out paths, and may show how far it is


class Engine(Protocol):
    """Does the same work on each path, and gives the results in the order of the paths."""

    def __call__(
        self, work: Callable[[Path], Result], paths: Sequence[Path], /
    ) -> Iterator[Result]: ...


FEW_BYTES = 4 * 2**20  # starting a process takes longer than reading these
WAIT = 30  # seconds for a scheduler to answer
LOST = "a process of the pool was ended from outside, perhaps for want of memory; nothing is kept"


class EngineLost(RuntimeError):
    """The processes or the cluster that did the work are gone; the text says what to do."""


def here(work: Callable[[Path], Result], paths: Sequence[Path]) -> Iterator[Result]:
    """One after another in this process."""
    return map(work, paths)


@contextmanager
def processes(number: int | None = None) -> Iterator[Engine]:
    """An engine of processes on this machine, as many as it has cores to give."""
    # from a server that has loaded what they need: a fork of this process may hold threads
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["benchmark.pool.tally", "pyarrow.parquet"])
    with ProcessPoolExecutor(number or len(sched_getaffinity(0)), mp_context=context) as pool:

        def run(work: Callable[[Path], Result], paths: Sequence[Path]) -> Iterator[Result]:
            try:
                yield from pool.map(work, paths)
            except BrokenProcessPool as broken:
                raise EngineLost(LOST) from broken

        yield run


@contextmanager
def local(paths: Sequence[Path]) -> Iterator[Engine]:
    """Processes of this machine, or this one alone for what it has read before they start."""
    if sum(path.stat().st_size for path in paths if path.is_file()) < FEW_BYTES:
        yield here
        return
    with processes() as engine:
        yield engine


@contextmanager
def dask(scheduler: str) -> Iterator[Engine]:
    """An engine of the workers of a Dask scheduler; all of them see the paths and this software.

    A worker that dies costs its piece: the scheduler gives it to another one. Raises
    ``EngineLost`` where no scheduler answers, or all workers are gone.
    """
    distributed = library("distributed")
    try:
        client = distributed.Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise EngineLost(f"no Dask scheduler answers at {scheduler}: {error}") from error
    with client:

        def run(work: Callable[[Path], Result], paths: Sequence[Path]) -> Iterator[Result]:
            # not pure: a file that has changed since the last run is read again
            futures = [client.submit(work, path, pure=False) for path in paths]
            try:
                for future in futures:
                    yield future.result()
            except (distributed.KilledWorker, distributed.client.FutureCancelledError) as lost:
                raise EngineLost(f"the workers of {scheduler} were lost: {lost}") from lost

        yield run
