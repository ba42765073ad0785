"""Two invented rounds of one trust, one beside the other."""

import dataclasses
from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.following_up import LeadChange, Offer
from benchmark.comparison.rounds_compared import Since, rounds_compared
from benchmark.scoring.schedule import first_schedule
from tests.comparison.facts import PRACTICES, QUESTIONNAIRE, READER, facts

NO_NEW_LEADS: Mapping[str, int] = {}


def moved(
    before: NDArray[np.int8],
    after: NDArray[np.int8],
    new_leads: Mapping[str, int] = NO_NEW_LEADS,
    complete: tuple[int, ...] | None = None,
) -> Comparison:
    """A closed round with levels ``after`` (divisions, 3, practices), the last one beside it."""
    earlier = dataclasses.replace(facts(before, complete, closed=True), round_title="Round 2025")
    later = compare(dataclasses.replace(facts(after, closed=True), **_written()), READER)
    since = rounds_compared(
        compare(earlier, READER),
        later,
        QUESTIONNAIRE,
        QUESTIONNAIRE,
        first_schedule(),
        Since({}, new_leads),
    )
    return dataclasses.replace(later, since=since)


def same_leads(
    seed: int, divisions: int = 7, *, lead: float = 0.3, occasion: float = 0.35
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Two rounds of the same leads, in which nothing has changed but the noise of the occasion."""
    draw = np.random.default_rng(seed)
    truth = 3 + draw.normal(0, 0.4, (divisions, 1, PRACTICES))
    truth = truth + draw.normal(0, lead, (divisions, 3, 1))
    rounds = [truth + draw.normal(0, occasion, (divisions, 3, PRACTICES)) for _ in range(2)]
    before, after = (np.clip(np.rint(each), 1, 5).astype(np.int8) for each in rounds)
    return before, after


def _written() -> dict[str, object]:
    first = QUESTIONNAIRE.practices[0].key
    return {
        "offers": (Offer("medicine", first, "shows", "Come and see", "Matron"),),
        "lead_changes": (LeadChange("surgery", "nursing", "ends", date(2026, 12, 31)),),
        "lead_changes_from": date(2026, 10, 31),
    }
