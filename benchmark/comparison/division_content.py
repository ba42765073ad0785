"""Everything that one division's report says, and nothing else: what is hashed is what is printed.

The report is written from this object alone. A change in another division therefore changes the
hash only where the report itself would read differently: in a mean of the trust, in an interval,
in an offer to show how.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from benchmark.comparison.beside import hidden_everywhere
from benchmark.comparison.brief import DivisionBrief, division_brief
from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import NOTHING_YET, Comparison, DivisionResult
from benchmark.comparison.fingerprint import hash_of
from benchmark.comparison.following_up import Offer
from benchmark.comparison.inside import Inside
from benchmark.comparison.rounds_compared import DivisionOverRounds, RoundsCompared
from benchmark.comparison.talking import Talk, to_talk_about
from benchmark.comparison.wording import level, mean
from benchmark.questionnaire.definition import Questionnaire

SHOWS = "shows"


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
    over_rounds: RoundsCompared | None  # this division alone; None without an earlier round
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

    @property
    def change(self) -> DivisionOverRounds | None:
        return self.over_rounds.divisions[0] if self.over_rounds else None

    @property
    def change_rows(self) -> tuple[tuple[str, str, str], ...]:
        """The mean, then each practice that both rounds asked: its name, then and now."""
        here = self.change
        if here is None:
            return ()
        return (
            ("Mean of the practices compared", mean(here.before), mean(here.after)),
            *((visible_line(p.name), level(p.before), level(p.after)) for p in here.practices),
        )


def content_of(
    comparison: Comparison,
    questionnaire: Questionnaire,
    key: str,
    over_rounds: RoundsCompared | None = None,
    inside: Inside | None = None,
) -> DivisionContent:
    """Narrow what a round shows to what the report of the division ``key`` says."""
    brief = division_brief(comparison, questionnaire, key)
    chosen = {choice.key for choice in brief.choices}
    draft = DivisionContent(
        comparison=_narrowed(comparison, key),
        brief=brief,
        over_rounds=_of_division(over_rounds, key),
        demonstrations=_demonstrations(comparison, brief),
        inside=inside,
        talk=to_talk_about(inside, questionnaire, chosen) if inside else None,
    )
    comparison_with_hash = dataclasses.replace(
        draft.comparison, content_hash=hash_of(dataclasses.asdict(draft))
    )
    return dataclasses.replace(draft, comparison=comparison_with_hash)


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
        content_hash="",
    )


def _data_cut(comparison: Comparison, division: DivisionResult) -> datetime | None:
    """Its own last submission, unless figures of the whole trust stand beside it."""
    alone = bool(hidden_everywhere(comparison.trust.practices.values()))
    return division.data_cut if alone and division.data_cut else comparison.data_cut


def _of_division(over_rounds: RoundsCompared | None, key: str) -> RoundsCompared | None:
    if over_rounds is None:
        return None
    (here,) = (each for each in over_rounds.divisions if each.key == key)
    return dataclasses.replace(over_rounds, divisions=(here,))


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
