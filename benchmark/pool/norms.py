"""The pooled norms of a tally: of all trusts and of each region, or why a figure is not shown."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmark.pool.distribution import Distribution, distribution_of
from benchmark.pool.figures import (
    HAS_SCORE,
    OVERALL_SHARE,
    SECTION_SHARE,
    Answered,
    answered,
    columns_of,
    mean_of,
    practice_means,
    trust_means,
)
from benchmark.pool.suppression import hidden_parts, hidden_reason
from benchmark.pool.tally import Tally
from benchmark.scoring.grid import ROLES
from benchmark.variation.shapes import Floats, Truths

ALL = "all"
Figure = Distribution | Answered | str  # a text says why it is not shown
Groups = Mapping[str, Figure]  # all trusts, then each region


@dataclass(frozen=True, slots=True)
class Norms:
    """Every figure for all trusts and for each region; figures of trusts count each trust once."""

    trusts: Mapping[str, int]  # of each group
    overall: Groups
    roles: Mapping[str, Groups]  # overall, as the holders of one role see it
    sections: Mapping[str, Groups]
    practices: Mapping[str, Groups]
    answers: Mapping[str, Groups]


def norms_of(tally: Tally, sections: Mapping[str, Sequence[str]]) -> Norms:
    """The norms of a tally; ``sections`` names the practices of each, in the tally's order."""
    practices = [practice for part in sections.values() for practice in part]
    means, by_role = trust_means(tally), practice_means(tally.counts)
    members, of_all_roles = _members(tally), tally.counts.sum(axis=1)

    def trusts_figure(values: Floats) -> Groups:
        return _groups(members, ~np.isnan(values), lambda rows: distribution_of(values[rows]))

    def pooled(place: int) -> Groups:
        counts = of_all_roles[:, place]
        known = counts[:, HAS_SCORE].any(axis=1)
        return _groups(members, known, lambda rows: answered(counts[rows].sum(axis=0)))

    return Norms(
        trusts={name: int(rows.sum()) for name, rows in members.items()},
        overall=trusts_figure(mean_of(means, OVERALL_SHARE)),
        roles={
            role: trusts_figure(mean_of(by_role[:, place], OVERALL_SHARE))
            for place, role in enumerate(ROLES)
        },
        sections={
            name: trusts_figure(mean_of(means[:, part], SECTION_SHARE))
            for name, part in columns_of(sections).items()
        },
        practices={key: trusts_figure(means[:, at]) for at, key in enumerate(practices)},
        answers={key: pooled(at) for at, key in enumerate(practices)},
    )


def not_shown(reason: str) -> str:
    return f"not shown: {reason}"


def _members(tally: Tally) -> dict[str, Truths]:
    """Group -> which units belong to it."""
    regions = np.array(tally.regions, object)
    parts = {str(region): regions == region for region in sorted(set(tally.regions))}
    return {ALL: np.ones(len(regions), bool)} | parts


def _groups(
    members: Mapping[str, Truths], known: Truths, figure: Callable[[Truths], Figure]
) -> Groups:
    """The figure of each group, of the trusts that have one, or the rule that hides it."""
    sizes = {name: int((rows & known).sum()) for name, rows in members.items()}
    whole = sizes.pop(ALL)
    reasons = {ALL: hidden_reason(whole)} | hidden_parts(whole, sizes)
    return {
        name: not_shown(reasons[name]) if reasons[name] else figure(rows & known)
        for name, rows in members.items()
    }
