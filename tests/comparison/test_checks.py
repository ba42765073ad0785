"""Coefficients of the appendix: those of the published statistics, and none without the rule."""

from dataclasses import replace
from math import isfinite

import numpy as np
import pytest

from benchmark.comparison.checks import check_table, checks_of
from benchmark.comparison.compare import compare
from benchmark.scoring.answers import scored
from benchmark.variation.intraclass import intraclass_correlations
from benchmark.variation.reliability import cronbach_alpha
from tests.comparison.facts import READER, decidable, facts, spread


def test_they_are_the_published_coefficients_of_the_leads_means() -> None:
    answers = scored(decidable(1))
    found = {check.key: check for check in checks_of(answers)}
    assert list(found) == ["divisions", "spread", "order", "level", "alpha"]
    expected = intraclass_correlations(answers.mean(axis=2))
    assert found["order"].value == pytest.approx(float(expected.icc3k.value), abs=1e-6)
    assert found["level"].low == pytest.approx(float(expected.icc2k.low), abs=1e-6)
    leads = answers.reshape(-1, answers.shape[2])
    assert found["alpha"].value == pytest.approx(cronbach_alpha(leads), abs=1e-6)
    assert "6 and 12 degrees of freedom" in found["divisions"].words


def test_leads_who_never_differ_leave_nothing_to_check() -> None:
    assert checks_of(np.full((5, 3, 30), 3.0)) == ()


def test_the_table_has_the_placebo_and_is_absent_where_the_rule_hides_it() -> None:
    table = check_table(compare(facts(decidable(1)), READER))
    assert table
    assert table.rows[-1][0].startswith("Placebo: ")
    assert table.rows[-1][-1].endswith(" of 19")
    assert check_table(compare(facts(decidable(1)[:3]), READER)) is None
    still_open = compare(facts(decidable(1), (3, 3, 3, 3, 3, 2, 3)), READER)
    assert check_table(still_open) is None


def test_a_coefficient_that_leaves_its_bounds_says_so() -> None:
    """Divisions alike, leads apart: the formula of the mean of three runs off to minus infinity."""
    compared = compare(facts(decidable(1)), READER)
    unbounded = 0
    for seed in range(100):
        answers = scored(spread(seed, 7, effect=0.1, noise=0.7))
        unbounded += not np.isfinite(intraclass_correlations(answers.mean(axis=2)).icc2k.low)
        checks = checks_of(answers)
        table = check_table(replace(compared, insight=replace(compared.insight, checks=checks)))
        assert table
        for check, cells in zip(checks, table.rows, strict=False):
            assert all(map(isfinite, (n for n in (check.value, check.low, check.high) if n)))
            assert check.key in ("divisions", "spread") or 0 <= (check.value or 0) <= 1
            assert (check.value is None) == (cells[1:3] == ("not shown", "not shown"))
            assert (check.value is None) == cells[3].startswith("not shown: it is below 0")
    assert unbounded
