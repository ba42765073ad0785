"""Two rounds of one trust beside each other: only what the crosswalk calls the same practice.

Everything is taken from two ``Comparison`` objects, so it was decided upon already; nothing is
shown here that the pages of the two rounds do not show. No change is called higher or lower: that
needs a noise band for the change between rounds, which is not worked out yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from benchmark.comparison.content import Comparison, DivisionResult, Figure
from benchmark.questionnaire.crosswalk import LeftOut, comparable_keys, left_out
from benchmark.questionnaire.definition import Questionnaire

ENOUGH = Fraction(7, 10)  # of the comparable practices that must have a level
TOO_FEW_ANSWERS = "not enough answers"
NOTHING_IN_COMMON = "no practice can be compared"
NOT_ASKED = "did not take part"
NOTHING_BESIDE = "the other round shows nothing to compare with"
NO_INTERVAL = "no interval over the comparable practices is worked out yet"
NO_BAND = (
    "How much two rounds differ by chance alone is not worked out yet, so no difference here is "
    "called a change."
)


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
    comparable: int  # practices
    asked: int  # practices of the later round
    divisions: tuple[DivisionOverRounds, ...]  # in the order of the later round
    left_out: tuple[LeftOut, ...]
    caution: str


def rounds_compared(
    earlier: Comparison, later: Comparison, old: Questionnaire, new: Questionnaire
) -> RoundsCompared:
    """Compare two rounds of one trust with the frozen questionnaires that they used.

    ValueError if the comparisons are of two trusts or the questionnaires are not theirs.
    """
    _refuse_strangers(earlier, later, old, new)
    pairs = comparable_keys(new, old)
    known = {division.key: division for division in earlier.divisions}
    return RoundsCompared(
        before=earlier.round_title,
        after=later.round_title,
        before_version=old.identity,
        after_version=new.identity,
        comparable=len(pairs),
        asked=len(new.keys),
        divisions=tuple(
            _division(known.get(division.key), division, pairs, new) for division in later.divisions
        ),
        left_out=left_out(new, old),
        caution=NO_BAND,
    )


def mean_over(division: DivisionResult, keys: Iterable[str]) -> Figure:
    """Return a division's mean over some of its practices, each of which counts the same.

    At least 70% of them must have a level.
    """
    figures = [division.practices[key] for key in keys]
    return _mean(division, [f.value for f in figures if f.value is not None], len(figures))


def _mean(division: DivisionResult, levels: list[float], asked: int) -> Figure:
    if not division.released:
        return Figure(reason=division.reason)
    if not asked:
        return Figure(reason=NOTHING_IN_COMMON)
    if not levels or len(levels) < ENOUGH * asked:
        return Figure(reason=TOO_FEW_ANSWERS)
    return Figure(fmean(levels), interval_reason=NO_INTERVAL)


def _refuse_strangers(
    earlier: Comparison, later: Comparison, old: Questionnaire, new: Questionnaire
) -> None:
    if earlier.trust_code != later.trust_code:
        raise ValueError(f"rounds of two trusts: {earlier.trust_code} and {later.trust_code}")
    for compared, questionnaire in ((earlier, old), (later, new)):
        if compared.questionnaire_hash != questionnaire.content_hash:
            raise ValueError(f"{compared.round_title} did not use this {questionnaire.identity}")


def _division(
    before: DivisionResult | None,
    after: DivisionResult,
    pairs: Mapping[str, str],
    new: Questionnaire,
) -> DivisionOverRounds:
    practices = tuple(
        PracticeOverRounds(
            practice.key,
            practice.name,
            before.practices[pairs[practice.key]] if before else Figure(reason=NOT_ASKED),
            after.practices[practice.key],
        )
        for practice in new.practices
        if practice.key in pairs
    )
    both = [(each.before.value, each.after.value) for each in practices]
    levels = [(b, a) for b, a in both if b is not None and a is not None]
    asked = len(practices)
    return DivisionOverRounds(
        key=after.key,
        name=after.name,
        counted=len(levels),
        before=_side(before, after, [b for b, _ in levels], asked),
        after=_side(after, before, [a for _, a in levels], asked),
        practices=practices,
    )


def _side(
    division: DivisionResult | None,
    other: DivisionResult | None,
    levels: list[float],
    asked: int,
) -> Figure:
    """Return one round's mean over what both rounds have, or why there is none."""
    if division is None:
        return Figure(reason=NOT_ASKED)
    if division.released and (other is None or not other.released):
        return Figure(reason=NOTHING_BESIDE)
    return _mean(division, levels, asked)
