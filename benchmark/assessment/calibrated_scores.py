"""Each lead's own scores as given, and beside them adjusted for how leniently the lead scores.

For analysts only: nothing that a trust reads is adjusted, and raw scores are never replaced.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmark.assessment.calibrating import LeadLeniency, leniencies
from benchmark.export.answers import Submitted
from benchmark.export.calibration import Calibrated
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.answers import NOTHING, scored
from benchmark.scoring.rules import (
    overall_scores,
    practice_weights,
    section_membership,
    section_scores,
)
from benchmark.scoring.schedule import Schedule
from benchmark.variation.leniency import side_by_side

NO_SCENES = "the questionnaire has no scenes"
TOO_FEW = "fewer than two leads of this file scored every scene"

Floats = NDArray[np.float64]


def calibrated(
    questionnaire: Questionnaire, schedule: Schedule, submitted: Sequence[Submitted]
) -> tuple[Calibrated, ...]:
    """Return the leads in their order; they are also the pool towards which leniency is drawn.

    Pass only answers that may be shown: each lead's leniency is drawn towards that of the others.
    """
    if not submitted:
        return ()
    found = leniencies(questionnaire, {each.lead: each.scenes for each in submitted})
    known = [found.get(each.lead) for each in submitted]
    taken = [math.nan if each is None else each.shrunken for each in known]
    beside = side_by_side(own_scores(questionnaire, schedule, submitted), taken)
    return tuple(
        Calibrated(
            lead=each.lead,
            leniency=_told(leniency),
            reason="" if leniency else _reason(questionnaire, each),
            raw=_scores(raw),
            adjusted=_scores(adjusted),
        )
        for each, leniency, raw, adjusted in zip(
            submitted, known, beside.raw, beside.adjusted, strict=True
        )
    )


def own_scores(
    questionnaire: Questionnaire, schedule: Schedule, submitted: Sequence[Submitted]
) -> Floats:
    """Return each lead's overall score and then each section's (leads, 1 + sections), NaN = none.

    The schedule's weights, shares and sections count as they do for a division.
    """
    answers = [[each.levels.get(key, NOTHING) for key in questionnaire.keys] for each in submitted]
    levels = scored(np.array(answers, dtype=np.int8))
    weights = practice_weights(questionnaire, schedule)
    membership = section_membership(questionnaire, schedule)
    overall = overall_scores(levels, schedule, weights)
    return np.column_stack([overall, section_scores(levels, membership, schedule, weights)])


def _told(leniency: LeadLeniency | None) -> tuple[float, ...]:
    if leniency is None:
        return ()
    return leniency.raw, leniency.shrunken, leniency.error, leniency.kept


def _reason(questionnaire: Questionnaire, each: Submitted) -> str:
    scenes = len(questionnaire.vignettes)
    if not scenes:
        return NO_SCENES
    if len(each.scenes) < scenes:
        where = " on paper" if each.source == "paper" else ""
        return f"the lead scored {len(each.scenes)} of the {scenes} scenes{where}"
    return TOO_FEW


def _scores(row: Floats) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(score) else score for score in row.tolist())
