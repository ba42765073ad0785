"""The notice before answers are removed: by mail to the coordinators, 90 days before.

A notice counts from the day on which a mail of it was sent. One that reached nobody, because every
mail failed or its readers were disabled or erased, is given again with a later day.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import LONDON, day_in_words, london_day
from benchmark.assessment.inviting import MORNING
from benchmark.assessment.mailing import PAGE, Draft, write_mail
from benchmark.assessment.mergers import line_of, wait_for_merger
from benchmark.assessment.preparing import lock_round
from benchmark.assessment.retention import NOTICE_DAYS, kept_rounds, kept_until, may_fall_due
from benchmark.assessment.rounds import kept_years
from benchmark.assessment.tenures import coordinators_of
from benchmark.database.mail import Mail
from benchmark.database.people import SHORTEST_RETENTION, Trust
from benchmark.database.rounds import Round

NOTICE = timedelta(days=NOTICE_DAYS)
ONE_DAY = timedelta(days=1)
ON_THE_WAY = ("waiting", "sending", "sent")


def announce_removals(session: Session, moment: datetime) -> int:
    """Tell the coordinators of each round that falls due in 90 days, once; how many rounds.

    From 8 in the morning. A trust without a coordinator keeps everything until it has one; of a
    trust that was merged the coordinators of the one that goes on are told.
    """
    if moment.astimezone(LONDON).time() < MORNING:
        return 0
    # no trust keeps answers for a shorter time, so nothing that closed later can fall due
    closed_before = london_day(moment) + NOTICE - timedelta(days=365 * SHORTEST_RETENTION)
    return sum(
        _announce(session, asked, moment)
        for asked in kept_rounds(session, Round.closes_on < closed_before)
        if needs_notice(session, asked, moment)
    )


def needs_notice(session: Session, asked: Round, moment: datetime) -> bool:
    """Whether a round falls due within 90 days, and no notice of it stands."""
    soon = kept_until(asked) < london_day(moment) + NOTICE
    return may_fall_due(asked, moment) and soon and not _is_on_the_way(session, asked)


def _is_on_the_way(session: Session, asked: Round) -> bool:
    if asked.removal_on is None:
        return False
    return session.scalars(_mails_of(asked).where(Mail.state.in_(ON_THE_WAY))).first() is not None


def may_be_removed(session: Session, asked: Round, moment: datetime) -> bool:
    """Whether the period is over, nobody holds the round, and a notice was given in time."""
    today = london_day(moment)
    if not may_fall_due(asked, moment) or asked.removal_on is None:
        return False
    if today < asked.removal_on or today <= kept_until(asked):
        return False
    sent = session.scalars(_mails_of(asked).where(Mail.state == "sent")).all()
    return any(mail.sent_at and london_day(mail.sent_at) + NOTICE <= today for mail in sent)


def _mails_of(asked: Round) -> Select[Mail]:
    return select(Mail).where(Mail.occasion.startswith(_occasion(asked, asked.removal_on)))


def _occasion(asked: Round, day: date | None) -> str:
    return f"removal:{asked.id}:{day}:"


def _announce(session: Session, asked: Round, moment: datetime) -> bool:
    wait_for_merger(session, asked.trust_id)
    lock_round(session, asked)  # read afresh: another worker, or a hold, may have been first
    if not needs_notice(session, asked, moment):
        return False
    today = london_day(moment)
    day = max(kept_until(asked) + ONE_DAY, today + NOTICE)
    readers, draft = coordinators_of(session, asked.trust, today), notice(asked, day)
    if not readers and asked.trust.merged:
        into = line_of(asked.trust)[0]
        readers, draft = coordinators_of(session, into, today), notice_elsewhere(asked, day, into)
    told = [
        write_mail(session, f"{_occasion(asked, day)}{person.id}", person, draft, due_at=moment)
        for person in readers
    ]
    if not any(told):
        return False
    asked.removal_on = day
    record(session, asked.trust_id, Deed("removal announced", way="service", round_id=asked.id))
    return True


def notice(asked: Round, day: date) -> Draft:
    """What is removed when, what stays, and how it can be kept longer."""
    longer = (
        "Download what your trust has to keep. If a claim, an inquiry or a request is open, hold "
        "the round with a reason on this page:"
    )
    page = f"/trusts/{asked.trust.code.lower()}/retention"
    return _draft(asked, day, longer, page)


def notice_elsewhere(asked: Round, day: date, into: Trust) -> Draft:
    """The same for the trust that goes on, when nobody coordinates the one before any more."""
    longer = (
        f"{asked.trust.name} is part of {into.name} today, and nobody who coordinated it is left. "
        "If a claim, an inquiry or a request is open, tell those who run this service before that "
        f"day: they can hold round {asked.id} of {asked.trust.code}. The pages of your trust:"
    )
    return _draft(asked, day, longer, f"/trusts/{into.code.lower()}/rounds")


def _draft(asked: Round, day: date, longer: str, page: str) -> Draft:
    on = day_in_words(day)
    why = (
        f"{asked.trust.name} keeps the answers of this round for {kept_years(asked)} years. "
        f"{asked.title} closed on {day_in_words(asked.closes_on)}."
    )
    what = (
        f"On {on} or soon after, its answers, evidence, agreements, plans with the actions still "
        "open, offers and reports are removed for good. The record of who did what stays, and so "
        "do the codes by which an issued report can be recognised."
    )
    subject = f"{asked.title}: answers will be removed on {on}"
    return Draft("account", subject, (why, what, longer, PAGE), page=page)
