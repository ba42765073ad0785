"""The form of one practice."""

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from benchmark.assessment.responding import Content, Edit
from benchmark.questionnaire.definition import Practice
from benchmark.scoring.answers import ANSWERS, NOT_IN_PLACE, answer_of, form_word

LONGEST_EVIDENCE = 100_000
MOST = 2**53 - 1  # what a browser's script can count up to
# a program that says no in words must not share what somebody wrote for three
NOT_TICKED = (False, "", "0", "false", "no", "off")
NOT_A_CHOICE = "Choose one of the answers on this page"


def one_line_ends(text: str | None) -> str:
    """Line ends as one character, and no NUL, which no database keeps."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


class PracticeForm(FlaskForm):
    class Meta(FlaskForm.Meta):
        # the page carries a token, and it is checked before any view runs: the form makes no other
        csrf = False

    answer = StringField(
        default="",
        validators=[AnyOf(tuple(ANSWERS), NOT_A_CHOICE)],
    )
    evidence = TextAreaField(
        default="",
        filters=[one_line_ends],
        validators=[
            Length(
                max=LONGEST_EVIDENCE,
                message=f"Evidence must be {LONGEST_EVIDENCE:,} characters or fewer",
            )
        ],
    )
    share = BooleanField(false_values=NOT_TICKED)
    version = IntegerField(
        validators=[
            InputRequired("Open this page again before you save"),
            NumberRange(0, MOST, "Open this page again before you save"),
        ]
    )
    tab = StringField(default="", filters=[one_line_ends], validators=[Length(max=64)])
    sequence = IntegerField(default=0, validators=[Optional(), NumberRange(0, MOST)])
    seconds = StringField(default="")  # a measurement: a wrong one refuses nobody's text

    def fits(self, practice: Practice) -> bool:
        """Validate what was sent; only a follow-up has the answer "not in place"."""
        words = (word for word, answer in ANSWERS.items() if answer != NOT_IN_PLACE)
        choices = tuple(ANSWERS) if practice.not_in_place else tuple(words)
        valid: bool = self.validate(extra_validators={"answer": [AnyOf(choices, NOT_A_CHOICE)]})
        return valid

    def edit(self) -> Edit:
        content = Content(
            answer_of(self.answer.data or ""), self.evidence.data or "", bool(self.share.data)
        )
        return Edit(
            content,
            self.version.data or 0,
            self.tab.data or "",
            self.sequence.data or 0,
            _seconds(self.seconds.data or ""),
        )


def _seconds(text: str) -> int:
    """Seconds as the script counts them, 0 for anything else; a day has five digits of them."""
    return int(text) if re.fullmatch(r"[0-9]{1,5}", text) else 0


def as_json(content: Content) -> dict[str, Any]:
    """A content with the words of its form."""
    return {
        "answer": form_word(content.level),
        "evidence": content.evidence,
        "share": content.share,
    }
