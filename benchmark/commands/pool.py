"""benchmark pool: partitions of submitted sheets, and the national pool made of them."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine as Database

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.norm_sets import PublishingRefused, read_pools
from benchmark.assessment.norm_sets import publish as publish_pool
from benchmark.assessment.pooling import LeftOut, rounds_to_pool, sheets_of_partitions
from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults
from benchmark.commands.progress import progress
from benchmark.comparison.wording import counted
from benchmark.database.norm_sets import NormSet
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.pool import engines
from benchmark.pool.libraries import LibraryMissing, library
from benchmark.pool.partition import place_of, unfinished, write_partition
from benchmark.pool.pooling import partitions_in
from benchmark.pool.pooling import pool as pool_of
from benchmark.pool.telling import as_json, as_lines
from benchmark.questionnaire.located import FaultyFile

OWNER_ONLY = 0o700
WARNING = (
    "These files hold identified judgements of named roles, lead by lead (L2). They are for the "
    "national team's pool alone; keep them where only its computers read them."
)
NOTHING = "no round may be pooled; nothing was written"


@click.group()
def pool() -> None:
    """Pool the answers of many trusts: for the national team's command line only.

    Needs the extra 'pool'. What leaves a pool are figures of at least 5 trusts; anything else is
    written "not shown" with the rule.
    """


@pool.command()
@click.option("--invented", is_flag=True, help="The invented trusts, and no others.")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@database_option
def export(engine: Database, out: Path, *, invented: bool) -> None:
    """Write the sheets that may be pooled to the new folder OUT, as Parquet partitions.

    One file a questionnaire version, round (the month in which it closed) and region, readable by
    its owner only. The folder appears when all of it is written. Rounds go in that are over, with
    at least 4 released divisions and none taken back; the record of each trust says so.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise click.UsageError(f"{out} is there already: name a new folder")
    with plain_pool_faults(), plain_faults():
        library("pyarrow.parquet")
        rounds, left_out = _write_all(engine, out, invented=invented)
    _tell_left_out(left_out)
    if not rounds:
        raise click.ClickException(NOTHING)
    click.echo(out)
    click.echo(WARNING, err=True)


def _write_all(database: Database, out: Path, *, invented: bool) -> tuple[int, list[str]]:
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=OWNER_ONLY)
    try:
        with transaction(database, writes=False) as session:
            rounds, left_out = rounds_to_pool(session, now(), invented=invented)
            told = [_told(each) for each in left_out]
            given = [(asked.trust_id, asked.id) for asked in rounds]
            for sheets in sheets_of_partitions(session, rounds, _watched("Writing partitions")):
                where = place_of(part, sheets.about)
                write_partition(where, sheets.about, sheets.labels, sheets.levels)
        with transaction(database, writes=True) as session:
            for trust, asked in given:
                deed = Deed("answers exported", way="command", round_id=asked, detail="pool")
                record(session, trust, deed)
        if given:
            part.replace(out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(given), told


@pool.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--engine",
    "kind",
    type=click.Choice(["local", "dask"]),
    default="local",
    help="Processes of this machine (the default), or the workers of a Dask scheduler.",
)
@click.option("--scheduler", help="Address of the Dask scheduler, such as tls://host:8786.")
@click.option("--json", "wants_json", is_flag=True, help="Print every figure as JSON.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path),
              help="Write every figure as JSON to a file, readable by its owner only.")  # fmt: skip
def run(
    paths: tuple[Path, ...], *, kind: str, scheduler: str | None, wants_json: bool, out: Path | None
) -> None:
    """Pool partitions: norms, distributions, variances and intervals, for each version.

    PATHS are partition files or folders of them. Each trust counts once, with its newest round.
    Both engines give the same result to the last bit. The workers of a Dask scheduler need this
    software and see the same paths; whoever reaches the scheduler reads the answers.
    """
    if (kind == "dask") != bool(scheduler):
        raise click.UsageError("--scheduler names the scheduler of --engine dask")
    with plain_pool_faults():
        library("pyarrow.parquet")
        files = partitions_in(paths)
        chosen = engines.dask(scheduler) if scheduler else engines.local(files)
        with chosen as engine:
            pools = pool_of(files, engine, _watched("Counting partitions"))
    text = as_json(pools)
    if out:
        with unfinished(out) as file:
            file.write(text.encode())
    for each in () if wants_json else pools:
        click.echo("\n".join(as_lines(each)))
    if wants_json:
        click.echo(text, nl=False)


@pool.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
def publish(engine: Database, file: Path) -> None:
    """Publish the pools of FILE, which `pool run --out` wrote, as norm sets: all or none.

    A norm set is a version that never changes. Comparisons stand beside the newest one that there
    was when their round last released a division; what was issued stays as it is. Refused where
    fewer than 5 trusts differ from a set that was published before.
    """
    try:
        pools = read_pools(file.read_text(encoding="utf-8"))
        with transaction(engine, writes=True) as session:
            told = [_published(publish_pool(session, each, now())) for each in pools]
    except (PublishingRefused, UnicodeDecodeError) as refused:
        raise click.ClickException(f"{file}: {refused}") from refused
    for line in told:
        click.echo(line)


def _published(made: NormSet) -> str:
    return f"{made.questionnaire}: norm set {made.number}, {counted(made.trusts, 'trust')}"


@contextmanager
def plain_pool_faults() -> Iterator[None]:
    """Turn what can be wrong with files, libraries and workers into one plain message."""
    try:
        yield
    except (FaultyFile, LibraryMissing, engines.EngineLost) as fault:
        raise click.ClickException(str(fault)) from fault


def _watched(label: str) -> Callable[[Sequence[Any]], Iterator[Any]]:
    return lambda items: progress(items, label)


def _told(left: LeftOut) -> str:
    return f"{left.asked.trust.code}, {left.asked.title}: {left.why}"


def _tell_left_out(told: list[str]) -> None:
    if told:
        click.echo(f"Left out: {counted(len(told), 'round')}.", err=True)
    for line in told:
        click.echo(f"  {line}", err=True)
