"""Where the three differ: the finding in words, marks that stay apart, and the same numbers."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.comparison.chart import LONGEST_ALTERNATIVE
from benchmark.comparison.drawing import drawn
from benchmark.comparison.dumbbell import dumbbell, dumbbell_title
from benchmark.comparison.picture import Dot, Ellipse
from tests.comparison.insides import KEYS, inside_of, some_inside

TRIPLES = st.tuples(*[st.sampled_from([1, 2, 3, 4, 5, 0, -1, -2, -3])] * 3)
WIDTHS = [(288, 13), (720, 16), (487, 9)]


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (
            {"talent": (1, 4, 3)},
            "The three of you differ most on Building talent: three levels apart",
        ),
        (
            {"talent": (1, 4, 3), "review": (2, 5, 3), "clarity": (2, 3, 3)},
            "The three of you are furthest apart, by three levels, on two practices",
        ),
        ({}, "The three of you chose the same level wherever you can be compared"),
        (dict.fromkeys(KEYS, (0, -1, 3)), "The three of you gave too few levels to compare"),
    ],
)
def test_the_title_states_the_finding(answers: dict[str, tuple[int, ...]], title: str) -> None:
    assert dumbbell_title(inside_of(answers)) == title


def test_two_leads_are_spoken_to_as_two() -> None:
    answers = dict.fromkeys(KEYS, (3, 4, 0))
    assert dumbbell_title(inside_of(answers, answered=2)).startswith("The two of you")


def test_every_practice_has_its_row_widest_first() -> None:
    chart = dumbbell(inside_of({"talent": (1, 5, 3), "review": (2, 4, -1)}, {"review": 3}))
    (group,) = chart.groups
    assert [row.label for row in group.rows[:2]] == ["Building talent", "Reviewing performance"]
    assert group.rows[0].end == "4"
    assert group.rows[1].end == "2, agreed on 3, nursing does not know"
    assert group.rows[1].ring == 3
    assert len(group.rows) == len(KEYS)
    assert chart.table.rows[1][2:] == ("2", "4", "does not know", "two levels apart", "agreed on 3")


@settings(max_examples=15, deadline=None)
@given(st.lists(TRIPLES, min_size=30, max_size=30))
def test_picture_table_and_words_say_the_same(answers: list[tuple[int, ...]]) -> None:
    inside = inside_of(dict(zip(KEYS, answers, strict=True)))
    chart = dumbbell(inside)
    for row, cells in zip(chart.groups[0].rows, chart.table.rows, strict=True):
        assert row.label == cells[0]
        shown = {{"circle": 2, "square": 3, "triangle": 4}[p.shape]: p.value for p in row.points}
        for column in (2, 3, 4):
            words = cells[column]
            level = 1 if words.endswith("so 1") else int(words) if words.isdigit() else None
            assert shown.get(column) == level
        levels = sorted(shown.values())
        ends = (row.bar.low, row.bar.high) if row.bar else None
        assert ends == ((levels[0], levels[-1]) if len(set(levels)) > 1 else None)
    assert len(chart.alternative) <= LONGEST_ALTERNATIVE


@pytest.mark.parametrize(("width", "size"), WIDTHS)
def test_no_mark_hides_another_and_all_stand_inside(width: float, size: float) -> None:
    answers = {key: (level,) * 3 for key, level in zip(KEYS, [1, 2, 3, 4, 5] * 6, strict=True)}
    picture = drawn(dumbbell(inside_of(answers, dict.fromkeys(KEYS, 3))), width, size)
    dots = [mark for mark in picture.primitives if isinstance(mark, Dot)]
    rings = [mark for mark in picture.primitives if isinstance(mark, Ellipse)]
    assert len(dots) == 3 * len(KEYS) + 3  # three in the key
    for one, other in combinations(dots, 2):
        if one.y == other.y:
            assert abs(one.x - other.x) > one.radius + other.radius
    assert all(dot.x - 1.1 * dot.radius >= 0 and dot.x + 1.1 * dot.radius <= width for dot in dots)
    assert all(r.x - r.x_radius >= 0 and r.x + r.x_radius <= width for r in rings)


def test_shapes_differ_in_grey() -> None:
    picture = drawn(dumbbell(some_inside()), 487, 9)
    looks = {(m.shape, m.fill) for m in picture.primitives if isinstance(m, Dot)}
    greys = {shape: int(fill[1:3], 16) + int(fill[3:5], 16) * 2 for shape, fill in looks}
    assert set(greys) == {"circle", "square", "triangle"}
    assert all(abs(a - b) > 100 for a, b in combinations(greys.values(), 2))
