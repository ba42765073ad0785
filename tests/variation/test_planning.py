"""The power calculator: against simulation, against what a round says, and its limits."""

from collections.abc import Callable

import numpy as np
import pytest

from benchmark.variation.contrasts import median_contrasts
from benchmark.variation.planning import (
    divisions_needed,
    least_spread,
    plan_of,
    readable_difference,
)


@pytest.mark.parametrize("divisions", [2, 3, 5, 10, 24])
def test_it_is_what_a_round_with_that_noise_says(divisions: int) -> None:
    values = np.linspace(2, 4, divisions)[:, None]
    said = median_contrasts(values, 0.2, 2 * (divisions - 1)).half_widths[0]
    assert readable_difference(divisions, 0.2) == pytest.approx(said)


@pytest.mark.parametrize(("divisions", "sd"), [(5, 0.68), (10, 0.42)])
def test_least_spread_is_found_in_80_of_100(divisions: int, sd: float) -> None:
    random = np.random.default_rng(1)
    spread = least_spread(divisions, 0.16)
    assert spread == pytest.approx(sd, abs=0.01)
    leads = random.normal(0, 0.4, (4000, divisions, 3))
    leads += random.normal(0, spread, (4000, divisions, 1))
    between = 3 * leads.mean(axis=2).var(axis=1, ddof=1)
    left = leads - leads.mean(axis=2, keepdims=True) - leads.mean(axis=1, keepdims=True)
    left += leads.mean(axis=(1, 2), keepdims=True)
    f = between / ((left**2).sum(axis=(1, 2)) / (2 * (divisions - 1)))
    alike = random.normal(0, 1, (20000, divisions, 3))
    chance = 3 * alike.mean(axis=2).var(axis=1, ddof=1)
    rest = alike - alike.mean(axis=2, keepdims=True) - alike.mean(axis=1, keepdims=True)
    rest += alike.mean(axis=(1, 2), keepdims=True)
    critical = np.quantile(chance / ((rest**2).sum(axis=(1, 2)) / (2 * (divisions - 1))), 0.95)
    assert (f > critical).mean() == pytest.approx(0.8, abs=0.025)


def test_a_plan_gets_better_with_divisions_and_worse_with_noise() -> None:
    small, large, noisy = plan_of(4), plan_of(8), plan_of(8, lead_sd=0.8)
    assert small.df == 6
    for name in ("difference", "found", "spread", "same_leads", "one_new_lead"):
        assert getattr(small, name) > getattr(large, name)
    assert noisy.difference > large.difference
    assert large.found > large.difference
    assert noisy.same_leads == large.same_leads  # the same people keep their leanings
    assert noisy.one_new_lead > large.one_new_lead
    assert "With four divisions" in small.sentence
    assert "With 24 divisions" in plan_of(24).sentence


def test_divisions_needed_is_the_first_that_shows_it() -> None:
    needed = divisions_needed(0.85, 0.16)
    assert readable_difference(needed, 0.16) <= 0.85 < readable_difference(needed - 1, 0.16)
    assert divisions_needed(0.1, 0.16) is None


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: plan_of(1), "at least two"),
        (lambda: plan_of(5, 0), "needs a practice"),
        (lambda: plan_of(5, lead_sd=-1), "0 or more"),
        (lambda: readable_difference(5, 0.2, leads=4), "one, two or three"),
        (lambda: least_spread(1, 0.2), "two divisions"),
    ],
)
def test_what_cannot_be_planned(call: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        call()
