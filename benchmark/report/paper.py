"""The questionnaire to fill in by hand, as a PDF that can also be heard: nothing in it is cut."""

from collections.abc import Iterator
from functools import lru_cache

from reportlab.platypus import Flowable

from benchmark.comparison import paper, picture
from benchmark.comparison.attachments import form_attachments
from benchmark.comparison.paper import PaperForm, PaperPractice, PaperScene, PaperSection
from benchmark.comparison.wording import shortened
from benchmark.report.characters import printable_line
from benchmark.report.document import Furniture, OutlineMark, built
from benchmark.report.flowables import LONGEST_TITLE, boxed, paragraph, space, together
from benchmark.report.sheet import Ruled, TickItem, WritingLine

HANDLING = "Give the pages to your trust's coordinator. Do not name patients or staff."


@lru_cache(maxsize=8)  # half a second of work for what never changes
def questionnaire_pdf(form: PaperForm) -> bytes:
    """The form as PDF: the same version of the questionnaire, the same bytes."""
    story = [
        *_front(form),
        *_statement(form),
        *(flowable for section in form.sections for flowable in _section(section)),
        *_scenes(form.scenes),
        space(10),
        paragraph(form.digest, "sheet-note"),
    ]
    return built(story, _furniture(form), form_attachments(form), cover=False)


def _furniture(form: PaperForm) -> Furniture:
    return Furniture(
        title=f"{form.title}, version {form.version}",
        subject="Questionnaire to fill in by hand",
        left=form.title,
        right=f"Version {form.version}",
        handling=HANDLING,
        invented=False,
    )


def _front(form: PaperForm) -> list[Flowable]:
    fields = (
        [WritingLine(f"{name}:", "paper-line") for name in paper.BLANKS[:2]]
        + [TickItem(role) for role in paper.ROLES]
        + [WritingLine(f"{name}:", "paper-line") for name in paper.BLANKS[2:]]
    )
    return [
        _mark(form.title, "title"),
        paragraph(f"Questionnaire, version {form.version}", "sheet-place"),
        paragraph(form.title, "sheet-title"),
        space(6),
        paragraph(form.introduction),
        boxed(
            [paragraph(paper.ON_PAPER, "strong"), paragraph(paper.HOW), *fields, space(6)],
            picture.DARK_BLUE,
        ),
    ]


def _statement(form: PaperForm) -> Iterator[Flowable]:
    yield from _heading(paper.STATEMENT, "statement")
    for part in form.statement:
        yield together(paragraph(part.heading, "heading-2"), paragraph(part.text, "fact"))


def _section(section: PaperSection) -> Iterator[Flowable]:
    first, *others = section.practices
    head = [*_heading(section.name, f"section-{section.key}"), paragraph(section.introduction)]
    yield together(*head, *_practice(first))
    for practice in others:
        yield together(*_practice(practice))


def _practice(practice: PaperPractice) -> Iterator[Flowable]:
    yield _mark(practice.heading, f"practice-{practice.heading.partition('.')[0]}", level=1)
    yield paragraph(practice.heading, "heading-2")
    yield paragraph(practice.statement)
    if practice.builds_on:
        yield paragraph(practice.builds_on, "fact")
    yield from _levels(practice.levels)
    yield paragraph(paper.OR, "fact")
    yield from map(TickItem, practice.others)
    yield paragraph(paper.EVIDENCE, "fact")
    yield Ruled(paper.LINES)
    yield space(5)
    yield TickItem(paper.SHARE)
    yield space(8)


def _levels(texts: tuple[str, ...]) -> Iterator[Flowable]:
    for level, text in enumerate(texts, start=1):
        yield TickItem(text, str(level))


def _scenes(scenes: tuple[PaperScene, ...]) -> Iterator[Flowable]:
    head = [*_heading(paper.SCENES, "scenes"), paragraph(paper.ABOUT_SCENES)]
    for place, scene in enumerate(scenes, start=1):
        yield together(
            *(head if place == 1 else []),
            _mark(scene.name, f"scene-{place}", level=1),
            paragraph(scene.name, "heading-2"),
            paragraph(scene.text),
            *_levels(scene.levels),
            space(8),
        )


def _heading(text: str, key: str) -> list[Flowable]:
    return [_mark(text, key), paragraph(text, "heading-1")]


def _mark(title: str, key: str, level: int = 0) -> OutlineMark:
    return OutlineMark(printable_line(shortened(title, LONGEST_TITLE)), key, level)
