"""Bank holidays beside the lists that gov.uk published, and days counted back over them."""

from datetime import date

import pytest

from benchmark.assessment.working_days import (
    bank_holidays,
    easter_sunday,
    is_working_day,
    working_days_before,
)

# as published on gov.uk/bank-holidays for England and Wales: month and day
PUBLISHED = {
    2020: "0101 0410 0413 0508 0525 0831 1225 1228",
    2021: "0101 0402 0405 0503 0531 0830 1227 1228",
    2022: "0103 0415 0418 0502 0602 0603 0829 0919 1226 1227",
    2023: "0102 0407 0410 0501 0508 0529 0828 1225 1226",
    2024: "0101 0329 0401 0506 0527 0826 1225 1226",
    2025: "0101 0418 0421 0505 0526 0825 1225 1226",
    2026: "0101 0403 0406 0504 0525 0831 1225 1228",
    2027: "0101 0326 0329 0503 0531 0830 1227 1228",
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_bank_holidays_are_those_that_were_published(year: int) -> None:
    assert " ".join(f"{day:%m%d}" for day in sorted(bank_holidays(year))) == PUBLISHED[year]


@pytest.mark.parametrize(
    "day", [date(1961, 4, 2), date(2000, 4, 23), date(2008, 3, 23), date(2038, 4, 25)]
)
def test_easter_early_and_late(day: date) -> None:
    assert easter_sunday(day.year) == day


BEFORE = {
    "a plain week": (date(2026, 11, 27), 5, date(2026, 11, 20)),
    "closing on a Sunday": (date(2026, 11, 29), 1, date(2026, 11, 27)),
    "over Christmas and New Year": (date(2027, 1, 5), 5, date(2026, 12, 24)),
    "just after Christmas": (date(2026, 12, 29), 1, date(2026, 12, 24)),
    "over Easter": (date(2026, 4, 8), 5, date(2026, 3, 30)),
    "ten days over Easter": (date(2026, 4, 10), 10, date(2026, 3, 25)),
}


@pytest.mark.parametrize("name", BEFORE)
def test_days_are_counted_back_over_what_is_no_working_day(name: str) -> None:
    closing, count, day = BEFORE[name]
    assert working_days_before(closing, count) == day
    assert is_working_day(day)
