"""The analysis of a ratings file as a PDF: what was read, pictures, every table, how to read it."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable, LongTable, NextPageTemplate, PageBreak, TableStyle

from benchmark.comparison import picture
from benchmark.comparison.analysis_parts import Cells, Part, counts_of, parts_of
from benchmark.comparison.analysis_pictures import divisions_picture, line_up_picture, map_picture
from benchmark.comparison.attachments import analysis_attachments
from benchmark.comparison.characters import visible_line
from benchmark.report.charts import PictureFlowable
from benchmark.report.document import UPRIGHT, Furniture, built
from benchmark.report.flowables import (
    CoverBand,
    boxed,
    facts,
    heading,
    line,
    paragraph,
    space,
    subheading,
    together,
)
from benchmark.report.style import BODY_WIDTH, LABEL
from benchmark.report.tables import BASE
from benchmark.report.tagged import data_table
from benchmark.variation.analysis import Analysis

FOOTER = "Computed from a file of ratings. Handle it as you handle the file."
READING = (
    "Every figure stands beside its interval, or beside the reason why it does not exist. "
    "95% intervals are wide because few people answered: trust them before any single number. "
    "Differences that could be chance are called not clear. A variance of 0 has an interval too: "
    "the data allow for some."
)
SHORTEST, LONGEST = 6, 34  # characters that give a column its width
LONGEST_REASON = 600


def analysis_pdf(analysis: Analysis, file: str, scale: tuple[float, float]) -> bytes:
    """The report on the file called ``file``, with scores on ``scale``; same data, same bytes."""
    name = visible_line(file)
    story = [*_cover(analysis, name, scale), *_pictures(analysis, scale), *_tables(analysis)]
    furniture = Furniture(
        title=f"Analysis of {name}",
        subject="Where ratings vary: divisions, roles, practices and noise",
        left=name,
        right="Analysis of ratings",
        handling=FOOTER,
        invented=False,
    )
    return built(story, furniture, analysis_attachments(analysis))


def _cover(analysis: Analysis, name: str, scale: tuple[float, float]) -> list[Flowable]:
    n = analysis.n
    band = CoverBand(
        [
            line("Management Practice Benchmark", "cover-line"),
            line("Analysis of ratings", "cover-title"),
            line(name, "cover-line"),
        ]
    )
    missing = "none" if not n.missing else f"{n.missing} of {n.answers + n.missing}"
    read = [
        ("File", name),
        ("Read", counts_of(analysis)),
        ("Scale", f"{scale[0]:g} to {scale[1]:g}"),
        ("Missing", missing),
    ]
    how = boxed([paragraph("How to read it", "strong"), paragraph(READING)], picture.DARK_BLUE)
    return [band, space(26), facts(read), space(22), how, NextPageTemplate(UPRIGHT), PageBreak()]


def _pictures(analysis: Analysis, scale: tuple[float, float]) -> Iterator[Flowable]:
    drawn = (
        ("Do the divisions differ?", divisions_picture(analysis, scale, BODY_WIDTH, LABEL)),
        ("Uneven or low?", map_picture(analysis, scale, BODY_WIDTH, LABEL)),
        ("Could the picture be chance?", line_up_picture(analysis, BODY_WIDTH, LABEL)),
    )
    for place, (title, found) in enumerate(drawn):
        if found is not None:
            drawing = PictureFlowable(found.picture, found.alternative)
            words = paragraph(found.reading)
            yield together(*heading(title, f"picture-{place}"), words, drawing)
    if any(found for _, found in drawn):
        yield PageBreak()


def _tables(analysis: Analysis) -> Iterator[Flowable]:
    yield from heading("Every figure", "figures")
    told = ""
    for part in parts_of(analysis):
        yield subheading(part.title)
        if part.meaning != told:
            yield paragraph(part.meaning, "fact")
            yield space(4)
        told = part.meaning
        yield _table(part)


def _table(part: Part) -> LongTable:
    """Columns of one width after the names; a row of two cells spans them with its reason."""
    size = len(part.header)
    head = [line(text, "cell-head") for text in part.header]
    commands = list(BASE)
    for place, row in enumerate(part.rows, start=1):
        if len(row) < size:
            commands.append(("SPAN", (1, place), (-1, place)))
    cells = [head, *(_cells(row, size) for row in part.rows)]
    table = data_table(cells, colWidths=_widths(part), repeatRows=1, hAlign="LEFT")
    table.setStyle(TableStyle(commands))
    return table


def _cells(row: Cells, size: int) -> list[object]:
    shown: list[object] = [line(text, "cell", LONGEST_REASON) for text in row]
    return [*shown, *[""] * (size - len(row))]


def _widths(part: Part) -> Sequence[float]:
    """Room by the longest text of each column, between a short word and two lines."""
    whole = [part.header, *(row for row in part.rows if len(row) == len(part.header))]
    longest = [max(map(len, column)) for column in zip(*whole, strict=True)]
    longest[0] = max(len(row[0]) for row in part.rows)
    room = [min(max(each, SHORTEST), LONGEST) + SHORTEST for each in longest]
    return [BODY_WIDTH * each / sum(room) for each in room]
