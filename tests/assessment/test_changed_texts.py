"""What an author is told about a changed questionnaire: each text with its place, and no more."""

import pytest

from benchmark.assessment.changed_texts import ChangedText, changed_texts, difference_in_lines
from benchmark.questionnaire.definition import Practice, Questionnaire
from tests.samples import sample_questionnaire


def with_practices(*practices: Practice) -> Questionnaire:
    """The sample with other practices in its first section."""
    base = sample_questionnaire()
    section = base.sections[0].model_copy(update={"practices": practices})
    return base.model_copy(update={"sections": (section, *base.sections[1:])})


@pytest.fixture(scope="module")
def practices() -> tuple[Practice, ...]:
    return sample_questionnaire().sections[0].practices


def changes_to(*practices: Practice) -> tuple[ChangedText, ...]:
    return changed_texts(sample_questionnaire(), with_practices(*practices))


def test_nothing_differs_from_itself() -> None:
    again = Questionnaire.model_validate(sample_questionnaire().model_dump())
    assert changed_texts(sample_questionnaire(), again) == ()


def test_one_word_of_one_level_is_told_alone(practices: tuple[Practice, ...]) -> None:
    first, *others = practices
    before = first.levels[2]
    levels = (*first.levels[:2], before.replace(" ", " always ", 1), *first.levels[3:])
    changed = first.model_copy(update={"levels": levels})
    section = sample_questionnaire().sections[0].key
    place = f"section {section}, practice {first.key}, level 3"
    assert changes_to(changed, *others) == (ChangedText(place, before, levels[2]),)


def test_a_practice_that_goes_or_comes_leaves_its_neighbours_alone(
    practices: tuple[Practice, ...],
) -> None:
    first, *others = practices
    section = sample_questionnaire().sections[0].key
    gone = ChangedText(f"section {section}, practice {first.key}", first.name, "")
    assert changes_to(*others) == (gone,)
    new = first.model_copy(update={"key": "brand-new", "name": "Brand new"})
    come = ChangedText(f"section {section}, practice brand-new", "", "Brand new")
    assert changes_to(new, *practices) == (come,)


def test_another_order_is_told_as_such(practices: tuple[Practice, ...]) -> None:
    (changed,) = changes_to(*reversed(practices))
    keys = [practice.key for practice in practices]
    section = sample_questionnaire().sections[0].key
    assert changed.place == f"section {section}, order of practices"
    assert changed.before.split("; ") == keys
    assert changed.after.split("; ") == keys[::-1]


def test_what_is_no_practice_is_told_too() -> None:
    base = sample_questionnaire()
    scale = ("None", *base.scale[1:])
    norm = base.norms[0].model_copy(update={"overall": 1.5})
    changed = base.model_copy(
        update={"title": "Other", "scale": scale, "norms": (norm, *base.norms[1:])}
    )
    places = {each.place: each[1:] for each in changed_texts(base, changed)}
    assert places == {
        "title": (base.title, "Other"),
        "scale 1": (base.scale[0], "None"),
        f"norm {norm.key}, overall": (str(base.norms[0].overall), "1.5"),
    }


def test_the_lines_hold_place_before_and_after_within_a_terminal() -> None:
    changed = [
        ChangedText("section a, practice b", "word " * 60, ""),
        ChangedText("title", "A", "B"),
    ]
    lines = list(difference_in_lines(changed))
    assert lines[0] == "section a, practice b"
    assert lines[1].startswith("  - word word")
    assert "  + (not there)" in lines
    assert lines[-3:] == ["title", "  - A", "  + B"]
    assert max(map(len, lines)) <= 100
