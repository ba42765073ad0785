"""Why somebody does not see what the three do: a table of states."""

from dataclasses import replace

import pytest

from benchmark.database.people import Division
from benchmark.database.rounds import Round
from benchmark.disclosure.levels import Decision, RoundState
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.divisions.desk import NOTHING_TO_RELEASE, Desk, why_not

COUNT = "{} of 3 complete. When all three of you have submitted"
THREE = "Only the three people who gave these answers can see them side by side."
STATES = [
    (RoundState(complete=0), COUNT.format(0)),
    (RoundState(complete=2), COUNT.format(2)),
    (RoundState(complete=3), THREE),  # the reader holds the post, but did not answer
    (RoundState(complete=2, heard=True), THREE),
    (RoundState(complete=2, withheld=True), "Not shown. Withheld: an answer was withdrawn"),
]


@pytest.mark.parametrize(("state", "words"), STATES)
def test_the_reason_depends_on_counts_alone(
    questionnaire: Questionnaire, state: RoundState, words: str
) -> None:
    hidden = Decision("not for you")
    desk = Desk(Round(), Division(), questionnaire, state, hidden, frozenset(), ())
    assert why_not(desk).startswith(words)
    assert why_not(replace(desk, decision=Decision())) == NOTHING_TO_RELEASE
