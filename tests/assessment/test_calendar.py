"""Days begin and end in London, whatever the server's clock says."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from benchmark.assessment.calendar import london_day

DAYS = {
    "winter, a second before midnight": (datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC), (1, 31)),
    "winter, midnight": (datetime(2026, 2, 1, tzinfo=UTC), (2, 1)),
    "summer, a second before midnight": (datetime(2026, 7, 31, 22, 59, 59, tzinfo=UTC), (7, 31)),
    "summer, midnight": (datetime(2026, 7, 31, 23, tzinfo=UTC), (8, 1)),
    "the evening before the clocks change": (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), (3, 28)),
    "the evening of the change": (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), (3, 30)),
    "another zone": (datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=5))), (12, 31)),
}


@pytest.mark.parametrize("name", DAYS)
def test_the_day_in_london(name: str) -> None:
    moment, (month, day) = DAYS[name]
    assert london_day(moment) == date(2025 if month == 12 else 2026, month, day)
