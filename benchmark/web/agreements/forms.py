"""The forms of an agreement and of a dissent."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from benchmark.assessment.settling import Settlement
from benchmark.questionnaire.definition import LEVELS, Practice
from benchmark.web.components import level_items
from benchmark.web.responses.forms import MOST, one_line_ends

OPEN = "open"
LONGEST = 20_000
CHOICES = (*map(str, LEVELS), OPEN)
AGAIN = "Open this page again before you save"


def _text(name: str) -> TextAreaField:
    too_long = f"{name} must be {LONGEST:,} characters or fewer"
    return TextAreaField(
        default="", filters=[one_line_ends], validators=[Length(max=LONGEST, message=too_long)]
    )


def _version() -> IntegerField:
    return IntegerField(validators=[InputRequired(AGAIN), NumberRange(0, MOST, AGAIN)])


class AgreementForm(FlaskForm):
    level = StringField(
        default="", validators=[AnyOf(CHOICES, "Choose the level you agree on, or leave this open")]
    )
    reason = _text("The reason")
    version = _version()

    def settlement(self) -> Settlement:
        level = None if self.level.data == OPEN else int(self.level.data)
        return Settlement(level, self.reason.data or "")


class DissentForm(FlaskForm):
    text = _text("What you see otherwise")
    version = _version()


def form_word(settlement: Settlement | None) -> str:
    """What the form sends for a settlement: ``3``, ``open``, or nothing."""
    if settlement is None:
        return ""
    return OPEN if settlement.level is None else str(settlement.level)


def settlement_items(practice: Practice, chosen: str, middle: int | None) -> list[dict[str, Any]]:
    """The radios: the five level texts, "or", and to leave it open. Nothing is preselected."""
    others_read = (
        "Others in your trust then read the middle of your three levels."
        if middle
        else "Others in your trust then read “not shown”."
    )
    leave = {
        "id": "level-open",
        "value": OPEN,
        "text": "Leave this open",
        "hint": {"text": others_read},
        "checked": chosen == OPEN,
    }
    levels = level_items(practice, "level", chosen)
    # the three talk in numbers: "is it a 3?"
    numbered = [item | {"text": f"Level {item['value']}: {item['text']}"} for item in levels]
    return [*numbered, {"divider": "or"}, leave]
