"""The agenda of a meeting: its minutes add up, and a shortened text says that it is."""

import dataclasses

import pytest

from benchmark.comparison.agenda import (
    BOX,
    GAPS,
    LONGEST_EVIDENCE,
    MINUTES,
    SHORTENED,
    Decision,
    Gap,
    Place,
    meeting_agenda,
    to_fit,
)

PLACE = Place("North Invented Hospitals", "Medicine", "Autumn", invented=True)
QUESTIONS = ("Why?", "How?")
SETTLED = "3 of 30 practices are settled."


def gap(number: int, **evidence: str) -> Gap:
    return Gap(
        f"Practice {number}",
        "two levels apart",
        "clinical 2, nursing 4",
        ("Why?", "How?"),
        evidence,
    )


@pytest.mark.parametrize("count", range(5))
def test_the_minutes_add_up_and_the_widest_gaps_come_first(count: int) -> None:
    agenda = meeting_agenda(PLACE, [gap(n) for n in range(count)], 20, SETTLED)
    assert sum(item.minutes for item in agenda.items) == MINUTES
    named = [item.title for item in agenda.items if item.prompts]
    assert named == [f"Practice {n}" for n in range(min(count, GAPS))]


def test_a_gap_says_what_each_said_and_what_is_to_decide() -> None:
    _, talk, _ = meeting_agenda(PLACE, [gap(1, nursing="two\x00 lines\nof text")], 0, SETTLED).items
    assert talk.heading == "10 minutes: Practice 1"
    assert talk.said == "Two levels apart. Clinical 2, nursing 4."
    assert talk.evidence == ("Nursing lead: two[U+0000] lines of text",)
    assert [" ".join(each.line.split()) for each in talk.decisions] == [
        "Decide: agreed level □ 1 □ 2 □ 3 □ 4 □ 5 □ leave open □ dissent by:",
        "Why:",
    ]


def test_what_is_near_and_what_is_not() -> None:
    many, none = (meeting_agenda(PLACE, [], near, SETTLED).items[0].said for near in (20, 0))
    assert many.startswith("Agree on the middle level for 20 practices")
    assert none.startswith("No practice is left")


def test_without_gaps_they_choose_what_to_keep() -> None:
    titles = [item.title for item in meeting_agenda(PLACE, [], 0, SETTLED).items]
    assert titles[1] == "what you want to keep"


@pytest.mark.parametrize(("length", "told"), [(LONGEST_EVIDENCE, False), (100_000, True)])
def test_long_evidence_is_cut_and_the_agenda_says_so(length: int, *, told: bool) -> None:
    agenda = meeting_agenda(PLACE, [gap(1, clinical="x" * length)], 0, SETTLED)
    assert (agenda.note == SHORTENED) == told
    assert max(map(len, agenda.items[1].evidence)) <= LONGEST_EVIDENCE + len("Clinical lead: ")


def test_a_writers_own_dots_are_no_sign_of_a_cut() -> None:
    agenda = meeting_agenda(PLACE, [gap(1, clinical="and so on…")], 0, SETTLED)
    assert agenda.note == ""
    assert to_fit(agenda, 100) == agenda


def test_cut_to_fit_keeps_what_is_short_and_says_so() -> None:
    agenda = meeting_agenda(PLACE, [dataclasses.replace(gap(1), name="long " * 90)], 0, SETTLED)
    cut = to_fit(agenda, 40)
    assert cut.note == SHORTENED
    assert cut.items[1].title == "long long long long long long long…"
    assert (cut.items[0], cut.items[2]) == (agenda.items[0], agenda.items[2])


def test_a_decision_is_words_boxes_and_room() -> None:
    assert Decision("Why:").line == "Why:"
    assert " ".join(Decision("Or", ("a", "b")).line.split()) == f"Or {BOX} a {BOX} b"
