"""The form of a confirmation: which preview was read."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length


class ConfirmationForm(FlaskForm):
    preview = StringField(default="", validators=[Length(max=64)])
