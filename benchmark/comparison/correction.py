"""What a correction notice says: every figure and word of a round that another schedule changes.

Two comparisons of the same answers are put side by side as readers see them at L1. What reads the
same under both is left out; what moves by less than a reader can see is counted.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import NamedTuple

from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison, DivisionResult, Figure, TrustResult
from benchmark.comparison.insight_told import DECIDED, told_by_insight
from benchmark.comparison.profile import verdict_words
from benchmark.comparison.wording import (
    counted,
    in_words,
    level_with_interval,
    local_time,
    not_shown,
    one_decimal,
    with_interval,
)
from benchmark.scoring.schedule import Schedule

ROUND = "What the round shows"
ALL, COVERED = "All practices", "The practices that the norm covers"
AGAINST = "against the trust"
UNSAID = "not said"
EXACT = 9  # decimals; beyond them the order of a sum decides, not the schedule


class Said(NamedTuple):
    """One thing that readers are told: its name, how it reads, and how it is."""

    name: str
    shown: str
    exact: object


@dataclass(frozen=True, slots=True)
class Change:
    """One figure or sentence with what readers saw before and what they see now."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Place:
    """The round, the trust or one division, with all that changes there."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction notice: plain values, kept whole and never changed."""

    trust_code: str
    trust_name: str
    invented: bool
    round_id: str
    round_title: str
    data_cut: datetime | None  # UTC; the last submission that counts
    questionnaire: str
    questionnaire_hash: str
    software: str
    from_schedule: str
    to_schedule: str
    reason: str  # why the new schedule differs, in its own words
    scoring_before: str
    scoring_after: str
    hash_before: str  # content hash of the comparison under the earlier schedule
    hash_after: str
    places: tuple[Place, ...]
    unseen: int  # figures and intervals that move by less than what is shown

    @property
    def changes(self) -> tuple[Change, ...]:
        return tuple(change for place in self.places for change in place.changes)

    @property
    def changes_nothing(self) -> bool:
        return not self.changes and not self.unseen

    @property
    def summary(self) -> str:
        """One sentence: how much changes, and that no answer did."""
        start = f"Under scoring schedule {self.to_schedule} instead of {self.from_schedule}"
        one = len(self.changes) == 1
        what = (
            "figure or sentence of this round reads"
            if one
            else "figures and sentences of this round read"
        )
        return f"{start}, {in_words(len(self.changes))} {what} differently. No answer was changed."


def notice_of(before: Comparison, after: Comparison, schedule: Schedule) -> Notice:
    """The notice of one round under two schedules; ``schedule`` is the one of ``after``."""
    earlier, later = _by_name(before), _by_name(after)
    keys = list(dict.fromkeys([*earlier, *later]))
    changed = [(key, _change(key, earlier.get(key), later.get(key))) for key in keys]
    seen = {key: change for key, change in changed if change.before != change.after}
    return Notice(
        trust_code=after.trust_code,
        trust_name=after.trust_name,
        invented=after.invented,
        round_id=after.round_id,
        round_title=after.round_title,
        data_cut=after.data_cut,
        questionnaire=after.questionnaire,
        questionnaire_hash=after.questionnaire_hash,
        software=after.software,
        from_schedule=before.schedule,
        to_schedule=after.schedule,
        reason=schedule.reason,
        scoring_before=before.scoring,
        scoring_after=after.scoring,
        hash_before=before.content_hash,
        hash_after=after.content_hash,
        places=tuple(_places(after, seen)),
        unseen=sum(
            earlier[key].exact != later[key].exact
            for key in keys
            if key not in seen and key in earlier and key in later
        ),
    )


Key = tuple[
    str, str
]  # key of the place ("" the round, "?" decisions, "." the trust), and of the thing


def _change(key: Key, before: Said | None, after: Said | None) -> Change:
    name = (after or before or Said(key[1], "", None)).name
    return Change(name, before.shown if before else UNSAID, after.shown if after else UNSAID)


def _places(comparison: Comparison, seen: Mapping[Key, Change]) -> Iterator[Place]:
    names = {"": ROUND, "?": DECIDED, ".": visible_line(comparison.trust_name)}
    names |= {division.key: visible_line(division.name) for division in comparison.divisions}
    for place, name in names.items():
        changes = tuple(change for key, change in seen.items() if key[0] == place)
        if changes:
            yield Place(name, changes)


def _by_name(comparison: Comparison) -> dict[Key, Said]:
    said = [
        *_said_of_round(comparison),
        *((("?", key), Said(*told)) for key, told in told_by_insight(comparison)),
        *_said_of_trust(comparison),
        *(each for division in comparison.divisions for each in _of_division(comparison, division)),
    ]
    return dict(said)


Line = tuple[Key, Said]


def _said_of_round(comparison: Comparison) -> Iterator[Line]:
    yield _sentence("finding", "The finding", comparison.finding)
    for sentence in comparison.differences:
        yield _sentence(sentence, "What differs clearly", sentence)
    yield _sentence("caution", "How sure this is", comparison.caution)
    for section in comparison.sections:
        for practice in section.practices:
            name = f"{visible_line(practice.name)} counts in"
            yield _sentence(f"section of {practice.key}", name, visible_line(section.name))


def _sentence(key: str, name: str, text: str) -> Line:
    return ("", key), Said(name, text, text)


def _said_of_trust(comparison: Comparison) -> Iterator[Line]:
    trust = comparison.trust
    yield from _figures(".", comparison, trust)
    for key, name in _practice_names(comparison):
        figure = trust.practices.get(key)
        if figure is not None:
            yield _figure(".", f"practice {key}", name, figure, with_interval(figure))
        half = trust.middle_half.get(key)
        shown = f"{one_decimal(half[0])} to {one_decimal(half[1])}" if half else _no_half(trust)
        middle = f"{name}, middle half of the divisions"
        yield (".", f"half {key}"), Said(middle, shown, half and _rounded(*half))


def _no_half(trust: TrustResult) -> str:
    return not_shown(trust.overall.reason or "not enough answers")


def _of_division(comparison: Comparison, division: DivisionResult) -> Iterator[Line]:
    place = division.key
    yield from _figures(place, comparison, division)
    yield _verdict(division, "verdict", ALL, division.verdict)
    for key, name in _practice_names(comparison):
        figure = division.practices.get(key)
        if figure is not None:
            yield _figure(place, f"practice {key}", name, figure, level_with_interval(figure))
        words = division.practice_verdicts.get(key, "")
        yield _verdict(division, f"verdict {key}", name, words)


def _verdict(division: DivisionResult, key: str, name: str, words: str) -> Line:
    shown = verdict_words(division, words)
    return (division.key, key), Said(f"{name}, {AGAINST}", shown, shown)


def _figures(
    place: str, comparison: Comparison, result: DivisionResult | TrustResult
) -> Iterator[Line]:
    yield _figure(place, "overall", ALL, result.overall, with_interval(result.overall))
    if comparison.norm:
        covered = result.comparable
        yield _figure(place, "comparable", COVERED, covered, with_interval(covered))
    for section in comparison.sections:
        figure = result.sections.get(section.key)
        if figure is not None:
            name = f"Section: {visible_line(section.name)}"
            yield _figure(place, f"section {section.key}", name, figure, with_interval(figure))


def _figure(place: str, key: str, name: str, figure: Figure, shown: str) -> Line:
    return (place, key), Said(name, shown, _rounded(figure.value, figure.low, figure.high))


def _rounded(*values: float | None) -> tuple[float | None, ...]:
    return tuple(None if value is None else round(value, EXACT) for value in values)


def _practice_names(comparison: Comparison) -> Iterator[tuple[str, str]]:
    for section in comparison.sections:
        for practice in section.practices:
            yield practice.key, visible_line(practice.name)


def notice_json(notice: Notice) -> str:
    """The whole notice as one text: what is stored and hashed."""
    content = asdict(notice)
    content["data_cut"] = notice.data_cut.isoformat() if notice.data_cut else None
    return json.dumps(content, ensure_ascii=True, sort_keys=True)


def notice_from(text: str) -> Notice:
    """The notice that ``notice_json`` has written."""
    content = json.loads(text)
    moment = content.pop("data_cut")
    places = tuple(
        Place(place["name"], tuple(Change(**change) for change in place["changes"]))
        for place in content.pop("places")
    )
    cut = datetime.fromisoformat(moment) if moment else None
    return Notice(**content, data_cut=cut, places=places)


def notice_hash(notice: Notice) -> str:
    """SHA-256 (hex) over everything that the notice says."""
    return hashlib.sha256(notice_json(notice).encode()).hexdigest()


def unseen_words(notice: Notice) -> str:
    """A sentence on what moves without being seen, or nothing."""
    if not notice.unseen:
        return ""
    figures = counted(notice.unseen, "further figure")
    verb = "moves" if notice.unseen == 1 else "move"
    return f"{figures[0].upper()}{figures[1:]} {verb} by less than what is shown."


def notice_text(notice: Notice) -> str:
    """The notice for a terminal: one line a change, under the name of its place."""
    lines = [
        f"{notice.trust_name} ({notice.trust_code}), {notice.round_title}",
        notice.summary,
        f"Why: {notice.reason}",
        f"Before: {notice.scoring_before}",
        f"Now: {notice.scoring_after}",
        f"Answers up to {local_time(notice.data_cut)}, {notice.questionnaire}",
    ]
    for place in notice.places:
        lines += ["", place.name]
        lines += [f"  {each.name}: {each.before} -> {each.after}" for each in place.changes]
    return "\n".join([*lines, *([unseen_words(notice)] if notice.unseen else [])])
