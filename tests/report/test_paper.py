"""The questionnaire as a PDF to fill in by hand: whole, and whole for those who hear it."""

import dataclasses
from functools import cache
from itertools import pairwise

import pytest

from benchmark.comparison import paper
from benchmark.comparison.paper import PaperForm, Statement, paper_form
from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.report.paper import questionnaire_pdf
from tests.reading import flat, page_texts, properties, structure, unmarked
from tests.samples import HOSTILE

VERSIONS = ("1.0", "1.1")
STATEMENT = (Statement("Until then", "Only you see your answers."), Statement("Law", "It may."))


@cache
def form(version: str) -> PaperForm:
    file = questionnaire_folder() / f"management-practice-{version}.yaml"
    return paper_form(read_questionnaire(file), STATEMENT)


def practices(version: str) -> list[paper.PaperPractice]:
    return [practice for section in form(version).sections for practice in section.practices]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_practice_stands_whole_on_one_page(version: str) -> None:
    pages = [flat(text) for text in page_texts(questionnaire_pdf(form(version)))]
    for practice in practices(version):
        (page,) = (text for text in pages if practice.heading in text)
        after = page.split(practice.heading)[1].split(paper.SHARE)[0]
        numbered = [f"{n} {text}" for n, text in enumerate(practice.levels, start=1)]
        for words in (practice.statement, practice.builds_on, *numbered, *practice.others):
            assert flat(words) in after, practice.heading
        assert paper.EVIDENCE in after
    together = " ".join(pages)
    assert together.count(paper.SHARE) == len(practices(version))
    assert "…" not in together


@pytest.mark.parametrize("version", VERSIONS)
def test_it_says_who_reads_paper_and_has_the_scenes(version: str) -> None:
    made = form(version)
    together = flat(" ".join(page_texts(questionnaire_pdf(made))))
    for words in (made.introduction, paper.ON_PAPER, paper.HOW, made.digest, *paper.ROLES):
        assert flat(words) in together
    for part in STATEMENT:
        assert f"{part.heading} {part.text}" in together
    for scene in made.scenes:
        levels = " ".join(f"{n} {text}" for n, text in enumerate(scene.levels, start=1))
        assert flat(f"{scene.name} {scene.text} {levels}") in together
    assert (paper.ABOUT_SCENES in together) == (version == "1.1")


@pytest.mark.parametrize("version", VERSIONS)
def test_its_structure_is_headings_and_lists_of_boxes(version: str) -> None:
    made, pdf = form(version), questionnaire_pdf(form(version))
    roles = [role for page in structure(pdf) for role, _ in page]
    levels = [int(role[1]) for role in roles if role in {"H1", "H2", "H3"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert levels.count(2) == 1 + len(made.sections) + bool(made.scenes)
    assert levels.count(3) == len(STATEMENT) + len(practices(version)) + len(made.scenes)
    assert all(after <= before + 1 for before, after in pairwise(levels))
    boxes = sum(len(p.levels) + len(p.others) + 1 for p in practices(version))
    boxes += len(paper.ROLES) + sum(len(scene.levels) for scene in made.scenes)
    assert (roles.count("LI"), roles.count("LBody")) == (boxes, boxes)
    assert unmarked(pdf) == 0


def test_it_is_named_in_its_language_with_a_bookmark_for_every_heading() -> None:
    title, language, outline = properties(questionnaire_pdf(form("1.1")))
    made = form("1.1")
    assert title == "Management practice in NHS divisions, version 1.1"
    assert language == made.language == "en-GB"
    sections = [
        name
        for section in made.sections
        for name in (section.name, *(practice.heading for practice in section.practices))
    ]
    scenes = [paper.SCENES, *(scene.name for scene in made.scenes)]
    assert outline == [made.title, paper.STATEMENT, *sections, *scenes]


def test_the_same_version_gives_the_same_bytes() -> None:
    assert questionnaire_pdf.__wrapped__(form("1.0")) == questionnaire_pdf(form("1.0"))


def test_texts_with_markup_print_as_they_are() -> None:
    made = form("1.0")
    first = made.sections[0].practices[0]
    odd = dataclasses.replace(first, statement=HOSTILE[0], levels=HOSTILE)
    section = dataclasses.replace(made.sections[0], practices=(odd,), name=HOSTILE[1])
    changed = dataclasses.replace(made, sections=(section,), title=HOSTILE[2])
    together = flat(" ".join(page_texts(questionnaire_pdf(changed))))
    for words in ('<script>alert("1")</script>', "tŷ, môr, ŷd", "[U+0007]", "[U+6F22]"):
        assert words in together
