"""Vignettes can be scored: three, short, each on the level texts of a practice."""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.questionnaire.faults import faults_of
from benchmark.questionnaire.source import read_questionnaire

Write = Callable[..., Path]


def vignette(key: str, practice: str = "tracking", text: str = "A scene.", level: str = "2") -> str:
    return (
        f"  - key: {key}\n    name: Scene {key}\n    practice: {practice}\n"
        f"    text: {text}\n    level: {level}\n    why: Because.\n"
    )


SOUND = "vignettes:\n" + "".join(map(vignette, ("one", "two", "three")))


def test_three_vignettes_are_read(written: Write, small: str) -> None:
    path = written(small + SOUND)
    assert faults_of([path]) == ()
    assert [scene.key for scene in read_questionnaire(path).vignettes] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (vignette("two"), "", "80:3: there are 2 vignettes; write 3 or none"),
        ("key: two", "key: one", "86:10: vignette key 'one' stands on line 80 already"),
        (
            vignette("two"),
            vignette("two", practice="trakcing"),
            "88:15: there is no practice 'trak",
        ),
        (vignette("two"), vignette("two", text="a " * 91), "89:11: the vignette has 91 words, at"),
        (vignette("two"), vignette("two", level="6"), "90:12: 'level' is 6, at most 5"),
        (vignette("two"), vignette("two", level="2.5"), "90:12: 'level' must be a whole number"),
        ("why: Because.", "", "80:5: 'why' is missing"),
    ],
)
def test_a_fault_is_told_in_its_place(
    written: Write, small: str, old: str, new: str, fault: str
) -> None:
    path = written(small + SOUND.replace(old, new, 1))
    assert any(str(found).startswith(f"{path}:{fault}") for found in faults_of([path])), [
        str(found) for found in faults_of([path])
    ]


def test_ninety_words_are_short_enough(written: Write, small: str) -> None:
    scenes = SOUND.replace("A scene.", "a " * 90)
    assert faults_of([written(small + scenes)]) == ()
