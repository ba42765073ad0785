"""Taking in NHS trusts from the Organisation Data Service, or from any table of code and name."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.importing import (
    ISO_DAY,
    Row,
    lower_names,
    named_rows,
    refuse_faults,
    row_under,
)
from benchmark.database.people import Trust
from benchmark.questionnaire.located import Fault, FaultyFile
from benchmark.scoring.table import Table, read_table

CODE, NAME = "code", "name"
ODS_DAY = "20250401"
# the extract has 27 columns and no header; we keep what has a name of its own here
EXTRACT = (
    *(CODE, NAME, "region", "board"),
    *(f"address {line}" for line in range(1, 6)),
    *("postcode", "opened", "closed"),
    *(f"column {number}" for number in range(13, 28)),
)

Facts = dict[str, str | date | None]


@dataclass(frozen=True, slots=True)
class TrustCounts:
    """What an import of trusts came to."""

    total: int
    new: int
    changed: int
    closed: int

    def __str__(self) -> str:
        trusts = "1 trust" if self.total == 1 else f"{self.total} trusts"
        return f"{trusts}: {self.new} new, {self.changed} changed, {self.closed} closed"


def record_trusts(
    session: Session, path: Path, progress: Callable[[list[Facts]], Iterable[Facts]] = iter
) -> TrustCounts:
    """Add the trusts of a file, or bring those known by their code up to date.

    A column that the file does not have leaves what is known as it is. Raises ``FaultyFile`` with
    every fault before anything is added. ``progress`` passes the trusts on and may show how far
    it is.
    """
    trusts = read_trusts(path)
    known = {trust.code: trust for trust in session.scalars(select(Trust))}
    new = sum(facts[CODE] not in known for facts in trusts)
    changed = sum(_record(session, known, facts) for facts in progress(trusts))
    closed = sum(facts.get("closed") is not None for facts in trusts)
    return TrustCounts(len(trusts), new, changed, closed)


def read_trusts(path: Path) -> list[Facts]:
    """Read the 27-column extract, or a CSV whose first line names ``code`` and ``name``."""
    table = read_table(path)
    if {CODE, NAME} & set(lower_names(table)):
        rows, faults = named_rows(table, (CODE, NAME)), table.faults
    else:
        rows, faults = _rows_of_extract(table)
    trusts = [_facts(row) for row in rows]
    _refuse_repeated_codes(rows)
    refuse_faults(faults, rows)
    return trusts


def _rows_of_extract(table: Table) -> tuple[list[Row], tuple[Fault, ...]]:
    """Return the rows with the first line, which is no header, and the faults of other lines."""
    if len(table.header) != len(EXTRACT):
        message = (
            f"this is neither the extract with its {len(EXTRACT)} columns (this line has "
            f"{len(table.header)}) nor a table whose first line names the columns: code,name"
        )
        raise FaultyFile([Fault(table.path, table.header_line, 1, message)])
    lines = (table.header_line, *table.lines)
    rows = zip(lines, (table.header, *table.rows), strict=True)
    faults = tuple(fault for fault in table.faults if fault.line != table.header_line)
    return [row_under(table.path, line, EXTRACT, cells) for line, cells in rows], faults


def _facts(row: Row) -> Facts:
    facts: Facts = {CODE: _code(row), NAME: row.text(NAME, most=200)}
    if "region" in row.cells:
        facts["region"] = row.optional_text("region", most=10) or None
    for column in ("opened", "closed"):
        if column in row.cells:
            facts[column] = row.day(column, ODS_DAY, ISO_DAY)
    opened, closed = facts.get("opened"), facts.get("closed")
    if isinstance(opened, date) and isinstance(closed, date) and closed < opened:
        row.refuse("closed", "comes before the opening date; correct one of the two")
    return facts


def _code(row: Row) -> str:
    code = row.text(CODE, most=10).upper()
    if code and not re.fullmatch("[A-Z0-9]+", code):
        message = f"'{code}' is not a code of letters and digits, such as RXH or G6V2S"
        row.refuse(CODE, f"{message}; a spreadsheet may have changed it")
    return code


def _refuse_repeated_codes(rows: list[Row]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        code = row.cells[CODE].upper()
        if code and first.setdefault(code, row.line) != row.line:
            row.refuse(CODE, f"{code} stands in line {first[code]} already; remove one of the two")


def _record(session: Session, known: dict[str, Trust], facts: Facts) -> bool:
    """Add or update one trust; tell whether a known one was changed."""
    trust = known.get(str(facts[CODE]))
    if trust is None:
        session.add(Trust(**facts))
        return False
    different = {name: value for name, value in facts.items() if getattr(trust, name) != value}
    for name, value in different.items():
        setattr(trust, name, value)
    return bool(different)
