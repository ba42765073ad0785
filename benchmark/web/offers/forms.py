"""The form of an offer to show others, or to be shown."""

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from benchmark.assessment.offering import OfferText
from benchmark.web.forms import ChoiceField, line, paragraphs
from benchmark.web.plans.forms import AGAIN, LONGEST
from benchmark.web.responses.forms import MOST


class OfferForm(FlaskForm):
    practice = ChoiceField("Choose the practice that this is about")
    words = paragraphs(LONGEST, "Write what others can see, or what you would like to see")
    contact = line("Enter the post to ask for, such as Matron of the acute wards")
    version = IntegerField(
        default=0, validators=[InputRequired(AGAIN), NumberRange(0, MOST, AGAIN)]
    )

    def offer(self, kind: str) -> OfferText:
        words, contact = self.words.data or "", self.contact.data or ""
        return OfferText(self.practice.data, kind, words, contact)
