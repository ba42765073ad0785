"""The form at the end of a section."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from benchmark.assessment.sections import EndOfSection
from benchmark.database.agreements import CONTINUES

NOT_A_CHOICE = "Choose one of the answers on this page"
SHOWN = tuple(f"{first} {word}" for first in ("yes", "no") for word in ("nothing", *CONTINUES))


class SectionForm(FlaskForm):
    continues = StringField(default="", validators=[AnyOf(("", *CONTINUES), NOT_A_CHOICE)])
    completed = StringField(default="", validators=[AnyOf(("", "yes", "no"), NOT_A_CHOICE)])
    seen = StringField(
        default="", validators=[AnyOf(SHOWN, "Open this page again before you save")]
    )

    @property
    def said(self) -> EndOfSection:
        return EndOfSection(self.completed.data == "yes", self.continues.data or None)

    @property
    def shown(self) -> EndOfSection:
        """What the page showed when it was opened."""
        completed, continues = (self.seen.data or "").split()
        return EndOfSection(completed == "yes", None if continues == "nothing" else continues)


def as_shown(said: EndOfSection) -> str:
    """What a page shows, for its hidden field: ``yes partly``."""
    return f"{'yes' if said.completed else 'no'} {said.continues or 'nothing'}"
