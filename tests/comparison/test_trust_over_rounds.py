"""The trust's means over two rounds: only divisions in both, and at least four of them."""

from statistics import fmean

import pytest

from benchmark.comparison.trust_over_rounds import TOO_FEW_IN_BOTH
from tests.comparison.two_rounds import moved, same_leads


def test_means_are_over_the_divisions_with_the_figure_in_both_rounds() -> None:
    """Medicine had not released the last round: its level of now must not count."""
    since = moved(*same_leads(1, 7), complete=(2, 3, 3, 3, 3, 3, 3)).since
    assert since
    assert since.trust.counted == 6
    others = [division.after.value for division in since.divisions[1:]]
    assert since.trust.after.value == pytest.approx(fmean(filter(None, others)))
    for place, practice in enumerate(since.trust.practices):
        levels = [division.practices[place].after.value for division in since.divisions[1:]]
        assert practice.counted == 6
        assert practice.after.value == pytest.approx(fmean(filter(None, levels)))


def test_three_divisions_in_both_rounds_give_no_mean() -> None:
    """Each round has four divisions to show; only three have figures in both."""
    since = moved(*same_leads(1, 5), complete=(2, 2, 3, 3, 3)).since
    assert since
    assert since.trust.after.reason == "needs at least 4 divisions"
    since = moved(*same_leads(1, 7), complete=(2, 2, 2, 3, 3, 3, 3)).since
    assert since
    assert (since.trust.counted, since.trust.change is None) == (4, False)
    assert "in both rounds" in TOO_FEW_IN_BOTH


def test_new_leads_widen_the_band_of_the_trust() -> None:
    plain, changed = (
        moved(*same_leads(1, 4), new).since for new in ({}, {"medicine": 3, "surgery": 3})
    )
    assert plain
    assert changed
    assert plain.trust.change
    assert changed.trust.change
    assert (plain.trust.change.band or 0) < (changed.trust.change.band or 0)
