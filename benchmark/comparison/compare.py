"""From the facts of a round to the Comparison that everybody in the trust may see (L1).

Divisions that are not released are taken out before the first sum: no figure of this module,
neither a mean nor an interval, depends on what their leads answered.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.bands import AGREE_FULLY, pooled_noise, shares_of
from benchmark.comparison.content import (
    Comparison,
    DivisionResult,
    PracticeHeading,
    SectionHeading,
    TrustResult,
)
from benchmark.comparison.counting import scoring_words
from benchmark.comparison.facts import RoundFacts
from benchmark.comparison.findings import caution_of, differences_of, finding_of
from benchmark.comparison.fingerprint import content_hash
from benchmark.comparison.following_up import LeadChange, Offer, PlannedAction
from benchmark.comparison.judging import insight_of
from benchmark.comparison.pooled_norm import norm_figures, pool_norm
from benchmark.comparison.precision import Precision, precision_of
from benchmark.comparison.round_state import is_shown, state_of
from benchmark.comparison.wording import NONE_COULD_SAY
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Statistic, Subject, Viewer
from benchmark.questionnaire.definition import Norm, Questionnaire
from benchmark.questionnaire.norms import comparable_practices
from benchmark.scoring.answers import DO_NOT_KNOW, DOES_NOT_APPLY, scored
from benchmark.scoring.rules import (
    agreed_or_median,
    overall_scores,
    practice_weights,
    section_membership,
    section_scores,
)
from benchmark.scoring.schedule import Schedule

Floats = NDArray[np.float64]
ADJUSTED_DIGITS, LEAST_ADJUSTED = 3, 0.001
ALL_THREE = {DO_NOT_KNOW: NONE_COULD_SAY, DOES_NOT_APPLY: "does not apply to this division"}


@dataclass(frozen=True, slots=True)
class Scores:
    """L1 scores of all divisions; NaN where a division is not released or not scored."""

    practices: Floats  # (divisions, practices), whole levels
    sections: Floats  # (divisions, sections)
    overall: Floats  # (divisions, 1)
    comparable: Floats  # (divisions, 1)


def compare(facts: RoundFacts, viewer: Viewer) -> Comparison:
    """The Comparison of a round for somebody of the trust."""
    state = state_of(facts, viewer)
    answers = scored(_released_only(facts, facts.levels))
    agreed = scored(_released_only(facts, facts.agreed))
    scores = scores_of(facts.questionnaire, facts.norm, facts.schedule, answers, agreed)
    subject = Subject(facts.trust_code)
    pooled = decide(viewer, subject, Statistic.POOLED_SPREAD, state)
    means = decide(viewer, subject, Statistic.TRUST_FIGURES, state)
    members = section_membership(facts.questionnaire, facts.schedule)
    weights = practice_weights(facts.questionnaire, facts.schedule)
    covered = covered_by(facts.questionnaire, facts.norm)
    precision = precision_of(answers, members, covered, pooled.reason, weights)
    draft = _comparison(facts, viewer, scores, precision, means.reason)
    insight = insight_of(
        facts.questionnaire, draft.divisions, scores.overall, precision, answers, facts.round_id
    )
    noise = pooled_noise(precision.noise, shares_of(facts.questionnaire.keys, facts.schedule))
    judged = dataclasses.replace(
        draft,
        insight=insight,
        noise=noise,
        noise_reason="" if noise else precision.reason or AGREE_FULLY,
        adjusted=_adjusted(draft.divisions, precision.adjusted(scores.practices), facts),
        **_following_up(facts, viewer),
    )
    return dataclasses.replace(judged, content_hash=content_hash(judged))


def _adjusted(
    divisions: tuple[DivisionResult, ...], values: Floats, facts: RoundFacts
) -> dict[str, dict[str, float]]:
    """The values of the divisions that this viewer may read, where there is a contrast."""
    found = {
        division.key: {
            key: max(round(float(value), ADJUSTED_DIGITS), LEAST_ADJUSTED)
            for key, value in zip(facts.questionnaire.keys, row, strict=True)
            if not np.isnan(value)
        }
        for division, row in zip(divisions, values, strict=True)
        if division.released
    }
    return {key: row for key, row in found.items() if row}


def _following_up(facts: RoundFacts, viewer: Viewer) -> dict[str, Any]:
    """Offers, plans and changes of lead, each where this viewer may read it of the division."""
    known = {division.key: division for division in facts.divisions}

    def readable(each: Offer | PlannedAction | LeadChange, what: Statistic) -> bool:
        subject = Subject(facts.trust_code, each.division)
        return decide(viewer, subject, what, state_of(facts, viewer, known[each.division])).show

    return {
        "offers": tuple(each for each in facts.offers if readable(each, Statistic.OFFERS)),
        "actions": tuple(each for each in facts.actions if readable(each, Statistic.PLANS)),
        "lead_changes": tuple(
            each for each in facts.lead_changes if readable(each, Statistic.LEAD_CHANGES)
        ),
        "lead_changes_from": facts.lead_changes_from,
    }


def _released_only(facts: RoundFacts, levels: NDArray[np.int8]) -> NDArray[np.int8]:
    """The levels (divisions, ...) with 0 where a division is not released."""
    shown = np.array([is_shown(facts, each) for each in facts.divisions], dtype=bool)
    return np.where(shown.reshape(-1, *[1] * (levels.ndim - 1)), levels, 0).astype(np.int8)


def scores_of(
    questionnaire: Questionnaire,
    norm: Norm | None,
    schedule: Schedule,
    answers: Floats,
    agreed: Floats | None = None,
) -> Scores:
    """L1 scores from the leads' scored answers (divisions, roles, practices).

    ``agreed`` (divisions, practices) are the levels that the three agreed; NaN = none.
    """
    levels = agreed_or_median(answers, agreed)
    membership = section_membership(questionnaire, schedule)
    weights = practice_weights(questionnaire, schedule)
    covered = covered_by(questionnaire, norm)
    of_covered = None if weights is None else weights[covered]
    return Scores(
        practices=levels,
        sections=section_scores(levels, membership, schedule, weights),
        overall=overall_scores(levels, schedule, weights)[:, None],
        comparable=overall_scores(levels[:, covered], schedule, of_covered)[:, None],
    )


def covered_by(questionnaire: Questionnaire, norm: Norm | None) -> NDArray[np.bool_]:
    """Which practices the norm covers (practices,)."""
    covered = comparable_practices(questionnaire, norm) if norm else ()
    return np.array([key in covered for key in questionnaire.keys], dtype=bool)


def _comparison(
    facts: RoundFacts, viewer: Viewer, scores: Scores, precision: Precision, no_means: str
) -> Comparison:
    headings = section_headings(facts.questionnaire, facts.norm, facts.schedule)
    divisions = _divisions(facts, viewer, scores, precision)
    return Comparison(
        trust_code=facts.trust_code,
        trust_name=facts.trust_name,
        invented=facts.invented,
        round_id=facts.round_id,
        round_title=facts.round_title,
        data_cut=facts.data_cut,
        questionnaire=facts.questionnaire.identity,
        questionnaire_hash=facts.questionnaire.content_hash,
        schedule=facts.schedule.version,
        scoring=scoring_words(facts.questionnaire, facts.schedule),
        software=facts.software,
        scale=facts.questionnaire.scale,
        sections=headings,
        divisions=divisions,
        trust=_trust(facts.questionnaire, scores, precision, no_means),
        norm=norm_figures(facts.norm),
        pool=pool_norm(facts, viewer),
        finding=finding_of(divisions, scores.overall, precision),
        differences=differences_of(facts.questionnaire, divisions, scores.practices),
        caution=caution_of(precision),
        content_hash="",
    )


def section_headings(
    questionnaire: Questionnaire, norm: Norm | None, schedule: Schedule
) -> tuple[SectionHeading, ...]:
    """Sections with the practices that count in them, both in the questionnaire's order."""
    covered = norm.sections if norm else {}
    headings = [PracticeHeading(p.key, p.name) for p in questionnaire.practices]
    return tuple(
        SectionHeading(
            section.key,
            section.name,
            tuple(heading for heading, counts in zip(headings, members, strict=True) if counts),
            section.key in covered,
        )
        for section, members in zip(
            questionnaire.sections, section_membership(questionnaire, schedule), strict=True
        )
    )


def _divisions(
    facts: RoundFacts, viewer: Viewer, scores: Scores, precision: Precision
) -> tuple[DivisionResult, ...]:
    overall = precision.overall_words(scores.overall)
    practices = precision.practice_words(scores.practices)
    return tuple(
        _division(facts, viewer, scores, precision, row, overall[row][0], practices[row])
        for row in range(len(facts.divisions))
    )


def _division(
    facts: RoundFacts,
    viewer: Viewer,
    scores: Scores,
    precision: Precision,
    row: int,
    verdict: str,
    practice_verdicts: list[str],
) -> DivisionResult:
    division, q = facts.divisions[row], facts.questionnaire
    subject = Subject(facts.trust_code, division.key)
    state = state_of(facts, viewer, division)
    reason = decide(viewer, subject, Statistic.DIVISION_LEVELS, state).reason
    evidence = decide(viewer, subject, Statistic.SHARED_EVIDENCE, state)
    of = precision.figure
    sections = [
        of(value, width, reason)
        for value, width in zip(scores.sections[row], precision.sections, strict=True)
    ]
    unscored = _why_unscored(facts.levels[row])
    return DivisionResult(
        key=division.key,
        name=division.name,
        complete=division.complete,
        reason=reason,
        overall=of(scores.overall[row, 0], precision.overall, reason),
        comparable=of(scores.comparable[row, 0], precision.comparable, reason),
        sections=dict(zip([s.key for s in q.sections], sections, strict=True)),
        practices={
            key: of(value, precision.practice, reason or why)
            for key, value, why in zip(q.keys, scores.practices[row], unscored, strict=True)
        },
        verdict="" if reason else verdict,
        practice_verdicts={} if reason else dict(zip(q.keys, practice_verdicts, strict=True)),
        shared_evidence=facts.shared_evidence.get(division.key, {}) if evidence.show else {},
        data_cut=None if reason else division.data_cut,
    )


def _why_unscored(levels: NDArray[np.int8]) -> list[str]:
    """For each practice (roles, practices) what all three said without a level, else nothing."""
    return [
        next((words for answer, words in ALL_THREE.items() if (column == answer).all()), "")
        for column in levels.T
    ]


def _trust(
    questionnaire: Questionnaire, scores: Scores, precision: Precision, reason: str
) -> TrustResult:
    shown = precision.trust_figure
    sections = [
        shown(column, width, reason)
        for column, width in zip(scores.sections.T, precision.sections, strict=True)
    ]
    return TrustResult(
        overall=shown(scores.overall[:, 0], precision.overall, reason),
        comparable=shown(scores.comparable[:, 0], precision.comparable, reason),
        sections=dict(zip([s.key for s in questionnaire.sections], sections, strict=True)),
        practices={
            key: shown(column, precision.practice, reason)
            for key, column in zip(questionnaire.keys, scores.practices.T, strict=True)
        },
        middle_half={} if reason else _middle_half(questionnaire, scores.practices),
    )


def _middle_half(questionnaire: Questionnaire, levels: Floats) -> dict[str, tuple[float, float]]:
    halves = {}
    for key, column in zip(questionnaire.keys, levels.T, strict=True):
        present = column[~np.isnan(column)]
        if present.size:
            low, high = np.quantile(present, [0.25, 0.75])
            halves[key] = (float(low), float(high))
    return halves
