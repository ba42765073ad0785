"""Who holds which post, as a coordinator reads it, and how a tenure is named in an address."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from benchmark.assessment.organising import in_force
from benchmark.assessment.tenures import Post, shared_people, tenures_of
from benchmark.database.people import LEAD_ROLES, TRUST_ROLES, Membership, Trust

WHOLE_TRUST = "The whole trust"


@dataclass(frozen=True, slots=True)
class TenureLine:
    """One tenure; ``email`` is empty where another trust may know the person too, or nobody."""

    key: str
    tenure: Membership
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Place:
    """A division, or the whole trust: who holds its posts, and which are vacant."""

    name: str
    lines: tuple[TenureLine, ...]
    earlier: tuple[TenureLine, ...]
    vacant: tuple[str, ...]


def tenure_key(secret: str, tenure: Membership) -> str:
    """How an address names a tenure: nobody can count or guess it."""
    seal = hmac.new(secret.encode(), f"tenure {tenure.id}".encode(), hashlib.sha256)
    return seal.hexdigest()[:16]


def find_tenure(session: Session, trust: Trust, secret: str, key: str) -> Membership | None:
    """A tenure of this trust; another trust's is as absent as one that does not exist."""
    tenures = tenures_of(session, trust)
    return next((each for each in tenures if tenure_key(secret, each) == key), None)


def role_in_words(role: str) -> str:
    names = {"executive": "Executive", "improvement": "Improvement team"}
    return names.get(role, role.capitalize() + (" lead" if role in LEAD_ROLES else ""))


def places_of(session: Session, trust: Trust, secret: str, today: date) -> tuple[Place, ...]:
    """The divisions in the trust's order, then the whole trust, then what has ended."""
    tenures, shared = tenures_of(session, trust), shared_people(session, trust)
    lines = [_line(each, secret, shared) for each in tenures]
    standing = in_force(trust, today)
    ended = [each for each in trust.divisions if each not in standing]
    return (
        *(_place(each.name, _in(lines, each.id), LEAD_ROLES, today) for each in standing),
        _place(WHOLE_TRUST, _in(lines, None), TRUST_ROLES, today),
        *(
            _place(f"{each.name} (ended)", _in(lines, each.id), (), today)
            for each in ended
            if _in(lines, each.id)
        ),
    )


def _line(tenure: Membership, secret: str, shared: frozenset[int]) -> TenureLine:
    hidden = tenure.person_id in shared or tenure.person.erased_at
    return TenureLine(
        tenure_key(secret, tenure),
        tenure,
        role_in_words(tenure.role),
        "" if hidden else tenure.person.email,
    )


def _in(lines: Iterable[TenureLine], division: int | None) -> list[TenureLine]:
    return [line for line in lines if line.tenure.division_id == division]


def _place(name: str, lines: list[TenureLine], roles: tuple[str, ...], today: date) -> Place:
    going_on = [line for line in lines if (line.tenure.to_date or date.max) >= today]
    going_on.sort(key=lambda line: roles.index(line.tenure.role) if roles else 0)
    held = {line.tenure.role for line in going_on if line.tenure.holds_on(today)}
    needed = [role for role in roles if role in LEAD_ROLES or role == "coordinator"]
    return Place(
        name,
        tuple(going_on),
        tuple(line for line in lines if line not in going_on),
        tuple(role_in_words(role) for role in needed if role not in held),
    )


def post_choices(trust: Trust, today: date) -> list[tuple[str, str]]:
    """Every post that can be given: its value in a form and its words."""
    leads = [
        (f"{role} {division.key}", f"{division.name}: {role_in_words(role).lower()}")
        for division in in_force(trust, today)
        for role in LEAD_ROLES
    ]
    return [
        *leads,
        *((role, f"{WHOLE_TRUST}: {role_in_words(role).lower()}") for role in TRUST_ROLES),
    ]


def post_of(trust: Trust, value: str) -> Post:
    """The post that a form names; one of ``post_choices``."""
    role, _, key = value.partition(" ")
    division = next((each for each in trust.divisions if each.key == key), None)
    return Post(trust, role, division)
