"""Smallest readable change, by simulation and where it does not exist."""

import numpy as np
import pytest

from benchmark.variation.change import (
    change_band,
    level_change_variances,
    median_change_variance,
    smallest_readable_change,
)


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


@pytest.mark.parametrize("changed", [0, 1, 2, 3])
@pytest.mark.parametrize(("lead", "answer"), [(0.4, 0.8), (0.6, 0.5), (0.8, 0.3), (0.0, 0.5)])
def test_a_mean_of_medians_exceeds_its_band_in_at_most_one_of_twenty(
    lead: float, answer: float, changed: int
) -> None:
    """Leads last over practices, answers do not; 3,000 pairs of rounds of eight practices."""
    random = np.random.default_rng(changed)
    before = random.normal(0, lead, (3_000, 3, 1))
    after = before.copy()
    after[:, :changed] = random.normal(0, lead, (3_000, changed, 1))
    first, second = random.normal(0, answer, (2, 3_000, 3, 8))
    means = [np.median(each, axis=1).mean(axis=1) for each in (after + second, before + first)]
    limit = change_band(median_change_variance(lead**2, answer**2, 1 / 8, changed), np.inf)
    share = np.mean(np.abs(means[0] - means[1]) > limit)
    assert 0.01 < share < 0.062  # three standard errors above one in twenty; never far too wide


def test_whole_levels_move_in_steps_and_stay_inside_their_band() -> None:
    random = np.random.default_rng(5)
    for centre in (2.5, 2.8, 3.0):
        rounds = np.rint(random.normal(centre, 0.6, (2, 20_000, 3)))
        change = np.diff(np.median(rounds, axis=2), axis=0)[0]
        (variance,) = level_change_variances(np.array([centre]), 0.0, rounds.var())
        assert change.var() < variance * 1.02
        # means over seven divisions are near enough to normal
        means = change[:19_999].reshape(-1, 7).mean(axis=1)
        assert np.mean(np.abs(means) > change_band(variance / 7, np.inf)) < 0.056


def test_more_comparisons_need_a_wider_band_and_a_variance_is_none_below_nothing() -> None:
    assert change_band(1.0, 12, 30) > change_band(1.0, 12, 7) > change_band(1.0, 12)
    with pytest.raises(ValueError, match="0 or more"):
        change_band(-0.1, 12)
