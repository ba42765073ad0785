"""A division's sections beside its trust and the published norm: one table for page and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass

from benchmark.comparison import wording
from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison, DivisionResult, Figure
from benchmark.comparison.norm_table import pool_name, pool_words
from benchmark.comparison.profile import spoken


@dataclass(frozen=True, slots=True)
class Beside:
    """``header`` and ``rows`` of texts; the first ``sections`` rows are sections, then overall."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sections: int
    hidden: tuple[str, ...]  # sentences: what is left out, and by which rule
    note: str  # what the norm is; empty without one


def beside(comparison: Comparison, division: DivisionResult) -> Beside:
    """The table of one division.

    A column that one rule hides from top to bottom is left out, and a sentence gives the rule.
    """
    own = [*division.sections.values(), division.overall, division.comparable]
    no_interval = no_interval_anywhere(own)
    no_trust = hidden_everywhere(comparison.trust.sections.values())
    columns = [
        ("Section", _row_names(comparison)),
        (spoken(division.name), _own_column(comparison, division, bare=bool(no_interval))),
        *([] if no_trust else [("Mean of the trust's divisions", _trust_column(comparison))]),
        *_pool_columns(comparison),
        *_norm_columns(comparison),
    ]
    return Beside(
        header=tuple(name for name, _ in columns),
        rows=tuple(zip(*(cells for _, cells in columns), strict=True)),
        sections=len(comparison.sections),
        hidden=hidden_notes(
            [
                ("Intervals", no_interval),
                ("Means of the trust", no_trust),
                (pool_name(comparison), _no_pool(comparison)),
            ]
        ),
        note=norm_note(comparison),
    )


def hidden_everywhere(figures: Iterable[Figure]) -> str:
    """The rule if it hides every one of ``figures``, else nothing."""
    reasons = {figure.reason for figure in figures}
    return reasons.pop() if len(reasons) == 1 else ""


def no_interval_anywhere(figures: Iterable[Figure]) -> str:
    """The rule if it hides the interval of every figure that is shown, else nothing."""
    reasons = {figure.interval_reason for figure in figures if figure.value is not None}
    return reasons.pop() if len(reasons) == 1 else ""


def hidden_notes(notes: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """A sentence for each thing that a rule leaves out: ``(what, rule)``, no rule for shown."""
    return tuple(f"{what} are {wording.not_shown(rule)}." for what, rule in notes if rule)


def covered(comparison: Comparison) -> int:
    """How many practices the published norm covers."""
    return sum(len(s.practices) for s in comparison.sections if s.has_norm)


def norm_note(comparison: Comparison) -> str:
    """What the norm is and why nothing is worked out from it; nothing without a norm."""
    norm = comparison.norm
    if norm is None:
        return ""
    return (
        f"{norm.name}: {norm.source}, published {norm.year}, from interviews in hospitals. Only "
        f"the overall of the {covered(comparison)} practices that it covers can stand beside it. "
        "It is background: the figures of this report come from the leads themselves, so no "
        f"difference is worked out.{pool_words(comparison)}"
    )


def _row_names(comparison: Comparison) -> list[str]:
    total = sum(len(section.practices) for section in comparison.sections)
    names = [visible_line(section.name) for section in comparison.sections]
    names.append(f"All {total} practices")
    if comparison.norm:
        names.append(f"The {covered(comparison)} practices of the norm")
    return names


def _own_column(comparison: Comparison, division: DivisionResult, *, bare: bool) -> list[str]:
    write = wording.mean if bare else wording.with_interval
    figures = [division.sections[section.key] for section in comparison.sections]
    figures.append(division.overall)
    if comparison.norm:
        figures.append(division.comparable)
    return [write(figure) for figure in figures]


def _trust_column(comparison: Comparison) -> list[str]:
    trust = comparison.trust
    figures = [trust.sections[section.key] for section in comparison.sections]
    figures.append(trust.overall)
    if comparison.norm:
        figures.append(trust.comparable)
    return [wording.with_interval(figure) for figure in figures]


def _pool_columns(comparison: Comparison) -> list[tuple[str, list[str]]]:
    pool = comparison.pool
    if pool is None or _no_pool(comparison):
        return []
    figures = [*pool.sections.values(), pool.overall]
    figures += [pool.comparable] if comparison.norm else []
    return [(pool_name(comparison), [wording.mean(figure) for figure in figures])]


def _no_pool(comparison: Comparison) -> str:
    """The rule that hides every figure of the pool, else nothing."""
    pool = comparison.pool
    return hidden_everywhere([*pool.sections.values(), pool.overall]) if pool else ""


def _norm_columns(comparison: Comparison) -> list[tuple[str, list[str]]]:
    norm = comparison.norm
    if norm is None:
        return []
    published = [norm.sections.get(section.key) for section in comparison.sections]
    cells = ["none published" if p is None else wording.one_decimal(p) for p in published]
    cells += ["none for all of them", wording.one_decimal(norm.overall)]
    return [(f"{norm.name}, {norm.year}", cells)]
