"""The four pages of a meeting brief."""

import dataclasses
from datetime import date

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from benchmark.comparison.division_content import content_of
from benchmark.comparison.following_up import PlannedAction
from benchmark.report.brief import choices_title, plan, what_matters
from benchmark.report.document import UPRIGHT, Furniture, built
from tests.comparison.insides import inside_of, some_inside
from tests.reading import page_texts
from tests.samples import sample_questionnaire, seven_divisions

FURNITURE = Furniture("t", "s", "l", "r", "h", invented=True)


def pages_of(flow: list[Flowable]) -> int:
    """How many pages ``flow`` takes after the cover."""
    return len(page_texts(built([NextPageTemplate(UPRIGHT), PageBreak(), *flow], FURNITURE))) - 1


def test_the_title_counts_what_is_on_the_page() -> None:
    content = content_of(seven_divisions(), sample_questionnaire(), "d1", inside=some_inside())
    brief = content.brief
    assert choices_title(brief, content.talk).endswith(", one to talk about")
    assert choices_title(brief) == "One to protect, two to improve"
    nothing = dataclasses.replace(brief, protect=None, improve=())
    assert choices_title(nothing) == "What to talk about first"


def test_the_page_that_matters_is_one_page_for_every_division_of_a_usual_trust() -> None:
    asked = sample_questionnaire()
    inside = inside_of({"talent": (1, 5, -1)}, {"talent": None})
    for division in seven_divisions().released:
        content = content_of(seven_divisions(), asked, division.key, inside=inside)
        assert pages_of(what_matters(content)) == 1


def test_five_actions_are_one_page() -> None:
    text = "Write down together who decides what, and read it to each ward manager. " * 2
    action = PlannedAction(
        "a", "d1", "talent", text, "Operational lead", date(2027, 3, 1), text, "planned", text
    )
    shown = dataclasses.replace(seven_divisions(), actions=(action,) * 5)
    content = content_of(shown, sample_questionnaire(), "d1")
    assert pages_of(plan(content)) == 1
