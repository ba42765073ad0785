"""How sure the figures are: the intervals of the page, checked against the method itself."""

import numpy as np
import pytest
from scipy import stats

from benchmark.comparison.compare import compare, covered_by
from benchmark.comparison.precision import precision_of
from benchmark.scoring.answers import scored
from benchmark.scoring.rules import section_membership
from benchmark.scoring.schedule import first_schedule
from tests.comparison.facts import QUESTIONNAIRE, READER, decidable, facts, spread


def test_the_overall_interval_is_the_two_way_residual_of_the_leads_means() -> None:
    """Spelled out once with scipy's t: MS of division x role, 2(D - 1) df, median of three."""
    levels = spread(11, 6, effect=0.3)
    figure = compare(facts(levels), READER).divisions[0].overall
    means = levels.mean(axis=2)  # (divisions, roles)
    residual = (
        means - means.mean(axis=1, keepdims=True) - means.mean(axis=0, keepdims=True) + means.mean()
    )
    variance = (residual**2).sum() / 10
    half = stats.t.ppf(0.975, 10) * np.sqrt(variance * (1 - np.sqrt(3) / np.pi))
    assert figure.value is not None
    assert figure.low == pytest.approx(figure.value - round(half, 6), abs=1e-9)
    assert figure.high == pytest.approx(figure.value + round(half, 6), abs=1e-9)


def test_a_trusts_mean_is_surer_than_a_divisions_score() -> None:
    compared = compare(facts(spread(12, 7)), READER)
    width = {
        name: (figure.high or 0) - (figure.low or 0)
        for name, figure in (
            ("trust", compared.trust.overall),
            ("division", compared.divisions[0].overall),
        )
    }
    assert width["trust"] == pytest.approx(width["division"] / np.sqrt(7))


def test_words_agree_with_simultaneous_intervals() -> None:
    """`clearly` exactly where the Bonferroni interval of the contrast leaves out zero."""
    levels = spread(13, 7, effect=0.6, noise=0.6)
    compared = compare(facts(levels), READER)
    answers = scored(levels)
    precision = precision_of(
        answers,
        section_membership(QUESTIONNAIRE, first_schedule()),
        covered_by(QUESTIONNAIRE, facts(levels).norm),
        "",
    )
    values = np.array([division.overall.value for division in compared.divisions])
    error = np.sqrt(precision.noise.overall * (1 - np.sqrt(3) / np.pi) * (1 - 1 / 7))
    critical = stats.t.ppf(1 - 0.025 / 7, precision.noise.df)
    for division, difference in zip(compared.divisions, values - values.mean(), strict=True):
        clear = abs(difference) > critical * error
        assert (division.verdict in ("clearly higher", "clearly lower")) == clear
        if clear:
            assert division.verdict.endswith("higher" if difference > 0 else "lower")


def test_without_differences_words_stay_calm() -> None:
    """At most about 5% of rounds without any real difference may call a division clear."""
    calls = sum(
        any(d.verdict.startswith("clearly") for d in compare(facts(spread(s, 6)), READER).divisions)
        for s in range(100, 220)
    )
    assert calls <= 0.10 * 120


def test_hidden_precision_has_no_width_anywhere() -> None:
    levels = spread(14, 5)
    precision = precision_of(
        scored(levels),
        section_membership(QUESTIONNAIRE, first_schedule()),
        np.ones(30, dtype=bool),
        "a rule",
    )
    assert precision.reason == "a rule"
    assert np.isnan([precision.practice, precision.overall, *precision.sections]).all()
    assert precision.overall_words(np.zeros((5, 1))) == [[""]] * 5


def test_identical_leads_leave_no_noise() -> None:
    levels = np.repeat(spread(15, 5)[:, :1], 3, axis=1)
    figure = compare(facts(levels), READER).divisions[0].overall
    assert figure.low == figure.value == figure.high


def test_values_for_analysts_never_contradict_the_words() -> None:
    compared = compare(facts(decidable(1)), READER)
    clear = 0
    for division in compared.divisions:
        for key, words in division.practice_verdicts.items():
            if words.startswith("clearly"):
                clear += 1
                assert compared.adjusted[division.key][key] < 0.05
    assert clear
    assert {key for row in compared.adjusted.values() for key in row} == set(QUESTIONNAIRE.keys)


def test_values_for_analysts_wait_with_the_pooled_figures() -> None:
    assert compare(facts(spread(5, 3)), READER).adjusted == {}
    waiting = facts(spread(5, 5), (3, 3, 3, 3, 2))
    assert compare(waiting, READER).adjusted == {}
    over = compare(facts(spread(5, 5), (3, 3, 3, 3, 2), closed=True), READER)
    assert set(over.adjusted) == {division.key for division in over.released}
