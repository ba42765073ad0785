"""Two rounds of one trust beside each other: only what the crosswalk calls the same practice.

Everything is taken from two ``Comparison`` objects, so it was decided upon already; nothing is
shown here that the pages of the two rounds do not show. What is called a change lies outside the
band of noise that ``bands`` works out.

Both rounds are computed under one schedule, that of the later round: its weights name the later
round's practices, and what each of them is worth holds for both. Levels of practices are the same
under every schedule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import fmean

from benchmark.comparison.bands import (
    Bands,
    bands_of,
    level_change,
    overall_change,
    shares_of,
    smallest_changes,
)
from benchmark.comparison.changes import (
    DivisionOverRounds,
    PracticeOverRounds,
    RoundsCompared,
)
from benchmark.comparison.content import Comparison, DivisionResult
from benchmark.comparison.figure import Figure
from benchmark.comparison.trust_over_rounds import trust_over_rounds
from benchmark.comparison.wording import joined
from benchmark.questionnaire.crosswalk import comparable_keys, left_out
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import Schedule

TOO_FEW_ANSWERS = "not enough answers"
NOTHING_IN_COMMON = "no practice can be compared"
NOT_ASKED = "did not take part"
NO_INTERVAL = "no interval over the comparable practices is worked out yet"
NOTHING_BESIDE = "the other round shows nothing to compare with"

Levels = Mapping[str, float]  # of the practices with a level in both rounds, by the later's key


@dataclass(frozen=True, slots=True)
class Since:
    """What is known of divisions beside their levels, by key.

    ``formed_from`` names, for a division that was merged or split, those that it continues: it is
    another division, and nothing is compared. ``new_leads``: how many of its posts were answered
    for by other people than in the earlier round.
    """

    formed_from: Mapping[str, tuple[str, ...]]
    new_leads: Mapping[str, int]


NOTHING_KNOWN = Since({}, {})


def rounds_compared(
    earlier: Comparison,
    later: Comparison,
    old: Questionnaire,
    new: Questionnaire,
    schedule: Schedule,
    since: Since = NOTHING_KNOWN,
) -> RoundsCompared:
    """Compare two rounds of one trust with the frozen questionnaires that they used.

    ``schedule`` is the later round's. ValueError if the comparisons are of two trusts, or the
    questionnaires or the schedule are not theirs.
    """
    _refuse_strangers(earlier, later, old, new)
    if schedule.version != later.schedule:
        raise ValueError(f"{later.round_title} is not scored under schedule {schedule.version}")
    pairs = comparable_keys(new, old)
    plain = _divisions(earlier, later, pairs, new, schedule, since)
    shown = sum(each.before.value is not None for each in plain)
    bands = bands_of(earlier, later, max(shown, 1), max(len(pairs), 1))
    divisions = tuple(_with_changes(each, bands, schedule) for each in plain)
    return RoundsCompared(
        before=earlier.round_title,
        after=later.round_title,
        before_version=old.identity,
        after_version=new.identity,
        schedule=schedule.version,
        basis=tuple(_basis(earlier, later)),
        comparable=len(pairs),
        asked=len(new.keys),
        divisions=divisions,
        trust=trust_over_rounds(earlier, later, divisions, bands, shares_of(pairs, schedule)),
        left_out=left_out(new, old),
        caution=smallest_changes(bands, shares_of(pairs, schedule)),
    )


def mean_over(division: DivisionResult, keys: Iterable[str], schedule: Schedule) -> Figure:
    """Return a division's mean over some of its practices, under the schedule of its round.

    The schedule's share of these practices must have a level.
    """
    wanted = tuple(keys)
    figures = {key: division.practices[key].value for key in wanted}
    levels = {key: value for key, value in figures.items() if value is not None}
    return _mean(division, levels, len(wanted), schedule)


def _basis(earlier: Comparison, later: Comparison) -> Iterator[str]:
    """Say under what the two rounds stand, and what the figures of this page part stand under."""
    before, after = earlier.round_title, later.round_title
    if earlier.questionnaire_hash != later.questionnaire_hash:
        yield (
            f"{before} used {earlier.questionnaire} and {after} {later.questionnaire}; only "
            "practices that the second calls comparable with the first are counted."
        )
    if earlier.schedule == later.schedule:
        yield f"Both rounds are computed under their scoring schedule, {later.schedule}."
        return
    yield (
        f"{before} is scored under schedule {earlier.schedule} and {after} under {later.schedule}. "
        f"Here both are computed under {later.schedule}, so the figures of {before} are not those "
        "of its own pages and reports."
    )


def _mean(division: DivisionResult, levels: Levels, asked: int, schedule: Schedule) -> Figure:
    if not division.released:
        return Figure(reason=division.reason)
    if not asked:
        return Figure(reason=NOTHING_IN_COMMON)
    if not levels or len(levels) < schedule.overall_fraction * asked:
        return Figure(reason=TOO_FEW_ANSWERS)
    weights = [schedule.weights.get(key, 1.0) for key in levels]
    return Figure(fmean(levels.values(), weights), interval_reason=NO_INTERVAL)


def _refuse_strangers(
    earlier: Comparison, later: Comparison, old: Questionnaire, new: Questionnaire
) -> None:
    if earlier.trust_code != later.trust_code:
        raise ValueError(f"rounds of two trusts: {earlier.trust_code} and {later.trust_code}")
    for compared, questionnaire in ((earlier, old), (later, new)):
        if compared.questionnaire_hash != questionnaire.content_hash:
            raise ValueError(f"{compared.round_title} did not use this {questionnaire.identity}")


def _formed_from(names: tuple[str, ...]) -> str:
    return f"it was formed from {joined(names)} since"


def _divisions(
    earlier: Comparison,
    later: Comparison,
    pairs: Mapping[str, str],
    new: Questionnaire,
    schedule: Schedule,
    since: Since,
) -> list[DivisionOverRounds]:
    known = {division.key: division for division in earlier.divisions}
    absent = {key: _formed_from(names) for key, names in since.formed_from.items()}
    found = (
        _division(known.get(each.key), each, pairs, new, schedule, absent.get(each.key))
        for each in later.divisions
    )
    return [replace(each, new_leads=since.new_leads.get(each.key, 0)) for each in found]


def _with_changes(
    division: DivisionOverRounds, bands: Bands, schedule: Schedule
) -> DivisionOverRounds:
    before, after, new = division.before.value, division.after.value, division.new_leads
    if before is None or after is None:
        return division
    known = [each for each in division.practices if _both(each)]
    shares = shares_of([each.key for each in known], schedule)
    return replace(
        division,
        change=overall_change(bands, before, after, shares, [new]),
        practices=tuple(_with_change(each, bands, new) for each in division.practices),
    )


def _with_change(each: PracticeOverRounds, bands: Bands, new_leads: int) -> PracticeOverRounds:
    before, after = each.before.value, each.after.value
    if before is None or after is None:
        return each
    return replace(each, change=level_change(bands, before, after, new_leads))


def _both(each: PracticeOverRounds) -> bool:
    return each.before.value is not None and each.after.value is not None


def _division(
    before: DivisionResult | None,
    after: DivisionResult,
    pairs: Mapping[str, str],
    new: Questionnaire,
    schedule: Schedule,
    absent: str | None,
) -> DivisionOverRounds:
    nothing = Figure(reason=absent or NOT_ASKED)
    practices = tuple(
        PracticeOverRounds(
            practice.key,
            practice.name,
            before.practices[pairs[practice.key]] if before else nothing,
            after.practices[practice.key],
        )
        for practice in new.practices
        if practice.key in pairs
    )
    both = {each.key: (each.before.value, each.after.value) for each in practices}
    then = {key: b for key, (b, a) in both.items() if b is not None and a is not None}
    now = {key: a for key, (_, a) in both.items() if a is not None and key in then}
    asked = len(practices)
    return DivisionOverRounds(
        key=after.key,
        name=after.name,
        counted=len(then),
        before=_side(before, after, then, asked, schedule) if before else nothing,
        after=_side(after, before, now, asked, schedule),
        practices=practices,
    )


def _side(
    division: DivisionResult,
    other: DivisionResult | None,
    levels: Levels,
    asked: int,
    schedule: Schedule,
) -> Figure:
    """Return one round's mean over what both rounds have, or why there is none."""
    if division.released and (other is None or not other.released):
        return Figure(reason=NOTHING_BESIDE)
    return _mean(division, levels, asked, schedule)
