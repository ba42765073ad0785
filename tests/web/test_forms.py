"""Days typed in three parts, tidy lines, and refusals that stand at their field."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from benchmark.web.forms import (
    ChoiceField,
    ConfirmForm,
    DayField,
    error_places,
    line,
    paragraphs,
    tidy,
    tidy_paragraphs,
)


class Trial(FlaskForm):
    class Meta:
        csrf = False

    name = line("Enter a name", most=10)
    first = DayField("Enter the first day")
    last = DayField("Enter the last day", needed=False)
    colour = ChoiceField("Choose a colour", [("blue", "Blue"), ("red", "Red")])
    notes = paragraphs(20)


GOOD = {"name": " A  name ", "first-day": "14", "first-month": "9", "first-year": "2026",
        "colour": "red", "notes": "one\r\n\r\ntwo  "}  # fmt: skip


def trial(**changed: str) -> Any:
    return Trial(formdata=MultiDict(GOOD | changed))


@pytest.fixture(autouse=True)
def _app() -> Any:
    app = Flask("benchmark.web")
    app.secret_key = "invented"
    with app.test_request_context():
        yield


def test_what_is_typed_rightly_is_read() -> None:
    form = trial(**{"last-day": "1", "last-month": "10", "last-year": "2026"})
    assert form.validate(), form.errors
    assert (form.first.data, form.last.data) == (date(2026, 9, 14), date(2026, 10, 1))
    assert (form.name.data, form.notes.data, form.colour.data) == ("A name", "one\n\ntwo", "red")
    assert trial().validate()
    assert trial().last.data is None


@pytest.mark.parametrize(
    ("changed", "place", "said"),
    [
        ({"name": " "}, "#name", "Enter a name"),
        ({"name": "x" * 11}, "#name", "Shorten this to 10 characters or fewer"),
        ({"first-day": ""}, "#first-day", "Enter the first day"),
        ({"first-day": "31"}, "#first-day", "Enter the first day"),
        ({"first-day": "one"}, "#first-day", "Enter the first day"),
        ({"first-year": "26"}, "#first-day", "Enter the first day"),
        ({"first-year": "9" * 30}, "#first-day", "Enter the first day"),
        ({"last-day": "1"}, "#last-day", "Enter the last day"),
        ({"colour": ""}, "#colour", "Choose a colour"),
        ({"colour": "green"}, "#colour", "Choose a colour"),
    ],
)
def test_an_error_says_what_to_do_and_what_was_typed_stays(
    changed: dict[str, str], place: str, said: str
) -> None:
    form = trial(**changed)
    assert not form.validate()
    assert error_places(form) == [(place, said)]
    assert form.first.typed["month"] == "9"


def test_what_the_form_showed_before_does_not_stand_in_for_what_is_missing() -> None:
    stored = {"name": "Stored", "colour": "red", "first": date(2026, 9, 14)}
    form = Trial(formdata=MultiDict({"notes": "x"}), data=stored)
    assert not form.validate()
    assert sorted(form.errors) == ["colour", "first", "name"]


def test_a_stored_day_fills_the_three_parts() -> None:
    form = Trial(formdata=None, data={"first": date(2026, 9, 14)})
    assert form.first.typed == {"day": "14", "month": "9", "year": "2026"}
    assert form.last.typed == {"day": "", "month": "", "year": ""}


def test_an_error_without_a_visible_field_leads_to_the_page() -> None:
    class Plain(ConfirmForm):
        class Meta:
            csrf = False

    form = Plain(formdata=MultiDict({"other": "x"}))
    assert not form.validate()
    assert error_places(form) == [("#maincontent", "Read this page before you go on")]


def test_nothing_invisible_is_kept() -> None:
    assert tidy("a\x00b\t c\u0301") == "a b ć"
    assert tidy_paragraphs("a\x00b\r\rc") == "a b\n\nc"
    assert (tidy(None), tidy_paragraphs(None)) == ("", "")
