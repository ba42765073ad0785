"""The forms with which people get in."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from benchmark.assessment.tokens import DAYS, FIGURES, LONGEST_NAME, PLANS, REPORTS, Wish
from benchmark.web.forms import ChoiceField, Choices, line

READABLE = (
    (FIGURES, "Divisions, scores and variation"),
    (PLANS, "Plans"),
    (REPORTS, "Reports, as everybody in the trust may read them"),
)
LONGEST = 1000  # of a password; hashing more would only cost time


class SignInForm(FlaskForm):
    email = StringField(
        validators=[InputRequired("Enter your email address"), Length(max=254)],
    )
    password = PasswordField(
        validators=[InputRequired("Enter your password"), Length(max=LONGEST)],
    )


class ForgottenForm(FlaskForm):
    email = StringField(
        validators=[InputRequired("Enter your email address"), Length(max=254)],
    )


class NewPasswordForm(FlaskForm):
    password = PasswordField(
        validators=[
            InputRequired("Enter a new password"),
            Length(max=LONGEST, message=f"Shorten this to {LONGEST:,} characters or fewer"),
        ],
    )


class PasswordAgainForm(FlaskForm):
    current = PasswordField(
        validators=[InputRequired("Enter your password"), Length(max=LONGEST)],
    )


class ChangePasswordForm(NewPasswordForm):
    current = PasswordField(
        validators=[InputRequired("Enter your current password"), Length(max=LONGEST)],
    )


class CodeForm(FlaskForm):
    code = StringField(
        default="",
        validators=[InputRequired("Enter a code"), Length(max=40, message="Enter a code")],
    )


class SetUpForm(FlaskForm):
    code = StringField(
        default="",
        validators=[
            InputRequired("Enter the 6-digit code from the app"),
            Length(max=40, message="Enter the 6-digit code from the app"),
        ],
    )
    current = StringField(default="", validators=[Length(max=40)])


class ChoicesField(Field):
    """One or more of several values, each with its words."""

    def __init__(self, missing: str, choices: Choices, **options: Any) -> None:
        super().__init__(**options)
        self.missing, self.choices = missing, list(choices)

    def process_formdata(self, sent: list[str]) -> None:
        self.data = [value for value, _ in self.choices if value in sent]

    def pre_validate(self, _form: Any) -> None:
        """Refuse what is not among the choices, and that nothing was chosen."""
        if not self.data or len(self.data) != len(set(self.raw_data or ())):
            raise ValidationError(self.missing)


class TokenForm(FlaskForm):
    """``trust`` has the reader's own trusts; a view fills them in."""

    name = line("Enter what the token is for", LONGEST_NAME)
    trust = ChoiceField("Choose a trust", default="")
    parts = ChoicesField("Choose what it may read", READABLE, default=())
    days = ChoiceField(
        "Choose how long it works", [(str(days), f"{days} days") for days in DAYS], default=""
    )

    def wish(self) -> Wish:
        return Wish(self.name.data, tuple(self.parts.data), int(self.days.data))
