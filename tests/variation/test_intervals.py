"""Intervals: hand-computed widths, and coverage by simulation."""

import math

import numpy as np
import pytest

from benchmark.variation.distributions import student_quantile
from benchmark.variation.intervals import pooled_half_width, simultaneous_critical
from benchmark.variation.spread import lead_noise


def test_mean_of_three_leads() -> None:
    """t(.975; 10) = 2.2281, sqrt(.25 / 3) = .28868."""
    assert pooled_half_width(0.25, 10) == pytest.approx(2.228139 * 0.288675, rel=1e-5)


def test_median_of_three_leads() -> None:
    """Teichroew 1956: variance of the median of three normal values .44867."""
    ratio = pooled_half_width(1.0, 10, of="median") / pooled_half_width(1.0, 10, leads=1)
    assert ratio**2 == pytest.approx(0.44867, abs=1e-5)
    assert pooled_half_width(1.0, 10, 2, of="median") == pooled_half_width(1.0, 10, 2)


def test_no_noise_no_width() -> None:
    assert pooled_half_width(0.0, 4) == 0


def test_simultaneous_is_the_wider_t() -> None:
    assert simultaneous_critical(14, 1) == pytest.approx(2.144787, abs=1e-6)
    assert simultaneous_critical(14, 8) == pytest.approx(float(student_quantile(1 - 0.05 / 16, 14)))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((-0.1, 3), "variance"),
        ((math.nan, 3), "variance"),
        ((0.1, 0), "freedom"),
        ((0.1, 3, 0), "lead"),
        ((0.1, 3, 3, 1.0), "confidence"),
        ((0.1, 3, 5, 0.95, "median"), "three leads"),
    ],
)
def test_impossible_arguments(arguments: tuple, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        pooled_half_width(*arguments)


def test_no_comparison_no_critical_value() -> None:
    with pytest.raises(ValueError, match="one comparison"):
        simultaneous_critical(10, 0)


def coverage(
    divisions: int, lead_sd: float, answer_sd: float, *, whole: bool, rounds: int
) -> float:
    """Share of divisions whose interval around the mean of medians holds its expected value.

    The truth of a division is its effect plus what medians of its three roles give on average,
    estimated from all divisions of all rounds because it is the same for each.
    """
    random = np.random.default_rng(20220)
    practices = random.normal(3, 0.5, size=30)
    roles = np.array([0.25, 0.0, -0.25])[:, None]
    unit = pooled_half_width(1.0, 2 * (divisions - 1), of="median")
    errors, widths = [], []
    for _ in range(rounds):
        effects = random.normal(0, 0.3, size=(divisions, 1, 1))
        scores = practices + roles + effects
        scores = scores + random.normal(0, lead_sd, size=(divisions, 3, 1))
        scores = scores + random.normal(0, answer_sd, size=(divisions, 3, 30))
        if whole:
            scores = np.clip(np.rint(scores), 1, 5)
        noise = lead_noise(scores)
        errors.append(np.median(scores, axis=1).mean(axis=1) - effects[:, 0, 0])
        widths.append(unit * math.sqrt(noise.overall))
    errors, widths = np.array(errors), np.array(widths)
    return np.mean(np.abs(errors - errors.mean()) <= widths[:, None])


@pytest.mark.parametrize("divisions", [3, 8, 30])
@pytest.mark.parametrize("lead_sd", [0.0, 0.3])
def test_interval_of_a_division_covers_its_overall(divisions: int, lead_sd: float) -> None:
    """Overall from medians of three leads with role effects: 93% to 97%, or a little safer."""
    rounds = 6000 // divisions
    assert 0.93 <= coverage(divisions, lead_sd, 0.8, whole=False, rounds=rounds) <= 0.985
