"""Which round a command is about: the one that is named, or the newest that fits."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust
from benchmark.assessment.retention import removed_in_words
from benchmark.database.people import Trust
from benchmark.database.rounds import Round

LATEST = "latest"


class NoSuchRound(LookupError):
    """No round fits; the text says which was looked for."""


class SeveralTrusts(LookupError):
    """The newest round cannot be told because several trusts have one that fits."""


def chosen_round(
    session: Session, named: str, trust: str | None, fits: Callable[[Round], bool], what: str
) -> Round:
    """Return the round with the id ``named``, or for ``latest`` the newest one that fits.

    ``trust`` is a code that narrows the search, and ``what`` says in words which rounds fit. Raises
    ``NoSuchRound`` or ``SeveralTrusts``.
    """
    rounds = _rounds(session, trust)
    where = f" of {trust.upper()}" if trust else ""
    if named != LATEST:
        found = next((each for each in rounds if each.id == named), None)
        if found is None:
            raise NoSuchRound(f"there is no round {named}{where}")
        if found.removed_at is not None:
            raise NoSuchRound(f"the answers of round {named}: {removed_in_words(found)}")
        return found
    fitting = [each for each in rounds if each.removed_at is None and fits(each)]
    if not fitting:
        raise NoSuchRound(f"there is no {what}{where}")
    if len({each.trust_id for each in fitting}) > 1:
        raise SeveralTrusts(f"several trusts have one ({what}): name one with --trust")
    return fitting[0]


def _rounds(session: Session, code: str | None) -> list[Round]:
    """Return the rounds, newest first."""
    query = select(Round).join(Trust).order_by(Round.opens_on.desc(), Round.created_at.desc())
    if code is not None:
        trust = find_trust(session, code)
        if trust is None:
            raise NoSuchRound(f"there is no trust {code}")
        query = query.where(Round.trust_id == trust.id)
    return list(session.scalars(query))
