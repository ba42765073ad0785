"""Scenes on a page, and what its form may send back."""

import pytest

from benchmark.questionnaire.source import questionnaire_folder, read_questionnaire
from benchmark.web.vignettes.scenes import (
    NotAForm,
    field_of,
    scenes_on,
    sent_levels,
    shown,
    shown_levels,
)

SECOND = read_questionnaire(questionnaire_folder() / "management-practice-1.1.yaml")
KEYS = [vignette.key for vignette in SECOND.vignettes]
FIELDS = [field_of(vignette) for vignette in SECOND.vignettes]


def test_a_scene_is_scored_on_the_level_texts_of_its_practice() -> None:
    scenes = scenes_on(SECOND, {KEYS[1]: 4})
    assert [scene.practice.key for scene in scenes] == [v.practice for v in SECOND.vignettes]
    assert [scene.level for scene in scenes] == [None, 4, None]
    assert [scene.field for scene in scenes] == FIELDS


def test_a_form_gives_levels_and_leaves_out_what_was_not_chosen() -> None:
    assert sent_levels(SECOND, {FIELDS[0]: "2", FIELDS[2]: "5", "other": "9"}) == {
        KEYS[0]: 2,
        KEYS[2]: 5,
    }


@pytest.mark.parametrize("word", ["0", "6", "dont-know", "-3", " 3", "²"])
def test_what_is_no_level_is_refused(word: str) -> None:
    with pytest.raises(NotAForm, match="Choose one of the levels"):
        sent_levels(SECOND, {FIELDS[0]: word})


@pytest.mark.parametrize("levels", [{}, {KEYS[0]: 1}, dict.fromkeys(KEYS, 3)])
def test_the_hidden_field_comes_back_as_it_went_out(levels: dict[str, int]) -> None:
    assert shown_levels(SECOND, shown(SECOND, levels)) == levels


@pytest.mark.parametrize("text", ["", "1 2", "1 2 3 4", "1 2 x", "1 2 9"])
def test_another_hidden_field_is_refused(text: str) -> None:
    with pytest.raises(NotAForm, match="Open this page again"):
        shown_levels(SECOND, text)
