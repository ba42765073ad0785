"""``make bench``: our statistics beside those of other packages, in one run.

Both sides do the same work on the same invented data, by turns, in one process; what counts is the
process's CPU time, the least of its rounds. That both sides give the same answer is asserted before
a figure counts. The table is printed and written to ``results.md`` with the machine's name.
"""

import os
import platform
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from scipy import stats
from statsmodels.regression.mixed_linear_model import MixedLM

from benchmark.variation.agreement import intraclass_correlations, krippendorff_alpha
from benchmark.variation.bootstrap import cluster_bootstrap
from benchmark.variation.components import nested_components
from benchmark.variation.reliability import cronbach_alphas

RESULTS = Path(__file__).with_name("results.md")
SEED = 20_220_631
DIVISIONS, PRACTICES, LEADS, TRUSTS = 1_720, 24, 3, 215
SAME_CRITERION = 1e-6
TYPES = {"ICC(1,1)": "icc1", "ICC(A,1)": "icc2", "ICC(C,1)": "icc3"}
TYPES |= {"ICC(1,k)": "icc1k", "ICC(A,k)": "icc2k", "ICC(C,k)": "icc3k"}


class Row(NamedTuple):
    """One line of the table: what is done, both sides, and the CPU seconds of each."""

    work: str
    against: str
    theirs: float
    ours: float
    wanted: float


class Race(NamedTuple):
    """Two ways to one answer; ``same`` asserts that it is one before a figure counts."""

    work: str
    against: str
    ours: Callable[[], object]
    theirs: Callable[[], object]
    same: Callable[[object, object], None]
    wanted: float
    rounds: int


def run(race: Race) -> Row:
    ours, theirs = [], []
    for _ in range(race.rounds):
        start = time.process_time()
        answer = race.theirs()
        theirs.append(time.process_time() - start)
        race.same(race.ours(), answer)  # a round whose answers differ ends the run
        ours.extend(cpu_seconds(race.ours) for _ in range(3))
    return Row(race.work, race.against, min(theirs), min(ours), race.wanted)


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call, from as many calls as fill a hundredth of a second."""
    calls, spent = 0, 0.0
    start = time.process_time()
    while spent < 0.01:
        work()
        calls += 1
        spent = time.process_time() - start
    return spent / calls


def levels(random: np.random.Generator, missing: float = 0.0) -> np.ndarray:
    """Invented levels 1 to 5 (divisions, practices, leads), NaN = missing."""
    true = random.normal(3, 0.5, (DIVISIONS, PRACTICES, 1))
    scores = np.clip(np.round(true + random.normal(0, 0.8, (DIVISIONS, PRACTICES, LEADS))), 1, 5)
    scores[random.random(scores.shape) < missing] = np.nan
    return scores


def correlations(tables: np.ndarray, work: str, wanted: float) -> Race:
    targets, raters = (place.ravel() for place in np.indices(tables.shape[1:]))
    frames = [
        pd.DataFrame({"target": targets, "rater": raters, "score": table.ravel()})
        for table in tables
    ]

    def theirs() -> list[pd.DataFrame]:
        return [pingouin.intraclass_corr(f, "target", "rater", "score") for f in frames]

    def same(ours: object, others: object) -> None:
        for kind, name in TYPES.items():
            mine = getattr(ours, name)
            rows = [frame.set_index("Type").loc[kind] for frame in others]
            np.testing.assert_allclose(mine.value, [row["ICC"] for row in rows], atol=1e-9)
            np.testing.assert_allclose(mine.f, [row["F"] for row in rows], rtol=1e-9)
            limits = np.array([row["CI95"] for row in rows])  # printed with two digits
            np.testing.assert_allclose(mine.low, limits[:, 0], atol=0.00501)
            np.testing.assert_allclose(mine.high, limits[:, 1], atol=0.00501)

    return Race(
        work,
        "pingouin",
        lambda: intraclass_correlations(tables),
        theirs,
        same,
        wanted,
        rounds=1 if len(tables) > 1 else 20,
    )


def alpha_of_raters(tables: np.ndarray) -> Race:
    ratings = np.ascontiguousarray(np.swapaxes(tables, 1, 2))  # (divisions, leads, practices)
    return Race(
        "Krippendorff's alpha, 1,720 divisions (24 x 3), 6% missing",
        "krippendorff",
        lambda: krippendorff_alpha(ratings, "interval"),
        lambda: [krippendorff.alpha(table, level_of_measurement="interval") for table in ratings],
        lambda ours, theirs: np.testing.assert_allclose(ours, theirs, atol=1e-9),
        wanted=50,
        rounds=3,
    )


def alpha_of_items(random: np.random.Generator) -> Race:
    able = random.normal(3, 0.6, (TRUSTS, 24, 1))
    tables = np.clip(np.round(able + random.normal(0, 0.8, (TRUSTS, 24, 30))), 1, 5)
    frames = [pd.DataFrame(table) for table in tables]
    return Race(
        "Cronbach's alpha, 215 trusts (24 leads x 30 practices)",
        "pingouin",
        lambda: cronbach_alphas(tables),
        lambda: [pingouin.cronbach_alpha(frame)[0] for frame in frames],
        lambda ours, theirs: np.testing.assert_allclose(ours, theirs, atol=1e-9),
        wanted=150,
        rounds=3,
    )


def mixed_model(random: np.random.Generator) -> Race:
    """116,000 answers: score ~ practice + trust / division / lead, 6% missing."""
    shape = (TRUSTS, 8, LEADS, PRACTICES)
    trust, division, lead, practice = (place.ravel() for place in np.indices(shape))
    division = trust * 8 + division
    lead = division * LEADS + lead
    scores = 3 + random.normal(0, 0.4, TRUSTS)[trust] + random.normal(0, 0.3, DIVISIONS)[division]
    scores += random.normal(0, 0.4, DIVISIONS * LEADS)[lead]
    scores += random.normal(0, 0.3, PRACTICES)[practice] + random.normal(0, 0.8, len(trust))
    kept = random.random(len(scores)) > 0.06
    labels = [place[kept] for place in (trust, division, lead)]
    fixed = np.eye(PRACTICES)[practice[kept]]
    names = ("trust", "division", "lead", "practice", "score")
    columns = (*labels, practice[kept], scores[kept])
    frame = pd.DataFrame(dict(zip(names, columns, strict=True)))

    def theirs() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of its own boundaries; we compare the result
            return MixedLM.from_formula(
                "score ~ 0 + C(practice)",
                groups="trust",
                re_formula="1",
                vc_formula={"division": "0 + C(division)", "lead": "0 + C(lead)"},
                data=frame,
            ).fit(reml=True)

    def same(ours: object, other: object) -> None:
        assert ours.criterion <= -2 * other.llf + SAME_CRITERION
        variances = [float(other.cov_re.iloc[0, 0]), *other.vcomp, other.scale]
        np.testing.assert_allclose(
            [*ours.variances, ours.residual], variances, rtol=1e-2
        )  # theirs stops earlier

    return Race(
        f"REML, {kept.sum():,} answers, 6% missing",
        "statsmodels MixedLM",
        lambda: nested_components(frame["score"].to_numpy(), labels, fixed),
        theirs,
        same,
        wanted=150,
        rounds=1,
    )


def bootstrap(random: np.random.Generator) -> Race:
    means = random.normal(3, 0.4, (TRUSTS, PRACTICES))
    counts = np.ones(means.shape)

    def same(ours: object, theirs: object) -> None:
        np.testing.assert_allclose(ours.low, theirs.confidence_interval.low, atol=0.005)
        np.testing.assert_allclose(ours.high, theirs.confidence_interval.high, atol=0.005)

    return Race(
        "bootstrap of 24 practice means, 10,000 draws, trusts as clusters",
        "scipy.stats.bootstrap",
        lambda: cluster_bootstrap(means, counts, draws=10_000),
        lambda: stats.bootstrap(
            (means,), np.mean, n_resamples=10_000, method="percentile", batch=1_000
        ),
        same,
        wanted=4,
        rounds=3,
    )


def races() -> list[Race]:
    random = np.random.default_rng(SEED)
    complete = levels(random)
    return [
        correlations(complete, "six ICCs with limits, 1,720 divisions (24 x 3)", 3_000),
        correlations(complete[:1], "six ICCs with limits, one division", 100),
        alpha_of_raters(levels(random, missing=0.06)),
        mixed_model(random),
        alpha_of_items(random),
        bootstrap(random),
    ]


def machine() -> str:
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "as many as there are")
    return (
        f"{len(models)} x {models[0]}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}, BLAS threads: {threads}"
    )


def table_of(rows: list[Row]) -> str:
    lines = [
        "# Speed, side by side",
        "",
        "Process CPU time in milliseconds, least of several rounds by turns in one run; that both",
        "sides give the same answer is asserted within each round. Made by `make bench`.",
        "",
        machine(),
        "",
        "| work | against | theirs, ms | ours, ms | times faster | wanted |",
        "|---|---|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.work} | {row.against} | {row.theirs * 1e3:,.1f} | {row.ours * 1e3:,.2f} | "
        f"{row.theirs / row.ours:,.0f} | {row.wanted:,.0f} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    text = table_of([run(race) for race in races()])
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
