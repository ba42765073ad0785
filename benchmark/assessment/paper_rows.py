"""The rows of a file of answers from paper: what each says, and everything that is wrong in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.assessment.importing import Row, lower_names, row_under
from benchmark.assessment.responding import Content
from benchmark.database.people import LEAD_ROLES, Division, Trust
from benchmark.export.answers import (
    LEAD,
    NO,
    RECORD,
    YES,
    evidence_column,
    scene_column,
    scene_columns,
    share_column,
)
from benchmark.questionnaire.definition import LEVELS, Questionnaire
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.scoring.answers import ANSWERS
from benchmark.scoring.table import Table

NEEDED = ("division", "role")
LONGEST_EVIDENCE = 100_000  # characters, as on the page of a practice
SHOWN_CHARACTERS = 40  # of a cell that a message quotes
SCENE_LEVELS = {str(level): level for level in LEVELS}
SHARES = {"": False, NO: False, YES: True}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One row: whose answers, what it says by practice, and the levels of scenes.

    A blank cell says nothing.
    """

    row: Row
    division: Division | None
    role: str
    contents: dict[str, Content]
    scenes: dict[str, int]

    @property
    def says_something(self) -> bool:
        return bool(self.contents or self.scenes)


def header_faults(table: Table, questionnaire: Questionnaire) -> Iterator[Fault]:
    """Yield what is wrong with the names of the columns."""
    names, known = lower_names(table), known_columns(questionnaire)
    for index, name in enumerate(names):
        if not name and any(table.column(index)):
            yield _header_fault(table, f"column {index + 1}", "has no name in the first line")
        elif name and name not in known:
            words = f"is not a column of {questionnaire.identity}{did_you_mean(name, known)}"
            yield _header_fault(table, table.header[index], words)
        elif name and names.index(name) != index and name not in table.header[:index]:
            yield _header_fault(table, table.header[index], "stands here in two spellings")
    for name in NEEDED:
        if name not in names:
            words = "is missing; benchmark export --template writes every column"
            yield _header_fault(table, name, words)


def known_columns(questionnaire: Questionnaire) -> tuple[str, ...]:
    keys = questionnaire.keys
    evidence = (name for key in keys for name in (evidence_column(key), share_column(key)))
    return (*LEAD, *RECORD, *keys, *scene_columns(questionnaire), *evidence)


def paper_rows(table: Table, trust: Trust, questionnaire: Questionnaire) -> list[PaperRow]:
    """Return what every row says; faults are noted in the rows."""
    names = lower_names(table)
    rows = [
        row_under(table.path, line, names, cells)
        for line, cells in zip(table.lines, table.rows, strict=True)
    ]
    if not set(NEEDED) <= set(names):
        return []
    read = [_paper_row(row, trust, questionnaire) for row in rows]
    _refuse_repeats(read)
    return read


def _paper_row(row: Row, trust: Trust, questionnaire: Questionnaire) -> PaperRow:
    _refuse_other_trust(row, trust)
    given = ((key, _content(row, key)) for key in questionnaire.keys)
    contents = {key: content for key, content in given if content != Content()}
    division, role = _division(row, trust), _role(row)
    return PaperRow(row, division, role, contents, _scenes(row, questionnaire))


def _refuse_other_trust(row: Row, trust: Trust) -> None:
    code = row.cells.get("trust", "").strip()
    if code and code.upper() != trust.code:
        row.refuse("trust", f"'{_short(code)}' is not the trust of this round, {trust.code}")


def _division(row: Row, trust: Trust) -> Division | None:
    name = row.text("division", most=200)
    for division in trust.divisions:
        if name.casefold() in (division.key, division.name.casefold()):
            return division
    if name:
        keys = [division.key for division in trust.divisions]
        hint = did_you_mean(name.lower(), keys)
        row.refuse("division", f"{trust.code} has no division '{_short(name)}'{hint}")
    return None


def _role(row: Row) -> str:
    role = row.text("role", most=20).lower()
    if role and role not in LEAD_ROLES:
        hint = did_you_mean(role, LEAD_ROLES)
        row.refuse(
            "role", f"'{role}' is not a lead's role; use one of {', '.join(LEAD_ROLES)}{hint}"
        )
        return ""
    return role


def _content(row: Row, key: str) -> Content:
    return Content(_level(row, key), *_evidence(row, key))


def _level(row: Row, key: str) -> int:
    word = row.cells.get(key, "").strip().lower()
    if word not in ANSWERS:
        words = ", ".join(filter(None, ANSWERS))
        message = f"'{_short(word)}' is not an answer; use one of {words}, or leave it empty"
        row.refuse(key, message)
    return ANSWERS.get(word, ANSWERS[""])


def _scenes(row: Row, questionnaire: Questionnaire) -> dict[str, int]:
    """Return the level of each scene that has one; only a level scores a scene."""
    words = {
        each.key: row.cells.get(scene_column(each.key), "").strip()
        for each in questionnaire.vignettes
    }
    for key, word in words.items():
        if word and word not in SCENE_LEVELS:
            message = f"'{_short(word)}' is not a level of a scene"
            row.refuse(scene_column(key), f"{message}; use one of 1, 2, 3, 4, 5 or leave it empty")
    return {key: SCENE_LEVELS[word] for key, word in words.items() if word in SCENE_LEVELS}


def _evidence(row: Row, key: str) -> tuple[str, bool]:
    """Return the text as it was written, with line ends as pages keep them; and its sharing."""
    column = evidence_column(key)
    text = row.cells.get(column, "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_EVIDENCE:
        row.refuse(column, f"has {len(text)} characters; shorten it to {LONGEST_EVIDENCE}")
    if "\x00" in text:  # which no database keeps
        row.refuse(column, "holds an invisible control character; type the cell anew")
    share = row.cells.get(share_column(key), "").strip().lower()
    if share not in SHARES:
        row.refuse(share_column(key), f"'{_short(share)}' is neither {YES} nor {NO}")
    return text, SHARES.get(share, False) and bool(text)


def _refuse_repeats(read: list[PaperRow]) -> None:
    first: dict[tuple[str, str], int] = {}
    for each in read:
        if each.division is None or not each.role:
            continue
        line = first.setdefault((each.division.key, each.role), each.row.line)
        if line != each.row.line:
            each.row.refuse("role", f"repeats the lead of line {line}; remove one of the two")


def _header_fault(table: Table, name: str, message: str) -> Fault:
    return Fault(table.path, table.header_line, name, message)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
