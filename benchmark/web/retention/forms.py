"""The forms of a trust's retention: whole years, and the reason of a hold."""

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import NumberRange

from benchmark.assessment.reasons import LONGEST
from benchmark.database.people import LONGEST_RETENTION, SHORTEST_RETENTION
from benchmark.web.forms import ConfirmForm, line

YEARS = f"Enter a whole number of years from {SHORTEST_RETENTION} to {LONGEST_RETENTION}"


class WholeYears(IntegerField):
    """What was typed and is no number is told in our words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the number, or refuse in the same words as a number out of bounds."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(YEARS) from fault


class YearsForm(FlaskForm):
    years = WholeYears(validators=[NumberRange(SHORTEST_RETENTION, LONGEST_RETENTION, YEARS)])


class HoldForm(ConfirmForm):
    reason = line("Say why the round is kept for longer", most=LONGEST)
