"""The forms of a division."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from benchmark.web.forms import ChoiceField, ConfirmForm, DayField, line

NAME = "Enter the name of the division"
LAST_DAY = "Enter the last day of the division, such as 31 3 2027"


class NameForm(FlaskForm):
    name = line(NAME)


class OrderForm(FlaskForm):
    """The keys of the divisions in their new order, as the button that was pressed carries them."""

    order = StringField(validators=[InputRequired("Choose which division to move")])


class EndForm(ConfirmForm):
    last_day = DayField(LAST_DAY)


class MergeForm(EndForm):
    other = ChoiceField("Choose the division with which it merges")
    name = line("Enter the name of the merged division")


class SplitForm(EndForm):
    name = line("Enter the name of the first new division")
    second = line("Enter the name of the second new division")
