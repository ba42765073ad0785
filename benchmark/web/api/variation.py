"""How divisions differ, as the comparison page tells it: no number is finer than on the page."""

from benchmark.comparison.change_chart import TRUST, points
from benchmark.comparison.changes import Change as Compared
from benchmark.comparison.changes import DivisionOverRounds, TrustOverRounds
from benchmark.comparison.checks import check_table
from benchmark.comparison.content import Comparison
from benchmark.comparison.evidence_charts import line_up_answer, per_cent
from benchmark.comparison.figure import Figure
from benchmark.comparison.insight import DecisionList as Listed
from benchmark.comparison.precision import NOT_ENOUGH_ANSWERS
from benchmark.comparison.wording import one_decimal, two_decimals
from benchmark.web.api.documents import NotShown, Value, Words
from benchmark.web.api.figures import about, figure_of, hidden
from benchmark.web.api.insights import (
    Change,
    Check,
    Checks,
    DecisionList,
    DecisionLists,
    ListedPractice,
    Moved,
    Part,
    Parts,
    Place,
    Places,
    Since,
    Standing,
    Standings,
    Variation,
)

NO_EARLIER = "there is no earlier round to stand beside this one"
NOTHING_SHARED = "the two rounds have no practice in common that can be compared"
PER_CENT = 100


def variation_of(comparison: Comparison) -> Variation:
    insight = comparison.insight
    why, why_parts = (
        hidden(reason or NOT_ENOUGH_ANSWERS) for reason in (insight.reason, insight.parts_reason)
    )
    answer = line_up_answer(comparison)
    return Variation(
        about=about(comparison),
        finding=comparison.finding,
        how_sure=comparison.caution,
        differences=list(comparison.differences),
        lists=DecisionLists(rows=[_list(each) for each in insight.lists]) if insight.lists else why,
        standings=_standings(comparison) if insight.standings else why,
        places=_places(comparison) if insight.places else why,
        line_up=Words(text=answer) if answer else why,
        parts=_parts(comparison) if insight.parts else why_parts,
        checks=_checks(comparison) if insight.checks else why_parts,
        since_last_round=_since(comparison),
    )


def _list(listed: Listed) -> DecisionList:
    practices = [
        ListedPractice(key=each.key, name=each.name, where=each.where, step=each.step)
        for each in listed.practices
    ]
    said = {"key": listed.key, "title": listed.title, "meaning": listed.meaning}
    return DecisionList.model_validate(said | {"practices": practices, "none": listed.empty})


def _as_printed(value: float) -> float:
    return float(one_decimal(value))


def _standings(comparison: Comparison) -> Standings:
    rows = [
        Standing(
            division=each.key,
            name=comparison.division(each.key).name,
            observed=_as_printed(each.observed),
            drawn=_as_printed(each.drawn),
            low=_as_printed(each.low),
            high=_as_printed(each.high),
            words=each.verdict,
        )
        for each in comparison.insight.standings
    ]
    return Standings(rows=rows)


def _places(comparison: Comparison) -> Places:
    names = ("mean", "mean_low", "mean_high", "spread", "spread_low", "spread_high")
    rows = [
        Place.model_validate(
            {"practice": each.key, "name": each.name, "belongs": each.belongs or "not clear"}
            | {name: _as_printed(getattr(each, name)) for name in names}
        )
        for each in comparison.insight.places
    ]
    return Places(rows=rows)


def _parts(comparison: Comparison) -> Parts:
    rows = [
        Part(
            key=each.key,
            name=each.name,
            share=_in_hundredths(each.share),
            low=_in_hundredths(each.low),
            high=_in_hundredths(each.high),
        )
        for each in comparison.insight.parts
    ]
    return Parts(rows=rows)


def _in_hundredths(share: float) -> float:
    return int(per_cent(share).rstrip("%")) / PER_CENT


def _checks(comparison: Comparison) -> Checks:
    """The lines of the page's table; the placebo, which it has as well, is the line-up here."""
    table = check_table(comparison)
    lines = table.rows if table else ()
    found = zip(comparison.insight.checks, lines, strict=False)
    return Checks(
        rows=[
            Check(
                key=check.key,
                name=line[0],
                figure=_value(check.value, line[3]),
                between="" if check.value is None else line[2],
                words=line[3],
            )
            for check, line in found
        ]
    )


def _value(value: float | None, words: str) -> Value | NotShown:
    if value is None:
        return hidden(words.removeprefix("not shown: "))
    return Value(value=float(two_decimals(value)), text=two_decimals(value))


def _since(comparison: Comparison) -> Since | NotShown:
    since = comparison.since
    if since is None:
        return hidden(comparison.removed_before or NO_EARLIER)
    if not since.comparable:
        return hidden(NOTHING_SHARED)
    moved = [_moved(since.trust, None, TRUST), *(_moved(d, d.key, d.name) for d in since.divisions)]
    return Since(before=since.before, basis=list(since.basis), how_sure=since.caution, rows=moved)


def _moved(over: TrustOverRounds | DivisionOverRounds, division: str | None, name: str) -> Moved:
    return Moved(
        division=division,
        name=name,
        before=figure_of(over.before, _finely),
        after=figure_of(over.after, _finely),
        change=_change(over.change, over.after.reason or over.before.reason),
    )


def _finely(figure: Figure) -> str:
    return two_decimals(figure.value or 0.0)


def _change(change: Compared | None, rule: str) -> Change | NotShown:
    if change is None:
        return hidden(rule or NOT_ENOUGH_ANSWERS)
    band = _value(change.band, change.words)
    return Change(
        points=float(two_decimals(change.points)),
        text=points(change),
        band=band,
        words=change.words,
    )
