"""The order of the talk, and the words for each practice."""

from benchmark.assessment.agreeing import Standing
from benchmark.database.agreements import Agreement
from benchmark.database.people import LEAD_ROLES
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.divisions.agenda import (
    Line,
    beside,
    following,
    left_to_settle,
    near_to_settle,
)
from benchmark.web.divisions.sides import side_by_side


def agenda(questionnaire: Questionnaire, answers: dict[int, tuple[int, int, int]]) -> list[Line]:
    """The first five practices, all at level 3 but for ``answers``."""
    keys = questionnaire.keys
    levels = {
        role: {key: answers.get(n, (3, 3, 3))[place] for n, key in enumerate(keys)}
        for place, role in enumerate(LEAD_ROLES)
    }
    lines = side_by_side(questionnaire, levels, {})
    return [
        Line(each, Standing(each.practice.key, 3, each.apart, settled=False), None, {})
        for each in lines
    ]


def test_the_words_of_a_line(questionnaire: Questionnaire) -> None:
    answers = {0: (2, 4, -1), 1: (-2, -2, 5), 2: (0, 3, 4), 3: (3, 3, 3)}
    lines = {line.key: line for line in agenda(questionnaire, answers)}
    said = [(lines[key].gap, lines[key].levels) for key in questionnaire.keys[:4]]
    assert said == [
        ("two levels apart", "clinical 2, operational 4, nursing does not know"),
        (
            "too few levels to compare",
            "clinical does not apply, operational does not apply, nursing 5",
        ),
        ("one level apart", "operational 3, nursing 4"),  # the third has not submitted
        ("the same level", "clinical 3, operational 3, nursing 3"),
    ]


def test_the_state_of_a_line(questionnaire: Questionnaire) -> None:
    line = agenda(questionnaire, {})[0]
    assert (line.state, line.agreed_in_words) == ("to settle", "")
    left = Line(line.sides, line.standing, Agreement(state="open", level=None), {})
    assert (left.state, left.agreed_in_words) == ("left open", "")
    agreed = Line(line.sides, line.standing, Agreement(state="agreed", level=2), {})
    assert agreed.state == "agreed on 2"
    assert agreed.agreed_in_words == f"Level 2: {line.practice.levels[1]}"
    assert line.row == (line.practice.name, line.levels, 3)


def test_what_comes_next(questionnaire: Questionnaire) -> None:
    lines = agenda(questionnaire, {4: (1, 5, 3), 2: (2, 4, 3)})
    first, second, third = lines[:3]
    assert [first.key, second.key] == [questionnaire.keys[4], questionnaire.keys[2]]
    assert len(near_to_settle(tuple(lines))) == len(lines) - 2
    done = Line(second.sides, second.standing, Agreement(state="open"), {})
    some = (first, done, third)
    assert left_to_settle(some) == [first, third]
    assert following(some, first.key) is third  # what is settled is passed over
    assert following(some, third.key) is first  # and round to the beginning
    assert following((done, third), third.key) is None
    assert beside(some, done.key) == (first, third)
    assert beside(some, first.key) == (None, done)
    assert beside(some, third.key) == (done, None)
