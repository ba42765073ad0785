"""Published worked examples whose data are small enough to be typed in."""

import numpy as np

from benchmark.variation import printed_examples
from benchmark.variation.agreement import (
    exact_null_variances,
    fleiss_kappa,
    intraclass_correlations,
    krippendorff_alpha,
    rwg,
    weighted_kappa,
)
from benchmark.variation.control import xmr_limits
from benchmark.variation.generalisability import generalisability, spearman_brown
from benchmark.variation.shrinkage import random_effects
from benchmark.variation.validation import Example, Figures

SHROUT_FLEISS = np.array(
    [[9.0, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
COHEN = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
COHEN_WEIGHTS = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]])
MEG_OWEN = np.array([[0.0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]])
BEN_GERRY = np.array([[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4.0]])
FOURTEEN_RATERS = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
)
SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12])
SCHOOL_ERRORS = np.array([15.0, 10, 16, 11, 9, 11, 10, 18])
RUBIN_SCHOOLS = np.array([28.39, 7.94, -2.75, 6.82, -0.64, 0.63, 18.01, 12.16])
RUBIN_ERRORS = np.array([14.9, 10.2, 16.3, 11, 9.4, 11.4, 10.4, 17.6])
FLOW = np.array([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
ROUNDED_FACTOR = "NIST divides by 1.128; the factor 2.66 of the chart is 3 / 1.128 to two digits"
NULL_OF_THREE = {
    "0": "5",
    "1/3": "24",
    "1": "18",
    "4/3": "18",
    "7/3": "24",
    "3": "12",
    "4": "6",
    "13/3": "12",
    "16/3": "6",
}
LENIENT = (0.05, 0.10, 0.20, 0.40, 0.25)


def _shrout_fleiss() -> Figures:
    found = intraclass_correlations(SHROUT_FLEISS)
    names = {
        "ICC(1,1)": found.icc1,
        "ICC(2,1)": found.icc2,
        "ICC(3,1)": found.icc3,
        "ICC(1,4)": found.icc1k,
        "ICC(2,4)": found.icc2k,
        "ICC(3,4)": found.icc3k,
    }
    figures = {name: float(found.value) for name, found in names.items()}
    figures |= {f"{name} low": float(found.low) for name, found in names.items()}
    figures |= {f"{name} high": float(found.high) for name, found in names.items()}
    return figures


def _cohen() -> Figures:
    return {
        "kappa": weighted_kappa(COHEN),
        "weighted kappa": weighted_kappa(COHEN, COHEN_WEIGHTS),
    }


def _null_of_three() -> Figures:
    _, chances = exact_null_variances(3, 5)
    figures = {f"patterns of variance {name}": 0.0 for name in NULL_OF_THREE}
    figures = dict(zip(figures, 125 * chances, strict=True))
    figures["p of unanimity"] = float(chances[0])
    figures["p of rwg .833"] = float(chances[:2].sum())
    figures["p of unanimity, lenient null"] = float(exact_null_variances(3, 5, LENIENT)[1][0])
    return figures


def _spearman_brown() -> Figures:
    return {f"ICC(1) {one}": spearman_brown(one, 3) for one in (0.05, 0.10, 0.20, 0.30, 0.4375)}


def _brennan() -> Figures:
    relative = [(0.559568, 3), (2.380247, 12)]
    found = generalisability(0.473148, relative, [(0.325154, 3), (0.647531, 12)])
    return {"E-rho2": found.relative, "Phi": found.absolute}


def _schools() -> Figures:
    found = random_effects(SCHOOLS, SCHOOL_ERRORS, "DL")
    exact = random_effects(RUBIN_SCHOOLS, RUBIN_ERRORS, "DL")
    return {
        "mean of the rounded data": found.mean,
        "its variance": found.se**2,
        "mean of Rubin's data": exact.mean,
        "the variance of that": exact.se**2,
    }


def _flow() -> Figures:
    found = xmr_limits(FLOW)
    return {"mean": found.mean, "low": found.low, "high": found.high}


OWN_DATA = (
    Example(
        "Shrout & Fleiss 1979, Psychological Bulletin 86:420, table 4; digits: R package psych",
        {
            "ICC(1,1)": ".1657418",
            "ICC(2,1)": ".2897638",
            "ICC(3,1)": ".7148407",
            "ICC(1,4)": ".4427971",
            "ICC(2,4)": ".6200505",
            "ICC(3,4)": ".9093155",
            "ICC(1,1) low": "-.13",
            "ICC(1,1) high": ".72",
            "ICC(2,1) low": ".02",
            "ICC(2,1) high": ".76",
            "ICC(3,1) low": ".34",
            "ICC(3,1) high": ".95",
            "ICC(1,4) low": "-.88",
            "ICC(1,4) high": ".91",
            "ICC(2,4) low": ".07",
            "ICC(2,4) high": ".93",
            "ICC(3,4) low": ".68",
            "ICC(3,4) high": ".99",
        },
        _shrout_fleiss,
    ),
    Example(
        "Cohen 1968, Psychological Bulletin 70:213, table 1",
        {"kappa": ".49153", "weighted kappa": ".34783"},
        _cohen,
    ),
    Example(
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, sections A and B, as "
        "quoted in the tests of smartpipe (engine.agreement)",
        {"binary": ".095", "nominal": ".692"},
        lambda: {
            "binary": float(krippendorff_alpha(MEG_OWEN, "nominal")),
            "nominal": float(krippendorff_alpha(BEN_GERRY, "nominal")),
        },
    ),
    Example(
        "Wikipedia, Fleiss' kappa, worked example: 14 raters, 10 subjects, as quoted in "
        "statsmodels, test_inter_rater.py",
        {"kappa": ".210"},
        lambda: {"kappa": fleiss_kappa(FOURTEEN_RATERS)},
    ),
    Example(
        "Exact null of three raters on five levels, all 125 patterns",
        {f"patterns of variance {name}": count for name, count in NULL_OF_THREE.items()}
        | {"p of unanimity": ".040", "p of rwg .833": ".232"}
        | {"p of unanimity, lenient null": ".089"},
        _null_of_three,
    ),
    Example(
        "James, Demaree & Wolf 1984, Journal of Applied Psychology 69:85, equation 1",
        {"rwg of 4 4 5": ".833"},
        lambda: {"rwg of 4 4 5": float(rwg([4, 4, 5], 5))},
    ),
    Example(
        "Spearman-Brown for three raters (Bliese 2000)",
        {
            "ICC(1) 0.05": ".136",
            "ICC(1) 0.1": ".250",
            "ICC(1) 0.2": ".429",
            "ICC(1) 0.3": ".562",
            "ICC(1) 0.4375": ".700",
        },
        _spearman_brown,
    ),
    Example(
        "Brennan 2001, Generalizability Theory, section 3.3",
        {"E-rho2": ".55144", "Phi": ".46370"},
        _brennan,
    ),
    Example(
        "Eight schools: Keirstead 2011 (R-bloggers), of Gelman and others, Bayesian Data Analysis, "
        "section 5.5",
        {
            "mean of the rounded data": "7.7",
            "its variance": "16.6",
            "mean of Rubin's data": "7.9",
            "the variance of that": "17.4",
        },
        _schools,
    ),
    Example(
        "NIST/SEMATECH e-Handbook 6.3.2.2: individuals chart of flow rates, as quoted in the tests "
        "of fabtwin (spc.imr)",
        {"mean": "50.81", "low": "45.8159", "high": "55.8041"},
        _flow,
        looser={"low": (1e-3, ROUNDED_FACTOR), "high": (1e-3, ROUNDED_FACTOR)},
    ),
)

EXAMPLES = (*OWN_DATA, *printed_examples.EXAMPLES)
