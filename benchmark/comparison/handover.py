"""The handover pack for a lead who comes in: one object for the page and its PDF, in two editions.

The edition of the three (L2) has what they agreed with reasons and dissents, and what each of them
said of a section if one of them left. Everybody else, the lead who comes in too, reads the other
edition (L1): one level a practice, and nothing that depends on how the three differ. Parts have no
numbers, and a part that is not there leaves no gap.
"""

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from benchmark.comparison.content import Comparison, Figure
from benchmark.comparison.fingerprint import canonical
from benchmark.comparison.following_up import PlannedAction
from benchmark.comparison.inside import Inside, PracticeInside
from benchmark.comparison.wording import joined, not_shown, sentence, whole
from benchmark.questionnaire.definition import Questionnaire

HANDOVER = "handover"  # the kind of report that an issued pack is
TITLE = "Handover pack"
WAYS, ACTIONS, LEFT, PEOPLE = (
    "Ways of working",
    "Open actions",
    "If one of us left",
    "People to talk to in the first 30 days",
)
OPEN_STATES = ("planned", "in progress")
NO_ACTIONS = "No action is open."
NOTHING_AGREED = "The three have not agreed on a level for any practice."
NO_OFFERS = "No other division has offered to show how it works."
OFFERED = "Divisions that offer to show how"
LEADS_AGREED = (
    "For the three leads only: what the three agreed, why, and who saw it otherwise. Read it as "
    "what was settled then, not as a judgement on anybody."
)
ONE_LEVEL = (
    "For whoever comes into one of the three posts: how the division works today, one level for "
    "each practice, what is being changed, and whom to ask."
)
LEFT_MEANS = "What each of the three said at the end of a section: would this continue?"
LEFT_HEADER = ("Section", "Clinical lead", "Operational lead", "Nursing lead")


@dataclass(frozen=True, slots=True)
class Way:
    """How one practice is done."""

    name: str
    level: str  # "Level 3: ...", or why there is none
    reason: str = ""
    dissents: tuple[tuple[str, str], ...] = ()  # role, text


@dataclass(frozen=True, slots=True)
class Ways:
    section: str
    practices: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class OpenAction:
    what: str
    facts: tuple[tuple[str, str], ...]  # name, text


@dataclass(frozen=True, slots=True)
class Holder:
    """A post and who holds it, as everybody in the trust may know."""

    post: str
    names: tuple[str, ...]

    @property
    def words(self) -> str:
        return joined(self.names) if self.names else "vacant"


@dataclass(frozen=True, slots=True)
class Offered:
    division: str
    practice: str
    words: str
    contact: str


@dataclass(frozen=True, slots=True)
class Handover:
    """Everything that a pack says."""

    edition: str
    trust: str
    division: str
    round_title: str
    invented: bool
    data_cut: datetime | None
    provenance: tuple[tuple[str, str], ...]
    introduction: str
    ways: tuple[Ways, ...]
    unsettled: str  # which practices have no agreed level; empty when there is none
    actions: tuple[OpenAction, ...]
    no_actions: str  # why there are none
    continuity: tuple[tuple[str, ...], ...]  # section, then the word of each lead
    people: tuple[Holder, ...]
    offers: tuple[Offered, ...]
    content_hash: str = ""


def handover_of(
    comparison: Comparison,
    questionnaire: Questionnaire,
    division: str,
    people: Sequence[Holder],
    inside: Inside | None = None,
) -> Handover:
    """The pack of one division; ``inside`` makes it the edition of the three."""
    result = comparison.division(division)
    practices = inside.practices if inside else ()
    hidden = "" if result.released else sentence(not_shown(result.reason))
    return _hashed(
        Handover(
            edition="L2" if inside else "L1",
            trust=comparison.trust_name,
            division=result.name,
            round_title=comparison.round_title,
            invented=comparison.invented,
            data_cut=inside.data_cut if inside else comparison.data_cut,
            provenance=_provenance(comparison, inside),
            introduction=LEADS_AGREED if inside else ONE_LEVEL,
            ways=_agreed_ways(questionnaire, practices)
            if inside
            else _one_level_ways(questionnaire, result.practices),
            unsettled=_unsettled(practices),
            actions=_actions(comparison, division),
            no_actions=hidden or NO_ACTIONS,
            continuity=tuple((s.name, *s.words) for s in inside.sections) if inside else (),
            people=tuple(people),
            offers=_offers(comparison, division),
        )
    )


def canonical_handover(pack: Handover) -> str:
    """Everything the pack says, but for its own hash, as one text.

    What only the three have is not there for others, not even as an empty place.
    """
    said = {each.name: getattr(pack, each.name) for each in dataclasses.fields(pack)}
    del said["content_hash"]
    if pack.edition != "L2":
        del said["unsettled"], said["continuity"]
        said["ways"] = [
            (ways.section, [(w.name, w.level) for w in ways.practices]) for ways in pack.ways
        ]
    return canonical(said)


def _hashed(pack: Handover) -> Handover:
    code = hashlib.sha256(canonical_handover(pack).encode()).hexdigest()
    return dataclasses.replace(pack, content_hash=code)


def _provenance(comparison: Comparison, inside: Inside | None) -> tuple[tuple[str, str], ...]:
    rule = () if inside else (("Scoring schedule", comparison.schedule),)
    return (
        ("Questionnaire", comparison.questionnaire),
        ("Its content hash", comparison.questionnaire_hash),
        *rule,
        ("Software", f"Management Practice Benchmark {comparison.software}"),
    )


def _agreed_ways(
    questionnaire: Questionnaire, practices: Sequence[PracticeInside]
) -> tuple[Ways, ...]:
    said = {p.key: p for p in practices if p.agreed or p.reason or p.dissents}
    return _by_section(
        questionnaire,
        {
            key: Way(
                each.name,
                _level(questionnaire, key, each.agreed) if each.agreed else _open(each),
                each.reason,
                tuple((dissent.role, dissent.text) for dissent in each.dissents if dissent.text),
            )
            for key, each in said.items()
        },
    )


def _open(practice: PracticeInside) -> str:
    return sentence(practice.outcome)


def _one_level_ways(
    questionnaire: Questionnaire, figures: Mapping[str, Figure]
) -> tuple[Ways, ...]:
    names = {practice.key: practice.name for practice in questionnaire.practices}
    return _by_section(
        questionnaire,
        {
            key: Way(
                names[key],
                sentence(not_shown(figure.reason))
                if figure.value is None
                else _level(questionnaire, key, int(whole(figure.value))),
            )
            for key, figure in figures.items()
        },
    )


def _by_section(questionnaire: Questionnaire, ways: Mapping[str, Way]) -> tuple[Ways, ...]:
    """Sections and practices in the questionnaire's order; none that has nothing to say."""
    found = [
        Ways(section.name, tuple(ways[p.key] for p in section.practices if p.key in ways))
        for section in questionnaire.sections
    ]
    return tuple(each for each in found if each.practices)


def _level(questionnaire: Questionnaire, key: str, level: int) -> str:
    text = next(each for each in questionnaire.practices if each.key == key).levels[level - 1]
    return f"Level {level}: {text}"


def _unsettled(practices: Sequence[PracticeInside]) -> str:
    if practices and not any(each.agreed for each in practices):
        return NOTHING_AGREED
    names = [each.name for each in practices if not each.agreed]
    return f"Without an agreed level: {joined(names)}." if names else ""


def _actions(comparison: Comparison, division: str) -> tuple[OpenAction, ...]:
    names = {p.key: p.name for section in comparison.sections for p in section.practices}
    return tuple(
        _open_action(each, names.get(each.practice, each.practice))
        for each in comparison.actions
        if each.division == division and each.state in OPEN_STATES
    )


def _open_action(action: PlannedAction, practice: str) -> OpenAction:
    due = f"{action.due.day} {action.due:%B %Y}"
    facts = (
        ("Practice", practice),
        ("Who", action.owner),
        ("By", due),
        ("How we will know", action.measure),
        ("State", action.state),
        ("So far", action.progress),
        ("Planned in", action.since),
    )
    return OpenAction(action.what, tuple((name, text) for name, text in facts if text))


def _offers(comparison: Comparison, division: str) -> tuple[Offered, ...]:
    divisions = {each.key: each.name for each in comparison.divisions}
    names = {p.key: p.name for section in comparison.sections for p in section.practices}
    return tuple(
        Offered(divisions[each.division], names[each.practice], each.words, each.contact)
        for each in comparison.offers
        if each.kind == "shows" and each.division != division
    )
