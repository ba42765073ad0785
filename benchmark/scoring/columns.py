"""Which column of a ratings file holds what: labels, practices, or one practice and its score."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.scoring.table import Table

ELLIPSES = ("...", "…")  # between two names: all columns from the one to the other


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions in the header: of the labels, and of the items or of the practice and its score."""

    labels: Mapping[str, int]
    items: tuple[int, ...] = ()  # of a wide file
    long: tuple[int, int] | None = None  # practice and score of a long file


def columns_of(
    table: Table, wanted: Mapping[str, str | None], items: Sequence[str] | None
) -> tuple[Columns, tuple[Fault, ...]]:
    """Return the columns of a table and the faults of their names.

    ``wanted`` gives the column of each label, None for the default one if there is one. A file
    with columns ``practice`` and ``score`` is long: its items are practices, not columns.
    """
    named = frozenset(items or ())
    labels, faults = _labels(table, wanted, named)
    free = [i for i in range(len(table.header)) if i not in labels.values()]
    practice, score = (_default(table, name, free, named) for name in ("practice", "score"))
    if practice is not None and score is not None:
        return Columns(labels, long=(practice, score)), tuple(faults)
    chosen, item_faults = _items(table, labels, free, items)
    faults += item_faults
    if not chosen and not faults:
        message = "no column is left for the practices"
        faults.append(Fault(table.path, table.header_line, table.header[-1], message))
    return Columns(labels, chosen), tuple(faults)


def choose(
    names: Sequence[str], items: Sequence[str]
) -> tuple[tuple[int, ...], tuple[tuple[str, str], ...]]:
    """Return the positions of the items among names, and (item, problem) for what does not fit.

    ``lean1,...,talent6`` stands for all names from the one to the other; "" is never a name.
    """
    positions = {name: index for index, name in enumerate(names) if name}
    chosen: list[int] = []
    problems: list[tuple[str, str]] = []
    for before, item, after in zip(("", *items), items, (*items[1:], ""), strict=False):
        if item in ELLIPSES:
            start, end = positions.get(before, -1), positions.get(after, -1)
            chosen += [i for i in range(start + 1, end) if names[i]] if start >= 0 else []
            if not before or not after or 0 <= end <= start:
                message = "stands between two names, the first of them further left in the file"
                problems.append((item, message))
        elif item in positions:
            chosen.append(positions[item])
        else:
            problems.append((item, f"is not there{did_you_mean(item, positions)}"))
    twice = {names[index] for index in chosen if chosen.count(index) > 1}
    problems += [(name, "is named twice") for name in sorted(twice)]
    return tuple(chosen), tuple(problems)


def _labels(
    table: Table, wanted: Mapping[str, str | None], named: frozenset[str]
) -> tuple[dict[str, int], list[Fault]]:
    labels: dict[str, int] = {}
    faults: list[Fault] = []
    for label, column in wanted.items():
        if column is None:
            continue
        if column not in table.header:
            message = f"there is no such column for the {label}{did_you_mean(column, table.header)}"
            faults.append(Fault(table.path, table.header_line, column, message))
        elif table.header.index(column) in labels.values():
            message = f"the column has another use already and cannot give the {label}"
            faults.append(Fault(table.path, table.header_line, column, message))
        else:
            labels[label] = table.header.index(column)
    for label in (label for label, column in wanted.items() if column is None):
        free = [i for i in range(len(table.header)) if i not in labels.values()]
        default = _default(table, label, free, named)
        if default is not None:
            labels[label] = default
    return labels, faults


def _default(table: Table, name: str, free: Sequence[int], named: frozenset[str]) -> int | None:
    """Return the free column with that name in any case, unless it is named as an item."""
    fitting = (i for i in free if table.header[i].casefold() == name)
    return next((i for i in fitting if table.header[i] not in named), None)


def _items(
    table: Table, labels: Mapping[str, int], free: Sequence[int], items: Sequence[str] | None
) -> tuple[tuple[int, ...], list[Fault]]:
    if items is None:
        return tuple(i for i in free if table.header[i]), list(_unnamed(table, free))
    names = [name if i in free else "" for i, name in enumerate(table.header)]
    chosen, problems = choose(names, items)
    uses = {table.header[index]: label for label, index in labels.items()}
    faults = []
    for name, problem in problems:
        message = f"the column gives the {uses[name]}" if name in uses else f"the item {problem}"
        faults.append(Fault(table.path, table.header_line, name, message))
    return chosen, faults


def _unnamed(table: Table, free: Sequence[int]) -> Iterator[Fault]:
    for index in free:
        if not table.header[index] and any(table.column(index)):
            message = "the column has no name: give it one, or name the practices with --items"
            yield Fault(table.path, table.header_line, f"column {index + 1}", message)
