"""Invented handover packs, for the tests of what they say and of their PDF."""

import dataclasses
from datetime import UTC, date, datetime

from benchmark.comparison.content import Comparison
from benchmark.comparison.following_up import Offer, PlannedAction
from benchmark.comparison.handover import Handover, Holder, handover_of
from benchmark.comparison.inside import (
    ROLES,
    Dissent,
    Inside,
    Post,
    PracticeInside,
    SectionInside,
    Voice,
)
from tests.samples import sample_questionnaire, seven_divisions

MOMENT = datetime(2026, 10, 24, 22, 41, tzinfo=UTC)
DIVISION = "d1"
PEOPLE = (
    Holder("Clinical lead", ("Dr Amara Whitlock", "Ŵyn ap Siôn")),
    Holder("Operational lead", ()),
    Holder("Nursing lead", ("Bronwen Achterberg",)),
    Holder("Coordinator of the trust", ("Philippa Ekwueme",)),
)
WHY, OTHERWISE = "because the audit of May showed it", "on two wards it is a 2"
WHAT = "Write down who decides what"
ACTIONS = tuple(
    PlannedAction(
        f"a{place}", division, "clear-roles", f"{WHAT} ({state})", "nursing lead",
        date(2027, 3, 1), "A page that all use", state, "Drafted", "Spring round",
    )
    for place, (division, state) in enumerate(
        [(DIVISION, "planned"), (DIVISION, "in progress"), (DIVISION, "done"),
         (DIVISION, "changed"), ("d0", "planned")]
    )
)  # fmt: skip
OFFERS = (
    Offer("d0", "tracking", "shows", "Come to the Tuesday huddle", "matron of ward 4"),
    Offer("d2", "tracking", "asks", "We would like to see a huddle", "service manager"),
    Offer(DIVISION, "talent", "shows", "Our own offer", "the operational lead"),
)


def comparison() -> Comparison:
    return dataclasses.replace(seven_divisions(), actions=ACTIONS, offers=OFFERS)


def inside(*texts: str) -> Inside:
    """The three 1, 3 and 5 throughout; reasons and dissents are ``texts`` in turn."""
    texts = texts or (WHY,)
    whole, asked = seven_divisions(), sample_questionnaire()
    practices = tuple(
        PracticeInside(
            key=practice.key,
            name=practice.name,
            section=section.name,
            voices=tuple(Voice(role, level) for role, level in zip(ROLES, (1, 3, 5), strict=True)),
            settled="agreed" if place % 2 == 0 else "open",
            agreed=4 if place % 2 == 0 else None,
            reason=texts[place // 2 % len(texts)] if place % 2 == 0 else "",
            dissents=(Dissent("nursing", OTHERWISE),) if place == 0 else (),
        )
        for place, (section, practice) in enumerate(
            (section, practice) for section in asked.sections for practice in section.practices
        )
    )
    return Inside(
        trust_code=whole.trust_code, trust_name=whole.trust_name, division_key=DIVISION,
        division_name="Surgery and theatres", round_id=whole.round_id,
        round_title=whole.round_title, invented=True, data_cut=MOMENT,
        questionnaire=whole.questionnaire, questionnaire_hash=whole.questionnaire_hash,
        software="0.1.0", scale=asked.scale,
        posts=tuple(Post(role, MOMENT, 1, paper=False) for role in ROLES),
        practices=practices,
        sections=(SectionInside("operations", "Operations", ("yes", "partly", None)),),
        content_hash="0" * 64,
    )  # fmt: skip


def pack_of_others() -> Handover:
    return handover_of(comparison(), sample_questionnaire(), DIVISION, PEOPLE)


def pack_of_the_three(*texts: str) -> Handover:
    return handover_of(comparison(), sample_questionnaire(), DIVISION, PEOPLE, inside(*texts))


def empty_pack() -> Handover:
    """Nothing agreed, no action, no offer, every post vacant, nobody spoke of leaving."""
    bare = dataclasses.replace(
        inside(),
        sections=(),
        practices=tuple(
            dataclasses.replace(p, settled="", agreed=None, reason="", dissents=())
            for p in inside().practices
        ),
    )
    nobody = tuple(dataclasses.replace(each, names=()) for each in PEOPLE)
    return handover_of(seven_divisions(), sample_questionnaire(), "d4", nobody, bare)
