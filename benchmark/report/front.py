"""The cover of a report: what it is about, which data it stands on, how to handle it."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak

from benchmark.comparison import picture
from benchmark.comparison.content import Comparison
from benchmark.comparison.wording import local_time
from benchmark.report.document import UPRIGHT
from benchmark.report.flowables import CoverBand, boxed, facts, line, paragraph, space

LONGEST_NAME = 110  # characters on a cover
LONG_NAME = 50  # from here on a title is set smaller
FOOTER = "Personal data about three identifiable people. Not for appraisal, pay or discipline."
HANDLING = (
    "Personal data about three identifiable people. Not for appraisal, pay or discipline. "
    "Check with information governance before any disclosure."
)
TRUST_FOOTER = (
    "Personal data: three identifiable people in each division. Not for appraisal, pay or "
    "discipline."
)
TRUST_HANDLING = HANDLING.replace("people.", "people in each division.")
INVENTED = (
    "These data are invented for demonstration. They describe no real trust, division or person."
)


def cover(
    comparison: Comparison,
    title: str,
    kind: str,
    lines: Sequence[tuple[str, str]],
    handling: str = HANDLING,
) -> list[Flowable]:
    """Return the cover page; ``lines`` are the facts that this kind of report adds on top."""
    band = CoverBand(
        [
            line("Management Practice Benchmark", "cover-line"),
            line(title, _title_style(title), LONGEST_NAME),
            line(kind, "cover-line", LONGEST_NAME),
        ]
    )
    notice = [
        boxed([paragraph("Invented data", "strong"), paragraph(INVENTED, "fact")], picture.ACCENT)
    ]
    return [
        band,
        space(26),
        *([*notice, space(14)] if comparison.invented else []),
        facts([*lines, *_provenance(comparison)]),
        space(22),
        boxed([paragraph("Handle with care", "strong"), paragraph(handling)], picture.DARK_BLUE),
        NextPageTemplate(UPRIGHT),
        PageBreak(),
    ]


def _title_style(title: str) -> str:
    return "cover-title" if len(title) <= LONG_NAME else "cover-title-long"


def _provenance(comparison: Comparison) -> list[tuple[str, str]]:
    return [
        ("Round", comparison.round_title),
        ("Data up to", local_time(comparison.data_cut)),
        ("Questionnaire", comparison.questionnaire),
        ("Its content hash", comparison.questionnaire_hash),
        ("Scoring schedule", comparison.schedule),
        ("Software", f"Management Practice Benchmark {comparison.software}"),
        ("Content hash", comparison.content_hash),
        ("Where to check", f"/verify/{comparison.content_hash}"),
    ]
