"""Two rounds of one trust beside each other: only what the crosswalk calls the same practice.

Everything is taken from two ``Comparison`` objects, so it was decided upon already; nothing is
shown here that the pages of the two rounds do not show. No change is called higher or lower: that
needs a noise band for the change between rounds, which is not worked out yet.

Both rounds are computed under one schedule, that of the later round: its weights name the later
round's practices, and what each of them is worth holds for both. Levels of practices are the same
under every schedule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from benchmark.comparison.content import Comparison, DivisionResult, Figure
from benchmark.comparison.wording import joined
from benchmark.questionnaire.crosswalk import LeftOut, comparable_keys, left_out
from benchmark.questionnaire.definition import Questionnaire
from benchmark.scoring.schedule import Schedule

TOO_FEW_ANSWERS = "not enough answers"
NOTHING_IN_COMMON = "no practice can be compared"
NOT_ASKED = "did not take part"
NOTHING_BESIDE = "the other round shows nothing to compare with"
NO_INTERVAL = "no interval over the comparable practices is worked out yet"
NO_BAND = (
    "How much two rounds differ by chance alone is not worked out yet, so no difference here is "
    "called a change."
)

Levels = Mapping[str, float]  # of the practices with a level in both rounds, by the later's key


@dataclass(frozen=True, slots=True)
class PracticeOverRounds:
    """One practice that both rounds asked, under the name of the later one."""

    key: str
    name: str
    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class DivisionOverRounds:
    """One division: means over the practices that have a level in both rounds."""

    key: str
    name: str
    counted: int  # practices with a level in both rounds
    before: Figure
    after: Figure
    practices: tuple[PracticeOverRounds, ...]


@dataclass(frozen=True, slots=True)
class RoundsCompared:
    """What two rounds share, and what was left out and why."""

    before: str  # title of the earlier round
    after: str
    before_version: str  # management-practice-1.0
    after_version: str
    schedule: str  # version, under which both rounds are computed here
    basis: tuple[str, ...]  # sentences: schedules and questionnaires of the two, where they differ
    comparable: int  # practices
    asked: int  # practices of the later round
    divisions: tuple[DivisionOverRounds, ...]  # in the order of the later round
    left_out: tuple[LeftOut, ...]
    caution: str


def rounds_compared(
    earlier: Comparison,
    later: Comparison,
    old: Questionnaire,
    new: Questionnaire,
    schedule: Schedule,
    formed_from: Mapping[str, tuple[str, ...]] | None = None,
) -> RoundsCompared:
    """Compare two rounds of one trust with the frozen questionnaires that they used.

    ``schedule`` is the later round's; ``formed_from`` names, for a division that was merged or
    split, those that it continues: it is another division, and nothing is compared. ValueError if
    the comparisons are of two trusts, or the questionnaires or the schedule are not theirs.
    """
    _refuse_strangers(earlier, later, old, new)
    if schedule.version != later.schedule:
        raise ValueError(f"{later.round_title} is not scored under schedule {schedule.version}")
    pairs = comparable_keys(new, old)
    known = {division.key: division for division in earlier.divisions}
    absent = {key: _formed_from(names) for key, names in (formed_from or {}).items()}
    return RoundsCompared(
        before=earlier.round_title,
        after=later.round_title,
        before_version=old.identity,
        after_version=new.identity,
        schedule=schedule.version,
        basis=tuple(_basis(earlier, later)),
        comparable=len(pairs),
        asked=len(new.keys),
        divisions=tuple(
            _division(known.get(each.key), each, pairs, new, schedule, absent.get(each.key))
            for each in later.divisions
        ),
        left_out=left_out(new, old),
        caution=NO_BAND,
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
