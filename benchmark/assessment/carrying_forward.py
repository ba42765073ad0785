"""What a trust would carry forward into another version of the questionnaire, before it commits.

Nothing is written: the figures are those of a round that the trust has seen already, once over all
of its practices and once over those that stay comparable.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from benchmark.comparison.content import Comparison, Figure
from benchmark.comparison.rounds_compared import NO_INTERVAL, mean_over
from benchmark.questionnaire.crosswalk import (
    LeftOut,
    comparable_keys,
    descents,
    left_out,
    not_connected,
)
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import Schedule

SAME, REWORDED = "same", "reworded"
DROPPED, OTHERWISE = "dropped", "asks something else"
NO_DIVISION = "no division shows a figure"


@dataclass(frozen=True, slots=True)
class OverallForward:
    """The overall level of a division or the trust, before and after what is left out."""

    name: str
    all_practices: Figure
    comparable: Figure


@dataclass(frozen=True, slots=True)
class CarriedForward:
    """What stays comparable from one version to another, what does not and what that changes."""

    trust_name: str
    round_title: str
    old: str  # management-practice-1.0
    new: str
    old_practices: int
    new_practices: int
    why_nothing: str  # why no practice at all stays comparable; empty if some do
    unchanged: int  # practices in the same words
    reworded: tuple[LeftOut, ...]  # comparable in other words, each with the note of the crosswalk
    left_out: Mapping[str, tuple[LeftOut, ...]]  # split, merged, dropped, ... -> practices
    divisions: tuple[OverallForward, ...]
    trust: OverallForward

    @property
    def comparable(self) -> int:
        return self.unchanged + len(self.reworded)


def carried_forward(
    comparison: Comparison, old: Questionnaire, new: Questionnaire, schedule: Schedule
) -> CarriedForward:
    """Look forward from a round that used ``old`` under ``schedule`` to a next one with ``new``."""
    pairs = comparable_keys(new, old)
    reworded = _reworded(old, new, pairs)
    divisions = tuple(
        OverallForward(
            division.name, division.overall, mean_over(division, pairs.values(), schedule)
        )
        for division in comparison.divisions
    )
    return CarriedForward(
        trust_name=comparison.trust_name,
        round_title=comparison.round_title,
        old=old.identity,
        new=new.identity,
        old_practices=len(old.keys),
        new_practices=len(new.keys),
        why_nothing=not_connected(new, old) or "",
        unchanged=len(pairs) - len(reworded),
        reworded=reworded,
        left_out=_left_out(old, new),
        divisions=divisions,
        trust=OverallForward(
            "Trust", comparison.trust.overall, _trust(comparison.trust.overall, divisions)
        ),
    )


def _reworded(
    old: Questionnaire, new: Questionnaire, pairs: Mapping[str, str]
) -> tuple[LeftOut, ...]:
    names = {practice.key: practice.name for practice in new.practices}
    origins = descents(new, old) if pairs else {}
    return tuple(
        LeftOut(key, names[key], origins[key].note)
        for key in pairs
        if origins[key].kind == REWORDED
    )


def _left_out(old: Questionnaire, new: Questionnaire) -> dict[str, tuple[LeftOut, ...]]:
    """Return what is left out by kind; nothing where no practice at all is comparable."""
    if not_connected(new, old):
        return {}
    origins = descents(new, old)
    groups: dict[str, tuple[LeftOut, ...]] = {}
    for each in left_out(new, old):
        kind: str = origins[each.key].kind if each.key in origins else DROPPED
        kind = OTHERWISE if kind in (SAME, REWORDED) else kind
        groups[kind] = (*groups.get(kind, ()), each)
    return groups


def _trust(overall: Figure, divisions: tuple[OverallForward, ...]) -> Figure:
    """Return the mean of the divisions, where the trust's figures are shown at all."""
    if overall.value is None:
        return Figure(reason=overall.reason)
    values = [each.comparable.value for each in divisions if each.comparable.value is not None]
    return Figure(fmean(values), interval_reason=NO_INTERVAL) if values else _nothing(divisions)


def _nothing(divisions: tuple[OverallForward, ...]) -> Figure:
    reasons = dict.fromkeys(each.comparable.reason for each in divisions)
    return Figure(reason=next(iter(reasons), NO_DIVISION))
