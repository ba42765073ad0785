"""The forms of an action and of what became of it."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, NumberRange

from benchmark.assessment.plan_facts import OWNERS
from benchmark.assessment.planning import ActionText, Report
from benchmark.database.plans import CHANGED, DONE, IN_PROGRESS, PLANNED
from benchmark.web.forms import ChoiceField, DayField, paragraphs
from benchmark.web.responses.forms import MOST

AGAIN = "Open this page again before you save"
LONGEST = 2_000
OWNER_WORDS = [(key, words[0].upper() + words[1:]) for key, words in OWNERS.items()]
STATE_WORDS = {
    PLANNED: "Not begun yet",
    IN_PROGRESS: "In progress",
    DONE: "Done",
    CHANGED: "Changed: we do something else, or no longer do this",
}


class ActionForm(FlaskForm):
    practice = ChoiceField("Choose the practice that this is about")
    what = paragraphs(LONGEST, "Write what you will do")
    owner = ChoiceField("Choose who sees to it", OWNER_WORDS)
    due = DayField("Enter the day by which it is done, such as 31 3 2027")
    measure = paragraphs(LONGEST, "Write how you will know that it has worked")
    version = IntegerField(
        default=0, validators=[InputRequired(AGAIN), NumberRange(0, MOST, AGAIN)]
    )

    def text(self) -> ActionText:
        return ActionText(
            practice=self.practice.data,
            what=self.what.data or "",
            owner=self.owner.data,
            due=self.due.data,
            measure=self.measure.data or "",
        )


class ProgressForm(FlaskForm):
    state = ChoiceField("Choose how far it is", list(STATE_WORDS.items()))
    words = paragraphs(LONGEST)
    version = IntegerField(
        default=0, validators=[InputRequired(AGAIN), NumberRange(0, MOST, AGAIN)]
    )

    def validate_words(self, field: TextAreaField) -> None:
        """What is changed is changed in the open."""
        if self.state.data == CHANGED and not field.data:
            raise ValidationError("Write what you do instead, or why you no longer do this")

    def report(self) -> Report:
        return Report(self.state.data, self.words.data or "")
