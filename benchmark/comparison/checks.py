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
BELOW_CHANCE = "below 0: less agreement than chance alone gives"
NO_FIGURE = "leads differ so much more than divisions that it has no size"
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
    """One that is at most 1, without the limits and figures that have no size.

    The mean of k leads has nothing left to share where one lead's correlation is -1 / (k - 1) or
    less: ``intraclass_correlations`` gives minus infinity there (McGraw & Wong 1996, Psychological
    Methods 1:30).
    """
    if not isfinite(value):
        return Check(key, name, None, words=not_shown(NO_FIGURE))
    words = BELOW_CHANCE if value < 0 else ""
    return Check(key, name, round(value, DIGITS), _limit(low), _limit(high), words)


def _limit(limit: float | None) -> float | None:
    return None if limit is None or not isfinite(limit) else round(limit, DIGITS)


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
    if check.high is None:
        return ""
    if check.low is None:
        return f"up to {two_decimals(check.high)}, no lower limit"
    return f"{two_decimals(check.low)} to {two_decimals(check.high)}"
