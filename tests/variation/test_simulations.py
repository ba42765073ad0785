"""Simulated rounds: the model they are drawn from, and the committed figures again."""

import numpy as np
import pytest

from benchmark.variation.simulation_table import committed
from benchmark.variation.simulations import (
    DESIGNS,
    FIRST,
    LEVELS,
    SHARE,
    Design,
    findings,
    simulate,
    truths,
)


@pytest.mark.parametrize("design", DESIGNS, ids=lambda design: design.name)
def test_the_first_rounds_are_those_of_the_committed_table(design: Design) -> None:
    kept = {found.figure: found for found in committed() if found.design == design.name}
    again = findings(design, FIRST)
    assert {found.figure for found in again} == set(kept)
    for found in again:
        assert found.truth == pytest.approx(kept[found.figure].truth)
        assert found.first_low == pytest.approx(kept[found.figure].first_low, rel=1e-6, abs=1e-6)
        assert found.first_high == pytest.approx(kept[found.figure].first_high, rel=1e-6, abs=1e-6)


def test_effects_drawn_have_the_variances_of_the_design() -> None:
    own = np.mean([simulate(DESIGNS[1], place).own for place in range(60)], axis=0)
    np.testing.assert_allclose(own, DESIGNS[1].variances, rtol=0.1)


def test_a_round_has_its_shape_and_its_gaps() -> None:
    design = DESIGNS[3]
    found = simulate(design, 0)
    assert found.scores.shape == (sum(design.sizes) * design.roles, design.practices)
    assert np.isnan(found.scores).mean() == pytest.approx(0.06, abs=0.02)
    assert len(found.first) == design.sizes[0]
    np.testing.assert_array_equal(simulate(design, 0).scores, found.scores)
    assert not np.array_equal(simulate(design, 1).scores, found.scores)
    assert (simulate(DESIGNS[-1], 0).scores % 1 == 0).all()


def test_truths() -> None:
    known = truths(DESIGNS[-1])
    assert known["residual"] == pytest.approx(0.64 + 1 / 12)
    assert known[SHARE] == pytest.approx(0.36)
    assert set(LEVELS) < set(known)
