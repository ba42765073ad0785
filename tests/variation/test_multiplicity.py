"""Benjamini & Hochberg 1995 against the paper, scipy, and gaps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from benchmark.variation.multiplicity import benjamini_hochberg

# the fifteen p values of the paper, section 4.1
PAPER = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


def test_the_paper_rejects_four_at_five_percent() -> None:
    assert (benjamini_hochberg(PAPER) <= 0.05).sum() == 4


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_scipy_agrees(p: list[float]) -> None:
    np.testing.assert_allclose(benjamini_hochberg(p), stats.false_discovery_control(p))


def test_gaps_and_shape_are_kept() -> None:
    found = benjamini_hochberg([[0.01, np.nan], [0.03, 0.04]])
    np.testing.assert_allclose(found, [[0.03, np.nan], [0.04, 0.04]])


def test_nothing_to_adjust() -> None:
    assert benjamini_hochberg([]).size == 0


def test_no_probability() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, 1.2])
