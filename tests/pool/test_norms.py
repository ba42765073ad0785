"""Norms: each trust once, in groups of at least five, and nothing to subtract."""

from pathlib import Path

import numpy as np
import pytest

from benchmark.pool.distribution import Distribution
from benchmark.pool.figures import Answered
from benchmark.pool.norms import ALL, norms_of, not_shown
from benchmark.pool.suppression import TOO_FEW, WOULD_TELL
from benchmark.pool.tally import Tally, count_file, merge_all
from tests.pool.invented import SECTIONS, labels_of, partition, scattered, trusts


def pooled(folder: Path, *regions: tuple[str, int]) -> Tally:
    files = [partition(folder, trusts(name, size), region=name) for name, size in regions]
    return merge_all((count_file(file).tally for file in files), 3)


def test_an_overall_is_the_mean_of_the_trusts_own_overalls(tmp_path: Path) -> None:
    names = trusts("A", 6)
    found = norms_of(pooled(tmp_path, ("A", 6)), SECTIONS).overall[ALL]
    labels, levels = labels_of(names, 4), scattered(names, 4, 1)
    each = [levels[np.array(labels["trust"]) == name].mean() for name in names]
    assert isinstance(found, Distribution)
    assert (found.trusts, found.mean) == (6, pytest.approx(np.mean(each), abs=5e-5))
    assert found.sd == pytest.approx(np.std(each, ddof=1), abs=5e-5)


def test_four_trusts_have_no_figure_at_all(tmp_path: Path) -> None:
    norms = norms_of(pooled(tmp_path, ("A", 4)), SECTIONS)
    figures = [norms.overall, *norms.roles.values(), *norms.sections.values()]
    figures += [*norms.practices.values(), *norms.answers.values()]
    assert {text for groups in figures for text in groups.values()} == {not_shown(TOO_FEW)}
    assert norms.trusts == {ALL: 4, "A": 4}


def test_five_trusts_have_every_figure(tmp_path: Path) -> None:
    norms = norms_of(pooled(tmp_path, ("A", 5)), SECTIONS)
    assert all(
        isinstance(norms.practices[key][ALL], Distribution)
        and isinstance(norms.answers[key][ALL], Answered)
        for key in ("flow", "review", "pathway")
    )


def test_a_region_that_is_too_small_takes_another_one_with_it(tmp_path: Path) -> None:
    found = norms_of(pooled(tmp_path, ("A", 6), ("B", 7), ("C", 3)), SECTIONS).overall
    assert found["A"] == not_shown(WOULD_TELL)
    assert found["C"] == not_shown(TOO_FEW)
    assert isinstance(found["B"], Distribution)
    assert isinstance(found[ALL], Distribution)


def test_a_practice_that_few_trusts_scored_is_hidden_by_itself(tmp_path: Path) -> None:
    """Two trusts of six give no score to a practice: four are left, and the others stay."""
    tally = pooled(tmp_path, ("A", 6))
    counts = tally.counts.copy()
    counts[:2, :, 0] = 0
    norms = norms_of(Tally(tally.units, tally.regions, counts), SECTIONS)
    assert norms.practices["flow"][ALL] == norms.answers["flow"][ALL] == not_shown(TOO_FEW)
    assert isinstance(norms.practices["review"][ALL], Distribution)
