"""The practice-by-division table: every cell with its number and shade, or "not shown"."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmark.comparison.content import (
    Comparison,
    DivisionResult,
    Figure,
    SectionHeading,
    TrustResult,
)
from benchmark.comparison.wording import joined, sentence, short

Pick = Callable[[DivisionResult | TrustResult], Figure]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """``text`` stands in the cell; ``style`` is a class of ``benchmark.css``."""

    text: str
    style: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A row heading and one cell a column."""

    name: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatSection:
    """``mean`` holds the section's own figures and stands above its practices."""

    mean: HeatRow
    practices: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class HeatGrid:
    """``columns`` are the divisions in the trust's own order, then the trust."""

    columns: tuple[str, ...]
    sections: tuple[HeatSection, ...]
    overall: HeatRow
    hidden: tuple[tuple[str, str], ...]  # (columns concerned, why their figures are not shown)


def heat_grid(comparison: Comparison) -> HeatGrid:
    """Everything that the table says, from figures whose visibility is already decided."""
    columns = (*(division.name for division in comparison.divisions), "Trust")
    return HeatGrid(
        columns=columns,
        sections=tuple(heat_section(comparison, section) for section in comparison.sections),
        overall=heat_row("All practices", across(comparison, overall)),
        hidden=hidden_reasons(comparison, columns),
    )


def heat_section(comparison: Comparison, section: SectionHeading) -> HeatSection:
    return HeatSection(
        mean=heat_row(section.name, across(comparison, section_score(section.key))),
        practices=tuple(
            practice_row(practice.name, across(comparison, practice_score(practice.key)))
            for practice in section.practices
        ),
    )


def heat_row(name: str, figures: Sequence[Figure]) -> HeatRow:
    """Means, with one decimal in every column."""
    return HeatRow(name, tuple(heat_cell(figure) for figure in figures))


def practice_row(name: str, figures: Sequence[Figure]) -> HeatRow:
    """Whole levels of the divisions, then the trust's mean with one decimal."""
    *divisions, trust = figures
    cells = (heat_cell(figure, decimals=False) for figure in divisions)
    return HeatRow(name, (*cells, heat_cell(trust)))


def heat_cell(figure: Figure, *, decimals: bool = True) -> HeatCell:
    """Put a number on the shade of its nearest level (halves go up), or words on a hatch."""
    style = (
        "app-not-shown" if figure.value is None else f"app-level-{math.floor(figure.value + 0.5)}"
    )
    return HeatCell(short(figure, decimals=decimals), style)


def across(comparison: Comparison, pick: Pick) -> tuple[Figure, ...]:
    """One figure a column; a division that is not released has none, whatever it holds."""
    divisions = (
        Figure(reason=division.reason) if division.reason else pick(division)
        for division in comparison.divisions
    )
    return (*divisions, pick(comparison.trust))


def overall(scores: DivisionResult | TrustResult) -> Figure:
    return scores.overall


def section_score(key: str) -> Pick:
    return lambda scores: scores.sections[key]


def practice_score(key: str) -> Pick:
    return lambda scores: scores.practices[key]


def hidden_reasons(comparison: Comparison, columns: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Each rule that hides figures, once, with the columns where it does."""
    picks: list[Pick] = [overall]
    for section in comparison.sections:
        picks.append(section_score(section.key))
        picks += [practice_score(practice.key) for practice in section.practices]
    concerned: dict[str, dict[str, None]] = {}
    for pick in picks:
        for column, figure in zip(columns, across(comparison, pick), strict=True):
            if figure.reason:
                concerned.setdefault(figure.reason, {})[column] = None
    return tuple((joined(tuple(names)), sentence(reason)) for reason, names in concerned.items())
