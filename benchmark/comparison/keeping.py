"""A comparison is worked out once for the same facts and the same decisions, and then kept.

The key is everything that the comparison is made of: the facts as they were just read from the
database, and every decision as it was just made for this viewer. Nothing kept can therefore be out
of date, whichever process or person changed what, and nothing reaches a viewer of whom the rules
say anything else. What is kept may be lost at any time. Whether facts must be read at all is
asked elsewhere (``benchmark.database.unchanged``).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from threading import Lock
from typing import Any, cast

import numpy as np

from benchmark.comparison.compare import compare
from benchmark.comparison.content import Comparison
from benchmark.comparison.facts import RoundFacts
from benchmark.comparison.round_state import states_of
from benchmark.disclosure.decide import decide
from benchmark.disclosure.levels import Statistic, Subject, Viewer
from benchmark.questionnaire.definition import Norm, Questionnaire
from benchmark.scoring.schedule import Schedule

TURNS = tuple(Lock() for _ in range(64))
MOST = 48  # rounds with their readers; a large one takes about a megabyte


@dataclass(frozen=True, slots=True)
class Same:
    """One particular object as a key: equal to nothing but itself, and alive while it is kept."""

    one: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.one is other.one

    def __hash__(self) -> int:
        return id(self.one)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What somebody asks for; two are equal when facts and decisions are."""

    key: Hashable
    facts: RoundFacts = field(compare=False)
    viewer: Viewer = field(compare=False)


def kept_comparison(facts: RoundFacts, viewer: Viewer) -> Comparison:
    """What ``compare`` returns; the same object for the same facts and decisions."""
    asked = _Asked((facts_key(facts), decisions(facts, viewer)), facts, viewer)
    with turn(asked):
        return _compare(asked)


def turn(key: Hashable) -> Lock:
    """The lock under which what belongs to a key is worked out.

    Of many who ask at once, as after a start, one works and the others wait for what it finds:
    threads share one interpreter, and the same work many times over would hold up everybody.
    """
    return TURNS[hash(key) % len(TURNS)]


@lru_cache(maxsize=MOST)
def _compare(asked: _Asked) -> Comparison:
    return compare(asked.facts, asked.viewer)


def decisions(facts: RoundFacts, viewer: Viewer) -> tuple[str, ...]:
    """What this viewer is refused, and why, of the trust and of each division."""
    whole, here = states_of(facts, viewer)
    subjects = [(Subject(facts.trust_code), whole)]
    subjects += [(Subject(facts.trust_code, key), state) for key, state in here.items()]
    return tuple(
        decide(viewer, subject, statistic, state).reason
        for subject, state in subjects
        for statistic in Statistic
    )


def facts_key(facts: RoundFacts) -> Hashable:
    """Every field of the facts by its content; a field that has no content of its own fails."""
    key = tuple(content_of(getattr(facts, each.name)) for each in fields(facts))
    hash(key)
    return key


def content_of(value: Any) -> Hashable:
    """What tells a value from another one: itself, or all that it holds."""
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype.str, value.tobytes()
    if isinstance(value, Questionnaire):
        return value.content_hash
    if isinstance(value, Schedule):
        return value.as_json()
    if isinstance(value, Norm):
        return value.model_dump_json()
    if isinstance(value, Mapping):
        return tuple((key, content_of(each)) for key, each in value.items())
    return cast("Hashable", value)
