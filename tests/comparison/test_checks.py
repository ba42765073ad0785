"""Coefficients of the appendix: those of the published statistics, and none without the rule."""

from dataclasses import replace

import numpy as np
import pytest

from benchmark.comparison.checks import BELOW_CHANCE, NO_FIGURE, check_table, checks_of
from benchmark.comparison.compare import compare
from benchmark.comparison.wording import two_decimals
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


def said(number: object) -> str:
    return two_decimals(round(float(np.asarray(number)), 6))


def test_what_runs_off_to_minus_infinity_is_no_limit_and_no_figure() -> None:
    """Divisions alike, leads apart: every other figure and limit is that of the statistic."""
    compared = compare(facts(decidable(1)), READER)
    seen = set()
    shifted = np.array([[1, 2, 3], [2, 3, 1], [3, 1, 2]] * 2)  # every division the same mean
    rounds = [np.repeat(shifted[:, :, None], 30, axis=2).astype(np.int8)]
    rounds += [spread(seed, 7, effect=0.1, noise=0.7) for seed in range(200)]
    for answers in map(scored, rounds):
        checks = checks_of(answers)
        table = check_table(replace(compared, insight=replace(compared.insight, checks=checks)))
        assert table
        cells = dict(zip((check.key for check in checks), table.rows, strict=False))["level"]
        found = intraclass_correlations(answers.mean(axis=2)).icc2k
        low = np.isfinite(found.low)
        if not np.isfinite(found.value):
            seen.add("no figure")
            assert cells[1:] == ("not shown", "not shown", f"not shown: {NO_FIGURE}")
            continue
        seen.add((bool(found.value < 0), bool(low)))
        limits = f"{said(found.low)} to " if low else "up to "
        assert cells[1] == said(found.value)
        assert cells[2] == f"{limits}{said(found.high)}{'' if low else ', no lower limit'}"
        assert cells[3] == (BELOW_CHANCE if found.value < 0 else "")
    assert seen == {"no figure", (True, False), (True, True), (False, True)}
