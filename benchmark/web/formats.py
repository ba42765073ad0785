"""Small things that several features need to fill their pages."""

from flask import Response as Answer
from flask_wtf import FlaskForm

from benchmark.database.rounds import Response, Round


def error_links(form: FlaskForm) -> list[tuple[str, str]]:
    """The first error of each field, as the error summary takes it."""
    return [(f"#{name}", messages[0]) for name, messages in form.errors.items() if name]


def division_place(asked: Round, division: str) -> str:
    """``zzn-medicine``, as addresses name a division."""
    return f"{asked.trust.code.lower()}-{division}"


def response_title(response: Response) -> str:
    return f"{response.division.name}, {response.role} lead: {response.round.title}"


def pdf_download(pdf: bytes, name: str) -> Answer:
    """A file to keep; its name says whose it is and of which round, and nothing of what it holds.

    ``name`` is made of codes, keys and dates only.
    """
    answer = Answer(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
