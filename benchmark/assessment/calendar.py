"""Days as the trusts live them: moments are kept in UTC, days begin and end in Europe/London."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
# a round closes with its last London day; whoever is still writing then has this long to finish
GRACE = timedelta(minutes=30)
GRACE_IN_WORDS = "30 minutes"


def london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def has_passed(day: date, moment: datetime) -> bool:
    """Whether a last day is over, with the grace after it. The same on every machine."""
    return day < last_open_day(moment)


def last_open_day(moment: datetime) -> date:
    """The earliest closing day of a round that is still open: all that closing asks of the time."""
    return london_day(moment - GRACE)


def day_in_words(day: date) -> str:
    """``4 December 2026``."""
    return f"{day.day} {day:%B %Y}"
