"""The visibility statement: who will see what, and when. Read and acknowledged before answering.

Whoever changes a word gives the statement a new version; everybody is asked again by themselves.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session

from benchmark.assessment.calendar import GRACE_IN_WORDS
from benchmark.assessment.rounds import kept_years
from benchmark.database.events import Acknowledgement
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now

STATEMENT_VERSION = "2.3"
# made once: every save asks it
HAS_READ = select(
    exists().where(
        Acknowledgement.response_id == bindparam("response"),
        Acknowledgement.person_id == bindparam("person"),
        Acknowledgement.statement_hash == bindparam("wanted"),
    )
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    heading: str
    sentences: tuple[str, ...]


OWN = Paragraph(
    "Until all three of you have submitted",
    (
        "Only you see your answers.",
        "Others see how many of the three of you are complete (“2 of 3 complete”), and no more.",
        "The coordinator of your trust also sees who has started and who has submitted.",
        "Support staff of this service may be let in to see that too, by post and without names.",
        "They are let in for 24 hours at most, and the coordinator is told when and why.",
        "The coordinator does not see your answers, unless you give them on paper.",
        "How long you spend on a page is kept, and shown to nobody.",
        "If you answer on paper, whoever types your answers in reads them.",
        "The name of whoever typed them in stands beside your answers.",
    ),
)
THREE = Paragraph(
    "When all three of you have submitted",
    (
        "The three of you see each other's levels and evidence, side by side with your roles.",
        "You also see each other's answers to “If one of us left, would this continue?”.",
        "Nobody but the three of you sees those.",
        "A record then tells the coordinator when each of you saved, submitted and read them.",
        "It never holds an answer.",
        "You meet and agree on a level for each practice, or leave it open.",
        "The reasons and dissent that you write down then are seen by the three of you only.",
        "If a post is vacant or somebody does not submit, the coordinator records it at closing.",
        "The two others then see each other's answers. Others in your trust see “not shown”.",
    ),
)
RELEASED = Paragraph(
    "When all three of you have released your division",
    (
        "Nobody outside the three of you reads a level before that.",
        "Each of you reads the same preview and confirms it. The third confirmation releases it.",
        "A release cannot be undone. The coordinator can only make this round stricter.",
        "Others in your trust then see one level for each practice.",
        "It is the one that you agreed, or else the middle one of your three.",
        "They do not see which of the two it is.",
        "They are executives, improvement team, coordinator and leads of other divisions.",
        "They do not see who chose what, or how far apart you were.",
        "They read your evidence only where you tick “May be shared outside the three of us”.",
        "Your name and role are not shown with your evidence.",
    ),
)
KEPT = Paragraph(
    "What others in your trust see",
    (
        "In this round nobody outside the three of you sees a level or evidence, ever.",
        "They see how many of the three of you are complete, and no more.",
    ),
)
NATIONAL = Paragraph(
    "Outside your trust",
    ("Nobody outside your trust sees the levels of your division.",),
)
TAKING_BACK = Paragraph(
    "If you change your mind",
    (
        "You can change your answers until you submit them.",
        "You can withdraw them at any time, also after that. This cannot be undone.",
        "They are then left out of everything that is made later.",
        "Your division's figures of this round are withheld from then on.",
        "Reports that were issued before stay as they are. We show you which they are.",
    ),
)
CLOSING = Paragraph(
    "When the round closes",
    (
        "A round closes at 23:59:59 UK time on its last day.",
        f"For {GRACE_IN_WORDS} more you can still save and submit, and not after that.",
        "Answers that were not submitted by then are kept, and count in no figure.",
    ),
)
LAW = Paragraph(
    "What the law may override",
    (
        "Your answers are identified: with three named roles, nobody can be anonymous.",
        "A request under freedom of information or data protection law may reach them.",
        "Your trust decides on such requests with its information governance team.",
        "Those who run this service can reach what is stored, as with any computer system.",
        "They may use that only to run the service.",
        "Your answers are not for appraisal, pay or discipline.",
    ),
)
OPEN_TO_THE_TRUST = (OWN, THREE, RELEASED, NATIONAL, TAKING_BACK, CLOSING, LAW)
# L2 and L3 open nothing more to others than L1: each role's own answers stay with the three
STATEMENT = {
    "L0": (OWN, THREE, KEPT, NATIONAL, TAKING_BACK, CLOSING, LAW),
    "L1": OPEN_TO_THE_TRUST,
    "L2": OPEN_TO_THE_TRUST,
    "L3": OPEN_TO_THE_TRUST,
}


def statement_for(asked: Round) -> tuple[Paragraph, ...]:
    """The statement at the level of the round, with the time for which its answers are kept."""
    return statement_at(asked.level, kept_years(asked))


def statement_at(level: str, years: int | None = None) -> tuple[Paragraph, ...]:
    """The statement at a level; on paper, which is printed for any trust, without the years."""
    return _with_period(STATEMENT[level], years)


def _with_period(parts: tuple[Paragraph, ...], years: int | None) -> tuple[Paragraph, ...]:
    *others, law = parts
    return (*others, _keeping(years), law)


def _keeping(years: int | None) -> Paragraph:
    return Paragraph(
        "How long your answers are kept",
        (
            f"Your trust keeps the answers of a round for {years} years after its last day."
            if years
            else "Your trust sets how long the answers of a round are kept, in years.",
            "They are then removed for good, with everything that was made of them.",
            "Your trust may keep a round for longer while a claim or an inquiry is open.",
            "A record of who did what stays. It never holds an answer.",
        ),
    )


def statement_words(asked: Round) -> str:
    """All its words, a line for each heading and sentence: what is kept with who has read them."""
    return _words_of(statement_for(asked))


def _words_of(statement: tuple[Paragraph, ...]) -> str:
    return "\n".join(line for part in statement for line in (part.heading, *part.sentences))


def statement_hash(asked: Round) -> str:
    """SHA-256 (hex) of the statement's words: a changed statement asks again."""
    return statement_hash_at(asked.level, kept_years(asked))


def statement_hash_at(level: str, years: int | None) -> str:
    return _hash_of(STATEMENT[level], years)


@lru_cache  # of a few statements and periods, and every save asks for one of them
def _hash_of(parts: tuple[Paragraph, ...], years: int | None) -> str:
    return hashlib.sha256(_words_of(_with_period(parts, years)).encode()).hexdigest()


def must_acknowledge(session: Session, response: Response, person: int) -> bool:
    """Whether this person has yet to read the words that are in force, before the next save."""
    wanted = statement_hash(response.round)
    return response.statement_hash != wanted or not _has_read(session, response, person, wanted)


def acknowledge(session: Session, response: Response, person: int) -> None:
    """Keep what this person has read and when; the first time counts.

    Two people who share a job each read it for themselves.
    """
    wanted = statement_hash(response.round)
    if not _has_read(session, response, person, wanted):
        _keep(session, response, person, wanted)
    if response.statement_hash != wanted:
        response.statement_hash, response.acknowledged_at = wanted, now()
    session.flush()


def _keep(session: Session, response: Response, person: int, wanted: str) -> None:
    read = Acknowledgement(
        response_id=response.id,
        person_id=person,
        version=STATEMENT_VERSION,
        statement_hash=wanted,
        statement=statement_words(response.round),
        at=now(),
    )
    session.add(read)


def _has_read(session: Session, response: Response, person: int, wanted: str) -> bool:
    read = {"response": response.id, "person": person, "wanted": wanted}
    return bool(session.scalar(HAS_READ, read))
