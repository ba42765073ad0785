"""How well the round measures: coefficients for the appendix, computed from leads' own answers.

Under the same rule as every other pooled figure: at least four divisions, and the round over.
"""

from collections.abc import Callable
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from benchmark.comparison.chart import Table
from benchmark.comparison.content import Comparison
from benchmark.comparison.insight import Check
from benchmark.comparison.wording import counted, not_shown, two_decimals
from benchmark.variation.intraclass import Coefficient, intraclass_correlations
from benchmark.variation.one_trust import division_test
from benchmark.variation.reliability import cronbach_alpha
from benchmark.variation.spread import lead_means

Floats = NDArray[np.float64]
DIGITS = 6
ORDER = "Would other leads of the same posts put the divisions in the same order (ICC C,3)"
LEVEL = "Would they give the divisions the same levels (ICC A,3)"
ALPHA = "Do the practices measure one thing (Cronbach's alpha)"
FTEST = "Do divisions differ by more than chance (F test after role)"
SPREAD = "How far they differ, noise taken out (standard deviation in points)"
BELOW_NOTHING = "it is below 0, as by chance alone where answers of one kind do not go together"
PLACEBO = "Placebo: pictures drawn from noise alone that differ as much"


def checks_of(answers: Floats) -> tuple[Check, ...]:
    """The checks of leads' scored answers (divisions, roles, practices); each fails on its own."""
    means = lead_means(answers)
    leads = answers.reshape(-1, answers.shape[2])
    made: tuple[Callable[[], tuple[Check, ...]], ...] = (
        lambda: _test(means),
        lambda: _coefficients(means),
        lambda: (_coefficient("alpha", ALPHA, cronbach_alpha(leads)),),
    )
    return tuple(check for make in made for check in _or_nothing(make))


def _or_nothing(make: Callable[[], tuple[Check, ...]]) -> tuple[Check, ...]:
    """What a statistic refuses (no variation, full agreement) is left out."""
    try:
        return make()
    except ValueError:
        return ()


def _test(means: Floats) -> tuple[Check, ...]:
    found = division_test(means)
    about = f"{found.df1} and {found.df2} degrees of freedom, p = {two_decimals(found.p)}"
    test = Check("divisions", FTEST, round(found.f, DIGITS), words=f"{about}: {found.reading}")
    if found.sd is None:
        return (test,)
    sd, low, high = (round(each or 0.0, DIGITS) for each in (found.sd, found.low, found.high))
    return test, Check("spread", SPREAD, sd, low, high)


def _coefficients(means: Floats) -> tuple[Check, ...]:
    found = intraclass_correlations(means)
    return _correlation("order", ORDER, found.icc3k), _correlation("level", LEVEL, found.icc2k)


def _correlation(key: str, name: str, found: Coefficient) -> Check:
    return _coefficient(key, name, *(float(each) for each in (found.value, found.low, found.high)))


def _coefficient(
    key: str, name: str, value: float, low: float | None = None, high: float | None = None
) -> Check:
    """One that is at most 1. Below 0 its size says nothing, and its formula leaves every bound.

    With little agreement the mean of three leads has a denominator near 0: the lower limit runs off
    to minus infinity, and past that point the formula gives figures above 1 (McGraw & Wong 1996,
    Psychological Methods 1:30, tables 4 and 7).
    """
    limits = [each for each in (low, high) if each is not None]
    if not (0 <= value <= 1 and all(map(isfinite, limits))):
        return Check(key, name, None, words=not_shown(BELOW_NOTHING))
    low, high = (each if each is None else round(each, DIGITS) for each in (low, high))
    return Check(key, name, round(value, DIGITS), low, high)


def check_table(comparison: Comparison) -> Table | None:
    """The checks and the placebo as a table; None where the round has none to show."""
    insight = comparison.insight
    rows = [(each.name, _value(each), _between(each), each.words) for each in insight.checks]
    if insight.line_up:
        others = len(insight.line_up.panels) - 1
        share = f"{counted(insight.line_up.as_wide, 'picture')} of {others}"
        rows.append((PLACEBO, str(insight.line_up.as_wide), "", share))
    return (
        Table(
            caption="How well this round measures",
            header=("Question", "Value", "95% interval", "In words"),
            rows=tuple(rows),
        )
        if rows
        else None
    )


def _value(check: Check) -> str:
    return "not shown" if check.value is None else two_decimals(check.value)


def _between(check: Check) -> str:
    if check.value is None:
        return "not shown"
    if check.low is None or check.high is None:
        return ""
    return f"{two_decimals(check.low)} to {two_decimals(check.high)}"
