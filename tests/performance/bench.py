"""``make bench``: our statistics beside those of other packages, in one run.

Both sides do the same work on the same invented data, by turns, in one process; what counts is the
process's CPU time, the least of its rounds. That both sides give the same answer is asserted before
a figure counts. The table is printed and written to ``results.md`` with the machine's name.
"""

import os
import platform
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import krippendorff
import numpy as np
import pandas as pd
import pingouin
from scipy import stats
from sqlalchemy.orm import Session
from statsmodels.regression.mixed_linear_model import MixedLM

from benchmark.variation.agreement import intraclass_correlations, krippendorff_alpha
from benchmark.variation.bootstrap import cluster_bootstrap
from benchmark.variation.components import nested_components
from benchmark.variation.reliability import cronbach_alphas
from tests.performance import documents, painting, plain_page, readers, saving
from tests.performance.loading import by_entities, by_sheets, national_database
from tests.performance.national import national_levels, whole_analysis

RESULTS = Path(__file__).with_name("results.md")
SEED = 20_220_631
DIVISIONS, PRACTICES, LEADS, TRUSTS = 1_720, 24, 3, 215
ONE_BY_ONE = 50  # different divisions for the row of a single one, so that nothing is remembered
SAME_CRITERION = 1e-6
PAGE_AT_ONCE = (
    "not CPU but waiting, p95: the 30 x 30 comparison page, 20 people who each look at it for a "
    "second and ask again, two workers"
)
NO_PAUSE = (
    "the same without a pause, so that 20 pages always wait for the same two cores (no limit asked)"
)
NOTES = (
    "R with lme4 is not installed here: REML is compared with statsmodels alone. Loading reads",
    "plain rows of the driver; by SQLAlchemy's rows, as the pages of one trust read its 24 sheets,",
    "it is 380 times as fast as entities. Of its time SQLite itself takes 4 to 5 ms. The page is",
    "read again while nobody writes: SQLite says so, and then neither facts nor figures are made",
    "anew; the plain page has the same statistics, rules and template. Saves of both sides wait",
    "for their own synced commit, which is not CPU; ours also write the record of who did what.",
)
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


class Limit(NamedTuple):
    """One line of the second table: CPU seconds of a task of ours, and what it may take."""

    work: str
    seconds: float
    at_most: float


def correlations(tables: np.ndarray, work: str, wanted: float, *, single: bool = False) -> Race:
    targets, raters = (place.ravel() for place in np.indices(tables.shape[1:]))
    frames = [
        pd.DataFrame({"target": targets, "rater": raters, "score": table.ravel()})
        for table in tables
    ]

    def theirs() -> list[pd.DataFrame]:
        return [pingouin.intraclass_corr(f, "target", "rater", "score") for f in frames]

    def ours() -> list[object]:
        if single:
            return [intraclass_correlations(table) for table in tables]
        return [intraclass_correlations(tables)]

    def same(found: list[object], others: object) -> None:
        for kind, name in TYPES.items():
            mine = SimpleNamespace(
                **{
                    part: np.ravel([getattr(getattr(one, name), part) for one in found])
                    for part in ("value", "low", "high", "f")
                }
            )
            rows = [frame.set_index("Type").loc[kind] for frame in others]
            np.testing.assert_allclose(mine.value, [row["ICC"] for row in rows], atol=1e-9)
            np.testing.assert_allclose(mine.f, [row["F"] for row in rows], rtol=1e-9)
            limits = np.array([row["CI95"] for row in rows])  # printed with two digits
            np.testing.assert_allclose(mine.low, limits[:, 0], atol=0.00501)
            np.testing.assert_allclose(mine.high, limits[:, 1], atol=0.00501)

    return Race(
        work,
        "pingouin",
        ours,
        theirs,
        same,
        wanted,
        rounds=3 if single else 1,
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


def loading(session: Session, levels: np.ndarray) -> Race:
    divisions, _, practices = levels.shape

    def same(ours: object, theirs: object) -> None:
        np.testing.assert_array_equal(ours, levels)
        np.testing.assert_array_equal(theirs, levels)

    return Race(
        f"loading {levels.size:,} submitted answers from SQLite",
        "ORM entities",
        lambda: by_sheets(session, divisions, practices),
        lambda: by_entities(session, divisions, practices),
        same,
        wanted=500,
        rounds=2,
    )


def painting_charts() -> Race:
    placed = painting.pictures()

    def same(ours: object, theirs: object) -> None:
        assert painting.seen(ours) == painting.seen(theirs)

    return Race(
        f"painting {painting.CHARTS} charts into a PDF, same marks",
        "reportlab.graphics shapes",
        lambda: painting.ours(placed),
        lambda: painting.theirs(placed),
        same,
        wanted=8,
        rounds=3,
    )


def whole_report() -> Race:
    charts = painting.twenty_charts()
    return Race(
        f"whole tagged report of {documents.PAGES} pages with {painting.CHARTS} charts",
        "WeasyPrint",
        lambda: documents.ours(charts),
        lambda: documents.theirs(charts),
        documents.check,
        wanted=10,
        rounds=2,
    )


def load(random: np.random.Generator) -> Row:
    levels = random.integers(-3, 6, (DIVISIONS, LEADS, 30)).astype(np.int8)
    with national_database(levels) as session:
        return run(loading(session, levels))


def limits() -> list[Limit]:
    """The whole analysis of a trust of a national set: in a new process, and one after another."""
    levels = national_levels()
    start = time.process_time()
    for place in range(len(levels)):
        whole_analysis(levels[place : place + 1], place)
    each = (time.process_time() - start) / len(levels)
    start = time.process_time()
    whole_analysis(levels)
    together = (time.process_time() - start) / len(levels)
    data = f"{len(levels)} trusts x 8 divisions x 3 leads x 30 practices, 3% missing"
    return [
        Limit("one trust, 4,000 draws, in a new process from its start", cold(levels), 0.3),
        Limit(f"each of {data}, 4,000 draws, one after another", each, 0.1),
        Limit("the same as one national table, full model, shares and all, a trust", together, 0.1),
        Limit(PAGE_AT_ONCE, readers.p95(readers.PAUSE), 0.1),
        Limit(NO_PAUSE, readers.p95(0.0), float("nan")),
    ]


def cold(levels: np.ndarray) -> float:
    """CPU seconds of a new process, the least of three; the first compiles Python's byte code."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "levels.npy"
        np.save(file, levels)
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "tests.performance.national", str(file)]
        spent = [
            float(subprocess.check_output([*command, str(place)], env=environment))
            for place in range(4)
        ]
        return min(spent[1:])


def _complete() -> np.ndarray:
    return levels(np.random.default_rng(SEED))


def _raced(race: Callable[[], Race]) -> Callable[[], Row]:
    return lambda: run(race())


def page(*, changed: bool) -> Row:
    """The executive's page of 30 divisions x 3 leads x 30 practices, through the whole app."""
    with plain_page.reader() as browser:
        plain_page.ours(browser)
        mine = plain_page.ours_after_a_change if changed else plain_page.ours
        work = "the first reading of it after a change" if changed else "30 x 30 comparison page"
        race = Race(
            f"{work}, signed in, all checks",
            "ORM entities and Jinja, nothing kept",
            lambda: mine(browser),
            lambda: plain_page.theirs(browser),
            plain_page.check,
            wanted=1 if changed else 12,
            rounds=3,
        )
        return run(race)


def saves() -> Row:
    """Thirty saves, each acknowledged after its own synced commit, through the whole app."""
    with saving.both() as (ours, theirs):
        race = Race(
            f"{saving.PRACTICES} saves, signed in, all checks, SQLite synchronous=FULL",
            "ORM select, update, commit, the same checks",
            ours,
            theirs,
            saving.check,
            wanted=2,
            rounds=5,
        )
        return run(race)


# by the name to give on the command line
ROWS: dict[str, Callable[[], Row]] = {
    "correlations": _raced(
        lambda: correlations(_complete(), "six ICCs with limits, 1,720 divisions (24 x 3)", 3_000)
    ),
    "one-by-one": _raced(
        lambda: correlations(
            _complete()[:ONE_BY_ONE],
            f"six ICCs with limits, {ONE_BY_ONE} divisions one by one",
            100,
            single=True,
        )
    ),
    "krippendorff": _raced(
        lambda: alpha_of_raters(levels(np.random.default_rng(SEED), missing=0.06))
    ),
    "mixed-model": _raced(lambda: mixed_model(np.random.default_rng(SEED))),
    "cronbach": _raced(lambda: alpha_of_items(np.random.default_rng(SEED))),
    "bootstrap": _raced(lambda: bootstrap(np.random.default_rng(SEED))),
    "painting": _raced(painting_charts),
    "report": _raced(whole_report),
    "loading": lambda: load(np.random.default_rng(SEED)),
    "page": lambda: page(changed=False),
    "saves": saves,
    "changed-page": lambda: page(changed=True),
}


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


def _most(limit: Limit) -> str:
    return "none" if np.isnan(limit.at_most) else f"{limit.at_most * 1e3:,.0f}"


def _times(faster: float) -> str:
    return f"{faster:,.0f}" if faster >= 10 else f"{faster:.2f}"  # 1.6 is not the 2 that is wanted


def table_of(rows: list[Row], limits: list[Limit]) -> str:
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
        f"{_times(row.theirs / row.ours)} | {row.wanted:,.0f} |"
        for row in rows
    ]
    lines += ["", "| whole analysis of a trust, or a page | CPU, ms | at most |", "|---|---:|---:|"]
    lines += [f"| {limit.work} | {limit.seconds * 1e3:,.0f} | {_most(limit)} |" for limit in limits]
    return "\n".join([*lines, "", *NOTES]) + "\n"


def main() -> None:
    """Every row and the second table; or, without writing them down, the rows that are named."""
    named = sys.argv[1:]
    if unknown := [name for name in named if name not in ROWS]:
        sys.exit(f"no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    rows = [ROWS[name]() for name in named or ROWS]
    text = table_of(rows, [] if named else limits())
    if not named:
        RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
