"""The whole analysis of one table of ratings: arrays in, ``Analysis`` out.

Every part notes in ``reasons`` under its dotted name why a figure does not exist.
"""

import numpy as np

from benchmark.variation.analysis import (
    Analysis,
    Counts,
    MeanSpread,
    PracticeScore,
    Reliability,
    Scores,
    Variance,
)
from benchmark.variation.by_practice import gaps_by_role, line_up_of, map_of
from benchmark.variation.decomposition import decompose
from benchmark.variation.divisions import division_ranks, division_scores
from benchmark.variation.generalisability import generalisability
from benchmark.variation.grouping import Grouping, RatingsTable, division_means, group
from benchmark.variation.rater_agreement import agreement_of
from benchmark.variation.reasons import (
    NO_ANSWERS,
    NO_DIVISION,
    NO_TRUST,
    ONE_ANSWER,
    Reasons,
    attempt,
)
from benchmark.variation.reliability import cronbach_alpha
from benchmark.variation.shapes import Floats


def summarise(table: RatingsTable) -> Analysis:
    """Every figure that the ratings allow, and for each other one the reason.

    ``table.scores`` (rows, items), one row a rater. Raises ValueError without rows or items.
    """
    grouping, reasons = group(table), Reasons()
    variance = decompose(table, grouping, reasons)
    return Analysis(
        n=_counts(table, grouping, reasons),
        scores=Scores(
            _overall(grouping, reasons),
            _practices(table, reasons),
            division_scores(grouping, reasons),
        ),
        variance=variance,
        agreement=agreement_of(table, grouping, reasons),
        reliability=Reliability(
            attempt("reliability.cronbach_alpha", reasons, lambda: cronbach_alpha(table.scores)),
            attempt(
                "reliability.division_score",
                reasons,
                lambda: _division_score(variance, grouping, len(table.items), reasons),
            ),
        ),
        ranks=division_ranks(grouping, reasons),
        role_gaps=gaps_by_role(table, grouping, reasons),
        uneven_or_low=map_of(table, grouping, reasons),
        line_up=line_up_of(table, grouping, reasons),
        reasons=reasons,
    )


def _counts(table: RatingsTable, grouping: Grouping, reasons: Reasons) -> Counts:
    if grouping.trust is None:
        reasons["n.trusts"] = NO_TRUST
    if grouping.division is None:
        reasons["n.divisions"] = NO_DIVISION
    rows, items = table.scores.shape
    answers = int((~np.isnan(table.scores)).sum())
    return Counts(
        trusts=None if grouping.trust is None else len(grouping.trust_names),
        divisions=None if grouping.division is None else len(grouping.division_names),
        raters=rows,
        practices=items,
        answers=answers,
        missing=rows * items - answers,
    )


def _mean_and_sd(name: str, values: Floats, reasons: Reasons) -> tuple[float | None, float | None]:
    known = values[~np.isnan(values)]
    if not known.size:
        reasons[f"{name}.mean"] = reasons[f"{name}.sd"] = NO_ANSWERS
        return None, None
    if known.size == 1:
        reasons[f"{name}.sd"] = ONE_ANSWER
        return float(known[0]), None
    return float(known.mean()), float(known.std(ddof=1))


def _overall(grouping: Grouping, reasons: Reasons) -> MeanSpread:
    return MeanSpread(*_mean_and_sd("scores.overall", grouping.means, reasons))


def _practices(table: RatingsTable, reasons: Reasons) -> dict[str, PracticeScore]:
    found = {}
    for item, column in zip(table.items, table.scores.T, strict=True):
        mean, sd = _mean_and_sd(f"scores.practices.{item}", column, reasons)
        found[item] = PracticeScore(mean, sd, int((~np.isnan(column)).sum()))
    return found


def _division_score(variance: Variance, grouping: Grouping, items: int, reasons: Reasons) -> float:
    """How surely an overall mean tells one division of a trust from another (E-rho squared)."""
    found = variance.components
    if found.division is None or found.residual is None:
        raise ValueError(reasons["variance.components"])
    _, counts = division_means(grouping)
    raters = len(counts) / float((1 / np.maximum(counts, 1)).sum())
    noise = (found.rater or 0.0, raters), (found.residual, raters * items)
    practices = (found.division_practice or 0.0, items)
    return generalisability(found.division, [practices, *noise]).relative
