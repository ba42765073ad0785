"""The three lists from which an executive decides: copy from next door, fix centrally, leave alone.

A practice stands on a list only when limits that hold for all practices at once say so: uneven
when the spread's lower limit is above nothing, low or high when the mean's limits lie wholly on one
side of the middle of the scale.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from benchmark.comparison.insight import DecisionList, ListedPractice, PracticePlace
from benchmark.comparison.wording import counted, in_words, shortened
from benchmark.variation.uneven_or_low import LOW, UNEVEN

MOST = 3
MOST_NAMES = 2
LONGEST_NAME = 32
# Levels between the lowest and the highest division, or there is nothing to copy. With two, one
# division alone at an end would do for some practice of most trusts by chance; two at each do not.
APART, FAR_APART, AT_EACH_END = 2, 3, 2
CAN_SHOW = 4  # level from which a division has something to show

Levels = Sequence[tuple[str, int]]  # name of each division with a level, in the trust's own order


@dataclass(frozen=True, slots=True)
class _Rule:
    key: str
    title: str
    meaning: str
    none: str
    belongs: Callable[[PracticePlace, Levels], bool]
    first: Callable[[PracticePlace], float]  # the smaller, the earlier on the list
    where: Callable[[Levels, int], str]
    step: Callable[[Levels], str]


def decision_lists(
    places: Sequence[PracticePlace], levels: Sequence[Levels], divisions: int
) -> tuple[tuple[DecisionList, ...], tuple[PracticePlace, ...]]:
    """The three lists, and the places marked with the list of each practice.

    ``levels`` holds for each place the divisions with their level of that practice; ``divisions``
    is how many the trust has, shown or not.
    """
    judged = [
        replace(place, belongs=_belongs(place, known))
        for place, known in zip(places, levels, strict=True)
    ]
    lists = tuple(_list(rule, judged, levels, divisions) for rule in RULES)
    listed = {line.key for each in lists for line in each.practices}
    return lists, tuple(replace(place, listed=place.key in listed) for place in judged)


def _belongs(place: PracticePlace, levels: Levels) -> str:
    return next((rule.key for rule in RULES if rule.belongs(place, levels)), "")


def _list(
    rule: _Rule, places: Sequence[PracticePlace], levels: Sequence[Levels], divisions: int
) -> DecisionList:
    pairs = zip(places, levels, strict=True)
    found = [(place, known) for place, known in pairs if place.belongs == rule.key]
    found.sort(
        key=lambda pair: round(rule.first(pair[0]), 6)
    )  # ties keep the questionnaire's order
    chosen = tuple(
        ListedPractice(place.key, place.name, rule.where(known, divisions), rule.step(known))
        for place, known in found[:MOST]
    )
    return DecisionList(rule.key, rule.title, rule.meaning, chosen, "" if chosen else rule.none)


def _uneven(place: PracticePlace, levels: Levels) -> bool:
    return place.spread > UNEVEN and place.spread_low > 0 and _apart(levels)


def _apart(levels: Levels) -> bool:
    known = [level for _, level in levels]
    ends = min(known.count(_lowest(levels)), known.count(_highest(levels)))
    apart = _highest(levels) - _lowest(levels)
    return apart >= FAR_APART or (apart >= APART and ends >= AT_EACH_END)


def _low(place: PracticePlace, _levels: Levels) -> bool:
    return place.spread <= UNEVEN and place.mean_high < LOW


def _high(place: PracticePlace, _levels: Levels) -> bool:
    return place.spread <= UNEVEN and place.mean_low > LOW


def _lowest(levels: Levels) -> int:
    return min(level for _, level in levels)


def _highest(levels: Levels) -> int:
    return max(level for _, level in levels)


def _ends(levels: Levels, _divisions: int) -> str:
    return f"{_at(levels, _lowest(levels))} {_at(levels, _highest(levels))}"


def _at(levels: Levels, wanted: int) -> str:
    names = [shortened(name, LONGEST_NAME) for name, level in levels if level == wanted]
    if len(names) > MOST_NAMES:
        return f"Level {wanted}: {counted(len(names), 'division')}."
    return f"Level {wanted}: {'; '.join(names)}."  # names have their own commas and "and"


def _everywhere(levels: Levels, divisions: int) -> str:
    low, high = _lowest(levels), _highest(levels)
    between = {0: f"Level {low}", 1: f"Level {low} or {high}"}
    said = between.get(high - low, f"Level {low} to {high}")
    shown = "" if len(levels) == divisions else " with a level shown"
    return f"{said} in all {in_words(len(levels))} divisions{shown}."


def _ask(levels: Levels) -> str:
    highest = _highest(levels)
    if highest < CAN_SHOW:
        return f"Look outside the trust too: nobody here is above level {highest}."
    return f"Ask who at level {highest} offers to show how."


def _agree(_levels: Levels) -> str:
    return "Agree one way of working for the whole trust."


def _keep(_levels: Levels) -> str:
    return "Keep it as it is; look again next round."


RULES = (
    _Rule(
        "copy",
        "Copy from next door",
        "Clearly uneven between divisions.",
        "No practice is clearly uneven.",
        _uneven,
        lambda place: -place.spread,
        _ends,
        _ask,
    ),
    _Rule(
        "fix",
        "Fix centrally",
        "Clearly low, and divisions alike.",
        "No practice is clearly low everywhere.",
        _low,
        lambda place: place.mean,
        _everywhere,
        _agree,
    ),
    _Rule(
        "leave",
        "Leave alone",
        "Clearly high, and divisions alike.",
        "No practice is clearly high everywhere.",
        _high,
        lambda place: -place.mean,
        _everywhere,
        _keep,
    ),
)
