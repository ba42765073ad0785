"""The forms of people and their tenures."""

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import StringField

from benchmark.web.forms import ChoiceField, ConfirmForm, DayField, line

NAME = "Enter the name of the person"
EMAIL = "Enter the email address of the person"


class TenureForm(FlaskForm):
    post = ChoiceField("Choose a post")
    name = line(NAME)
    email = line(EMAIL, most=254)
    start = DayField("Enter the first day in this post, such as 1 4 2026")
    end = DayField("Enter the last day as a date, or leave it empty", needed=False)


class DetailsForm(FlaskForm):
    name = line(NAME)
    email = line(EMAIL, most=254)


class EndForm(ConfirmForm):
    end = DayField("Enter the last day in this post, such as 31 3 2027")


class AccessForm(FlaskForm):
    """One of two buttons: an invitation, or a reset of the second factor with its reason."""

    act = ChoiceField("Choose what to do", [("welcome", ""), ("reset", "")])
    reason = line(most=300)


class ResetForm(FlaskForm):
    """The national team resets the second factor of anybody, of coordinators above all."""

    email = line(EMAIL, most=254)
    reason = line("Say why you reset it; the person reads this", most=300)


class UploadForm(FlaskForm):
    """First a file; then, after its preview, the same content again with a confirmation."""

    file = FileField()
    content = StringField(default="")
    confirm = StringField(default="")
