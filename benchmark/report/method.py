"""How to read a report, in plain words: the last pages of both reports."""

from reportlab.platypus import CondPageBreak, Flowable

from benchmark.comparison import wording
from benchmark.comparison.content import Comparison
from benchmark.report.flowables import facts, heading, paragraph, subheading
from benchmark.report.style import BODY_HEIGHT

_SCORES = """\
Three leads of a division, the clinical, operational and nursing lead, each choose one of five \
described levels for every practice. They answer alone, before they see each other's answers; then \
they meet and may agree on a level. A division's level in this report is the agreed one, or else \
the middle one of the three. The report does not say which, and it says nothing about how the \
three differ."""
_SURENESS = """\
Three other people in the same posts might have chosen other levels. The 95% interval allows for \
that: if rounds like this one were repeated, about 19 in 20 such intervals would hold the figure \
that equally informed leads would report. Its width is pooled over all divisions of the trust, so \
that it is no sign of how far the leads of one division agree.
The words about a difference are stricter than the intervals drawn, because many differences are \
looked at together: a difference is called clear only if it still stands out when all of them are \
taken into account."""
_INSIDE = """\
This file carries its data: the tables as CSV, for the people who may read this report, and \
content.json, all that the report was made of. The SHA-256 of that file is the content hash on \
the cover, so that anybody who has the file can work it out again. It holds the figures of the \
whole trust at this edition: pass the file on only to those who may see them."""
_NORM = """\
The published norm comes from interviews that trained interviewers held in hospitals some years \
ago. The figures of this report come from the leads themselves, and most managers rate their own \
place of work above average. The norm is shown as background. No difference from it is worked out, \
and none should be."""


def method_pages(comparison: Comparison) -> list[Flowable]:
    """Return how the figures came about, what the words mean, and what is not shown."""
    flow = heading("How to read this report", "method")
    flow += [subheading("From answers to figures"), paragraph(_SCORES)]
    flow.append(paragraph(comparison.scoring))
    flow += [subheading("How sure the figures are"), *map(paragraph, _SURENESS.splitlines())]
    flow.append(paragraph(comparison.caution))
    if comparison.norm:
        flow += [subheading("The published norm"), paragraph(_NORM)]
        flow.append(
            paragraph(f"Source: {comparison.norm.source} ({comparison.norm.year}).", "small")
        )
    flow += [subheading("Inside this file"), paragraph(_INSIDE)]
    title = subheading("Words used in this report")
    title.keepWithNext = 0  # the table may go over to the next page
    return [*flow, CondPageBreak(BODY_HEIGHT / 4), title, facts(_GLOSSARY, name_width=140)]


_GLOSSARY = (
    (
        wording.CLEARLY_HIGHER,
        "Higher than the trust with all differences looked at together (95%).",
    ),
    (wording.CLEARLY_LOWER, "Lower than the trust in the same sense."),
    (
        f"{wording.PROBABLY_HIGHER}, {wording.PROBABLY_LOWER}",
        "More than nine chances in ten, but not clear: worth a question, not a decision.",
    ),
    (
        wording.NO_CLEAR_DIFFERENCE,
        "The answers do not tell this apart from chance. It is no proof of being equal.",
    ),
    (
        "not shown",
        "A rule keeps the figure back; the rule stands beside the words. It is never a zero.",
    ),
    ("level", "One of five described ways of working, from 1 to 5."),
    ("practice", "One thing that a division does or does not do; each belongs to a section."),
    ("middle half", "The range that holds the middle half of the trust's divisions."),
    ("trust mean", "The mean over those divisions of the trust that are released in this round."),
    (
        "released",
        "Others in the trust may read the figures of a division; before that, nothing of them.",
    ),
    (
        "content hash",
        "A fingerprint of everything in this report. If one figure changes, it changes.",
    ),
)
