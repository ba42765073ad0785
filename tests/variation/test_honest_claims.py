"""What a single trust can honestly say at 2, 3, 5 and 10 divisions."""

import pytest

from benchmark.variation.honest_claims import (
    AVERAGED,
    CONTRASTED,
    MEASURED,
    NO_SHARE,
    PUZZLED,
    TESTED,
    honest_claims,
)


@pytest.mark.parametrize(
    ("divisions", "freedom", "difference", "spread", "can"),
    [
        (1, (None, None), None, None, ()),
        (2, (1, 2), 1.25, 3.66, (TESTED, CONTRASTED)),
        (3, (2, 4), 0.92, 1.31, (TESTED, CONTRASTED)),
        (5, (4, 8), 0.86, 0.72, (TESTED, CONTRASTED, AVERAGED, MEASURED)),
        (10, (9, 18), 0.86, 0.44, (TESTED, CONTRASTED, AVERAGED, MEASURED)),
    ],
)
def test_by_number_of_divisions(
    divisions: int, freedom: tuple, difference: float, spread: float, can: tuple
) -> None:
    found = honest_claims(divisions)
    assert (found.df1, found.df2) == freedom
    assert found.difference == pytest.approx(difference, abs=0.005)
    assert found.spread == pytest.approx(spread, abs=0.05)
    assert found.can == can
    assert NO_SHARE in found.cannot
    every = {TESTED, CONTRASTED, AVERAGED, MEASURED}
    assert every - set(can) == set(found.cannot) - {NO_SHARE, PUZZLED} or divisions == 1


def test_no_division() -> None:
    with pytest.raises(ValueError, match="at least one"):
        honest_claims(0)
