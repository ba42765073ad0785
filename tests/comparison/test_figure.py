"""A figure with an interval needs no reason, and one without has exactly one."""

import pytest

from benchmark.comparison.figure import Figure


def test_each_absence_has_its_reason() -> None:
    assert Figure(3.0, 2.0, 4.0).value == 3.0
    assert Figure(3.0, interval_reason="no noise").low is None
    assert Figure(reason="not released").value is None
    with pytest.raises(ValueError, match="interval or the reason"):
        Figure(3.0)
    with pytest.raises(ValueError, match="value or the reason"):
        Figure()
