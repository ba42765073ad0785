"""The forms with which people get in."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

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
