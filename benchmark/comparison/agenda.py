"""The agenda of the three leads' meeting of 45 minutes: one object for the page and its PDF.

It names what each of the three said (L2): whoever makes one has asked the disclosure rules first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmark.comparison.characters import visible_line
from benchmark.comparison.wording import counted, sentence, shortened

TITLE = "Agenda for 45 minutes"
MINUTES, FIRST, EACH = 45, 5, 10
GAPS = 3  # to talk about in one meeting
LONGEST_EVIDENCE = 90  # characters: a line of print; the page of the practice has all of it
ENOUGH = 2000  # characters of an evidence that can matter for its first line
BOX, APART = "□", "\u00a0\u00a0 "  # between boxes: more than one space, where a line may end
SHORTENED = "What ends in “…” is shortened here; the page of each practice has all of it."
REST = (
    "What you have not talked about can be left open. When every practice is settled, each of you "
    "reads what others in the trust will see, and confirms it."
)
LEVELS = tuple("12345")


@dataclass(frozen=True, slots=True)
class Decision:
    """What the three write down: boxes to tick after a word or two, then room to write."""

    words: str
    boxes: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """``Decide: □ 1 □ leave open``: as it stands before the room to write."""
        return APART.join(filter(None, (self.words, *(f"{BOX} {box}" for box in self.boxes))))


@dataclass(frozen=True, slots=True)
class Gap:
    """A practice in which the three differ, in words."""

    name: str
    apart: str  # "two levels apart"
    levels: str  # "clinical 2, operational 4, nursing does not know"
    prompts: tuple[str, ...]
    evidence: Mapping[str, str]  # role -> text


@dataclass(frozen=True, slots=True)
class Item:
    minutes: int
    title: str
    said: str
    decisions: tuple[Decision, ...]
    evidence: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    whole: tuple[tuple[str, str], ...] = ()  # role, the evidence in full: for the file inside

    @property
    def heading(self) -> str:
        return f"{self.minutes} minutes: {self.title}"


@dataclass(frozen=True, slots=True)
class Agenda:
    trust: str
    division: str
    round_title: str
    invented: bool
    opening: str
    items: tuple[Item, ...]
    note: str = ""  # that texts are shortened, when some are

    def with_texts(self, change: Callable[[str], str]) -> "Agenda":
        """The same agenda with every text that can be long changed: of people, of practices."""
        return replace(self, items=tuple(_with_texts(item, change) for item in self.items))


def _with_texts(item: Item, change: Callable[[str], str]) -> Item:
    return replace(
        item,
        title=change(item.title),
        evidence=tuple(map(change, item.evidence)),
        prompts=tuple(map(change, item.prompts)),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Whose meeting it is."""

    trust: str
    division: str
    round_title: str
    invented: bool


def meeting_agenda(place: Place, gaps: Sequence[Gap], near: int, settled: str) -> Agenda:
    """The agenda for the widest ``gaps``; ``near`` practices can be settled in one step.

    ``settled`` says how far they are: "3 of 30 practices are settled."
    """
    talks = [_talk(gap) for gap in gaps[:GAPS]] or [_nothing_apart()]
    left = MINUTES - FIRST - sum(item.minutes for item in talks)
    items = (_near(near), *talks, _rest(left))
    cut = any(map(_is_long, (text for gap in gaps[:GAPS] for text in gap.evidence.values())))
    return Agenda(
        place.trust,
        place.division,
        place.round_title,
        place.invented,
        f"For the three of you only: it names what each of you said. {settled}",
        items,
        SHORTENED if cut else "",
    )


def _one_line(evidence: str) -> str:
    """The beginning of a text, which may be very long, on one line."""
    return visible_line(re.sub(r"[ \t\r\n]+", " ", evidence)[:ENOUGH])


def _is_long(evidence: str) -> bool:
    return len(_one_line(evidence)) > LONGEST_EVIDENCE


def to_fit(agenda: Agenda, longest: int) -> Agenda:
    """The agenda with no text longer than ``longest`` characters, and a note if that cut one."""
    cut = agenda.with_texts(lambda text: shortened(text, longest))
    return cut if cut == agenda else replace(cut, note=SHORTENED)


def _near(count: int) -> Item:
    said = (
        f"Agree on the middle level for {counted(count, 'practice')} where you are at most one "
        "level apart."
        if count
        else "No practice is left where you are at most one level apart."
    )
    return Item(FIRST, "what is near", said, (Decision("", ("agreed for all", "agreed except:")),))


def _talk(gap: Gap) -> Item:
    return Item(
        EACH,
        visible_line(gap.name),
        f"{sentence(gap.apart)} {sentence(gap.levels)}",
        (
            Decision("Decide: agreed level", (*LEVELS, "leave open", "dissent by:")),
            Decision("Why:"),
        ),
        tuple(
            f"{role.capitalize()} lead: {shortened(_one_line(text), LONGEST_EVIDENCE)}"
            for role, text in gap.evidence.items()
        ),
        gap.prompts,
        tuple(gap.evidence.items()),
    )


def _nothing_apart() -> Item:
    return Item(
        GAPS * EACH,
        "what you want to keep",
        "Nowhere are the three of you apart. Choose one practice to protect and two to improve.",
        (Decision("To protect:"), Decision("To improve:")),
    )


def _rest(minutes: int) -> Item:
    boxes = Decision("", ("leave the rest open", "meet again on:"))
    return Item(
        minutes,
        "the rest, and what happens next",
        REST,
        (boxes, Decision("Who does what by when:")),
    )
