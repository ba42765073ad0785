"""The forms of a round: the draft, and each step that is taken with it."""

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm

from benchmark.assessment.preparing import Plan
from benchmark.assessment.replacing import AGAIN, KEEP
from benchmark.database.people import Person
from benchmark.database.rounds import OUTCOMES, Response
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.forms import ChoiceField, ConfirmForm, DayField, line, paragraphs

LEVELS = (
    ("L1", "One level for each practice"),
    ("L0", "Nothing: only the three leads of each division"),
)
LONGEST_TEXT = 10_000
CHOICES = {
    KEEP: "Keep the answers",
    AGAIN: "Begin again with an empty response",
}


class PlanForm(FlaskForm):
    title = line("Enter a name for the round", most=120)
    questionnaire = ChoiceField("Choose a questionnaire")
    opens_on = DayField("Enter the day on which the round opens, such as 14 9 2026")
    closes_on = DayField("Enter the last day of the round, such as 12 10 2026")
    level = ChoiceField("Choose what others in the trust will see", LEVELS)
    lawful_basis = paragraphs(LONGEST_TEXT)
    impact_assessment = paragraphs(LONGEST_TEXT)

    def plan(self, questionnaires: dict[str, Questionnaire]) -> Plan:
        """What was typed; to be called when the form is valid."""
        values: dict[str, Any] = {name: self[name].data for name in PLAN_FIELDS}
        return Plan(**values, questionnaire=questionnaires[self.questionnaire.data])


PLAN_FIELDS = (
    *("title", "opens_on", "closes_on", "level"),
    *("lawful_basis", "impact_assessment"),
)


class ExtendForm(ConfirmForm):
    closes_on = DayField("Enter the new last day of the round, such as 12 10 2026")


class AbandonForm(ConfirmForm):
    reason = line("Say why the round is abandoned; the leads read this", most=500)


class LevelForm(ConfirmForm):
    level = ChoiceField("Choose what others in the trust will see", LEVELS)


class NewLeadForm(ConfirmForm):
    """Who comes, and for a change of lead who leaves and what becomes of the answers."""

    leaving = ChoiceField("Choose who leaves the post")
    name = line("Enter the name of the new lead")
    email = line("Enter the email address of the new lead", most=254)
    start = DayField("Enter the first day of the new lead, such as 14 9 2026")
    choice = ChoiceField("Choose what happens to the answers")

    def offer(self, people: Sequence[Person], choices: Sequence[str]) -> None:
        self.leaving.choices = [(str(place), person.name) for place, person in enumerate(people)]
        self.choice.choices = [(choice, CHOICES[choice]) for choice in choices]


class JoiningForm(ConfirmForm):
    """Somebody joins; nobody leaves."""

    name = line("Enter the name of the new lead")
    email = line("Enter the email address of the new lead", most=254)
    start = DayField("Enter the first day of the new lead, such as 14 9 2026")


def outcomes_form(responses: Sequence[Response]) -> ConfirmForm:
    """One question for each response that was not submitted."""
    fields = {outcome_name(response): _outcome_field(response) for response in responses}
    form: ConfirmForm = type("OutcomesForm", (ConfirmForm,), fields)()
    return form


def outcome_name(response: Response) -> str:
    return f"outcome-{response.id}"


def _outcome_field(response: Response) -> ChoiceField:
    words = ("The post is vacant", "The lead did not submit")
    post = f"{response.division.name}, {response.role} lead"
    usual = OUTCOMES[0] if not response.people else None
    return ChoiceField(
        f"Choose what applies to {post}",
        zip(OUTCOMES, words, strict=True),
        default=response.outcome or usual,
    )
