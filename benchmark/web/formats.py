"""Small things that several features need to fill their pages."""

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
