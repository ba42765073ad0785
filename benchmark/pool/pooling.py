"""From partitions to pools: one for each questionnaire version, and never two in one.

Each trust counts once, with its newest round; the norms need one pass over the files, the
variances a second one over the chosen sheets. Both passes run on any engine, with the same result.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmark.disclosure.levels import FEWEST_DIVISIONS
from benchmark.pool.engines import Engine, Watch
from benchmark.pool.figures import HAS_SCORE
from benchmark.pool.norms import Norms, norms_of
from benchmark.pool.partition import About, refuse
from benchmark.pool.spread import (
    MOST_FITTED,
    TOO_MANY,
    Spread,
    all_hidden,
    spread_of,
    state_of_file,
)
from benchmark.pool.suppression import FEW_DIVISIONS
from benchmark.pool.tally import Counted, Tally, Unit, chosen, count_file, merge_all
from benchmark.variation import states

NEWER = "a newer round of the trust is counted"
SUFFIX = ".parquet"


@dataclass(frozen=True, slots=True)
class Pool:
    """What the trusts of one questionnaire version have in common.

    ``members`` are the trusts and rounds that are counted, ``left_out`` says of others why not.
    """

    questionnaire: str
    content_hash: str
    invented: bool
    members: tuple[Unit, ...]
    left_out: dict[str, str]
    divisions: int
    leads: int
    answers: int
    norms: Norms
    spread: Spread


def partitions_in(paths: Iterable[Path]) -> list[Path]:
    """All partitions among files and folders, each once; ``FaultyFile`` for an empty place."""
    found: dict[Path, None] = {}
    for path in paths:
        files = sorted(path.rglob(f"*{SUFFIX}")) if path.is_dir() else [path]
        if not files:
            refuse(path, f"there is no {SUFFIX} file in this folder")
        found.update((file.resolve(), None) for file in files)
    return list(found)


def pool(paths: Sequence[Path], engine: Engine, watch: Watch = iter) -> tuple[Pool, ...]:
    """The pool of each questionnaire version in the partitions, by its name.

    Raises ``FaultyFile`` for a file that cannot be counted, for a trust's round that is in two
    files, and where invented and real answers, or two texts of one version, would be mixed.
    """
    counted = [found for _, found in zip(watch(paths), engine(count_file, paths), strict=True)]
    counted.sort(key=lambda each: (each.about.questionnaire, each.path))
    _refuse_mixtures(counted)
    versions = sorted({each.about.questionnaire for each in counted})
    return tuple(
        _pool([each for each in counted if each.about.questionnaire == version], engine)
        for version in versions
    )


def newest(tally: Tally) -> tuple[list[Unit], dict[str, str]]:
    """The units that count: each trust's newest round, of enough divisions; and why not others."""
    last = dict(tally.units)  # units ascend, so that the newest round of a trust comes last
    divisions = dict(zip(tally.units, tally.divisions.tolist(), strict=True))
    out = {_told(unit): NEWER for unit in tally.units if last[unit[0]] != unit[1]}
    few = [unit for unit in last.items() if divisions[unit] < FEWEST_DIVISIONS]
    out |= {_told(unit): FEW_DIVISIONS for unit in few}
    return [unit for unit in last.items() if unit not in few], out


def _told(unit: Unit) -> str:
    return " ".join(unit)


def _pool(counted: list[Counted], engine: Engine) -> Pool:
    about = counted[0].about
    whole = merge_all((each.tally for each in counted), len(about.practices))
    members, left_out = newest(whole)
    tally = chosen(whole, members)
    answers = int(tally.counts[..., HAS_SCORE].sum())
    return Pool(
        about.questionnaire,
        about.content_hash,
        about.invented,
        tally.units,
        left_out,
        int(tally.divisions.sum()),
        int(tally.counts[:, :, 0].sum()),
        answers,
        norms_of(tally, about.sections),
        _spread(counted, tally, answers, engine),
    )


def _spread(counted: list[Counted], tally: Tally, answers: int, engine: Engine) -> Spread:
    if answers > MOST_FITTED:
        return all_hidden(TOO_MANY)
    units = frozenset(tally.units)
    paths = [each.path for each in counted if units.intersection(each.tally.units)]
    found = engine(partial(state_of_file, units=units), paths)
    return spread_of(states.merge_all(found, counted[0].about.practices))


def _refuse_mixtures(counted: list[Counted]) -> None:
    texts: dict[str, tuple[About, Path]] = {}
    seen: dict[tuple[str, Unit], Path] = {}
    for each in counted:
        about = each.about
        if about.invented != counted[0].about.invented:
            refuse(each.path, f"invented and real answers are not pooled: see {counted[0].path}")
        first, where = texts.setdefault(about.questionnaire, (about, each.path))
        if (first.content_hash, first.sections) != (about.content_hash, about.sections):
            refuse(each.path, f"{about.questionnaire} has another text than in {where}")
        for unit in each.tally.units:
            other = seen.setdefault((about.questionnaire, unit), each.path)
            if other != each.path:
                refuse(each.path, f"trust {unit[0]}, round {unit[1]} is in {other} already")
