"""The correction notice as a PDF: what changed, figure by figure, and why."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from benchmark.comparison import picture
from benchmark.comparison.attachments import notice_attachments
from benchmark.comparison.correction import ROUND, Notice, Place, notice_hash, unseen_words
from benchmark.comparison.profile import spoken
from benchmark.comparison.wording import local_time
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
)
from benchmark.report.front import FOOTER, INVENTED, LONGEST_NAME
from benchmark.report.style import BODY_WIDTH
from benchmark.report.tables import Grouped, grouped_table

KEPT = (
    "Reports that were issued before this notice are kept as they were issued, and never changed. "
    "Reports issued from now on use the new schedule and name it on their cover."
)
HEADER = ("Figure", "Before", "Now")


def correction_pdf(notice: Notice, issued_at: datetime) -> bytes:
    """Return the PDF of a notice that was issued at that moment (with its time zone)."""
    story = [
        *_cover(notice, issued_at),
        *_why(notice),
        *heading("What changed", "changes"),
        *_sentences(notice),
        *_table([place for place in notice.places if place.name != ROUND]),
        *([space(8), paragraph(unseen_words(notice))] if notice.unseen else []),
    ]
    return built(story, _furniture(notice, issued_at), notice_attachments(notice))


def _furniture(notice: Notice, issued_at: datetime) -> Furniture:
    name, title = spoken(notice.trust_name), spoken(notice.round_title)
    return Furniture(
        title=f"{name}: correction notice, {title}",
        subject=f"Figures that change under scoring schedule {notice.to_schedule}",
        left=notice.trust_name,
        right=f"{title}  ·  Correction notice",
        handling=FOOTER,
        invented=notice.invented,
        made=issued_at,
    )


def _cover(notice: Notice, issued_at: datetime) -> list[Flowable]:
    band = CoverBand(
        [
            line("Management Practice Benchmark", "cover-line"),
            line("Correction notice", "cover-title"),
            line(f"{notice.trust_name}  ·  {notice.round_title}", "cover-line", LONGEST_NAME),
        ]
    )
    invented = boxed(
        [paragraph("Invented data", "strong"), paragraph(INVENTED, "fact")], picture.ACCENT
    )
    return [
        band,
        space(26),
        *([invented, space(14)] if notice.invented else []),
        facts(_provenance(notice, issued_at)),
        space(22),
        boxed([paragraph("Issued reports stay", "strong"), paragraph(KEPT)], picture.DARK_BLUE),
        NextPageTemplate(UPRIGHT),
        PageBreak(),
    ]


def _provenance(notice: Notice, issued_at: datetime) -> list[tuple[str, str]]:
    return [
        ("Trust", f"{notice.trust_name} ({notice.trust_code})"),
        ("Round", notice.round_title),
        ("Issued", local_time(issued_at)),
        ("Scoring schedule", f"{notice.to_schedule}; before, {notice.from_schedule}"),
        ("Data up to", local_time(notice.data_cut)),
        ("Questionnaire", notice.questionnaire),
        ("Its content hash", notice.questionnaire_hash),
        ("Software", f"Management Practice Benchmark {notice.software}"),
        ("Content hash before", notice.hash_before),
        ("Content hash now", notice.hash_after),
        ("Hash of this notice", notice_hash(notice)),
    ]


def _why(notice: Notice) -> list[Flowable]:
    return [
        *heading("Why figures changed", "why"),
        boxed([paragraph(notice.summary, "lead")], picture.ACCENT),
        subheading("The reason for the new schedule"),
        paragraph(notice.reason),
        subheading(f"Before: schedule {notice.from_schedule}"),
        paragraph(notice.scoring_before),
        subheading(f"Now: schedule {notice.to_schedule}"),
        paragraph(notice.scoring_after),
        PageBreak(),
    ]


def _sentences(notice: Notice) -> list[Flowable]:
    """Return the sentences about the whole round: too long for the cells of a table."""
    changes = [c for place in notice.places if place.name == ROUND for c in place.changes]
    return [
        part
        for change in changes
        for part in (
            subheading(change.name),
            paragraph(f"Before: {change.before}", "fact"),
            space(4),
            paragraph(f"Now: {change.after}", "fact"),
        )
    ] + ([space(12)] if changes else [])


def _table(places: Sequence[Place]) -> list[Flowable]:
    if not places:
        return []
    groups = [
        Grouped(place.name, tuple((c.name, c.before, c.after) for c in place.changes))
        for place in places
    ]
    return [grouped_table(HEADER, groups, [BODY_WIDTH * part for part in (0.36, 0.32, 0.32)])]
