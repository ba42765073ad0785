"""Outside figures beside a trust: the published norm, and the pool of trusts by its rule."""

from dataclasses import replace

from benchmark.comparison.content import NormFigures, PoolNorm
from benchmark.comparison.facts import PoolFacts, RoundFacts
from benchmark.comparison.figure import Figure
from benchmark.comparison.round_state import state_of
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Statistic, Subject, Viewer
from benchmark.questionnaire.definition import Norm

OVERALL, COMPARABLE = "overall", "comparable"
CONTEXT = "a norm is context, and nothing is worked out from it"


def norm_figures(norm: Norm | None) -> NormFigures | None:
    if norm is None:
        return None
    return NormFigures(norm.name, norm.source, norm.year, norm.overall, dict(norm.sections))


def pool_norm(facts: RoundFacts, viewer: Viewer) -> PoolNorm | None:
    """The norm set that the round stands beside, each figure as the rule allows; None without."""
    pool = facts.pool
    if pool is None:
        return None
    found = {key: _figure(facts, viewer, pool, key) for key, _, _ in pool.figures}
    none = Figure(reason="not in this pool")
    return PoolNorm(
        number=pool.number,
        published=pool.published,
        trusts=pool.trusts,
        overall=found.pop(OVERALL, none),
        comparable=found.pop(COMPARABLE, none),
        sections={
            section.key: found.get(section.key, none) for section in facts.questionnaire.sections
        },
    )


def _figure(facts: RoundFacts, viewer: Viewer, pool: PoolFacts, key: str) -> Figure:
    """The mean over trusts, if enough of them are left without the reader's own."""
    value, trusts = next((value, trusts) for name, value, trusts in pool.figures if name == key)
    others = trusts - pool.of_this_trust if trusts else 0
    state = replace(state_of(facts, viewer), other_trusts=others)
    decision = decide(viewer, Subject(facts.trust_code), Statistic.NORM_SET, state)
    if not decision.show:
        return Figure(reason=decision.reason)
    return Figure(value=value, interval_reason=CONTEXT)
