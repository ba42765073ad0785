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
the middle one of the three."""
_FOR_OTHERS = "The report does not say which, and it says nothing about how the three differ."
_FOR_THE_THREE = """\
This edition is for the three leads: it also says what each of them chose. The edition that others \
in the trust read holds none of that."""
_TO_READ = """\
The first four pages are for a meeting: what to protect, what to improve, how the division stands \
in its trust, and what will be done. Everything after them is to look things up.
A level says which of five described ways of working fits best. It is no mark: level 3 is a \
defined practice with gaps. Where a figure is not shown, the rule stands beside the words; it is \
never a zero."""
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
the cover, so that anybody who has the file can work it out again. It may hold more figures than \
the pages show: pass the file on only to those who may see this report."""
_NORM = """\
The published norm comes from interviews that trained interviewers held in hospitals some years \
ago. The figures of this report come from the leads themselves, and most managers rate their own \
place of work above average. The norm is shown as background. No difference from it is worked out, \
and none should be."""


def method_pages(comparison: Comparison) -> list[Flowable]:
    """Return how the figures came about, what the words mean, and what is not shown."""
    flow = heading("How to read this report", "method")
    flow += _from_answers(comparison, "L1")
    flow += [subheading("How sure the figures are"), *sureness(comparison)]
    return [*flow, *_norm(comparison), *_inside_this_file(), *_words()]


def reading_pages() -> list[Flowable]:
    """Return what a reader needs before the figures of one division."""
    return [*heading("How to read this report", "reading"), *map(paragraph, _TO_READ.splitlines())]


def method_of_division(comparison: Comparison, edition: str) -> list[Flowable]:
    """Return how the figures of one division came about, and the words of its report."""
    flow = heading("Method and words", "method")
    flow += [*_from_answers(comparison, edition), *_norm(comparison)]
    return [*flow, *_inside_this_file(), *_words()]


def sureness(comparison: Comparison) -> list[Flowable]:
    """Return what an interval is, and how wide those of this round are."""
    return [*map(paragraph, _SURENESS.splitlines()), paragraph(comparison.caution)]


def _from_answers(comparison: Comparison, edition: str) -> list[Flowable]:
    readers = _FOR_OTHERS if edition == "L1" else _FOR_THE_THREE
    scores = paragraph(f"{_SCORES} {readers}")
    return [subheading("From answers to figures"), scores, paragraph(comparison.scoring)]


def _norm(comparison: Comparison) -> list[Flowable]:
    if comparison.norm is None:
        return []
    source = f"Source: {comparison.norm.source} ({comparison.norm.year})."
    return [subheading("The published norm"), paragraph(_NORM), paragraph(source, "small")]


def _inside_this_file() -> list[Flowable]:
    return [subheading("Inside this file"), paragraph(_INSIDE)]


def _words() -> list[Flowable]:
    title = subheading("Words used in this report")
    title.keepWithNext = 0  # the table may go over to the next page
    return [CondPageBreak(BODY_HEIGHT / 4), title, facts(_GLOSSARY, name_width=140)]


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
