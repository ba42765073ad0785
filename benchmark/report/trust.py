"""The report of a whole trust at L1: the finding, the divisions side by side, every practice."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from benchmark.comparison import picture, wording
from benchmark.comparison.attachments import trust_attachments
from benchmark.comparison.caterpillar import division_chart
from benchmark.comparison.checks import check_table
from benchmark.comparison.content import Comparison
from benchmark.comparison.dots import section_dots
from benchmark.comparison.drawing import Drawable
from benchmark.comparison.evidence_charts import (
    line_up_answer,
    line_up_chart,
    map_chart,
    parts_chart,
)
from benchmark.comparison.profile import spoken
from benchmark.report.change import change_pages
from benchmark.report.charts import chart_pages
from benchmark.report.document import Furniture, built
from benchmark.report.figures import chart_table
from benchmark.report.flowables import (
    boxed,
    bullets,
    facts,
    heading,
    height_of,
    paragraph,
    space,
    subheading,
)
from benchmark.report.following import decisions, following_pages
from benchmark.report.front import TRUST_FOOTER, TRUST_HANDLING, cover
from benchmark.report.heat import practice_pages
from benchmark.report.method import method_pages
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

MOST_DIFFERENCES = 12  # a page that decides, not a list to work through
CHECK_WIDTHS = (0.42 * BODY_WIDTH, 0.1 * BODY_WIDTH, 0.16 * BODY_WIDTH, 0.32 * BODY_WIDTH)
LIST_WIDTHS = (0.28 * BODY_WIDTH, 0.4 * BODY_WIDTH, 0.32 * BODY_WIDTH)


def trust_report(comparison: Comparison) -> bytes:
    """Return the PDF report of the trust: what to decide first, and last what it stands on."""
    story = [
        *_cover(comparison),
        *_finding(comparison),
        *(_figures(comparison) if comparison.released else []),
        CondPageBreak(BODY_HEIGHT / 2),
        *method_pages(comparison),
        *_answer(comparison),
    ]
    return built(story, _furniture(comparison), trust_attachments(comparison))


def _figures(comparison: Comparison) -> list[Flowable]:
    """Return how much divisions differ, what people do about it, and what the figures stand on."""
    overall, sections = division_chart(comparison), section_dots(comparison)
    return [
        *practice_pages(comparison),
        PageBreak(),
        *_chart_pages(overall, "divisions", [space(12), *chart_table(overall)]),
        *following_pages(comparison),
        *change_pages(comparison),
        *decisions(comparison),
        *_sureness(comparison),
        *_chart_pages(sections, "sections"),
        *_checks(comparison),
    ]


def _sureness(comparison: Comparison) -> list[Flowable]:
    """Return the map, the line-up and how much is real, as far as the round has them."""
    charts = (map_chart(comparison), parts_chart(comparison))
    flow: list[Flowable] = []
    for chart in filter(None, charts):
        flow += _chart_pages(chart, chart.key, [space(12), *chart_table(chart)])
    line_up = line_up_chart(comparison)
    if line_up:
        flow += _chart_pages(line_up, line_up.key)
        flow.append(paragraph("Which one is real stands on the last page.", "small"))
    return flow


def _checks(comparison: Comparison) -> list[Flowable]:
    """Return the coefficients of the appendix, as far as the round may show them."""
    table = check_table(comparison)
    if table is None:
        return []
    rows = grouped_table(table.header, [Grouped("", table.rows)], CHECK_WIDTHS)
    return [CondPageBreak(BODY_HEIGHT / 3), *heading(table.caption, "checks"), rows, space(14)]


def _answer(comparison: Comparison) -> list[Flowable]:
    answer = line_up_answer(comparison)
    return [subheading("Which picture of the line-up is real"), paragraph(answer)] if answer else []


def _chart_pages(chart: Drawable, key: str, below: Sequence[Flowable] = ()) -> list[Flowable]:
    """Start on a new page unless all of it fits on what is left of this one."""
    head = [*heading(chart.title, key), paragraph(chart.reading, "small")]
    first, *others = chart_pages(chart, BODY_HEIGHT - height_of(head))
    whole = [*head, first, *others, *below]
    return [CondPageBreak(min(BODY_HEIGHT, height_of(whole) + 12)), *whole]


def _furniture(comparison: Comparison) -> Furniture:
    name = spoken(comparison.trust_name)
    return Furniture(
        title=f"{name}: trust report, {spoken(comparison.round_title)}",
        subject="Management practice of the divisions of a trust, edition L1",
        left=comparison.trust_name,
        right=f"{spoken(comparison.round_title)}  ·  L1 edition",
        handling=TRUST_FOOTER,
        invented=comparison.invented,
        made=comparison.data_cut,
    )


def _cover(comparison: Comparison) -> list[Flowable]:
    released = f"{len(comparison.released)} of {len(comparison.divisions)}"
    return cover(
        comparison,
        comparison.trust_name,
        f"Trust report  ·  {comparison.round_title}",
        [
            ("Trust", f"{comparison.trust_name} ({comparison.trust_code})"),
            ("Divisions released", released),
            ("Edition", "L1: what the executive and the improvement team of the trust see"),
        ],
        TRUST_HANDLING,
    )


def _finding(comparison: Comparison) -> list[Flowable]:
    flow = heading("What this round shows", "finding")
    flow.append(boxed([paragraph(comparison.finding, "lead")], picture.ACCENT))
    flow += _lists(comparison) if comparison.released else []
    flow += [subheading("How sure we are"), paragraph(comparison.caution)]
    waiting = [
        (d.name, wording.not_shown(d.reason)) for d in comparison.divisions if not d.released
    ]
    if waiting:
        flow += [subheading("Divisions not shown"), facts(waiting, name_width=220)]
    return [*flow, subheading("What differs clearly"), *_differences(comparison)]


def _lists(comparison: Comparison) -> list[Flowable]:
    """Return what an executive decides from: three lists in one table, or why there are none."""
    insight = comparison.insight
    if not insight.lists:
        words = f"These three lists are {wording.not_shown(insight.reason)}."
        return [subheading("Copy from next door, fix centrally, leave alone"), paragraph(words)]
    groups = [
        Grouped(
            f"{each.title}: {each.meaning}",
            tuple((line.name, line.where, line.step) for line in each.practices)
            or ((each.empty, "", ""),),
        )
        for each in insight.lists
    ]
    return [space(10), grouped_table(("Practice", "Divisions", "Next step"), groups, LIST_WIDTHS)]


def _differences(comparison: Comparison) -> list[Flowable]:
    """Return the largest differences; the reports of the divisions have all of them."""
    shown, more = (
        comparison.differences[:MOST_DIFFERENCES],
        comparison.differences[MOST_DIFFERENCES:],
    )
    flow = bullets(shown) or [_no_difference(comparison)]
    if more:
        rest = wording.counted(len(more), "smaller difference")
        flow.append(paragraph(f"And {rest}; each division's own report lists all of its own."))
    return flow


def _no_difference(comparison: Comparison) -> Flowable:
    if comparison.released and comparison.trust.overall.value is not None:
        return paragraph("No practice of any division is clearly different from the trust's mean.")
    return paragraph(f"Differences are {wording.not_shown(comparison.trust.overall.reason)}.")
