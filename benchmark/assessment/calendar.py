"""Days as the trusts live them: moments are kept in UTC, days begin and end in Europe/London."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def london_day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
