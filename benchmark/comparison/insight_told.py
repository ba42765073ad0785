"""What an insight tells its readers, thing by thing: for notices that list what has changed."""

from collections.abc import Iterator

from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison
from benchmark.comparison.evidence_charts import line_up_answer, parts_chart
from benchmark.comparison.insight import DecisionList
from benchmark.comparison.wording import not_shown, one_decimal

DECIDED = "What can be decided"
Told = tuple[str, tuple[str, str, object]]  # key; its name, how it reads, how it is


def told_by_insight(comparison: Comparison) -> Iterator[Told]:
    """The three lists, every division in the order of divisions, the map, line-up and parts."""
    insight = comparison.insight
    why = not_shown(insight.reason) if insight.reason else ""
    yield "lists", ("The three lists", why or "shown", why)
    for each in insight.lists:
        said = list_words(each)
        yield f"list {each.key}", (each.title, said, said)
    for standing in insight.standings:
        between = f"{one_decimal(standing.low)} to {one_decimal(standing.high)}"
        name = f"{visible_line(comparison.division(standing.key).name)}, drawn towards the trust"
        shown = f"{one_decimal(standing.drawn)} ({between}, all at once)"
        yield f"standing {standing.key}", (name, shown, standing)
    for place in insight.places:
        name = f"{visible_line(place.name)}, mean and spread"
        shown = f"{one_decimal(place.mean)} and {one_decimal(place.spread)}"
        yield f"place {place.key}", (name, shown, place)
    answer = line_up_answer(comparison) or why
    yield "line-up", ("The line-up", answer, insight.line_up or answer)
    bar = parts_chart(comparison)
    told = bar.title if bar else not_shown(insight.parts_reason)
    yield "parts", ("How much is real", told, insight.parts or told)


def list_words(each: DecisionList) -> str:
    """One list as a line of text."""
    lines = [f"{visible_line(line.name)} ({line.where})" for line in each.practices]
    return "; ".join(lines) or each.empty
