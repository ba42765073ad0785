"""Which passwords may be chosen: long ones that are hard to guess, of whatever characters.

There are no rules of composition and nothing expires: three random words are better than one word
with its letters exchanged. What attackers try first is known from breaches; zxcvbn carries the
30,000 commonest, and looks for the words of this service, the trust and the person as well. An
operator may name a larger set of breached passwords.
"""

import re
from pathlib import Path

from zxcvbn import zxcvbn

from benchmark.assessment.breached_passwords import is_breached
from benchmark.database.people import Person

SHORTEST = 12
LOOKED_AT = 24  # characters: looking at more takes long, and they only make it harder to guess
GUESSES = 10**10  # fewer are within reach of somebody who has a copy of the database
OUR_WORDS = ("management", "practice", "benchmark", "trust", "division", "hospital", "password")
WORD = re.compile(r"[^\W_]{3,}")
TOO_SHORT = f"Choose a password of at least {SHORTEST} characters"
GUESSED_EARLY = (
    "Choose a password that is harder to guess. This one is like those that attackers try first. "
    "Three random words work well"
)
BREACHED = (
    "Choose another password. This one is on a list of passwords that were stolen elsewhere, and "
    "attackers try them. Three random words work well"
)
OURS = (
    "Choose a password without your name, your trust or this service in it. Three random words "
    "work well"
)


def why_not(password: str, person: Person, breached: Path | None = None) -> str:
    """What is wrong with a password for this person, in words, or nothing.

    ``breached`` is the operator's set, where there is one.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if breached is not None and is_breached(breached, password):
        return BREACHED
    if _guesses(password, words_of(person)) >= GUESSES:
        return ""
    return GUESSED_EARLY if _guesses(password, ()) < GUESSES else OURS


def words_of(person: Person) -> tuple[str, ...]:
    """What somebody who knows the person would try: names, and what this service is called."""
    known = [person.name, person.email]
    for tenure in person.memberships:
        known += [tenure.trust.name, tenure.trust.code] if tenure.trust else []
        known += [tenure.division.name] if tenure.division else []
    words = (word.lower() for text in known for word in WORD.findall(text))
    return tuple(dict.fromkeys((*words, *OUR_WORDS, "nhs")))


def _guesses(password: str, words: tuple[str, ...]) -> float:
    return float(zxcvbn(password[:LOOKED_AT], user_inputs=list(words))["guesses"])
