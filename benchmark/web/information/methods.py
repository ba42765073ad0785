"""The validation dossier as rows of tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from benchmark.variation.dossier import Dossier, Elsewhere
from benchmark.variation.simulations import MEAN, Finding
from benchmark.variation.validation import Check


@dataclass(frozen=True, slots=True)
class Titled:
    """The rows of one table under its caption, and what they say together."""

    caption: str
    summary: str
    rows: tuple[tuple[str, ...], ...]


def example_tables(dossier: Dossier) -> list[Titled]:
    """One table a source: figure, published, ours, difference."""
    sources = groupby(dossier.checks, key=lambda check: check.source)
    return [_checked(source, list(checks)) for source, checks in sources]


def _checked(source: str, checks: list[Check]) -> Titled:
    missed = sum(not check.met for check in checks)
    number = "1 figure" if len(checks) == 1 else f"{len(checks)} figures"
    summary = f"{number}, {f'{missed} missed' if missed else 'met'}"
    return Titled(source, summary, tuple(map(_check, checks)))


def _check(check: Check) -> tuple[str, ...]:
    difference = "missed" if not check.met else "none" if not check.difference else ""
    shown = difference or f"{check.difference:.1e}"
    return check.figure, check.published, f"{check.ours:.9g}", shown


def elsewhere_rows(elsewhere: Iterable[Elsewhere]) -> list[tuple[str, ...]]:
    """Source, published figures, and the file that they need."""
    return [
        (rest.source, ", ".join(f"{name} {value}" for name, value in rest.figures), rest.file)
        for rest in elsewhere
    ]


def simulation_tables(dossier: Dossier) -> list[Titled]:
    """One table a design: figure, truth, bias and coverage."""
    designs = groupby(dossier.simulations, key=lambda each: each.design)
    return [_simulated(name, list(found)) for name, found in designs]


def _simulated(name: str, findings: list[Finding]) -> Titled:
    first = findings[0]
    caption = f"{name[0].upper()}{name[1:]}: {first.rounds:,} rounds, seed {first.seed}"
    least, most = (end(found.coverage for found in findings) for end in (min, max))
    bias = max(abs(found.bias) for found in findings if found.bias is not None)
    summary = f"intervals hold in {least:.1f}% to {most:.1f}%, bias at most {bias:.1f}%"
    return Titled(caption, summary, tuple(map(_finding, findings)))


def _finding(found: Finding) -> tuple[str, ...]:
    truth = "its own" if found.figure == MEAN else f"{found.truth:.3f}"
    bias = "" if found.bias is None else f"{found.bias:+.1f}%"
    return found.figure, truth, bias or "not measured", f"{found.coverage:.1f}%"
