"""The practice to talk about: where the three differ most, by a fixed rule."""

import pytest

from benchmark.comparison.talking import to_talk_about
from tests.comparison.insides import inside_of
from tests.samples import sample_questionnaire

APART = {"talent": (1, 5, 3), "review": (2, 5, 3), "clarity": (2, 5, 4)}


@pytest.mark.parametrize(
    ("agreed", "chosen", "key"),
    [
        ({}, (), "talent"),
        ({}, ("talent",), "review"),  # a tie goes to what is asked first
        ({"review": 3}, ("talent",), "clarity"),  # and to what is not agreed before that
        ({"talent": 3}, (), "talent"),  # the widest stays the widest
    ],
)
def test_the_widest_range_is_chosen(
    agreed: dict[str, int | None], chosen: tuple[str, ...], key: str
) -> None:
    talk = to_talk_about(inside_of(APART, agreed), sample_questionnaire(), chosen)
    assert talk is not None
    assert talk.key == key


def test_it_says_what_each_of_them_said() -> None:
    talk = to_talk_about(inside_of(APART, {"talent": None}), sample_questionnaire(), ())
    assert talk is not None
    assert talk.said == "clinical 1, operational 5, nursing 3"
    assert (talk.gap, talk.outcome) == ("four levels apart", "left open")
    assert len(talk.prompts) == 2


def test_three_who_agree_have_nothing_to_talk_about() -> None:
    assert to_talk_about(inside_of({}), sample_questionnaire(), ()) is None
