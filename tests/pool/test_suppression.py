"""Suppression: at least 5 trusts, and nothing that is left is fewer."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from benchmark.pool.suppression import TOO_FEW, WOULD_TELL, hidden_parts, hidden_reason

PARTS = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 14))


def test_five_trusts_are_shown_and_four_are_not() -> None:
    assert hidden_reason(5) == ""
    assert hidden_reason(4) == hidden_reason(0) == "needs at least 5 trusts"


def test_a_small_region_hides_the_smallest_other_one_too() -> None:
    """16 trusts, 6 + 7 + 3: with both large regions the three would be what is left."""
    found = hidden_parts(16, {"north": 6, "south": 7, "west": 3})
    assert found == {"north": WOULD_TELL, "south": "", "west": TOO_FEW}


def test_small_regions_that_make_five_together_hide_nothing_else() -> None:
    found = hidden_parts(17, {"north": 6, "south": 6, "east": 2, "west": 3})
    assert found == {"north": "", "south": "", "east": TOO_FEW, "west": TOO_FEW}


def test_nothing_of_a_pool_that_is_too_small_is_shown() -> None:
    assert hidden_parts(4, {"north": 4}) == {"north": TOO_FEW}


@given(PARTS)
def test_no_sum_or_difference_of_shown_figures_is_of_one_to_four_trusts(
    parts: dict[str, int],
) -> None:
    """Whoever has the whole and the parts may add and subtract any of them."""
    whole = sum(parts.values())
    found = hidden_parts(whole, parts)
    shown = [parts[name] for name in parts if not found[name]]
    if hidden_reason(whole):
        assert not shown
        return
    for number in range(len(shown) + 1):
        for some in combinations(shown, number):
            assert whole - sum(some) not in range(1, 5)
            assert sum(some) not in range(1, 5)
