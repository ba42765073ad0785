"""The achievable best of a pool: by evidence, not by luck."""

import numpy as np
import pytest

from benchmark.variation.achievable import achievable_best


def test_little_evidence_does_not_lead() -> None:
    estimates = np.append(np.linspace(2, 3, 14), 3.5)
    errors = np.append(np.full(14, 0.05), 2.0)
    found = achievable_best(estimates, errors)
    assert 14 not in found.members
    assert len(found.members) == 3
    assert found.low < found.value < found.high


def test_limits_cover_what_the_fifth_really_has() -> None:
    random = np.random.default_rng(1)
    inside = []
    for _ in range(300):
        truth = random.normal(3, 0.4, 40)
        found = achievable_best(truth + random.normal(0, 0.3, 40), np.full(40, 0.3))
        inside.append(found.low <= truth[found.members].mean() <= found.high)
    assert 0.92 <= np.mean(inside) <= 0.98


def test_order_gaps_and_small_pools() -> None:
    estimates, errors = np.arange(12.0), np.full(12, 0.5)
    whole = achievable_best(estimates, errors)
    turned = achievable_best(np.append(estimates[::-1], np.nan), np.append(errors, 0.5))
    assert turned.value == pytest.approx(whole.value)
    assert sorted(11 - turned.members) == sorted(whole.members)
    with pytest.raises(ValueError, match="at least 10"):
        achievable_best(estimates[:9], errors[:9])
