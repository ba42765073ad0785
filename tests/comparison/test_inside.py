"""What three leads see of themselves: kinds of answer stay apart, and nothing becomes a 0."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.comparison.inside import ROLES, PracticeInside, Settled, Voice
from benchmark.database.people import LEAD_ROLES
from benchmark.scoring.answers import FORM_WORDS
from tests.comparison.insides import inside_of

ANSWERS = st.tuples(*[st.sampled_from(sorted(FORM_WORDS))] * 3)


def _practice(
    answers: tuple[int, ...], settled: Settled = "", agreed: int | None = None
) -> PracticeInside:
    voices = tuple(Voice(role, a) for role, a in zip(ROLES, answers, strict=True))
    return PracticeInside("key", "Name", "Section", voices, settled, agreed, "", ())


@pytest.mark.parametrize(
    ("answers", "said", "gap"),
    [
        ((2, 4, 3), "clinical 2, operational 4, nursing 3", "two levels apart"),
        ((4, 4, 4), "clinical 4, operational 4, nursing 4", "the same level"),
        ((2, -1, 3), "clinical 2, operational does not know, nursing 3", "one level apart"),
        ((2, -2, 0), "clinical 2, operational does not apply, nursing no answer", "too few"),
        ((-3, 4, 4), "clinical not in place, so 1, operational 4, nursing 4", "three levels"),
        ((-1, -1, -1), "clinical does not know, operational does not know", "too few levels"),
    ],
)
def test_what_they_said_and_how_far_apart_they_are(
    answers: tuple[int, ...], said: str, gap: str
) -> None:
    practice = _practice(answers)
    assert practice.said.startswith(said)
    assert practice.gap.startswith(gap)


@given(ANSWERS)
def test_words_and_range_never_disagree(answers: tuple[int, ...]) -> None:
    """Against the words themselves, read back as a person would."""
    practice = _practice(answers)
    read = [1 if v.words.endswith("so 1") else v.words for v in practice.voices]
    levels = [int(word) for word in read if str(word).isdigit()]
    assert list(practice.levels) == levels
    assert all(1 <= level <= 5 for level in practice.levels)
    if len(levels) < 2:
        assert practice.apart is None
        return
    apart = max(levels) - min(levels)
    words = ("the same level", "one level apart", "two levels apart", "three levels apart")
    assert practice.gap == (*words, "four levels apart")[apart]


def test_the_posts_are_those_of_every_division() -> None:
    assert ROLES == LEAD_ROLES


def test_widest_comes_first_and_ties_keep_the_order_of_the_questionnaire() -> None:
    answers = {
        "talent": (1, 5, 3),
        "review": (2, 4, 3),
        "tracking": (4, 2, 3),
        "clarity": (0, 0, 3),
    }
    order = [each.key for each in inside_of(answers).by_range]
    assert order[:3] == ["talent", "tracking", "review"]
    assert order[-1] == "clarity"


@pytest.mark.parametrize("case", [("agreed", None), ("open", 3), ("", 2)])
def test_a_level_without_an_agreement_is_refused(case: tuple[Settled, int | None]) -> None:
    with pytest.raises(ValueError, match="agreed"):
        _practice((1, 2, 3), *case)


def test_the_hash_follows_what_each_of_them_said() -> None:
    one, swapped = inside_of({"talent": (1, 5, 3)}), inside_of({"talent": (5, 1, 3)})
    assert one.content_hash != swapped.content_hash
    assert one.content_hash == inside_of({"talent": (1, 5, 3)}).content_hash


def test_two_who_answered_are_two() -> None:
    assert (inside_of({}).they, inside_of({}, answered=2).they) == ("three", "two")
