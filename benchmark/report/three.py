"""What only the edition of the three leads holds (L2): where they differ, and if one of them left.

Each takes an ``Inside``, which exists for nobody else.
"""

from reportlab.platypus import CondPageBreak, Flowable

from benchmark.comparison.characters import visible_line
from benchmark.comparison.chart import Table
from benchmark.comparison.dumbbell import dumbbell
from benchmark.comparison.inside import ROLES, Inside, Post, PracticeInside
from benchmark.comparison.wording import local_time, sentence
from benchmark.report.charts import chart_pages
from benchmark.report.flowables import (
    facts,
    heading,
    height_of,
    line,
    paragraph,
    space,
    subheading,
    told,
)
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

FIRST_COLUMN = 170
WIDTHS = (158.0, 56, 62, 54, 90, 67)  # practice, the three leads, range, what was settled
_LEFT = (
    "At the end of each section each of you was asked: if one of us left, would this continue? "
    "Agreement between three people does not show that a way of working would outlive them; this "
    "question asks for it, and only the three of you read the answers."
)
_NOBODY = "None of you answered this question in this round."


def posts(inside: Inside) -> list[Flowable]:
    """Return for each post whether and when it was answered for; no name is said."""
    rows = [(f"{post.role.capitalize()} lead", _post(post)) for post in inside.posts]
    return [facts(rows), space(8)]


def _post(post: Post) -> str:
    if post.submitted_at is None:
        return post.missing or "not submitted"
    parts = [f"submitted on {local_time(post.submitted_at)}"]
    if post.people > 1:
        parts.append("by two people who share the job")
    if post.paper:
        parts.append("entered from paper by the coordinator")
    return ", ".join(parts)


def differences(inside: Inside) -> list[Flowable]:
    """Return the dumbbells, the table of the same numbers, and what was written beside them."""
    chart = dumbbell(inside)
    flow = [*heading(chart.title, "three"), paragraph(chart.reading, "small")]
    flow += chart_pages(chart, BODY_HEIGHT - height_of(flow))
    flow += [CondPageBreak(BODY_HEIGHT / 2), *heading("What each of you said", "said")]
    return [*flow, _levels(chart.table), *_written(inside)]


def _levels(table: Table) -> Flowable:
    """Return the numbers of the picture."""
    rows = tuple((row[0], *row[2:]) for row in table.rows)
    return grouped_table((table.header[0], *table.header[2:]), [Grouped("", rows)], WIDTHS)


def _written(inside: Inside) -> list[Flowable]:
    """Return evidence, reasons and dissents, in the order of the picture."""
    pieces = [piece for practice in inside.by_range for piece in _of_practice(practice)]
    return [subheading("In your own words"), *pieces] if pieces else []


def _of_practice(practice: PracticeInside) -> list[Flowable]:
    told_of = [
        *(piece for v in practice.voices for piece in told(f"{_lead(v.role)}:", v.evidence)),
        *told("Why you settled it so:", practice.reason),
        *(
            piece
            for dissent in practice.dissents
            for piece in told(f"{_lead(dissent.role)}, who sees it otherwise:", dissent.text)
        ),
    ]
    if not told_of:
        return []
    summary = paragraph(f"{sentence(practice.said)} {sentence(practice.outcome)}", "small")
    return [line(visible_line(practice.name), "strong"), summary, *told_of, space(6)]


def _lead(role: str) -> str:
    return f"{role.capitalize()} lead"


def if_one_left(inside: Inside) -> list[Flowable]:
    """Return what each of them expects of each section if one of the three left."""
    flow = [CondPageBreak(BODY_HEIGHT / 3), *heading("If one of us left", "left")]
    if not inside.sections:
        return [*flow, paragraph(_NOBODY)]
    header = ("Section", *map(_lead, ROLES))
    rows = tuple((visible_line(each.name), *each.words) for each in inside.sections)
    widths = [FIRST_COLUMN, *[(BODY_WIDTH - FIRST_COLUMN) / len(ROLES)] * len(ROLES)]
    return [*flow, paragraph(_LEFT), grouped_table(header, [Grouped("", rows)], widths)]
