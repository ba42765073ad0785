"""Small things that several features need to fill their pages."""

import re
from collections.abc import Iterable

from flask import Response as Answer
from flask_wtf import FlaskForm

from benchmark.comparison.chart import Table
from benchmark.database.rounds import Response, Round
from benchmark.export.sheets import Sheet
from benchmark.export.writing import csv_bytes

UNSAFE = re.compile(r"[^A-Za-z0-9._-]|^[.]")


def error_links(form: FlaskForm) -> list[tuple[str, str]]:
    """The first error of each field, as the error summary takes it."""
    return [(f"#{name}", messages[0]) for name, messages in form.errors.items() if name]


def division_place(asked: Round, division: str) -> str:
    """``zzn-medicine``, as addresses name a division."""
    return f"{asked.trust.code.lower()}-{division}"


def response_title(response: Response) -> str:
    return f"{response.division.name}, {response.role} lead: {response.round.title}"


def download(content: bytes | Iterable[bytes], name: str, mimetype: str) -> Answer:
    """A file to keep; its name says whose it is and of which round, and nothing of what it holds.

    ``name`` is made of codes, keys and dates; whatever else comes in could end the header.
    """
    answer = Answer(content, mimetype=mimetype)
    plain = UNSAFE.sub("-", name)
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}"'
    return answer


def pdf_download(pdf: bytes, name: str) -> Answer:
    return download(pdf, f"{name}.pdf", "application/pdf")


def table_download(table: Table, name: str, part: str) -> Answer:
    """The numbers that stand beside a picture; ``part`` names which of them."""
    content = csv_bytes(Sheet(part, table.header, table.rows))
    return download(content, f"{name}-{part}.csv", "text/csv")
