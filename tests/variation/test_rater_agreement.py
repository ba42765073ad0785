"""Agreement of a ratings table: each coefficient is that of its own function."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from benchmark.variation.agreement import intraclass_correlations, krippendorff_alpha
from benchmark.variation.grouping import group
from benchmark.variation.rater_agreement import NO_SECOND, agreement_of

NAN = np.nan


@dataclass(frozen=True)
class Table:
    scores: np.ndarray
    division: tuple[str, ...] | None = ("a", "a", "a", "b", "b", "b")
    role: tuple[str, ...] | None = ("x", "y", "z") * 2
    trust: tuple[str, ...] | None = None
    items: tuple[str, ...] = ("flow", "review")
    scale: tuple[float, float] = (1.0, 5.0)


TABLE = Table(np.array([[1, 3], [3, NAN], [4, 4], [4, 2], [5, 5], [4, 5.0]]))


def test_alpha_has_a_unit_for_each_practice_of_each_division() -> None:
    found = agreement_of(TABLE, group(TABLE), {})
    ratings = [[1, 3, 4, 2], [3, NAN, 5, 5], [4, 4, 4, 5]]
    assert found.krippendorff_alpha == pytest.approx(krippendorff_alpha(np.array(ratings)))
    without_roles = replace(TABLE, role=None)
    again = agreement_of(without_roles, group(without_roles), {})
    assert again.krippendorff_alpha == pytest.approx(found.krippendorff_alpha)


def test_the_six_correlations_are_those_of_the_means() -> None:
    whole = replace(TABLE, scores=np.nan_to_num(TABLE.scores, nan=3.0))
    found = agreement_of(whole, group(whole), {})
    means = intraclass_correlations(whole.scores.mean(axis=1).reshape(2, 3))
    assert list(found.correlations)[:3] == ["ICC(1,1)", "ICC(2,1)", "ICC(3,1)"]
    assert found.correlations["ICC(2,3)"].low == pytest.approx(float(means.icc2k.low))
    assert found.icc_c1 == found.correlations["ICC(3,1)"].value
    assert found.icc_a1 == pytest.approx(float(means.icc2.value))


def test_average_deviation_by_hand() -> None:
    """Division a: 1 3 4 is 10/9 from its mean, 3 4 is 1/2; b: 4 5 4 is 4/9, 2 5 5 is 4/3."""
    found = agreement_of(TABLE, group(TABLE), {}).average_deviation
    assert found == {"a": pytest.approx((10 / 9 + 0.5) / 2), "b": pytest.approx(8 / 9)}


def test_reasons() -> None:
    reasons: dict[str, str] = {}
    alone = replace(TABLE, division=tuple("abcdef"))
    found = agreement_of(alone, group(alone), reasons)
    assert found.krippendorff_alpha is None
    assert reasons["agreement.average_deviation.a"] == NO_SECOND
    nowhere = replace(TABLE, division=None)
    assert agreement_of(nowhere, group(nowhere), reasons).average_deviation == {}
    assert "no division" in reasons["agreement.krippendorff_alpha"]
