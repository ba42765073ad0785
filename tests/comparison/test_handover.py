"""What each edition of a handover pack says, and what the wider one does not even hint at."""

import dataclasses

from benchmark.comparison.handover import NO_ACTIONS, NOTHING_AGREED, Handover, handover_of
from tests.comparison.packs import (
    DIVISION,
    OTHERWISE,
    PEOPLE,
    WHAT,
    WHY,
    comparison,
    empty_pack,
    inside,
    pack_of_others,
    pack_of_the_three,
)
from tests.samples import sample_questionnaire

QUESTIONNAIRE = sample_questionnaire()


def levels(pack: Handover) -> dict[str, str]:
    return {way.name: way.level for ways in pack.ways for way in ways.practices}


def test_others_read_one_whole_level_with_its_text_for_every_practice() -> None:
    shown = comparison().division(DIVISION).practices
    expected = {}
    for practice in QUESTIONNAIRE.practices:
        level = int(shown[practice.key].value or 0)
        expected[practice.name] = f"Level {level}: {practice.levels[level - 1]}"
    assert levels(pack_of_others()) == expected


def test_the_edition_of_others_does_not_depend_on_what_the_three_said() -> None:
    """It is made without an ``Inside`` at all: there is nothing that it could take from one."""
    pack = pack_of_others()
    said = repr(pack)
    assert (pack.edition, pack.continuity, pack.unsettled) == ("L1", (), "")
    assert not any(way.reason or way.dissents for ways in pack.ways for way in ways.practices)
    for words in (WHY, OTHERWISE, "left open", "otherwise"):
        assert words not in said
    for words in ("agreed", "median", "middle"):
        assert words not in pack.introduction


def test_a_level_that_is_not_shown_says_why() -> None:
    pack = handover_of(comparison(), QUESTIONNAIRE, "d3", PEOPLE)
    assert levels(pack)["Attracting people"] == "Not shown: not enough answers."


def test_the_three_read_what_they_agreed_why_and_who_saw_it_otherwise() -> None:
    pack = pack_of_the_three()
    first = pack.ways[0].practices[0]
    practice = QUESTIONNAIRE.practices[0]
    assert first.level == f"Level 4: {practice.levels[3]}"
    assert (first.reason, first.dissents) == (WHY, (("nursing", OTHERWISE),))
    assert pack.continuity == (("Operations", "Yes", "Partly", "No answer"),)
    agreed = {p.name for p in inside().practices if p.agreed}
    assert set(levels(pack)) == agreed
    for each in QUESTIONNAIRE.practices:
        assert (each.name in pack.unsettled) == (each.name not in agreed)


def test_neither_edition_says_what_one_lead_answered() -> None:
    others = dataclasses.replace(
        inside(),
        practices=tuple(
            dataclasses.replace(p, voices=tuple(dataclasses.replace(v, answer=2) for v in p.voices))
            for p in inside().practices
        ),
    )
    same = handover_of(comparison(), QUESTIONNAIRE, DIVISION, PEOPLE, others)
    assert same == pack_of_the_three()


def test_open_actions_are_the_divisions_own_and_not_done() -> None:
    actions = pack_of_others().actions
    assert [action.what for action in actions] == [f"{WHAT} (planned)", f"{WHAT} (in progress)"]
    assert actions == pack_of_the_three().actions
    assert dict(actions[0].facts) == {
        "Practice": "Written roles and ways of working",
        "Who": "nursing lead",
        "By": "1 March 2027",
        "How we will know": "A page that all use",
        "State": "planned",
        "So far": "Drafted",
        "Planned in": "Spring round",
    }


def test_people_are_posts_and_names_and_the_divisions_that_show_how() -> None:
    pack = pack_of_others()
    assert [holder.words for holder in pack.people] == [
        "Dr Amara Whitlock and Ŵyn ap Siôn",
        "vacant",
        "Bronwen Achterberg",
        "Philippa Ekwueme",
    ]
    (offer,) = pack.offers
    assert (offer.division, offer.practice) == ("Medicine", "Tracking performance")


def test_a_pack_of_nothing_says_so() -> None:
    pack = empty_pack()
    assert (pack.ways, pack.unsettled) == ((), NOTHING_AGREED)
    # a division that is not released: its plan is kept back, which is not the same as no plan
    assert pack.no_actions == "Not shown: 2 of 3 complete."
    assert pack_of_others().no_actions == NO_ACTIONS
