"""Everything that one division's report says, and nothing else: what is hashed is what is printed.

The report is written from this object alone. A change in another division therefore changes the
hash only where the report itself would read differently: in a mean of the trust, in an interval,
in an offer to show how.
"""

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from benchmark.comparison.beside import hidden_everywhere
from benchmark.comparison.brief import DivisionBrief, division_brief
from benchmark.comparison.changes import RoundsCompared, TrustOverRounds
from benchmark.comparison.content import NOTHING_YET, Comparison, DivisionResult
from benchmark.comparison.figure import Figure
from benchmark.comparison.fingerprint import canonical
from benchmark.comparison.following_up import Offer
from benchmark.comparison.inside import Inside
from benchmark.comparison.talking import Talk, to_talk_about
from benchmark.questionnaire.definition import Questionnaire

SHOWS = "shows"
_ELSEWHERE = Figure(reason="in the trust's report")
NOT_OF_THE_TRUST = TrustOverRounds(0, _ELSEWHERE, _ELSEWHERE, (), None)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Another division of the trust offers to show how it does a practice that is to improve."""

    practice: str  # name
    division: str  # name
    words: str
    contact: str
    evidence: tuple[str, ...]  # that its authors share


@dataclass(frozen=True, slots=True)
class DivisionContent:
    """What the report of one division says, in its L1 edition or in that of its three leads."""

    comparison: Comparison  # this division alone, beside the figures of its trust
    brief: DivisionBrief
    demonstrations: tuple[Demonstration, ...]
    inside: Inside | None = None  # L2 only
    talk: Talk | None = None  # L2 only

    @property
    def division(self) -> DivisionResult:
        return self.comparison.divisions[0]

    @property
    def edition(self) -> str:
        return "L2" if self.inside else "L1"

    @property
    def content_hash(self) -> str:
        return self.comparison.content_hash


def content_of(
    comparison: Comparison, questionnaire: Questionnaire, key: str, inside: Inside | None = None
) -> DivisionContent:
    """Narrow what a round shows to what the report of the division ``key`` says."""
    brief = division_brief(comparison, questionnaire, key)
    chosen = {choice.key for choice in brief.choices}
    draft = DivisionContent(
        comparison=_narrowed(comparison, key),
        brief=brief,
        demonstrations=_demonstrations(comparison, brief),
        inside=inside,
        talk=to_talk_about(inside, questionnaire, chosen) if inside else None,
    )
    code = hashlib.sha256(canonical_division(draft).encode()).hexdigest()
    return dataclasses.replace(
        draft, comparison=dataclasses.replace(draft.comparison, content_hash=code)
    )


def canonical_division(content: DivisionContent) -> str:
    """Everything the report says, but for its own hash, as one text.

    What only the three leads have is not there for others, not even as an empty place.
    """
    bare = dataclasses.replace(content.comparison, content_hash="")
    said = {each.name: getattr(content, each.name) for each in dataclasses.fields(content)}
    said["comparison"] = bare
    return canonical({name: part for name, part in said.items() if part is not None})


def _narrowed(comparison: Comparison, key: str) -> Comparison:
    division = comparison.division(key)
    return dataclasses.replace(
        comparison,
        divisions=(division,),
        data_cut=_data_cut(comparison, division),
        finding="",
        differences=(),
        insight=NOTHING_YET,
        offers=(),
        actions=tuple(each for each in comparison.actions if each.division == key),
        lead_changes=(),
        lead_changes_from=None,
        since=_of_division(comparison.since, key),
        content_hash="",
    )


def _data_cut(comparison: Comparison, division: DivisionResult) -> datetime | None:
    """Its own last submission, unless figures of the whole trust stand beside it."""
    alone = bool(hidden_everywhere(comparison.trust.practices.values()))
    return division.data_cut if alone and division.data_cut else comparison.data_cut


def _of_division(since: RoundsCompared | None, key: str) -> RoundsCompared | None:
    if since is None:
        return None
    return dataclasses.replace(since, divisions=(since.division(key),), trust=NOT_OF_THE_TRUST)


def _demonstrations(comparison: Comparison, brief: DivisionBrief) -> tuple[Demonstration, ...]:
    divisions = {division.key: division for division in comparison.divisions}
    return tuple(
        _demonstration(choice.name, offer, divisions)
        for choice in brief.improve
        for offer in comparison.offers
        if offer.kind == SHOWS
        and offer.practice == choice.key
        and offer.division != brief.division_key
    )


def _demonstration(
    practice: str, offer: Offer, divisions: Mapping[str, DivisionResult]
) -> Demonstration:
    shows = divisions[offer.division]
    evidence = shows.shared_evidence.get(offer.practice, ())
    return Demonstration(practice, shows.name, offer.words, offer.contact, evidence)
