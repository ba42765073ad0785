"""What the coordinator's forms share: days typed in three parts, tidy lines, errors with places."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.utils import unset_value
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from benchmark.assessment.refusals import Refused

PARTS = ("day", "month", "year")
EARLIEST = 1900  # "26" is no year
Choices = Iterable[tuple[str, str]]


def tidy(text: str | None) -> str:
    """One line: no control characters, single spaces."""
    return " ".join(_visible(text).split())


def tidy_paragraphs(text: str | None) -> str:
    """Text with its line ends as one character each."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_visible(line).rstrip() for line in lines).strip()


def _visible(text: str | None) -> str:
    normal = unicodedata.normalize("NFC", text or "")
    return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in normal)


class DayField(Field):
    """A day typed as day, month and year; what was typed stays in the form when it is no day."""

    data: Any  # date, or None where what was typed is no day
    typed: dict[str, str]

    def __init__(self, missing: str, *, needed: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.missing, self.needed = missing, needed

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        super().process(None, data, extra_filters)
        self.typed = {part: str(getattr(self.data, part, "")) for part in PARTS}
        if formdata:
            self.typed = {part: formdata.get(f"{self.name}-{part}", "").strip() for part in PARTS}
            self.data = _day(self.typed)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is no day; an empty field only where a day is needed."""
        if self.data is None and (self.needed or any(self.typed.values())):
            raise ValidationError(self.missing)


def _day(typed: dict[str, str]) -> date | None:
    try:
        year, month, day = (int(typed[part]) for part in reversed(PARTS))
        return date(year, month, day) if year >= EARLIEST else None
    except (ValueError, OverflowError):
        return None


def line(needed: str = "", most: int = 200) -> StringField:
    """A field for one line; ``needed`` is what an empty one is told."""
    return StringField(default="", filters=[tidy], validators=_text_rules(needed, most))


def paragraphs(most: int, needed: str = "") -> TextAreaField:
    rules = _text_rules(needed, most)
    return TextAreaField(default="", filters=[tidy_paragraphs], validators=rules)


def _text_rules(needed: str, most: int) -> list[Any]:
    longest = Length(max=most, message=f"Shorten this to {most:,} characters or fewer")
    # what a form showed beforehand does not stand in for what was sent, and spaces are no text
    return [InputRequired(needed), DataRequired(needed), longest] if needed else [longest]


class ChoiceField(StringField):
    """One of several values, each with its words; a view may give others to one form."""

    def __init__(self, missing: str, choices: Choices = (), **options: Any) -> None:
        super().__init__(**options)
        self.missing, self.choices = missing, list(choices)

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is not among the choices, and that nothing was chosen."""
        if not self.raw_data or self.data not in [value for value, _ in self.choices]:
            raise ValidationError(self.missing)


class ConfirmForm(FlaskForm):
    """A page that says what will happen, and a button. Nothing happens without having seen it."""

    confirm = HiddenField(validators=[InputRequired("Read this page before you go on")])


def error_places(form: FlaskForm, reason: str = "") -> list[tuple[str, str]]:
    """The first error of each field for the summary; that of a day leads to its first part.

    ``reason``: why the whole form could not be taken, which belongs to no field.
    """
    found = []
    for name, messages in form.errors.items():
        field = form[name] if name else None
        place = f"{name}-day" if isinstance(field, DayField) else name
        visible = field is not None and not isinstance(field, HiddenField)
        found.append((f"#{place}" if visible else "#maincontent", str(messages[0])))
    return [*found, *([("#maincontent", reason)] if reason else [])]


def succeeds(form: FlaskForm, step: Callable[[], object]) -> bool:
    """Take a step of the domain, all of it or nothing; a refusal becomes an error of the form."""
    try:
        with g.session.begin_nested():
            step()
    except Refused as refused:
        if refused.field in form:
            form[refused.field].errors = [str(refused)]
        else:
            form.form_errors.append(str(refused))
        return False
    return True
