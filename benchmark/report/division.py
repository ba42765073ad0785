"""The report of one division: a meeting brief of four pages, then an appendix to look things up.

One edition is for its readers in the trust (L1), one for its three leads (L2), which adds whatever
depends on the differences between them. Nothing is numbered but pages, so that neither edition
shows that the other has more.
"""

from reportlab.platypus import Flowable, PageBreak

from benchmark.comparison.attachments import division_attachments
from benchmark.comparison.division_content import DivisionContent
from benchmark.comparison.profile import spoken
from benchmark.report.appendix import (
    beside_norm,
    change,
    demonstrations,
    next_levels,
    practices,
    who_answered,
)
from benchmark.report.brief import cover_page, plan, profile_page, what_matters
from benchmark.report.document import Furniture, built
from benchmark.report.front import FOOTER
from benchmark.report.method import method_of_division, reading_pages
from benchmark.report.three import differences, if_one_left


def division_report(content: DivisionContent) -> bytes:
    """Return the PDF of what ``content`` says, and of nothing else."""
    story = [*cover_page(content), *what_matters(content)]
    story += _figures(content) if content.division.released else [PageBreak(), *reading_pages()]
    story += [PageBreak(), *method_of_division(content.comparison, content.edition)]
    return built(story, _furniture(content), division_attachments(content))


def _figures(content: DivisionContent) -> list[Flowable]:
    """The rest of the brief, then the appendix; each part of the brief is a page."""
    pages = (profile_page(content), plan(content), reading_pages() + who_answered(content))
    flow = [each for page in pages for each in (PageBreak(), *page)]
    if content.inside:
        flow += [PageBreak(), *differences(content.inside), *if_one_left(content.inside)]
    return [
        *flow,
        PageBreak(),
        *change(content),
        *beside_norm(content),
        *demonstrations(content),
        *next_levels(content),
        PageBreak(),
        *practices(content),
    ]


def _furniture(content: DivisionContent) -> Furniture:
    comparison, division = content.comparison, content.division
    return Furniture(
        title=f"{spoken(division.name)}: division report, {spoken(comparison.round_title)}",
        subject=f"Management practice in {spoken(comparison.trust_name)}, edition "
        f"{content.edition}",
        left=f"{division.name}  ·  {comparison.trust_name}",
        right=f"{spoken(comparison.round_title)}  ·  {content.edition} edition",
        handling=FOOTER,
        invented=comparison.invented,
        made=comparison.data_cut,
    )
