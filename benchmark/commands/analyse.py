"""``benchmark analyse``: the whole analysis of any ratings file, without a database."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import wrap
from typing import Any

import click

from benchmark.scoring.ratings import FaultyRatings, read_ratings
from benchmark.variation.analysis import Analysis, Rank
from benchmark.variation.summary import summarise

Line = tuple[str, str, float | None]

DATA_FAULT = 1
WIDTH = 88
FULL = (
    "Variances in squared points of the scale, with practice, role and their interplay taken out "
    "(REML); beside a trust and a division stand their own highs and lows in single practices."
)
REFERENCE = (
    "The simpler design trust / division / rater with practice alone taken out (REML), for "
    "comparison with other programs."
)
SHARE = (
    "0 means that the divisions of a trust are alike, 1 that trusts are. Observed: from the means; "
    "without noise: from the variances above, with its 95% interval; placebo: the observed share "
    "with divisions shuffled over trusts, so that an observed share near it says little."
)
ONE_BY_ONE = (
    "F test of each trust's divisions with role taken out; from 5 divisions up the standard "
    "deviation between them without noise, in points, with its 95% interval."
)
CORRELATIONS = (
    "ICC(1): share of one rater's mean that is the division; ICC(2): the same for the mean of its "
    "raters; C,1 and A,1: one rater with roles crossed, consistency and absolute; below 0 means "
    "less alike than chance. rwg(j): agreement within a division, 1 if unanimous."
)


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
def analyse(file: Path, items: str | None, *, as_json: bool, **options: Any) -> None:
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
    if as_json:
        click.echo(json.dumps(asdict(analysis), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        click.echo("\n".join(text_of(analysis)))


def text_of(analysis: Analysis) -> Iterator[str]:
    """Yield the lines of the plain table; a figure that does not exist shows its reason."""
    yield from _read(analysis)
    yield from _overall(analysis)
    yield from _divisions(analysis)
    yield from _practices(analysis)
    for title, meaning, figures in _groups(analysis):
        yield from _title(title, meaning)
        width = max(len(label) for label, _, _ in figures)
        for label, path, value in figures:
            yield f"  {label:<{width}}  {_shown(analysis, path, value)}"
    yield from _trusts(analysis)


def _title(title: str, meaning: str) -> tuple[str, ...]:
    return "", title, *(f"  {line}" for line in wrap(meaning, WIDTH - 2))


def _shown(analysis: Analysis, path: str, value: float | None) -> str:
    """The value with three decimals, or the reason noted for it or for a part above it."""
    if value is not None:
        return f"{value:.3f}"
    while path not in analysis.reasons and "." in path:
        path = path.rpartition(".")[0]
    return f"not shown: {analysis.reasons.get(path, 'no reason is known')}"


def _read(analysis: Analysis) -> Iterator[str]:
    n = analysis.n
    groups = [
        f"{number} {_plural(number, word)}"
        for number, word in (
            (n.trusts, "trust"),
            (n.divisions, "division"),
            (n.raters, "rater"),
            (n.practices, "practice"),
        )
        if number is not None
    ]
    yield f"{', '.join(groups)}; {n.answers} {_plural(n.answers, 'answer')}, {n.missing} missing"


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"


def _overall(analysis: Analysis) -> Iterator[str]:
    overall = analysis.scores.overall
    yield from _title("Overall", "Mean of the raters' means, and their standard deviation (n - 1).")
    yield f"  mean  {_shown(analysis, 'scores.overall.mean', overall.mean)}"
    yield f"  SD    {_shown(analysis, 'scores.overall.sd', overall.sd)}"


def _divisions(analysis: Analysis) -> Iterator[str]:
    meaning = (
        "Mean over raters with its 95% interval, from the noise between raters pooled over "
        "divisions: the range in which other raters like these would put the mean; shrunken: the "
        "mean drawn towards its trust as far as noise explains it; places: rank, and the 95% "
        "interval of the places that the division may hold."
    )
    yield from _title("Divisions", meaning)
    if not analysis.scores.divisions:
        yield f"  not shown: {analysis.reasons['scores.divisions']}"
        return
    width = _width(analysis.scores.divisions)
    head = f"  {'':<{width}}  {'mean':>7}  {'95% interval':>16}  {'raters':>6}  "
    yield head + f"{'shrunken':>8}  places"
    for name, score in analysis.scores.divisions.items():
        path = f"scores.divisions.{name}"
        if score.mean is None or score.low is None or score.high is None:
            mean = "" if score.mean is None else f"{score.mean:>7.3f}  "
            yield f"  {name:<{width}}  {mean}{_shown(analysis, f'{path}.low', None)}"
        else:
            interval = f"{score.low:.3f} to {score.high:.3f}"
            shrunken = "" if score.shrunken is None else f"{score.shrunken:.3f}"
            yield (
                f"  {name:<{width}}  {score.mean:>7.3f}  {interval:>16}  {score.n:>6}  "
                f"{shrunken:>8}  {_places(analysis.ranks[name])}"
            ).rstrip()


def _places(rank: Rank | None) -> str:
    if rank is None:
        return ""
    interval = f"{rank.low} to {rank.high}"
    return interval if rank.rank is None else f"{rank.rank} ({interval})"


def _practices(analysis: Analysis) -> Iterator[str]:
    yield from _title("Practices", "Mean and standard deviation (n - 1) over the raters.")
    width = _width(analysis.scores.practices)
    yield f"  {'':<{width}}  {'mean':>7}  {'SD':>7}  {'answers':>7}"
    for name, score in analysis.scores.practices.items():
        if score.mean is None or score.sd is None:
            reason = _shown(analysis, f"scores.practices.{name}.sd", None)
            mean = "" if score.mean is None else f"{score.mean:>7.3f}  "
            yield f"  {name:<{width}}  {mean}{reason}"
        else:
            yield f"  {name:<{width}}  {score.mean:>7.3f}  {score.sd:>7.3f}  {score.n:>7}"


def _width(names: Iterable[str]) -> int:
    return max(len(name) for name in names)


def _variation(analysis: Analysis) -> Iterator[tuple[str, str, list[Line]]]:
    full, share = analysis.variance.components, analysis.variance.within_trust_share
    yield "Where the variation lies", FULL, _lines("components", asdict(full))
    nested = asdict(analysis.variance.nested)
    yield "Reference design", REFERENCE, _lines("nested", nested)
    labels = {
        "raw": "observed",
        "corrected": "without noise",
        "low": "95% from",
        "high": "95% to",
        "placebo": "placebo",
        "placebo_low": "placebo, 95% from",
        "placebo_high": "placebo, 95% to",
    }
    path = "variance.within_trust_share"
    lines = [(label, f"{path}.{name}", getattr(share, name)) for name, label in labels.items()]
    yield "Share of the variation within trusts", SHARE, lines


def _lines(part: str, figures: dict[str, float | None]) -> list[Line]:
    """The variances of one design; ``trust_practice`` is the interplay trust x practice."""
    return [
        (name.replace("_", " x "), f"variance.{part}.{name}", value)
        for name, value in figures.items()
        if name != "criterion"
    ]


def _trusts(analysis: Analysis) -> Iterator[str]:
    yield from _title("Divisions of one trust", ONE_BY_ONE)
    if not analysis.variance.trusts:
        yield f"  {_shown(analysis, 'variance.trusts', None)}"
        return
    width = _width(analysis.variance.trusts)
    for name, found in analysis.variance.trusts.items():
        line = f"  {name:<{width}}  "
        if found.f is None or found.p is None:
            yield f"{line}not shown: {found.reading}"
            continue
        yield f"{line}F({found.df1}, {found.df2}) = {found.f:.2f}, p = {found.p:.3f}"
        if found.sd is not None:
            yield f"  {'':<{width}}  SD {found.sd:.3f} ({found.low:.3f} to {found.high:.3f})"
        yield from (f"  {'':<{width}}  {line}" for line in wrap(found.reading, WIDTH - width))


def _groups(analysis: Analysis) -> Iterator[tuple[str, str, list[Line]]]:
    """Yield title, meaning and lines (label, dotted name, value) of the single figures."""
    yield from _variation(analysis)
    agreement = analysis.agreement
    yield (
        "Agreement of raters",
        CORRELATIONS,
        [
            ("ICC(1)", "agreement.icc1", agreement.icc1),
            ("ICC(2)", "agreement.icc2", agreement.icc2),
            ("ICC(C,1)", "agreement.icc_c1", agreement.icc_c1),
            ("ICC(A,1)", "agreement.icc_a1", agreement.icc_a1),
            *(
                (f"rwg(j) {name}", f"agreement.rwg_j.{name}", value)
                for name, value in agreement.rwg_j.items()
            ),
        ],
    )
    alpha = analysis.reliability.cronbach_alpha
    yield (
        "Reliability of the questionnaire",
        "Cronbach's alpha: how far the practices measure one thing, at most 1.",
        [("Cronbach's alpha", "reliability.cronbach_alpha", alpha)],
    )
