"""The visibility statement: who will see what, and when. Read and acknowledged before answering."""

import hashlib
from dataclasses import dataclass

from benchmark.database.rounds import Response, Round


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
        "The coordinator does not see your answers, unless you give them on paper.",
        "What you write on paper the coordinator reads and types in.",
    ),
)
THREE = Paragraph(
    "When all three of you have submitted",
    (
        "The three of you see each other's levels and evidence, side by side with your roles.",
        "Others in your trust see one level for each practice: the middle one of your three.",
        "They are executives, improvement team, coordinator and leads of other divisions.",
        "They do not see who chose what, or how far apart you were.",
        "They read your evidence only where you tick “May be shared outside the three of us”.",
        "Your name and role are not shown with your evidence.",
    ),
)
NATIONAL = Paragraph(
    "Outside your trust",
    ("Nobody outside your trust sees the levels of your division.",),
)
LAW = Paragraph(
    "What the law may override",
    (
        "Your answers are identified: with three named roles, nobody can be anonymous.",
        "A request under freedom of information or data protection law may reach them.",
        "Your trust decides on such requests with its information governance team.",
        "They are not for appraisal, pay or discipline.",
    ),
)
STATEMENT = {"L1": (OWN, THREE, NATIONAL, LAW)}


def statement_for(asked: Round) -> tuple[Paragraph, ...]:
    """The statement at the level of the round."""
    return STATEMENT[asked.level]


def statement_hash(asked: Round) -> str:
    """SHA-256 (hex) of the statement's words: a changed statement asks again."""
    words = "\n".join(
        line for part in statement_for(asked) for line in (part.heading, *part.sentences)
    )
    return hashlib.sha256(words.encode()).hexdigest()


def must_acknowledge(response: Response) -> bool:
    return response.statement_hash != statement_hash(response.round)
