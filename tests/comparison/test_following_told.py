"""Offers, questions and changes of lead, as page, report and CSV tell them."""

import dataclasses
from datetime import date

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.following_told import (
    NO_CHANGE,
    NOBODY,
    following_told,
    lead_changes_told,
    offers_told,
)
from benchmark.comparison.following_up import LeadChange, Offer
from tests.comparison.facts import QUESTIONNAIRE, READER, facts, spread

FIRST, SECOND, *_ = QUESTIONNAIRE.practices
OFFERS = (
    Offer("surgery", SECOND.key, "shows", "See our <b>board</b>\x07", "Matron, ward 5"),
    Offer("medicine", FIRST.key, "asks", "How do you start?", "Clinical lead"),
    Offer("children", FIRST.key, "shows", "Come on a Tuesday", "Operational lead"),
)
CHANGES = (
    LeadChange("medicine", "clinical", "ends", date(2026, 11, 30)),
    LeadChange("medicine", "clinical", "begins", date(2026, 12, 1)),
    LeadChange("surgery", "nursing", "vacant", date(2026, 8, 2)),
    LeadChange("children", "nursing", "vacant", date(2026, 10, 31)),
)


def told_of(complete: tuple[int, ...] = (3, 3, 3, 3), **given: object) -> Comparison:
    known = {"offers": OFFERS, "lead_changes": CHANGES, "lead_changes_from": date(2026, 10, 31)}
    plain = facts(spread(1, 4), complete)
    return compare(dataclasses.replace(plain, **(known | given)), READER)


def test_offers_stand_by_practice_and_offers_come_first() -> None:
    told = offers_told(told_of())
    assert told.table
    assert [row[:3] for row in told.table.rows] == [
        (FIRST.name, "Children", "offers to show"),
        (FIRST.name, "Medicine", "asks to be shown"),
        (SECOND.name, "Surgery", "offers to show"),
    ]
    assert told.table.rows[2][3:] == ("See our <b>board</b>[U+0007]", "Matron, ward 5")
    assert told.title == "Somebody offers to show how in two practices"


def test_what_a_division_asks_for_is_counted_where_nobody_offers_it() -> None:
    assert offers_told(told_of(offers=OFFERS[:2])).title == (
        "Somebody offers to show how in one practice; one more asked for"
    )
    assert offers_told(told_of(offers=OFFERS[1:2])).title == "Nobody has offered to show how"


def test_a_division_that_is_not_released_offers_nothing() -> None:
    told = offers_told(told_of(complete=(3, 3, 2, 3)))
    assert told.table
    assert "Children" not in str(told)


def test_without_offers_and_changes_the_page_says_so() -> None:
    offers, changes = following_told(told_of(offers=(), lead_changes=()))
    assert (offers.table, offers.nothing) == (None, NOBODY)
    assert (changes.table, changes.nothing) == (None, NO_CHANGE)
    assert changes.title == "No change of a lead ahead is recorded"


def test_changes_of_lead_name_posts_and_days_and_no_person() -> None:
    told = lead_changes_told(told_of())
    assert told.table
    assert told.table.rows == (
        ("Medicine", "clinical lead", "ends with 30 November 2026"),
        ("Medicine", "clinical lead", "a new lead begins on 1 December 2026"),
        ("Surgery", "nursing lead", "vacant since 2 August 2026"),
        ("Children", "nursing lead", "vacant on 31 October 2026"),
    )
    assert told.title == "Leads change in three divisions"
    assert told.reading.startswith("The half year from 31 October 2026 on, whenever this is read.")
    one = lead_changes_told(told_of(lead_changes=CHANGES[:2]))
    assert one.title == "A lead changes in Medicine"
