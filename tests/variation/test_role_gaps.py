"""Role gaps by section: by hand, with gaps in the data, shrinkage and coverage."""

import numpy as np
import pytest

from benchmark.variation.role_gaps import TOO_FEW, role_gaps

SECTIONS = np.repeat(np.eye(4, dtype=bool), 3, axis=1)


def invent(seed: int, gaps: np.ndarray, divisions: int = 6) -> np.ndarray:
    """Scores (divisions, 3, 12) with role gaps (3, 4), and leads who differ over all practices."""
    random = np.random.default_rng(seed)
    scores = 3 + random.normal(0, 0.4, (divisions, 1, 1)) + random.normal(0, 0.3, (divisions, 3, 1))
    return scores + np.repeat(gaps, 3, axis=1) + random.normal(0, 0.6, (divisions, 3, 12))


def test_observed_gaps_are_differences_of_means() -> None:
    scores = invent(1, np.zeros((3, 4)))
    means = scores.reshape(6, 3, 4, 3).mean(axis=(0, 3))
    found = role_gaps(scores, SECTIONS)
    np.testing.assert_allclose(found.gaps, means - means.mean(axis=0))
    np.testing.assert_allclose(found.gaps.sum(axis=0), 0, atol=1e-12)
    assert found.df == (10,) * 4


def test_division_and_lead_effects_are_taken_out() -> None:
    """Whatever all of a division say more, and a shift of the scale, changes no gap."""
    scores = invent(2, np.zeros((3, 4)))
    moved = scores + np.arange(6.0)[:, None, None] + 1
    found, other = role_gaps(scores, SECTIONS), role_gaps(moved, SECTIONS)
    np.testing.assert_allclose(other.shrunken, found.shrunken, atol=1e-12)
    np.testing.assert_allclose(other.high, found.high, atol=1e-12)


def test_intervals_cover_and_gain_by_shrinkage() -> None:
    """Gaps drawn around 0: at least 93% inside, and nearer to the truth than the observed ones."""
    random = np.random.default_rng(3)
    inside, shrunken, observed = [], [], []
    for seed in range(200):
        gaps = random.normal(0, 0.2, (3, 4))
        gaps -= gaps.mean(axis=0)
        found = role_gaps(invent(seed, gaps), SECTIONS)
        inside.append(((found.low <= gaps) & (gaps <= found.high)).mean())
        shrunken.append(((found.shrunken - gaps) ** 2).mean())
        observed.append(((found.gaps - gaps) ** 2).mean())
    assert 0.93 <= np.mean(inside) <= 0.99
    assert np.mean(shrunken) < np.mean(observed)


def test_missing_answers_leads_and_sections() -> None:
    scores = invent(4, np.zeros((3, 4)))
    scores[0, 1] = np.nan  # a lead who did not answer
    scores[:, :, :3] = np.nan  # a section nobody answered
    scores[1:, 0, 3:6] = np.nan  # a role with one answer in a section
    found = role_gaps(scores, SECTIONS)
    assert found.reasons == (TOO_FEW, "", "", "")
    assert found.df[2] == 9
    assert np.isnan(found.chance_higher[:, 0]).all()
    assert np.isfinite(found.low[:, 1:]).all()


def test_unanimous_leads_have_exact_gaps() -> None:
    scores = np.broadcast_to(np.array([-1.0, 0, 1])[:, None] + 3, (4, 3, 12))
    found = role_gaps(scores, SECTIONS)
    np.testing.assert_allclose(found.shrunken, found.gaps)
    np.testing.assert_allclose(found.chance_higher[:, 0], [0, 0.5, 1], atol=1e-12)


def test_shape() -> None:
    with pytest.raises(ValueError, match="membership"):
        role_gaps(np.zeros((2, 3, 5)), SECTIONS)
