"""``benchmark analyse``: the whole analysis of any ratings file, without a database."""

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from benchmark.comparison.analysis_parts import Cells, Part, counts_of, parts_of
from benchmark.report.analysis import analysis_pdf
from benchmark.scoring.ratings import FaultyRatings, read_ratings
from benchmark.variation.analysis import Analysis
from benchmark.variation.summary import summarise

DATA_FAULT = 1
WIDTH = 98
PAIR = 2  # cells of a row that says why there is no figure
LEAST = 24  # characters for the last column, however wide the others are


class ScaleOption(click.ParamType[tuple[float, float]]):
    """Two numbers with a colon between them, the lower first."""

    name = "LOW:HIGH"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        try:
            low, high = (float(part) for part in value.split(":"))
        except ValueError:
            self.fail(f"{value!r} is not a scale: write it like 1:5", param, ctx)
        if not -math.inf < low < high < math.inf:
            self.fail(f"{value!r} is not a scale: the lower end comes first, like 1:5", param, ctx)
        return low, high


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--trust", metavar="COL", help="Column of the trust (default: trust).")
@click.option("--division", metavar="COL", help="Column of the division (default: division).")
@click.option("--rater", metavar="COL", help="Column of the rater (default: rater).")
@click.option("--role", metavar="COL", help="Column of the rater's role (default: role).")
@click.option("--items", metavar="A,B,...", help="Columns of the practices (default: the rest).")
@click.option("--scale", type=ScaleOption(), default="1:5", show_default=True, help="Ends.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
@click.option(
    "--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF report as well."
)
def analyse(
    file: Path, items: str | None, pdf: Path | None, *, as_json: bool, **options: Any
) -> None:
    """Analyse the ratings in FILE, a CSV file with one row a rater or one row an answer.

    Results go to stdout, faults of the file to stderr with line and column.
    """
    chosen = [item.strip() for item in items.split(",")] if items else None
    try:
        ratings = read_ratings(file, items=chosen, **options)
    except FaultyRatings as faulty:
        click.echo(str(faulty), err=True)
        raise SystemExit(DATA_FAULT) from faulty
    analysis = summarise(ratings)
    if pdf is not None:
        _write(pdf, analysis_pdf(analysis, file.name, ratings.scale))
    if as_json:
        click.echo(json.dumps(asdict(analysis), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo("\n".join(text_of(analysis)))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as fault:
        raise click.BadParameter(f"{path} cannot be written: {fault.strerror}") from fault
    click.echo(f"wrote {path}", err=True)


def text_of(analysis: Analysis) -> Iterator[str]:
    """Yield the lines of the plain table; a figure that does not exist shows its reason."""
    yield counts_of(analysis)
    told = ""
    for part in parts_of(analysis):
        yield ""
        yield part.title
        if part.meaning != told:  # the parts of the roles are read in the same way
            yield from (f"  {line}" for line in wrap(part.meaning, WIDTH - 2))
        told = part.meaning
        yield from _table(part)


def _table(part: Part) -> Iterator[str]:
    whole = [row for row in part.rows if len(row) == len(part.header)]
    widths = [max(map(len, column)) for column in zip(part.header, *whole, strict=True)]
    widths[0] = max(len(row[0]) for row in part.rows)
    if any(part.header[1:]) and whole and len(part.header) > PAIR:
        yield from _row(part.header, widths)
    for row in part.rows:
        yield from _row(row, widths)


def _row(cells: Cells, widths: Sequence[int]) -> Iterator[str]:
    """The cells in columns; a last cell that is too long goes on under itself."""
    if len(cells) < len(widths) or len(cells) == PAIR:
        start = f"  {cells[0]:<{widths[0]}}  "
    else:
        numbers = zip(cells[1:-1], widths[1:-1], strict=True)
        start = "  ".join([f"  {cells[0]:<{widths[0]}}", *(f"{c:>{w}}" for c, w in numbers), ""])
    lines = wrap(cells[-1], max(WIDTH - len(start), LEAST)) or [""]
    yield (start + lines[0]).rstrip()
    yield from (" " * len(start) + line for line in lines[1:])
