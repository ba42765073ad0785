"""Part of ``make bench``: pooling 50 million answers beside DuckDB, in one run.

The partitions have one row a sheet and one byte column a practice, which is also what DuckDB takes
in with least work: of several ways to ask it for the same figures the fastest is timed. Both sides
start warm (our processes run, DuckDB's connection and its two threads are there), take turns, and
must have given the same answers before a figure counts. The table goes to ``pool.md``.
"""

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np

from benchmark.pool.engines import Engine, here, processes
from benchmark.pool.figures import OVERALL_SHARE, answered, mean_of, trust_means
from benchmark.pool.partition import Partition, read_partition
from benchmark.pool.pooling import partitions_in
from benchmark.pool.tally import Tally, Unit, by_trust, count_file, merge, merge_all, tally_of
from benchmark.scoring.answers import HIGHEST, LOWEST
from benchmark.scoring.grid import ROLES
from tests.performance.bench import machine
from tests.performance.pooled_partitions import PRACTICES, write_millions, write_regions

RESULTS = Path(__file__).with_name("pool.md")
CORES, ROUNDS = 2, 7
SIZES = {1: 52, 10: 515, 50: 2_573}  # millions of answers -> divisions of each trust
TWO_THIRDS, MOST_MEMORY = 2 / 3, 2**30
STORED = (4, 3_473)  # trusts of each region, of 8 divisions each
UPDATES, SAMPLED = 400, 20  # submissions, and trusts that they come from
KINDS = range(LOWEST, HIGHEST + 1)
COLUMNS = [f'"{practice}"' for practice in PRACTICES]
HISTOGRAMS = ", ".join(f"histogram({column})" for column in COLUMNS)
WAYS = {
    "histogram() of each column": "SELECT {figures} FROM {files}",
    "UNPIVOT, then GROUP BY practice, level": (
        "SELECT practice, level, count(*) FROM "
        "(UNPIVOT {files} ON {columns} INTO NAME practice VALUE level) GROUP BY ALL"
    ),
    "UNPIVOT, avg, stddev_samp, histogram GROUP BY practice": (
        "SELECT practice, avg(level) FILTER (level > 0), stddev_samp(level) FILTER (level > 0), "
        "histogram(level) FROM (UNPIVOT {files} ON {columns} INTO NAME practice VALUE level) "
        "GROUP BY ALL"
    ),
}
BY_TRUST = "SELECT trust, role, {figures} FROM {files} GROUP BY ALL"


COST_TITLES = ("partitions of a million each, one process", "in four partitions, two processes")
LAYOUT = (
    "The layout: one row a sheet, one signed byte column a practice, no nulls, Snappy, sorted by",
    "trust, role and division, row groups of 131,072 rows. A long table (one row an answer) would",
    "repeat trust, role and division thirty times and make both sides slower; packed sheets in",
    "one binary column would be fastest for us and unreadable for anybody else. Each partition",
    "costs about 5 ms by itself and each round trip to the processes a few more, which is what a",
    "million answers in four partitions mostly pay for.",
)


class Race(NamedTuple):
    """Wall seconds of both sides, the least of the rounds."""

    work: str
    theirs: float
    ours: float


def ours(engine: Engine, paths: list[Path]) -> Tally:
    """What a pool begins with: the tally of every trust and role, and the figures of practices."""
    found = merge_all((each.tally for each in engine(count_file, paths)), len(PRACTICES))
    for counts in found.counts.sum(axis=(0, 1)):
        answered(counts)
    return found


def asked(way: str, paths: list[Path]) -> str:
    files = "read_parquet([" + ", ".join(f"'{path}'" for path in paths) + "])"
    return way.format(figures=HISTOGRAMS, files=files, columns=", ".join(COLUMNS))


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def race(work: str, mine: Callable[[], object], other: Callable[[], object]) -> Race:
    """By turns; the first round of each is not counted."""
    both = [(timed(other), timed(mine)) for _ in range(ROUNDS + 1)][1:]
    theirs, own = (min(side) for side in zip(*both, strict=True))
    return Race(work, theirs, own)


def check_same(found: Tally, base: duckdb.DuckDBPyConnection, paths: list[Path]) -> None:
    """Histograms of every trust, role and practice, and means and SDs of every practice."""
    rows = base.execute(asked(BY_TRUST, paths)).fetchall()
    assert len(rows) == len(found.units) * len(ROLES)
    place = {trust: at for at, (trust, _) in enumerate(found.units)}
    for trust, role, *histograms in rows:
        expected = [[each.get(kind, 0) for kind in KINDS] for each in histograms]
        np.testing.assert_array_equal(found.counts[place[trust], ROLES.index(role)], expected)
    moments = ", ".join(f"avg({score(c)}), stddev_samp({score(c)})" for c in COLUMNS)
    query = asked("SELECT {figures} FROM {files}", paths).replace(HISTOGRAMS, moments)
    theirs = np.reshape(base.execute(query).fetchone(), (-1, 2))
    own = [answered(counts) for counts in found.counts.sum(axis=(0, 1))]
    np.testing.assert_allclose([(each.mean, each.sd) for each in own], theirs, atol=5.1e-5)


def score(column: str) -> str:
    """The score of an answer, in SQL: what is not in place scores 1, other kinds nothing."""
    return f"CASE WHEN {column} > 0 THEN {column} WHEN {column} = -3 THEN 1 END"


def races(engine: Engine, paths: list[Path], answers: int) -> list[Race]:
    base = duckdb.connect(config={"threads": CORES})
    check_same(ours(engine, paths), base, paths)
    found = [
        race(
            f"{answers:,} answers by practice; DuckDB: {name}",
            lambda: ours(engine, paths),
            lambda way=way: base.execute(asked(way, paths)).fetchall(),
        )
        for name, way in WAYS.items()
    ]
    found.append(
        race(
            f"{answers:,} answers by trust, role and practice",
            lambda: ours(engine, paths),
            lambda: base.execute(asked(BY_TRUST, paths)).fetchall(),
        )
    )
    base.close()
    return found


def cost(engine: Engine, paths: list[Path]) -> float:
    """Seconds to pool the partitions, the least of the rounds."""
    return min([timed(lambda: ours(engine, paths)) for _ in range(ROUNDS + 1)][1:])


def cost_in_millions(folder: Path) -> dict[int, float]:
    """Seconds an answer in one process, of 1, 10 and 50 partitions of a million answers each."""
    each = write_millions(folder, max(SIZES))
    paths = partitions_in([folder])
    return {each * size: cost(here, paths[:size]) / (each * size) for size in SIZES}


def recomputed(kept: dict[Unit, Tally], unit: Unit, sheet: Partition) -> float:
    """Seconds to merge one more sheet into its trust's tally and work out the trust's figures."""
    start = time.perf_counter()
    kept[unit] = merge(kept[unit], tally_of(sheet))
    mean_of(trust_means(kept[unit]), OVERALL_SHARE)
    return time.perf_counter() - start


def updates(folder: Path, trusts: int) -> tuple[int, Callable[[], float]]:
    """Stored answers, and an update of one of their trusts, which returns its seconds."""
    write_regions(folder, divisions=8, trusts=trusts)
    paths = partitions_in([folder])
    whole = merge_all((count_file(path).tally for path in paths), len(PRACTICES))
    about, kept = read_partition(paths[0]).about, dict(by_trust(whole))
    random, units = np.random.default_rng(1), list(kept)[:: max(1, len(kept) // SAMPLED)]
    roles = itertools.cycle(range(len(ROLES)))

    def one_more() -> float:
        unit = units[int(random.integers(len(units)))]
        columns = tuple(random.integers(1, 6, (len(PRACTICES), 1)).astype(np.int8))
        zero, role = np.zeros(1, np.int64), np.array([next(roles)])
        sheet = Partition(about, (unit[0],), zero, role, (zero, ("new",)), columns)
        return recomputed(kept, unit, sheet)

    return int(sum(tally.counts.sum() for tally in kept.values())), one_more


def in_turn(steps: Mapping[int, Callable[[], float]]) -> dict[int, float]:
    """The median seconds of each: by turns, so that both meet the same moods of the machine."""
    spent: dict[int, list[float]] = {size: [] for size in steps}
    for _ in range(UPDATES):
        for size, one_more in steps.items():
            spent[size].append(one_more())
    return {size: float(np.median(each)) for size, each in spent.items()}


def whole_command(folder: Path) -> tuple[float, int]:
    """Seconds and the most bytes in memory of ``benchmark pool run``, all its processes together.

    Memory that processes share is counted in each of them: the true figure is lower.
    """
    command = [str(Path(sys.executable).with_name("benchmark")), "pool", "run", str(folder)]
    start, most = time.perf_counter(), 0
    with subprocess.Popen([*command, "--json"], stdout=subprocess.DEVNULL) as program:
        while program.poll() is None:
            most = max(most, sum(resident(pid) for pid in family(program.pid)))
            time.sleep(0.01)
    assert program.returncode == 0
    return time.perf_counter() - start, most


def family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def told(
    found: list[Race],
    costs: list[dict[int, float]],
    stored: dict[int, float],
    whole: tuple[float, int],
) -> str:
    lines = [
        "# Pooling, beside DuckDB",
        "",
        "Wall time in milliseconds, least of several rounds by turns in one run, two cores each",
        "(two processes of ours, two threads of DuckDB), both started before; that both give the",
        "same counts, means and SDs is asserted first. Ours finds the counts of every trust, role",
        f"and practice each time. Made by `make bench`, with DuckDB {duckdb.__version__}.",
        "",
        machine(),
        "",
        "| work | DuckDB, ms | ours, ms | ours of theirs | at most |",
        "|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {each.work} | {each.theirs * 1e3:,.0f} | {each.ours * 1e3:,.0f} | "
        f"{each.ours / each.theirs:.2f} | {TWO_THIRDS:.2f} |"
        for each in found
    ]
    for title, each in zip(COST_TITLES, costs, strict=True):
        lines += ["", f"| answers pooled, {title} | ns an answer |", "|---:|---:|"]
        lines += [f"| {size:,} | {spent * 1e9:.2f} |" for size, spent in each.items()]
    lines += ["", "| answers stored | a trust after one more submission, ms |", "|---:|---:|"]
    lines += [f"| {size:,} | {spent * 1e3:.3f} |" for size, spent in stored.items()]
    seconds, memory = whole
    mebibytes = f"{memory / 2**20:,.0f} MiB, of {MOST_MEMORY / 2**20:,.0f}"
    cold = (
        f"`benchmark pool run` over the largest of them, cold: {seconds:.1f} s, all its processes"
    )
    return "\n".join([*lines, "", cold, f"together at most {mebibytes}.", "", *LAYOUT]) + "\n"


def main() -> None:
    costs: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as name, processes(CORES) as engine:
        folder = Path(name)
        for millions, divisions in SIZES.items():
            answers = write_regions(folder / str(millions), divisions)
            paths = partitions_in([folder / str(millions)])
            costs[answers] = cost(engine, paths) / answers
        found = races(engine, paths, answers)
        stored = in_turn(dict(updates(folder / f"stored-{size}", size) for size in STORED))
        flat = cost_in_millions(folder / "millions")
        text = told(found, [flat, costs], stored, whole_command(folder / str(max(SIZES))))
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
