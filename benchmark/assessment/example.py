"""An invented trust's comparison, made by the very function that makes the real ones.

It shows leads beforehand what executives read. All of its figures are made up by a rule.
"""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.facts import DivisionFacts, RoundFacts
from benchmark.disclosure.levels import LEADS_OF_A_DIVISION, Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import first_schedule

TRUST = "ZZE"
NAMES = ("Division A", "Division B", "Division C", "Division D", "Division E")
WAITING = 1  # the last of them has not released yet
STRENGTH = (2.2, 2.8, 3.4, 3.9, 3.0)  # the level that a division's leads answer about
EXECUTIVE = Viewer(0, "executive of the example", (Seat("executive", TRUST),))


def example_comparison(questionnaire: Questionnaire, level: str) -> Comparison:
    """What an executive of the invented trust reads in a round at this level of visibility."""
    return compare(_facts(questionnaire, level), EXECUTIVE)


def _facts(questionnaire: Questionnaire, level: str) -> RoundFacts:
    released = len(NAMES) - WAITING
    return RoundFacts(
        trust_code=TRUST,
        trust_name="Example NHS Trust (invented)",
        invented=True,
        round_id="example",
        round_title="Example round",
        closed=True,
        data_cut=datetime(2026, 1, 30, 12, tzinfo=UTC),
        questionnaire=questionnaire,
        schedule=first_schedule(),
        norm=None,
        divisions=tuple(
            DivisionFacts(f"division-{place}", name, _complete(place), place < released)
            for place, name in enumerate(NAMES)
        ),
        levels=_levels(len(questionnaire.keys)),
        agreed=np.zeros((len(NAMES), len(questionnaire.keys)), np.int8),
        shared_evidence={},
        software="example",
        visibility=level,
    )


def _complete(place: int) -> int:
    return LEADS_OF_A_DIVISION - (place >= len(NAMES) - WAITING)


def _levels(practices: int) -> NDArray[np.int8]:
    """Levels (divisions, roles, practices) by a rule that anybody can follow."""
    place = np.arange(len(NAMES) * LEADS_OF_A_DIVISION * practices)
    wobble = (place * 7919 % 13 - 6) / 6  # between -1 and 1
    answered = np.repeat(STRENGTH, LEADS_OF_A_DIVISION * practices) + wobble
    shape = (len(NAMES), LEADS_OF_A_DIVISION, practices)
    return np.clip(np.rint(answered), 1, 5).astype(np.int8).reshape(shape)
