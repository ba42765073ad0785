"""Sheets become the bytes of a file: CSV or a workbook. The same sheets give the same bytes."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from benchmark.comparison.formulas import neutralised
from benchmark.export.sheets import Cell, Sheet, UnfitText

LONGEST_CELL = 32_767  # UTF-16 units: the most that a cell of a workbook holds
# control characters have no place in a workbook but as _x0001_, and programs differ on how such a
# text is meant when somebody wrote it
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|x005F_")
WIDEST, NARROWEST = 60, 9  # characters
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a sheet as CSV in UTF-8; no text of it is a formula for a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutralised(name) for name in sheet.header])
    writer.writerows(map(_harmless, sheet.rows))
    writer.writerows([note] for note in sheet.notes)
    return text.getvalue().encode()


def _harmless(row: tuple[Cell, ...]) -> list[Cell]:
    return [neutralised(cell) if isinstance(cell, str) else cell for cell in row]


def xlsx_bytes(sheets: Sequence[Sheet], made: datetime) -> bytes:
    """Return a workbook of the sheets; every text stays a text, also one that begins with =.

    ``made`` stands in its properties. Raises ``UnfitText`` for a text that no cell can hold.
    """
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True, **TEXT_ONLY})
    workbook.set_properties({"created": made.replace(tzinfo=None)})
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    for sheet in sheets:
        page = workbook.add_worksheet(sheet.title)
        _write_row(page, 0, sheet, sheet.header, bold)
        for number, row in enumerate(sheet.rows, start=1):
            _write_row(page, number, sheet, row, wrapped)
        _lay_out(page, sheet)
    workbook.close()
    return content.getvalue()


def _write_row(
    page: Worksheet, number: int, sheet: Sheet, row: tuple[Cell, ...], style: object
) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, int | float):
            page.write_number(number, column, cell, style)
        elif cell:
            _refuse_unfit(cell, sheet.header[column], number + 1)
            page.write_string(number, column, cell, style)


def _refuse_unfit(text: str, column: str, row: int) -> None:
    units = len(text.encode("utf-16-le")) // 2
    reason = ""
    if units > LONGEST_CELL:
        reason = f"{units:,} characters, and a cell of a workbook holds {LONGEST_CELL:,}"
    elif UNFIT.search(text):
        reason = "a control character, or what workbooks take for one"
    if reason:
        raise UnfitText(f"row {row}, column {column}: {reason}; use CSV, which keeps every text")


def _lay_out(page: Worksheet, sheet: Sheet) -> None:
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.header) - 1)
    for column in range(len(sheet.header)):
        page.set_column(column, column, _width(sheet, column))
    for name, choices in sheet.choices:
        column = sheet.header.index(name)
        words = ", ".join(choices)
        rule = {
            "validate": "list",
            "source": list(choices),
            "error_title": "Not an answer",
            "error_message": f"Use one of {words}, or leave the cell empty.",
        }
        page.data_validation(1, column, max(1, len(sheet.rows)), column, rule)


def _width(sheet: Sheet, column: int) -> int:
    cells = (sheet.header[column], *(row[column] for row in sheet.rows))
    longest = max(len(str(cell)) for cell in cells)
    return max(NARROWEST, min(longest + 2, WIDEST))
