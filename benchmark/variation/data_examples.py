"""Published worked examples on real data files, read from ``../shared/data`` when present.

What each file is, and where its figures were published, stands in the README beside the files.
"""

from typing import Any

import numpy as np

from benchmark.variation.agreement import (
    fleiss_kappa,
    grouped_icc,
    intraclass_correlations,
    krippendorff_alpha,
)
from benchmark.variation.components import nested_components
from benchmark.variation.crossed import crossed_components, pairs
from benchmark.variation.krippendorff import Level
from benchmark.variation.ranks import rank_intervals
from benchmark.variation.reliability import cronbach_alpha
from benchmark.variation.shapes import Floats
from benchmark.variation.shrinkage import random_effects
from benchmark.variation.validation import Columns, Example, Figures

LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval", "ratio")
SECTIONS = {
    "operations": ("lean", 1, 2),
    "monitor": ("perf", 1, 5),
    "target": ("perf", 6, 10),
    "people": ("talent", 1, 6),
}
UNITED_KINGDOM = "United Kingdom"
STOPPED_SHORT = (
    "the fit behind the printed digits stopped on a flat top: REML is 19347.3378954750 here, and "
    "7e-12 worse at the printed value, where its slope is 16 times as steep"
)
SUMMARY = "000_CS"  # rows of the Civil Service survey that sum up others


def _anxiety(data: Columns) -> Figures:
    found = intraclass_correlations(np.array([data.numbers(f"rater{n}") for n in (1, 2, 3)]).T)
    names = {"ICC(A,1)": found.icc2, "ICC(C,1)": found.icc3, "ICC(1,1)": found.icc1}
    return {name: float(found.value) for name, found in names.items()}


def _diagnoses(data: Columns) -> Figures:
    labels = np.array(list(data.table.values()))
    counts = np.stack([(labels == name).sum(axis=0) for name in np.unique(labels)], axis=1)
    return {"kappa": fleiss_kappa(counts)}


def _krippendorff(data: Columns) -> Figures:
    ratings = np.array([data.numbers(f"Rater{rater}") for rater in range(1, 5)])
    return {level: float(krippendorff_alpha(ratings, level)) for level in LEVELS}


def _soldiers(data: Columns) -> Figures:
    figures: dict[str, float] = {}
    for scale in ("WBEING", "HRS", "COHES", "LEAD"):
        found = grouped_icc(data.numbers(scale), data.texts("GRP"))
        figures |= {f"{scale} ICC(1)": found.icc1, f"{scale} ICC(2)": found.icc2}
    fit = nested_components(data.numbers("WBEING"), [data.texts("GRP")])
    return figures | {"WBEING REML group": fit.variances[0], "WBEING REML residual": fit.residual}


def _civil_service(data: Columns) -> Figures:
    groups = np.array(data.texts("Departmental Group"))
    index = [text.rstrip("%") for text in data.texts("Employee Engagement Index")]
    kept = groups != SUMMARY
    values = np.array([float(text or "nan") for text in index])[kept]
    found = grouped_icc(values, groups[kept], size="n0")
    within, between = found.msw * found.df_within, found.msb * found.df_between
    return {"ICC(1) with n0": found.icc1, "share within groups": within / (within + between)}


def _components(data: Columns, score: str, levels: dict[str, str], **options: Any) -> Figures:
    """Variances under the names of ``levels`` (figure: column)."""
    labels = [data.texts(column) for column in levels.values()]
    found = nested_components(data.numbers(score), labels, **options)
    figures = dict(zip(levels, found.variances, strict=True)) | {"residual": found.residual}
    return figures | {"criterion": found.criterion, "mean": found.fixed_effects[0]}


def _nurses(data: Columns) -> Figures:
    levels = {"hospital": "hospital", "ward": "ward"}
    restricted = _components(data, "stress", levels)
    likelihood = _components(data, "stress", levels, method="ML")
    return {**likelihood, "hospital by REML": restricted["hospital"]}


def _brennan(data: Columns) -> Figures:
    person, task, rater = (data.texts(name) for name in ("Person", "Task", "Rater"))
    rater_in_task, interplay = pairs(task, rater), pairs(person, task)
    factors = (np.array(person), np.array(task), rater_in_task, interplay)
    found = crossed_components(data.numbers("Score"), factors)
    names = ("person", "task", "rater in task", "person x task")
    return dict(zip(names, found.variances, strict=True)) | {"residual": found.residual}


def log_risk_ratios(data: Columns) -> tuple[Floats, Floats]:
    """Log risk ratios of the vaccine trials and their standard errors, each (trials,)."""
    sick, treated = data.numbers("BCGTB"), data.numbers("BCGVacc")
    control_sick, control = data.numbers("NoVaccTB"), data.numbers("NoVacc")
    variance = 1 / sick - 1 / treated + 1 / control_sick - 1 / control
    return np.log((sick / treated) / (control_sick / control)), np.sqrt(variance)


def _vaccine(data: Columns) -> Figures:
    ratios, errors = log_risk_ratios(data)
    moments, found = random_effects(ratios, errors, "DL"), random_effects(ratios, errors)
    return {
        "Q": found.q,
        "tau2 DerSimonian-Laird": moments.tau2,
        "tau2 REML": found.tau2,
        "mean": found.mean,
        "standard error": found.se,
    }


def _pisa(data: Columns) -> Figures:
    scores, errors = data.numbers("math_score"), data.numbers("math_se")
    kept = ~np.isnan(scores)
    place = int(np.flatnonzero(np.array(data.texts("jurisdiction"))[kept] == UNITED_KINGDOM)[0])
    found = rank_intervals(scores[kept], errors[kept])
    names = {"rank": found.rank, "low": found.low, "high": found.high}
    return {name: float(places[place]) for name, places in names.items()}


def _management(data: Columns) -> Figures:
    items = {
        section: np.array([data.numbers(f"{stem}{n}") for n in range(first, last + 1)])
        for section, (stem, first, last) in SECTIONS.items()
    }
    everything = np.concatenate(list(items.values()))
    means = items | {"management": everything}
    figures = {
        f"largest difference from {name}": float(
            np.abs(table.mean(axis=0) - data.numbers(name)).max()
        )
        for name, table in means.items()
    }
    overall = everything.mean(axis=0)
    figures |= {"mean": float(overall.mean()), "SD": float(overall.std(ddof=1))}
    return figures | {"alpha of 18 items": cronbach_alpha(everything.T)}


EXAMPLES = (
    Example(
        "Gamer and others, R package irr: anxiety",
        {"ICC(A,1)": ".1980", "ICC(C,1)": ".2160", "ICC(1,1)": ".1750"},
        _anxiety,
        "agreement/anxiety.csv",
    ),
    Example(
        "Fleiss 1971, Psychological Bulletin 76:378: diagnoses",
        {"kappa": ".4302445"},
        _diagnoses,
        "agreement/diagnoses.csv",
    ),
    Example(
        "Krippendorff 2011, section C: four observers with gaps",
        dict(zip(LEVELS, (".7434211", ".8153875", ".8491071", ".7974028"), strict=True)),
        _krippendorff,
        "agreement/krippendorff_c.csv",
    ),
    Example(
        "Bliese & Halverson 1996, R package multilevel: bh1996",
        {
            "WBEING ICC(1)": ".04336905",
            "WBEING ICC(2)": ".7717129",
            "HRS ICC(1)": ".13310668",
            "HRS ICC(2)": ".9196732",
            "COHES ICC(1)": ".04426530",
            "COHES ICC(2)": ".7754597",
            "LEAD ICC(1)": ".12702755",
            "LEAD ICC(2)": ".9156130",
            "WBEING REML group": ".03580079",
            "WBEING REML residual": ".78949727",
        },
        _soldiers,
        "multilevel/bh1996.csv",
        looser={"WBEING REML group": (5e-8, STOPPED_SHORT)},
    ),
    Example(
        "Civil Service People Survey 2019: engagement index in departmental groups",
        {"ICC(1) with n0": ".2467", "share within groups": ".5093"},
        _civil_service,
        "multilevel/csps_2019.csv",
    ),
    Example(
        "Bates and others 2015, R package lme4, Dyestuff by REML",
        {"batch": "1764.05", "residual": "2451.25", "criterion": "319.6543", "mean": "1527.5"},
        lambda data: _components(data, "Yield", {"batch": "Batch"}),
        "mixed/dyestuff.csv",
    ),
    Example(
        "Bates and others 2015, R package lme4, Dyestuff by maximum likelihood",
        {"batch": "1388.333", "residual": "2451.25", "criterion": "327.3271"},
        lambda data: _components(data, "Yield", {"batch": "Batch"}, method="ML"),
        "mixed/dyestuff.csv",
    ),
    Example(
        "R package lme4: Dyestuff2, no batch variance",
        {"batch": "0", "residual": "13.80631", "criterion": "161.8283"},
        lambda data: _components(data, "Yield", {"batch": "Batch"}),
        "mixed/dyestuff2.csv",
    ),
    Example(
        "R package lme4: Pastes",
        {"batch": "1.65731", "cask": "8.43367", "residual": ".678000", "criterion": "246.9907"},
        lambda data: _components(data, "strength", {"batch": "batch", "cask": "cask"}),
        "mixed/pastes.csv",
    ),
    Example(
        "Hox 2010, Multilevel Analysis: nurses in wards in hospitals, intercept only",
        {
            "hospital": ".162137",
            "ward": ".488821",
            "residual": ".301257",
            "mean": "5.000966",
            "hospital by REML": ".174300",
        },
        _nurses,
        "mixed/hox_nurses.csv",
    ),
    Example(
        "Brennan 2001, Generalizability Theory, tables 3.1 and 3.2",
        {
            "person": ".473148",
            "task": ".325154",
            "rater in task": ".647531",
            "person x task": ".559568",
            "residual": "2.380247",
        },
        _brennan,
        "mixed/brennan_3_2.csv",
    ),
    Example(
        "Colditz and others 1994, R package metafor: BCG vaccine",
        {
            "Q": "152.2330",
            "tau2 DerSimonian-Laird": ".308760",
            "tau2 REML": ".313243",
            "mean": "-.714532",
            "standard error": ".179782",
        },
        _vaccine,
        "mixed/bcg.csv",
    ),
    Example(
        "Mogstad and others 2024, Review of Economic Studies 91:476: PISA 2018, United Kingdom",
        {"rank": "13", "low": "7", "high": "23"},
        _pisa,
        "ranks/pisa_2018.csv",
    ),
    Example(
        "World Management Survey, Mexico 2013: published means from their items",
        {f"largest difference from {name}": "0.00000" for name in (*SECTIONS, "management")}
        | {"mean": "2.9385", "SD": ".6011", "alpha of 18 items": ".9187"},
        _management,
        "wms/wms_mexico_2013.csv",
    ),
)
