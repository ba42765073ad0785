"""How sure we are, in pictures: uneven or low, the line-up, and how much is real."""

from benchmark.comparison.chart import (
    BarChart,
    BarPart,
    Described,
    MapChart,
    MapPoint,
    PanelsChart,
    Span,
    Table,
)
from benchmark.comparison.content import Comparison
from benchmark.comparison.insight import PracticePlace, VariationPart
from benchmark.comparison.profile import NUMBERS
from benchmark.comparison.wording import counted, in_words, one_decimal
from benchmark.variation.uneven_or_low import CORNERS, LOW, UNEVEN

LISTS = {"copy": "Copy from next door", "fix": "Fix centrally", "leave": "Leave alone"}
PER_CENT = 100


def map_chart(comparison: Comparison) -> MapChart | None:
    """Practices by trust mean and spread between divisions; None where nothing can be placed."""
    places = comparison.insight.places
    if not places:
        return None
    return MapChart(
        key="uneven-or-low",
        title=_map_title(places),
        reading=(
            "Each number is a practice of the table: further left, the trust is lower; further up, "
            "its divisions differ more, with noise taken out. Practices of the three lists carry "
            "their names, and a pale ellipse over the 68% limits of both figures."
        ),
        alternative=f"Practices by trust mean and by spread between divisions. {NUMBERS}",
        table=_map_table(places),
        scale=comparison.scale,
        points=tuple(_point(number, place) for number, place in enumerate(places, start=1)),
        low=LOW,
        uneven=UNEVEN,
        corners=(
            CORNERS[True, False],
            CORNERS[True, True],
            CORNERS[False, False],
            CORNERS[False, True],
        ),
    )


def _map_title(places: tuple[PracticePlace, ...]) -> str:
    uneven = sum(place.belongs == "copy" for place in places)
    low = sum(place.belongs == "fix" for place in places)
    if not uneven and not low:
        return "No practice is clearly uneven and none clearly low everywhere"
    verb = "is" if uneven == 1 else "are"
    first = f"{counted(uneven, 'practice')} {verb} clearly uneven"
    return f"{first[0].upper()}{first[1:]}, {in_words(low)} clearly low everywhere"


def _point(number: int, place: PracticePlace) -> MapPoint:
    return MapPoint(
        number,
        place.name if place.listed else "",
        Span(*place.soft[:2]),
        Span(*place.soft[2:]),
        place.mean,
        place.spread,
    )


def _map_table(places: tuple[PracticePlace, ...]) -> Table:
    return Table(
        caption="Mean and spread of each practice; limits hold for all practices at once",
        header=("Practice", "Trust mean", "95% limits", "Spread", "95% limits of it", "Clearly"),
        rows=tuple(
            (
                f"{number} {place.name}",
                one_decimal(place.mean),
                f"{one_decimal(place.mean_low)} to {one_decimal(place.mean_high)}",
                one_decimal(place.spread),
                f"{one_decimal(place.spread_low)} to {one_decimal(place.spread_high)}",
                LISTS[place.belongs] if place.belongs else "not clear",
            )
            for number, place in enumerate(places, start=1)
        ),
    )


def line_up_chart(comparison: Comparison) -> PanelsChart | None:
    """Twenty small caterpillars without a name, one of them real; None where there is no noise."""
    found = comparison.insight.line_up
    if found is None:
        return None
    count = in_words(len(found.panels[0]))
    return PanelsChart(
        key="line-up",
        title=f"One of these {len(found.panels)} pictures is real: can you tell which?",
        reading=(
            f"Each shows {count} divisions around their mean, highest first; all but one are drawn "
            "from noise alone. Choose the one in which the divisions differ most."
        ),
        alternative=f"20 small pictures of divisions around their mean. {NUMBERS}",
        table=Table(
            caption="How far divisions of each picture reach from their mean",
            header=("Picture", "Highest, above it", "Lowest, below it"),
            rows=tuple(
                (str(at), f"{abs(panel[0]):.2f}", f"{abs(panel[-1]):.2f}")
                for at, panel in enumerate(found.panels, start=1)
            ),
        ),
        panels=found.panels,
        half_width=found.half_width,
    )


def line_up_answer(comparison: Comparison) -> str:
    """Which picture is real, and what follows; nothing where there is no line-up."""
    found = comparison.insight.line_up
    if found is None:
        return ""
    start = f"Picture {found.place + 1} is real."
    if not found.as_wide:
        return f"{start} Its divisions differ more than in every picture drawn from noise alone."
    others = counted(found.as_wide, "picture")
    return (
        f"{start} {others[0].upper()}{others[1:]} drawn from noise alone "
        f"{'differs' if found.as_wide == 1 else 'differ'} at least as much, so noise could look "
        "like this."
    )


def parts_chart(comparison: Comparison) -> BarChart | None:
    """Where the differences between answers come from; None where ``parts_reason`` says why."""
    parts = comparison.insight.parts
    if not parts:
        return None
    real = sum(part.share for part in parts if part.key.startswith("division"))
    return BarChart(
        key="how-much-is-real",
        title=f"About {per_cent(real)} of the differences between answers are between divisions",
        reading=(
            "Differences between the three roles and between practices are taken out first. The "
            "rest of the bar is how leads of one division differ, which no division's figure shows."
        ),
        alternative=f"One bar: divisions, leads of a division and noise. {NUMBERS}",
        table=_parts_table(parts),
        parts=tuple(BarPart(part.name, part.share, per_cent(part.share)) for part in parts),
    )


def _parts_table(parts: tuple[VariationPart, ...]) -> Table:
    return Table(
        caption="Share of the differences between answers",
        header=("Source", "Share", "95% interval"),
        rows=tuple(
            (part.name, per_cent(part.share), f"{per_cent(part.low)} to {per_cent(part.high)}")
            for part in parts
        ),
    )


def per_cent(share: float) -> str:
    """``.214`` as ``21%``; a half goes up."""
    return f"{int(share * PER_CENT + 0.5)}%"


def evidence_charts(comparison: Comparison) -> tuple[Described, ...]:
    """Those of the three that there are, in the order of the page."""
    charts = (map_chart(comparison), line_up_chart(comparison), parts_chart(comparison))
    return tuple(chart for chart in charts if chart is not None)
