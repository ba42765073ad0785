"""From figures of a comparison to those of the API: the same numbers, and the same words."""

from collections.abc import Callable, Iterator

from benchmark.comparison.compare import ALL_THREE
from benchmark.comparison.content import Comparison, DivisionResult, SectionHeading, TrustResult
from benchmark.comparison.content import Figure as Compared
from benchmark.comparison.precision import NOT_ENOUGH_ANSWERS
from benchmark.comparison.wording import interval, level, mean, not_shown, one_decimal
from benchmark.web.api.documents import (
    About,
    DivisionEntry,
    Figure,
    Interval,
    NotShown,
    Released,
    Score,
    Words,
)

DECIMALS = 6  # of means over levels that the reader sees; as in the files for analysts
ANSWERS = frozenset({*ALL_THREE.values(), NOT_ENOUGH_ANSWERS})
Results = DivisionResult | TrustResult
OVERALL, COMPARABLE = "All practices", "Practices with an outside norm"


def hidden(rule: str) -> NotShown:
    """Why there is no value, in the words of pages."""
    because = "answers" if rule in ANSWERS else "rule"
    return NotShown(because=because, rule=rule, text=not_shown(rule))


def figure_of(figure: Compared, write: Callable[[Compared], str] = mean) -> Figure | NotShown:
    """``write``: how pages write this figure."""
    if figure.value is None:
        return hidden(figure.reason)
    value = round(figure.value, DECIMALS)
    return Figure(value=value, text=write(figure), interval=_interval(figure))


def _interval(figure: Compared) -> Interval | NotShown:
    if figure.low is None or figure.high is None:
        return hidden(figure.interval_reason)
    # more digits would say more of the leads' own answers than the page does
    low, high = (float(one_decimal(end)) for end in (figure.low, figure.high))
    return Interval(low=low, high=high, text=interval(figure))


def about(comparison: Comparison) -> About:
    return About(
        trust=comparison.trust_code,
        trust_name=comparison.trust_name,
        invented=comparison.invented,
        round=comparison.round_id,
        round_title=comparison.round_title,
        questionnaire=comparison.questionnaire,
        schedule=comparison.schedule,
    )


def division_entries(comparison: Comparison) -> tuple[DivisionEntry, ...]:
    return tuple(
        DivisionEntry(
            key=division.key,
            name=division.name,
            levels=hidden(division.reason)
            if division.reason
            else Released(data_cut=division.data_cut),
            overall=figure_of(division.overall),
        )
        for division in comparison.divisions
    )


def score_rows(comparison: Comparison) -> tuple[Score, ...]:
    """Every figure of every division in the trust's own order, then those of the trust."""
    everybody: list[Results] = [*comparison.divisions, comparison.trust]
    return tuple(row for results in everybody for row in _scores(comparison, results))


def _scores(comparison: Comparison, results: Results) -> Iterator[Score]:
    verdict = results.verdict if isinstance(results, DivisionResult) else None
    yield _row(results, "overall", "", OVERALL, figure_of(results.overall), verdict)
    if comparison.norm:
        yield _row(results, "comparable", "", COMPARABLE, figure_of(results.comparable))
    for section in comparison.sections:
        figure = figure_of(results.sections[section.key])
        yield _row(results, "section", section.key, section.name, figure)
        yield from _practices(results, section)


def _practices(results: Results, section: SectionHeading) -> Iterator[Score]:
    division = results if isinstance(results, DivisionResult) else None
    for practice in section.practices:
        key = practice.key
        figure = figure_of(results.practices[key], level if division else mean)
        verdict = division.practice_verdicts.get(key, "") if division else None
        row = _row(results, "practice", key, practice.name, figure, verdict)
        yield row.model_copy(update={"section": section.key})


def _row(
    results: Results,
    kind: str,
    key: str,
    label: str,
    figure: Figure | NotShown,
    verdict: str | None = None,
) -> Score:
    """``verdict`` None: there is no such word for this kind of figure."""
    division = results if isinstance(results, DivisionResult) else None
    return Score.model_validate(
        {
            "of": "division" if division else "trust",
            "division": division.key if division else None,
            "name": division.name if division else "Trust",
            "kind": kind,
            "key": key or None,
            "label": label,
            "section": None,
            "figure": figure,
            "against_trust": None if verdict is None else _against(verdict, figure),
        }
    )


def _against(verdict: str, figure: Figure | NotShown) -> Words | NotShown:
    """The words, or the rule that hides them: that of the figure, else that of its interval."""
    if verdict:
        return Words(text=verdict)
    if isinstance(figure, NotShown):
        return figure
    between = figure.interval
    return between if isinstance(between, NotShown) else hidden(NOT_ENOUGH_ANSWERS)
