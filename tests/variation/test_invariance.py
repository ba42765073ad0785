"""What may change in a file without changing its analysis, and what changes as it should."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from benchmark.variation.analysis import Analysis
from benchmark.variation.summary import summarise
from tests.variation.answers import invent

ROLES = ("clinical", "operational", "nursing")


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...]
    trust: tuple[str, ...]
    role: tuple[str, ...]
    items: tuple[str, ...] = ("a", "b", "c", "d")
    scale: tuple[float, float] = (1.0, 5.0)


def table(seed: int, missing: float = 0.1) -> Table:
    answers = invent(seed, shape=(3, 3, 3, 4), missing=missing)
    return Table(
        answers.scores,
        tuple(f"d{place}" for place in answers.division),
        tuple(f"t{place}" for place in answers.trust),
        tuple(ROLES[place] for place in answers.role),
    )


def rows(found: Table, order: np.ndarray) -> Table:
    labels = {
        name: tuple(getattr(found, name)[row] for row in order)
        for name in ("division", "trust", "role")
    }
    return replace(found, scores=found.scores[order], **labels)


def figures(found: Analysis) -> dict[str, float | None]:
    """What does not depend on level, names or order."""
    variance, share = found.variance, found.variance.within_trust_share
    kept = {
        "division": variance.components.division,
        "lead": variance.components.rater,
        "residual": variance.components.residual,
        "unbounded trust": variance.unbounded.trust,
        "raw": share.raw,
        "low": share.low,
        "icc1": found.agreement.icc1,
        "krippendorff": found.agreement.krippendorff_alpha,
        "cronbach": found.reliability.cronbach_alpha,
        "sd": found.scores.overall.sd,
    }
    tests = {f"f {name.strip('!')}": test.f for name, test in variance.trusts.items()}
    gaps = {
        f"{role.strip('!')} {name.strip('!')}": gap.shrunken
        for role, by_practice in found.role_gaps.items()
        for name, gap in by_practice.items()
        if gap is not None
    }
    return {name: value for name, value in {**kept, **tests, **gaps}.items() if value is not None}


def alike(one: Analysis, other: Analysis) -> None:
    left, right = figures(one), figures(other)
    assert set(left) == set(right)
    np.testing.assert_allclose(
        [right[name] for name in left], list(left.values()), rtol=1e-4, atol=1e-5
    )


@pytest.mark.parametrize("seed", range(4))
def test_order_of_rows_and_practices(seed: int) -> None:
    random, found = np.random.default_rng(seed), table(seed)
    moved, columns = rows(found, random.permutation(27)), random.permutation(4)
    items = tuple(found.items[column] for column in columns)
    alike(summarise(found), summarise(replace(moved, scores=moved.scores[:, columns], items=items)))


@pytest.mark.parametrize(("seed", "constant"), [(0, -2.5), (1, 0.1), (2, 1.0), (3, 100.0)])
def test_adding_a_constant_moves_means_only(seed: int, constant: float) -> None:
    found = table(seed)
    one, other = summarise(found), summarise(replace(found, scores=found.scores + constant))
    alike(one, other)
    for name, score in one.scores.divisions.items():
        assert other.scores.divisions[name].mean == pytest.approx(score.mean + constant)
        assert other.ranks[name] == one.ranks[name]


def test_other_names() -> None:
    found = table(1)
    named = {
        name: tuple(f"{label}!" for label in getattr(found, name))
        for name in ("division", "trust", "role")
    }
    alike(summarise(found), summarise(replace(found, **named)))


def test_a_trust_twice_has_the_same_figures_twice() -> None:
    """A copy under new names: each trust's own test stays, and counts double."""
    found = table(2, missing=0.0)
    copy = replace(
        found,
        division=tuple(f"{name}, copy" for name in found.division),
        trust=tuple(f"{name}, copy" for name in found.trust),
    )
    both = Table(
        np.vstack([found.scores, copy.scores]),
        found.division + copy.division,
        found.trust + copy.trust,
        found.role + copy.role,
    )
    one, two = summarise(found), summarise(both)
    assert two.n.answers == 2 * one.n.answers
    for name, test in one.variance.trusts.items():
        assert two.variance.trusts[name] == two.variance.trusts[f"{name}, copy"] == test
    assert two.scores.overall.mean == pytest.approx(one.scores.overall.mean)
    assert two.variance.within_trust_share.raw == pytest.approx(one.variance.within_trust_share.raw)
