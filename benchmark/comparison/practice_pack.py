"""The improvement pack: for each practice who offers to show how, who asks, and what is under way.

Read from a ``Comparison`` alone, so that everything in it was decided upon already. Nobody is
named as a model because of a level: a division offers by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from benchmark.comparison.content import Comparison
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.comparison.wording import counted, joined, sentence

NO_NAMES = (
    "An offer is what a division says of itself. It does not follow from a level, and a high "
    "level alone makes nobody a model."
)

NAMED = 3  # practices in the sentence that opens the pack


@dataclass(frozen=True, slots=True)
class OfferLine:
    division: str  # name
    words: str
    contact: str


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """What the leads of a division wrote beside their answers and allowed to be shared."""

    division: str  # name
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionLine:
    division: str  # name
    what: str
    owner: str
    due: date
    measure: str
    state: str
    progress: str
    since: str  # title of an earlier round; empty in its own


@dataclass(frozen=True, slots=True)
class PracticeEntry:
    key: str
    name: str
    section: str
    shows: tuple[OfferLine, ...]
    asks: tuple[OfferLine, ...]
    evidence: tuple[EvidenceLine, ...]
    actions: tuple[ActionLine, ...]

    @property
    def something(self) -> bool:
        return bool(self.shows or self.asks or self.evidence or self.actions)

    @property
    def match(self) -> str:
        """Say who asks and who offers: ``Diagnostics and Community ask; Surgery offers``."""
        return f"{_who(self.asks, 'asks', 'ask')}; {_who(self.shows, 'offers', 'offer')}."

    @property
    def gap(self) -> str:
        """What is asked for and nobody offers."""
        return f"{_who(self.asks, 'asks', 'ask')}. Look outside the trust, too."

    @property
    def summary(self) -> str:
        """``Two divisions offer to show how. One action.``; without what there is none of."""
        said = [
            _said(len(self.shows), "division", "offers to show how", "offer to show how"),
            _said(len(self.asks), "division", "asks to be shown", "ask to be shown"),
            _said(len(self.actions), "action", "", ""),
            _said(sum(len(each.texts) for each in self.evidence), "shared text", "", ""),
        ]
        return " ".join(sentence(each) for each in said if each)


@dataclass(frozen=True, slots=True)
class PracticePack:
    """What the improvement team takes into its work, in the questionnaire's order."""

    trust_code: str
    trust_name: str
    invented: bool
    round_title: str
    data_cut: datetime | None
    content_hash: str  # of the comparison
    entries: tuple[PracticeEntry, ...]  # every practice, also where there is nothing
    waiting: tuple[tuple[str, str], ...]  # divisions that are not shown, each with the rule

    @property
    def filled(self) -> tuple[PracticeEntry, ...]:
        return tuple(entry for entry in self.entries if entry.something)

    @property
    def matched(self) -> tuple[PracticeEntry, ...]:
        """Where somebody asks and somebody shows: the first things to arrange."""
        return tuple(entry for entry in self.entries if entry.shows and entry.asks)

    @property
    def unanswered(self) -> tuple[PracticeEntry, ...]:
        return tuple(entry for entry in self.entries if entry.asks and not entry.shows)

    @property
    def finding(self) -> str:
        """One sentence that opens page and paper."""
        if not self.filled:
            return "No division has offered, asked or planned anything yet."
        if self.matched:
            names = joined([entry.name.lower() for entry in self.matched[:NAMED]])
            more = " among others" if len(self.matched) > NAMED else ""
            return (
                f"In {counted(len(self.matched), 'practice')} one division asks what another "
                f"offers to show: {names}{more}."
            )
        shows = sum(len(entry.shows) for entry in self.entries)
        asks = sum(len(entry.asks) for entry in self.entries)
        return sentence(
            f"{counted(shows, 'offer')} to show how and {counted(asks, 'request')} to be shown; "
            "in no practice do the two meet"
        )

    def entry(self, key: str) -> PracticeEntry | None:
        return next((entry for entry in self.entries if entry.key == key), None)


def practice_pack(comparison: Comparison) -> PracticePack:
    """The pack of one round, for whoever the comparison was made for."""
    return PracticePack(
        trust_code=comparison.trust_code,
        trust_name=comparison.trust_name,
        invented=comparison.invented,
        round_title=comparison.round_title,
        data_cut=comparison.data_cut,
        content_hash=comparison.content_hash,
        entries=_entries(comparison),
        waiting=tuple((d.name, d.reason) for d in comparison.divisions if not d.released),
    )


def _entries(comparison: Comparison) -> tuple[PracticeEntry, ...]:
    """Every practice once; then what earlier rounds left open of practices no longer asked."""
    headings = {
        practice.key: (practice.name, section.name)
        for section in comparison.sections
        for practice in section.practices
    }
    left = dict.fromkeys(each.practice for each in comparison.actions)
    headings |= {key: (spelt(key), "Asked in an earlier round") for key in left.keys() - headings}
    return tuple(_entry(comparison, key, *heading) for key, heading in headings.items())


def spelt(key: str) -> str:
    """A practice that this round's questionnaire does not have, by its key."""
    return key.replace("-", " ").capitalize()


def practice_name(comparison: Comparison, key: str) -> str:
    names = {p.key: p.name for section in comparison.sections for p in section.practices}
    return names.get(key) or spelt(key)


def _entry(comparison: Comparison, key: str, name: str, section: str) -> PracticeEntry:
    names = {division.key: division.name for division in comparison.divisions}
    return PracticeEntry(
        key=key,
        name=name,
        section=section,
        shows=_offers(comparison.offers, key, "shows", names),
        asks=_offers(comparison.offers, key, "asks", names),
        evidence=tuple(
            EvidenceLine(division.name, texts)
            for division in comparison.divisions
            if (texts := division.shared_evidence.get(key, ()))
        ),
        actions=tuple(_action(each, names) for each in comparison.actions if each.practice == key),
    )


def _offers(
    offers: Sequence[Offer], key: str, kind: str, names: dict[str, str]
) -> tuple[OfferLine, ...]:
    return tuple(
        OfferLine(names[each.division], each.words, each.contact)
        for each in offers
        if (each.practice, each.kind) == (key, kind)
    )


def _action(each: PlannedAction, names: dict[str, str]) -> ActionLine:
    return ActionLine(
        division=names[each.division],
        what=each.what,
        owner=each.owner,
        due=each.due,
        measure=each.measure,
        state=each.state,
        progress=each.progress,
        since=each.since,
    )


def _said(count: int, noun: str, one: str, many: str) -> str:
    return f"{counted(count, noun)} {one if count == 1 else many}".strip() if count else ""


def _who(lines: Sequence[OfferLine], one: str, many: str) -> str:
    return f"{joined([each.division for each in lines])} {one if len(lines) == 1 else many}"
