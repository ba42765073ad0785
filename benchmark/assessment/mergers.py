"""What a merger of trusts leaves behind, asked and told: which trusts are one line, and who reads.

The statement that leads read before they answer says that nobody outside their trust sees the
levels of their division. A trust that is formed out of others is another trust, so the rounds
before it stay with the trusts in which they were answered, for those who had a post there.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import day_in_words
from benchmark.assessment.refusals import Refused
from benchmark.comparison.wording import joined
from benchmark.database.people import Trust, TrustMerger

STAYS = (
    "Rounds before that day stay with the trust in which they were answered. Only people who had a "
    "post there on that day can read them. Nothing here is compared with them."
)
READS = (
    "What is here can be read by people who had a post here on that day, for as long as they keep "
    "it in {name}. No round can begin here and nobody can be given a post."
)


def refuse_merged(session: Session, trust: Trust) -> None:
    """Raise ``Refused`` where nothing new may begin: the trust was merged into another."""
    wait_for_merger(session, trust.id)
    found = session.get(TrustMerger, trust.id, populate_existing=True)
    if found is not None:
        raise Refused(became(found))


def wait_for_merger(session: Session, trust_id: int) -> None:
    """Wait for the end of a merger that is under way, and let none begin before we are through."""
    mine = select(Trust.id).where(Trust.id == trust_id)
    session.execute(mine.with_for_update(read=True, key_share=True))


def became(merger: TrustMerger) -> str:
    """What is said wherever something new would begin in a trust that is no more."""
    return (
        f"{merger.before.name} became part of {merger.into.name} ({merger.into.code}) on "
        f"{day_in_words(merger.first_day)}. Do this there"
    )


def merger_told(trust: Trust) -> tuple[str, ...]:
    """What pages of a trust say of its mergers, a sentence or two each; empty without any."""
    told = []
    if trust.merged:
        into, since = trust.merged.into, day_in_words(trust.merged.first_day)
        told += [f"{trust.name} became part of {into.name} ({into.code}) on {since}."]
        told += [READS.format(name=into.name)]
    for day in dict.fromkeys(each.first_day for each in trust.formed):
        names = [_named(each.before) for each in trust.formed if each.first_day == day]
        told += [f"On {day_in_words(day)} {trust.name} was formed from {joined(names)}.", STAYS]
    return tuple(dict.fromkeys(told))


def _named(trust: Trust) -> str:
    return f"{trust.name} ({trust.code})"


def before(trust: Trust) -> list[Trust]:
    """All trusts that were merged into this one, and into those, however far back."""
    return [each for merger in trust.formed for each in (merger.before, *before(merger.before))]


def line_of(trust: Trust) -> tuple[Trust, ...]:
    """All trusts that are one today: where this one has gone, and all that has gone there."""
    last = trust
    while last.merged:
        last = last.merged.into
    return (last, *before(last))


def codes_of_history(code: str, year: int) -> tuple[str, ...]:
    """What a trust may be called once its code goes to the one that it became; the first it is.

    "RXX" is "RXX2026", or "RXX2026B" where that is taken.
    """
    return (f"{code[:6]}{year}", *(f"{code[:5]}{year}{letter}" for letter in "BCDEFGHJKLM"))


def once_called(trust: Trust) -> tuple[Trust, ...]:
    """All trusts that went by the code of this one, the newest first."""
    return _once_called(trust, trust.code)


def _once_called(trust: Trust, code: str) -> tuple[Trust, ...]:
    for merger in trust.formed:
        if merger.before.code in codes_of_history(code, merger.first_day.year):
            return (trust, *_once_called(merger.before, code))
    return (trust,)


def codes_today(session: Session) -> dict[str, str]:
    """For each trust that was merged, by code: the code under which it goes on."""
    found = session.scalars(select(TrustMerger))
    return {each.before.code: line_of(each.into)[0].code for each in found}
