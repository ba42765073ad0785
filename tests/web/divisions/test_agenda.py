"""The order of the talk, and the words for each practice."""

from dataclasses import replace

from benchmark.assessment.agreeing import Standing
from benchmark.database.agreements import Agreement
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.divisions.agenda import (
    Line,
    beside,
    following,
    left_to_settle,
    near_to_settle,
)
from tests.comparison.insides import inside_of

OPEN = Agreement(state="open", level=None)


def agenda(questionnaire: Questionnaire, answers: dict[int, tuple[int, int, int]]) -> list[Line]:
    """All practices at level 3 but for ``answers``."""
    inside = inside_of({questionnaire.keys[n]: said for n, said in answers.items()})
    asked = {practice.key: practice for practice in questionnaire.practices}
    return [
        Line(each, asked[each.key], Standing(each.key, 3, each.apart, settled=False), None)
        for each in inside.by_range
    ]


def test_the_words_of_a_line(questionnaire: Questionnaire) -> None:
    answers = {0: (2, 4, -1), 1: (-2, -2, 5), 2: (0, 3, 4), 3: (3, 3, 3)}
    lines = {line.key: line for line in agenda(questionnaire, answers)}
    said = [(lines[key].inside.gap, lines[key].inside.said) for key in questionnaire.keys[:4]]
    assert said == [
        ("two levels apart", "clinical 2, operational 4, nursing does not know"),
        (
            "too few levels to compare",
            "clinical does not apply, operational does not apply, nursing 5",
        ),
        ("one level apart", "clinical no answer, operational 3, nursing 4"),
        ("the same level", "clinical 3, operational 3, nursing 3"),
    ]


def test_the_state_of_a_line(questionnaire: Questionnaire) -> None:
    line = agenda(questionnaire, {})[0]
    assert (line.state, line.agreed_in_words) == ("to settle", "")
    left = replace(line, inside=replace(line.inside, settled="open"), agreement=OPEN)
    assert (left.state, left.agreed_in_words) == ("left open", "")
    settled = replace(line.inside, settled="agreed", agreed=2)
    agreed = replace(line, inside=settled, agreement=Agreement(state="agreed", level=2))
    assert agreed.state == "agreed on 2"
    assert agreed.agreed_in_words == f"Level 2: {line.practice.levels[1]}"
    assert line.row == (line.practice.name, line.inside.said, 3)


def test_what_comes_next(questionnaire: Questionnaire) -> None:
    lines = agenda(questionnaire, {4: (1, 5, 3), 2: (2, 4, 3)})
    first, second, third = lines[:3]
    assert [first.key, second.key] == [questionnaire.keys[4], questionnaire.keys[2]]
    assert len(near_to_settle(tuple(lines))) == len(lines) - 2
    done = replace(second, agreement=OPEN)
    some = (first, done, third)
    assert left_to_settle(some) == [first, third]
    assert following(some, first.key) is third  # what is settled is passed over
    assert following(some, third.key) is first  # and round to the beginning
    assert following((done, third), third.key) is None
    assert beside(some, done.key) == (first, third)
    assert beside(some, first.key) == (None, done)
    assert beside(some, third.key) == (done, None)
