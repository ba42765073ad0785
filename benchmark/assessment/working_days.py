"""Working days of England: neither a weekend nor a bank holiday.

The bank holidays follow the Banking and Financial Dealings Act 1971 with its Schedule 1, and the
substitute days that are proclaimed when a holiday falls on a weekend, as gov.uk/bank-holidays
lists them. One that is proclaimed for a single year stands in the two tables below.
"""

from datetime import date, timedelta
from functools import cache

SATURDAY = 5
ONE_DAY = timedelta(days=1)
EXTRA = frozenset(
    {
        date(2022, 6, 3),  # Platinum Jubilee
        date(2022, 9, 19),  # State Funeral of Queen Elizabeth II
        date(2023, 5, 8),  # Coronation of King Charles III
    }
)
MOVED = {date(2020, 5, 4): date(2020, 5, 8), date(2022, 5, 30): date(2022, 6, 2)}


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar, by the rule in Meeus, Astronomical Algorithms, ch. 8."""
    golden, century, within = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (within // 4) - epact - within % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England and Wales in a year."""
    easter = easter_sunday(year)
    mondays = {
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    of_this_year = {day for day in EXTRA if day.year == year}
    return frozenset(
        {MOVED.get(day, day) for day in mondays}
        | {easter - 2 * ONE_DAY, easter + ONE_DAY, _after_weekend(date(year, 1, 1))}
        | _christmas(year)
        | of_this_year
    )


def _monday_from(day: date) -> date:
    """The first Monday on or after the day."""
    return day + timedelta(days=-day.weekday() % 7)


def _after_weekend(day: date) -> date:
    return _monday_from(day) if day.weekday() >= SATURDAY else day


def _christmas(year: int) -> set[date]:
    """Two days off: one that falls on a weekend moves to the next day that is still free."""
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    later = (boxing + step * ONE_DAY for step in range(1, 4))
    free = [day for day in (christmas, boxing, *later) if day.weekday() < SATURDAY]
    return set(free[:2])


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_days_before(day: date, count: int) -> date:
    """The ``count``-th working day before the day, which itself is not counted."""
    while count:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day
