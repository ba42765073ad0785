"""Smallest readable change, by simulation and where it does not exist."""

import numpy as np
import pytest

from benchmark.variation.change import smallest_readable_change


@pytest.mark.parametrize("changed", [0, 1, 3])
def test_chance_exceeds_it_in_one_of_twenty(changed: int) -> None:
    random = np.random.default_rng(changed)
    before = random.normal(0, 0.4, (20_000, 3))
    after = before.copy()
    after[:, :changed] = random.normal(0, 0.4, (20_000, changed))
    occasions = random.normal(0, 0.2, (2, 20_000, 3))
    change = (after + occasions[1] - before - occasions[0]).mean(axis=1)
    limit = smallest_readable_change(0.16, 0.04, changed=changed)
    assert np.mean(np.abs(change) > limit) == pytest.approx(0.05, abs=0.006)


def test_a_variance_from_few_leads_needs_more() -> None:
    assert smallest_readable_change(0.16, 0.04, 4) > 1.4 * smallest_readable_change(0.16, 0.04)


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        ((-0.1, 0.1), {}, "0 or more"),
        ((0.1, 0.1), {"changed": 4}, "among the leads"),
        ((0.1, 0.1), {"level": 1.0}, "between 0 and 1"),
    ],
)
def test_reasons(arguments: tuple, options: dict, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        smallest_readable_change(*arguments, **options)
