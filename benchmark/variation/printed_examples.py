"""Figures printed in tables and in the documentation of statistics packages, recomputed."""

import numpy as np

from benchmark.variation.agreement import fleiss_kappa, grouped_icc, weighted_kappa
from benchmark.variation.distributions import (
    chi_square_tail,
    f_quantile,
    f_tail,
    normal_cdf,
    student_cdf,
    student_quantile,
)
from benchmark.variation.intervals import simultaneous_critical
from benchmark.variation.multiplicity import benjamini_hochberg
from benchmark.variation.validation import Example, Figures

SAS_KAPPA = np.array([[0, 4, 1], [0, 8, 0], [0, 1, 5]])
MUSSELS = (
    (0.0571, 0.0813, 0.0831, 0.0976, 0.0817, 0.0859, 0.0735, 0.0659, 0.0923, 0.0836),
    (0.0873, 0.0662, 0.0672, 0.0819, 0.0749, 0.0649, 0.0835, 0.0725),
    (0.0974, 0.1352, 0.0817, 0.1016, 0.0968, 0.1064, 0.105),
    (0.1033, 0.0915, 0.0781, 0.0685, 0.0677, 0.0697, 0.0764, 0.0689),
    (0.0703, 0.1026, 0.0956, 0.0973, 0.1039, 0.1045),
)
INFARCTION = np.array(
    [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
        *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
    ]
)
ADJUSTED = (
    *(".0015", ".003", ".0095", ".035625", ".0603", ".06385714", ".06385714", ".0645"),
    *(".0765", ".486", ".58118182", ".714875", ".75323077", ".81321429", "1"),
)
RATE = 0.05


def _false_discoveries() -> Figures:
    adjusted = benjamini_hochberg(INFARCTION)
    figures = {f"test {place + 1}": float(p) for place, p in enumerate(adjusted)}
    return figures | {"rejected at .05": float((adjusted <= RATE).sum())}


def _mussels() -> Figures:
    sites = np.repeat(np.arange(len(MUSSELS)), [len(site) for site in MUSSELS])
    found = grouped_icc(np.concatenate(MUSSELS), sites)
    f = found.msb / found.msw
    return {"F": f, "p": float(f_tail(f, found.df_between, found.df_within))}


EXAMPLES = (
    Example(
        "statsmodels, test_inter_rater.py: printout of SAS",
        {"kappa": ".4842", "weighted kappa": ".4701"},
        lambda: {
            "kappa": weighted_kappa(SAS_KAPPA),
            "weighted kappa": weighted_kappa(SAS_KAPPA, "linear"),
        },
    ),
    Example(
        "statsmodels, test_inter_rater.py: Randolph's online kappa calculator",
        {"7 1 / 3 5": ".161905", "6 1 0 / 0 7 0": ".708333", "a hundredth": "-.166667"},
        lambda: {
            "7 1 / 3 5": fleiss_kappa([[7, 1], [3, 5]]),
            "6 1 0 / 0 7 0": fleiss_kappa([[6, 1, 0], [0, 7, 0]]),
            "a hundredth": fleiss_kappa([[6.99, 0.01], [6.99, 0.01]]),
        },
    ),
    Example(
        "Statistical tables, table A.1: cumulative normal (scribd.com 36788424)",
        {"A(0.50)": ".6915", "A(1.645)": ".9500", "A(1.960)": ".9750", "A(3.291)": ".9995"},
        lambda: {
            f"A({z})": float(normal_cdf(float(z))) for z in ("0.50", "1.645", "1.960", "3.291")
        },
    ),
    Example(
        "NIST/SEMATECH e-Handbook, upper critical values of Student's t (copy at pdfcoffee.com)",
        {
            "t(.95; 10)": "1.812",
            "t(.975; 4)": "2.776",
            "t(.99; 20)": "2.528",
            "t(.999; 3)": "10.215",
            "t(.9; 100)": "1.290",
            "t(.995; 20) as five comparisons": "2.845",
        },
        lambda: {
            "t(.95; 10)": float(student_quantile(0.95, 10)),
            "t(.975; 4)": float(student_quantile(0.975, 4)),
            "t(.99; 20)": float(student_quantile(0.99, 20)),
            "t(.999; 3)": float(student_quantile(0.999, 3)),
            "t(.9; 100)": float(student_quantile(0.9, 100)),
            "t(.995; 20) as five comparisons": simultaneous_critical(20, 5),
        },
    ),
    Example(
        "AtoZmath.com, table of the F distribution",
        {
            "F(.95; 3, 2)": "19.1643",
            "F(.975; 5, 2)": "39.2982",
            "F(.99; 10, 2)": "99.3992",
            "F(.95; 1000, 1)": "254.1868",
        },
        lambda: {
            "F(.95; 3, 2)": float(f_quantile(0.95, 3, 2)),
            "F(.975; 5, 2)": float(f_quantile(0.975, 5, 2)),
            "F(.99; 10, 2)": float(f_quantile(0.99, 10, 2)),
            "F(.95; 1000, 1)": float(f_quantile(0.95, 1000, 1)),
        },
    ),
    Example(
        "SciPy documentation, chi2_contingency: 10 10 20 / 20 20 20",
        {"p": ".24935220877729619"},
        lambda: {"p": float(chi_square_tail(25 / 9, 2))},
    ),
    Example(
        "SciPy documentation, ttest_1samp: uniform numbers, 49 degrees of freedom",
        {"p of 2.456308468440": ".017628209047638", "p of -7.433605518875": ".000000001416760157"},
        lambda: {
            f"p of {t}": 2 * float(student_cdf(-abs(float(t)), 49))
            for t in ("2.456308468440", "-7.433605518875")
        },
    ),
    Example(
        "SciPy documentation, f_oneway: mussels of McDonald and others 1991",
        {"F": "7.121019471642447", "p": ".0002812242314534544"},
        _mussels,
    ),
    Example(
        "SciPy documentation, false_discovery_control: 15 tests of Benjamini & Hochberg 1995, "
        "JRSS B 57:289",
        dict(zip([f"test {place}" for place in range(1, 16)], ADJUSTED, strict=True))
        | {"rejected at .05": "4"},
        _false_discoveries,
    ),
)
