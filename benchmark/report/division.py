"""The report of one division at L1: a meeting brief first, then what it stands on."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, PageBreak, Table, TableStyle

from benchmark.comparison import picture, wording
from benchmark.comparison.brief import Choice, DivisionBrief
from benchmark.comparison.characters import visible_line
from benchmark.comparison.content import Comparison, DivisionResult, SectionHeading
from benchmark.comparison.dots import overall_dots
from benchmark.comparison.profile import profile, spoken, verdict_words
from benchmark.report.characters import paragraphs
from benchmark.report.charts import chart_pages
from benchmark.report.document import Furniture, built
from benchmark.report.flowables import (
    Ladder,
    boxed,
    bullets,
    heading,
    line,
    paragraph,
    space,
    subheading,
    together,
)
from benchmark.report.front import HANDLING, cover
from benchmark.report.method import method_pages
from benchmark.report.style import BODY_HEIGHT, BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

_KINDS = {"protect": ("PROTECT", picture.DARK_BLUE), "improve": ("IMPROVE", picture.ACCENT)}
_OVER_A_CHART = 120  # points that title and reading of a page with a chart take


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
        PageBreak(),
        *_profile(comparison, division),
        PageBreak(),
        *_beside_others(comparison, division),
        PageBreak(),
        *_practices(comparison, division),
        *_evidence(comparison, division),
        PageBreak(),
        *method_pages(comparison),
    ]
    return built(story, _furniture(comparison, division, edition))


def _furniture(comparison: Comparison, division: DivisionResult, edition: str) -> Furniture:
    return Furniture(
        title=f"{spoken(division.name)}: division report, {spoken(comparison.round_title)}",
        subject=f"Management practice in {spoken(comparison.trust_name)}, edition {edition}",
        left=f"{comparison.trust_name}  ·  {division.name}",
        right=f"{spoken(comparison.round_title)}  ·  {edition} edition",
        handling=HANDLING,
        invented=comparison.invented,
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
        different = _clear_differences(division, brief)
        flow.append(together(subheading("Clearly different from the trust"), *different))
    return flow


def _choices_title(brief: DivisionBrief) -> str:
    parts = []
    if brief.protect:
        parts.append("one to protect")
    if brief.improve:
        parts.append(f"{wording.in_words(len(brief.improve))} to improve")
    return wording.joined(parts).capitalize() if parts else "What to talk about first"


def _card(choice: Choice, scale: Sequence[str]) -> Table:
    kind, edge = _KINDS[choice.kind]
    now = f"Now: level {choice.level}, {choice.level_name}"
    following = (
        f"Next: level {choice.next_level}, {choice.next_name}"
        if choice.next_level
        else "There is no level above this one"
    )
    texts = Table(
        [
            [line(now, "fact-name"), line(following, "fact-name")],
            [line(choice.level_text, "fact", 300), line(choice.next_text, "fact", 300)],
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
            line(f"Why this one: {choice.reason}", "fact", 400),
        ],
        edge,
    )


_TWO_COLUMNS = TableStyle(
    [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 14),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)


def _clear_differences(division: DivisionResult, brief: DivisionBrief) -> list[Flowable]:
    if not any(division.practice_verdicts.values()):
        reason = verdict_words(division, "")
        return [paragraph(f"Differences from the trust are {reason}.")]
    found = [
        f"{words.capitalize()}: {wording.joined([visible_line(name) for name in names])}."
        for words, names in (
            (wording.CLEARLY_HIGHER, brief.clearly_higher),
            (wording.CLEARLY_LOWER, brief.clearly_lower),
        )
        if names
    ]
    none = "No practice is clearly higher or lower than the trust's mean."
    return bullets([*(found or [none]), f"Overall: {division.verdict}."])


def _profile(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    chart = profile(comparison, division.key)
    flow = heading(chart.title, "profile")
    flow.append(paragraph(chart.reading, "small"))
    for picture_part in chart_pages(chart, BODY_HEIGHT - _OVER_A_CHART):
        flow.append(picture_part)
    return flow


def _beside_others(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    chart = overall_dots(comparison, division.key)
    flow = heading("Beside the trust and the published norm", "comparison")
    flow += [_section_table(comparison, division), space(6)]
    if comparison.norm:
        flow.append(paragraph(_norm_note(comparison), "small"))
    flow.append(subheading(chart.title))
    flow.append(paragraph(chart.reading, "small"))
    flow += chart_pages(chart, BODY_HEIGHT - _OVER_A_CHART)
    return flow


def _norm_note(comparison: Comparison) -> str:
    norm = comparison.norm
    assert norm is not None
    count = sum(len(s.practices) for s in comparison.sections if s.has_norm)
    return (
        f"{norm.name}: {norm.source}, published {norm.year}, from interviews in hospitals. Only the "
        f"overall of the {count} practices that it covers can stand beside it. It is background: "
        "the figures of this report come from the leads themselves, so no difference is worked out."
    )


def _section_table(comparison: Comparison, division: DivisionResult) -> Flowable:
    norm = comparison.norm
    rows = [_section_row(comparison, division, section) for section in comparison.sections]
    total = sum(len(section.practices) for section in comparison.sections)
    overall = [
        f"Overall, all {total} practices",
        wording.with_interval(division.overall),
        wording.with_interval(comparison.trust.overall),
        "none for all of them",
    ]
    header = ["", spoken(division.name), "Mean of the trust's divisions"]
    if norm:
        header.append(f"{norm.name}, {norm.year}")
        count = sum(len(s.practices) for s in comparison.sections if s.has_norm)
        comparable = [
            f"Overall of the {count} practices of the norm",
            wording.with_interval(division.comparable),
            wording.with_interval(comparison.trust.comparable),
            wording.one_decimal(norm.overall),
        ]
        totals = (tuple(overall), tuple(comparable))
    else:
        totals = (tuple(overall[:3]),)
    columns = len(header)
    return grouped_table(
        header,
        [Grouped("Sections", tuple(row[:columns] for row in rows)), Grouped("Overall", totals)],
        [157, *[330 / (columns - 1)] * (columns - 1)],
    )


def _section_row(
    comparison: Comparison, division: DivisionResult, section: SectionHeading
) -> tuple[str, ...]:
    norm = comparison.norm
    published = norm.sections.get(section.key) if norm else None
    return (
        visible_line(section.name),
        wording.with_interval(division.sections[section.key]),
        wording.with_interval(comparison.trust.sections[section.key]),
        "none published" if published is None else wording.one_decimal(published),
    )


def _practices(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    groups = [
        Grouped(
            visible_line(section.name),
            tuple(
                (
                    visible_line(practice.name),
                    wording.level(division.practices[practice.key]),
                    wording.interval(division.practices[practice.key]),
                    wording.mean(comparison.trust.practices[practice.key]),
                    verdict_words(division, division.practice_verdicts.get(practice.key, "")),
                )
                for practice in section.practices
            ),
        )
        for section in comparison.sections
    ]
    table = grouped_table(
        ("Practice", "Level", "95% interval", "Trust mean", "Against the trust"),
        groups,
        (207, 52, 72, 58, 98),
    )
    return [*heading("All practices", "practices"), table]


def _evidence(comparison: Comparison, division: DivisionResult) -> list[Flowable]:
    if not division.released:
        return []
    flow: list[Flowable] = [subheading("Evidence that its author shared")]
    names = {p.key: p.name for section in comparison.sections for p in section.practices}
    shared = [(key, texts) for key, texts in division.shared_evidence.items() if key in names]
    for key, texts in sorted(shared, key=lambda pair: list(names).index(pair[0])):
        pieces = [piece for text in texts for piece in paragraphs(text)]
        if pieces:
            flow.append(line(names[key], "fact-name"))
            flow += [paragraph(piece, "fact") for piece in pieces]
            flow.append(space(6))
    if len(flow) == 1:
        flow.append(paragraph("No evidence was marked as one that may be shared.", "fact"))
    return flow
