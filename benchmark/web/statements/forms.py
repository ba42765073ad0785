"""The form that takes answers back."""

from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from benchmark.web.responses.forms import NOT_TICKED


class WithdrawalForm(FlaskForm):
    understood = BooleanField(
        false_values=NOT_TICKED,
        validators=[InputRequired("Tick that you understand that you cannot undo this")],
    )
