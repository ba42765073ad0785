"""The report of one division at L1: a meeting brief first, then what it stands on."""

from collections.abc import Sequence

from reportlab.platypus import CondPageBreak, Flowable, PageBreak, Table, TableStyle

from benchmark.comparison import picture, wording
from benchmark.comparison.attachments import division_attachments
from benchmark.comparison.beside import norm_note
from benchmark.comparison.brief import Choice, DivisionBrief
from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison, DivisionResult, PracticeHeading
from benchmark.comparison.dots import overall_dots
from benchmark.comparison.profile import profile, spoken, verdict_words
from benchmark.report.characters import paragraphs
from benchmark.report.charts import chart_pages
from benchmark.report.document import Furniture, built
from benchmark.report.figures import chart_table, practice_table, section_table
from benchmark.report.flowables import (
    Ladder,
    boxed,
    bullets,
    heading,
    height_of,
    labelled,
    line,
    paragraph,
    space,
    subheading,
    together,
)
from benchmark.report.front import FOOTER, cover
from benchmark.report.method import method_pages
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH
from benchmark.report.tagged import layout_table

_KINDS = {"protect": ("PROTECT", picture.DARK_BLUE), "improve": ("IMPROVE", picture.ACCENT)}


def division_report(comparison: Comparison, brief: DivisionBrief, edition: str = "L1") -> bytes:
    """Return the PDF report of the division that ``brief`` is about.

    ValueError for an edition that a Comparison cannot fill: it holds nothing beyond L1.
    """
    if edition != "L1":
        raise ValueError(f"a comparison holds L1 figures only, no edition {edition}")
    division = comparison.division(brief.division_key)
    story = [
        *_cover(comparison, division, edition),
        *_what_matters(comparison, division, brief),
        *(_figures(comparison, division) if division.released else []),
        CondPageBreak(BODY_HEIGHT / 2),
        *method_pages(comparison),
    ]
    return built(
        story,
        _furniture(comparison, division, edition),
        division_attachments(comparison, division.key),
    )


def _figures(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    return [
        PageBreak(),
        *_profile(comparison, division),
        PageBreak(),
        *_beside_others(comparison, division),
        PageBreak(),
        *_practices(comparison, division),
        *_evidence(comparison, division),
    ]


def _furniture(comparison: Comparison, division: DivisionResult, edition: str) -> Furniture:
    return Furniture(
        title=f"{spoken(division.name)}: division report, {spoken(comparison.round_title)}",
        subject=f"Management practice in {spoken(comparison.trust_name)}, edition {edition}",
        left=f"{division.name}  ·  {comparison.trust_name}",
        right=f"{spoken(comparison.round_title)}  ·  {edition} edition",
        handling=FOOTER,
        invented=comparison.invented,
        made=comparison.data_cut,
    )


def _cover(comparison: Comparison, division: DivisionResult, edition: str) -> list[Flowable]:
    return cover(
        comparison,
        division.name,
        f"Division report  ·  {comparison.round_title}",
        [
            ("Trust", f"{comparison.trust_name} ({comparison.trust_code})"),
            ("Division", division.name),
            ("Edition", f"{edition}: what the executive and the improvement team of the trust see"),
        ],
    )


def _what_matters(
    comparison: Comparison, division: DivisionResult, brief: DivisionBrief
) -> list[Flowable]:
    choices = [*([brief.protect] if brief.protect else []), *brief.improve]
    flow = heading(_choices_title(brief), "brief")
    flow.append(paragraph(brief.standing))
    for choice in choices:
        flow += [_card(choice, comparison.scale), space(9)]
    if division.released:
        different = _clear_differences(comparison, division, brief)
        flow.append(together(subheading("Clearly different from the trust"), *different))
    return flow


def _choices_title(brief: DivisionBrief) -> str:
    parts = []
    if brief.protect:
        parts.append("one to protect")
    if brief.improve:
        parts.append(f"{wording.in_words(len(brief.improve))} to improve")
    return ", ".join(parts).capitalize() if parts else "What to talk about first"


def _card(choice: Choice, scale: Sequence[str]) -> Table:
    kind, edge = _KINDS[choice.kind]
    now = f"Now: level {choice.level}, {choice.level_name}"
    following = (
        f"Next: level {choice.next_level}, {choice.next_name}"
        if choice.next_level
        else "There is no level above this one"
    )
    texts = layout_table(
        [
            [
                [line(now, "fact-name"), line(choice.level_text, "fact", 300)],
                [line(following, "fact-name"), line(choice.next_text, "fact", 300)],
            ]
        ],
        colWidths=[(BODY_WIDTH - 26) / 2] * 2,
    )
    texts.setStyle(_TWO_COLUMNS)
    return boxed(
        [
            line(f"{kind}  ·  {choice.section}", "kind"),
            line(choice.name, "name"),
            space(5),
            Ladder(choice.level, scale),
            space(6),
            texts,
            space(3),
            labelled("Why this one:", choice.reason),
            labelled("Ask each other:", choice.prompts[0]),
        ],
        edge,
    )


_TWO_COLUMNS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)


def _clear_differences(
    comparison: Comparison, division: DivisionResult, brief: DivisionBrief
) -> list[Flowable]:
    if not any(division.practice_verdicts.values()):
        return [paragraph(f"Differences from the trust are {verdict_words(division, '')}.")]
    names = [*brief.clearly_higher, *brief.clearly_lower]
    practices = [p for section in comparison.sections for p in section.practices if p.name in names]
    found = [_difference(comparison, division, practice) for practice in practices]
    none = "No practice is clearly higher or lower than the trust's mean."
    overall = (
        f"Overall {wording.with_interval(division.overall)} against a trust mean of "
        f"{wording.mean(comparison.trust.overall)}: {verdict_words(division, division.verdict)}."
    )
    return bullets([*(found or [none]), overall])


def _difference(comparison: Comparison, division: DivisionResult, practice: PracticeHeading) -> str:
    return (
        f"{visible_line(practice.name)}: level {wording.level(division.practices[practice.key])} "
        f"against a trust mean of {wording.mean(comparison.trust.practices[practice.key])}, "
        f"{division.practice_verdicts[practice.key]}."
    )


def _profile(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    chart = profile(comparison, division.key)
    flow = heading(chart.title, "profile")
    flow.append(paragraph(chart.reading, "small"))
    return flow + chart_pages(chart, BODY_HEIGHT - height_of(flow))


def _beside_others(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    chart = overall_dots(comparison, division.key)
    flow = heading("Beside the trust and the published norm", "comparison")
    flow += [*section_table(comparison, division), space(6)]
    if comparison.norm:
        flow.append(paragraph(norm_note(comparison), "small"))
    over = [subheading(chart.title), paragraph(chart.reading, "small")]
    first, *others = chart_pages(chart, BODY_HEIGHT - height_of(over))
    return [*flow, together(*over, first), *others, space(10), *chart_table(chart)]


def _practices(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    return [*heading("All practices", "practices"), *practice_table(comparison, division)]


def _evidence(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    """Return what its authors ticked as shareable, in the questionnaire's order."""
    shared = [
        piece
        for section in comparison.sections
        for practice in section.practices
        for piece in _shared(practice, division.shared_evidence.get(practice.key, ()))
    ]
    none = paragraph("No evidence was marked as one that may be shared.", "fact")
    title = subheading("Evidence that its author shared")
    return [CondPageBreak(BODY_HEIGHT / 5), title, *(shared or [none])]


def _shared(practice: PracticeHeading, texts: Sequence[str]) -> list[Flowable]:
    pieces = [paragraph(piece, "fact") for text in texts for piece in paragraphs(text)]
    return [line(practice.name, "fact-name"), *pieces, space(6)] if pieces else []
