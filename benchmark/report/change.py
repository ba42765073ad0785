"""Did it move, or is it noise: what is too small to read first, then the picture and its table."""

from reportlab.platypus import CondPageBreak, Flowable

from benchmark.comparison.change_chart import change_chart
from benchmark.comparison.content import Comparison
from benchmark.report.charts import chart_pages
from benchmark.report.figures import chart_table
from benchmark.report.flowables import heading, height_of, paragraph, space
from benchmark.report.style import BODY_HEIGHT

SHARES = (0.28, 0.08, 0.08, 0.11, 0.12, 0.15, 0.08, 0.1)


def change_pages(comparison: Comparison) -> list[Flowable]:
    """Return what changed in the trust, or what is gone; nothing in a first round."""
    chart, since = change_chart(comparison), comparison.since
    if chart is None or since is None:
        return _nothing_beside(comparison)
    head = [
        *heading(chart.title, chart.key),
        paragraph(since.caution),
        paragraph(" ".join(since.basis), "small"),
        paragraph(chart.reading, "small"),
    ]
    first, *others = chart_pages(chart, BODY_HEIGHT - height_of(head))
    whole = [*head, first, *others]
    breaking = CondPageBreak(min(BODY_HEIGHT, height_of(whole) + 12))
    return [breaking, *whole, space(12), *chart_table(chart, SHARES)]


def _nothing_beside(comparison: Comparison) -> list[Flowable]:
    if not comparison.removed_before:
        return []
    return [*heading("Since the last round", "change"), paragraph(comparison.removed_before)]
