"""Which passwords may be chosen: the reasons in words, and that good ones pass."""

from pathlib import Path

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from benchmark.assessment.passwords import (
    BREACHED,
    GUESSED_EARLY,
    OURS,
    SHORTEST,
    TOO_SHORT,
    why_not,
    words_of,
)
from benchmark.database.people import Division, Membership, Person, Trust
from tests.assessment.test_breached_passwords import a_set

TRUST = Trust(code="ZZN", name="Invented North NHS Trust")
READER = Person(name="Marigold Threlkeld", email="m.threlkeld@north.example")
READER.memberships = [
    Membership(role="nursing", trust=TRUST, division=Division(name="Women and Children"))
]

CASES = {
    "": TOO_SHORT,
    "eleven char": TOO_SHORT,
    "123456789012": GUESSED_EARLY,
    "qwertyuiop123": GUESSED_EARLY,
    "passwordpassword": GUESSED_EARLY,
    "Password1234!": GUESSED_EARLY,
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": GUESSED_EARLY,
    "threlkeld marigold": OURS,
    "benchmark marigold": GUESSED_EARLY,  # both words are in its lists already
    "Threlkeld-Threlkeld": OURS,
    "purple kettle march": "",
    "correct horse battery staple": "",
    "llyfr ŵy 木 kettle": "",
    "x7$Kq0-vMz!e": "",
}


@pytest.mark.parametrize("password", CASES)
def test_a_password_is_refused_with_its_reason_or_taken(password: str) -> None:
    assert why_not(password, READER) == CASES[password]


def test_every_password_of_the_list_of_breaches_is_refused() -> None:
    known = list(FREQUENCY_LISTS["passwords"])
    long_enough = [each for each in known if len(each) >= SHORTEST]
    assert (len(known), len(long_enough)) == (30_000, 229)
    assert {why_not(each, READER) for each in long_enough} == {GUESSED_EARLY}


def test_a_password_of_the_operators_set_is_refused_whatever_it_is(tmp_path: Path) -> None:
    breached = a_set(tmp_path, ("purple kettle march", "short"))
    assert why_not("purple kettle march", READER, breached) == BREACHED
    assert why_not("purple kettle april", READER, breached) == ""
    assert why_not("short", READER, breached) == TOO_SHORT


def test_only_its_owner_may_not_use_a_name() -> None:
    somebody_else = Person(name="Jo Lee", email="jo@south.example")
    assert why_not("threlkeld marigold", somebody_else) == ""


def test_the_words_that_somebody_who_knows_the_person_would_try() -> None:
    words = words_of(READER)
    assert {"marigold", "threlkeld", "north", "invented", "women", "zzn", "benchmark"} <= {*words}
