"""A pool on a Dask cluster whose pieces take a while, so that a worker can be killed in one.

``python -m tests.pool.slow_pool ADDRESS FOLDER MARKS`` prints the pool of a folder as JSON. Each
piece leaves a file with the worker's process id in MARKS while it is at work.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from benchmark.pool import engines
from benchmark.pool.pooling import partitions_in, pool
from benchmark.pool.telling import as_json

Result = TypeVar("Result")
SECONDS = 0.2


def slowly(work: Callable[[Path], Result], marks: Path, path: Path) -> Result:
    mark = marks / f"{os.getpid()}"
    mark.touch()
    time.sleep(SECONDS)
    found = work(path)
    mark.unlink(missing_ok=True)
    return found


def main() -> None:
    address, folder, marks = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    with engines.dask(address) as engine:

        def slow(work: Callable[[Path], Result], paths: Sequence[Path]) -> Iterator[Result]:
            return engine(partial(slowly, work, marks), paths)

        sys.stdout.write(as_json(pool(partitions_in([folder]), slow)))


if __name__ == "__main__":
    main()
