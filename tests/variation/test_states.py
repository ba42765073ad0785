"""Additive summaries: a commutative monoid, and the same figures however the file was split."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.variation.full_model import full_components
from benchmark.variation.states import (
    State,
    components,
    division_means,
    empty,
    merge,
    merge_all,
    moments,
    state_of,
)
from tests.variation.answers import invent

PRACTICES = ("flow", "review", "targets", "people", "change")
ARRAYS = ("sheets", "counts", "sums", "squares", "levels")


def whole(seed: int, missing: float = 0.1) -> tuple[np.ndarray, list, list]:
    answers = invent(seed, missing=missing)
    keys = [(f"T{t}", f"d{d}") for t, d in zip(answers.trust, answers.division, strict=True)]
    roles = [("clinical", "nursing", "operational")[place] for place in answers.role]
    return np.clip(np.rint(answers.scores), 1, 5), keys, roles


def piece(scores: np.ndarray, keys: list, roles: list, rows: np.ndarray) -> State:
    chosen = rows.tolist()
    return state_of(
        scores[rows], [keys[row] for row in chosen], [roles[row] for row in chosen], PRACTICES
    )


def same(one: State, other: State) -> bool:
    assert (one.divisions, one.roles) == (other.divisions, other.roles)
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


@given(seed=st.integers(0, 20), cuts=st.sets(st.integers(1, 35), max_size=5), shuffle=st.booleans())
def test_split_anywhere_to_the_last_bit(seed: int, cuts: set[int], shuffle: bool) -> None:
    scores, keys, roles = whole(seed)
    rows = np.arange(36)
    if shuffle:
        np.random.default_rng(seed).shuffle(rows)
    ends = [0, *sorted(cuts), 36]
    parts = [piece(scores, keys, roles, rows[low:high]) for low, high in pairwise(ends)]
    one = state_of(scores, keys, roles, PRACTICES)
    assert same(merge_all(parts, PRACTICES), one)
    assert same(merge_all(parts[::-1], PRACTICES), one)


@given(places=st.lists(st.integers(0, 2), min_size=36, max_size=36))
def test_associative_commutative_and_neutral(places: list[int]) -> None:
    scores, keys, roles = whole(1)
    a, b, c = (piece(scores, keys, roles, np.flatnonzero(np.array(places) == k)) for k in range(3))
    assert same(merge(merge(a, b), c), merge(a, merge(b, c)))
    assert same(merge(a, b), merge(b, a))
    assert same(merge(a, empty(PRACTICES)), a)


def test_other_scales_agree_to_rounding() -> None:
    scores, keys, roles = whole(2)
    scores = scores / 3
    halves = [piece(scores, keys, roles, np.arange(place, 36, 2)) for place in (1, 0)]
    one, two = state_of(scores, keys, roles, PRACTICES), merge(*halves)
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(two, name), getattr(one, name), rtol=1e-12)
    np.testing.assert_allclose(moments(two).sds, moments(one).sds, rtol=1e-12)


def test_figures_are_those_of_the_sheets() -> None:
    scores, keys, roles = whole(3)
    state = state_of(scores, keys, roles, PRACTICES)
    found = moments(state)
    np.testing.assert_allclose(found.means, np.nanmean(scores, axis=0), rtol=1e-14)
    np.testing.assert_allclose(found.sds, np.nanstd(scores, axis=0, ddof=1), rtol=1e-12)
    assert found.counts.tolist() == (~np.isnan(scores)).sum(axis=0).tolist()
    assert state.levels.sum() == found.counts.sum()
    first = [row for row, key in enumerate(keys) if key == state.divisions[0]]
    np.testing.assert_allclose(division_means(state)[0], np.nanmean(scores[first], axis=0))


@pytest.mark.parametrize("missing", [0.0, 0.1])
def test_components_are_those_of_the_sheets_in_any_order(missing: float) -> None:
    scores, keys, roles = whole(4, missing)
    names = [list(part) for part in zip(*keys, strict=True)]
    expected = full_components(scores, names[1], names[0], roles)
    halves = [piece(scores, keys, roles, np.arange(place, 36, 2)) for place in (1, 0)]
    one, two = components(state_of(scores, keys, roles, PRACTICES)), components(merge(*halves))
    np.testing.assert_array_equal(one.unbounded, two.unbounded)
    np.testing.assert_allclose(one.unbounded, expected.unbounded, rtol=1e-6, atol=1e-8)
    assert one.criterion == pytest.approx(expected.criterion, abs=1e-7)


def test_what_does_not_fit() -> None:
    scores, keys, roles = whole(5)
    state = state_of(scores, keys, roles, PRACTICES)
    with pytest.raises(ValueError, match="same practices"):
        merge(state, empty(PRACTICES[:2]))
    with pytest.raises(ValueError, match="a key and a role"):
        state_of(scores, keys[:3], roles, PRACTICES)
    with pytest.raises(ValueError, match="same role"):
        components(merge(state, state))
    assert np.isnan(moments(empty(PRACTICES)).means).all()
    assert merge_all([], PRACTICES).divisions == ()
