"""The one practice that the three leads should talk about: where they differ most (L2).

Chosen by a fixed rule, so that page and PDF always choose the same: the widest range among the
practices that are not chosen already; what is not agreed before what is; then the order of the
questionnaire.
"""

from collections.abc import Collection
from dataclasses import dataclass

from benchmark.comparison.inside import Inside, PracticeInside
from benchmark.questionnaire.definition import Questionnaire


@dataclass(frozen=True, slots=True)
class Talk:
    """One practice with what each of them said, and what to ask each other."""

    key: str
    name: str
    section: str
    said: str  # clinical 2, operational 4, nursing does not know
    gap: str
    outcome: str  # agreed on 3, left open or not settled
    prompts: tuple[str, str]


def to_talk_about(
    inside: Inside, questionnaire: Questionnaire, chosen: Collection[str]
) -> Talk | None:
    """The practice to talk about beside those ``chosen``; None where nothing is apart."""
    apart = [each for each in inside.by_range if each.apart and each.key not in chosen]
    widest = min(apart, key=_order, default=None)
    if widest is None:
        return None
    practice = next(each for each in questionnaire.practices if each.key == widest.key)
    return Talk(
        widest.key,
        widest.name,
        widest.section,
        widest.said,
        widest.gap,
        widest.outcome,
        practice.prompts,
    )


def _order(practice: PracticeInside) -> tuple[int, bool]:
    return -(practice.apart or 0), practice.settled == "agreed"
