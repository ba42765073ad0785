"""A draft is the coordinator's alone; opening it asks every post of every division, once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import rounds_of
from benchmark.assessment.organising import end_division
from benchmark.assessment.preparing import (
    all_rounds,
    change,
    discard,
    find_round,
    open_draft,
    prepare,
    readiness,
)
from benchmark.assessment.refusals import Refused
from benchmark.assessment.running_a_round import close_now
from benchmark.database.people import Membership
from benchmark.database.rounds import Response, Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import (
    TODAY,
    coordinator_of,
    division_named,
    happened,
    person_named,
    trust_named,
    winter,
)
from tests.databases import closing
from tests.servers import at_once, response_of


@pytest.fixture
def session(acceptance_sqlite: str) -> Iterator[Session]:
    with closing(acceptance_sqlite) as engine, transaction(engine, writes=True) as opened:
        yield opened


def test_a_draft_is_seen_by_nobody_else_and_asks_nobody(
    session: Session, questionnaire: Questionnaire
) -> None:
    trust = trust_named(session)
    draft = prepare(session, trust, winter(questionnaire, level="L0"))
    assert draft in all_rounds(session, trust)
    assert draft not in rounds_of(session, trust)
    assert (draft.responses, draft.level, draft.state) == ([], "L0", "draft")
    assert find_round(session, trust, draft.id) is draft
    assert find_round(session, trust_named(session, "ZZS"), draft.id) is None
    change(session, draft, winter(questionnaire, title="Spring", level="L1"))
    assert (draft.title, draft.level) == ("Spring", "L1")
    discard(session, draft)
    assert find_round(session, trust, draft.id) is None


def test_opening_asks_every_post_once_and_cannot_be_changed_or_deleted_afterwards(
    session: Session, questionnaire: Questionnaire
) -> None:
    trust, coordinator = trust_named(session), coordinator_of(session)
    draft = prepare(session, trust, winter(questionnaire, opens_on=TODAY - timedelta(days=3)))
    for _ in range(2):
        open_draft(session, draft, coordinator, TODAY)
    assert len(draft.responses) == 6
    assert (draft.state, draft.opens_on) == ("open", TODAY)
    assert happened(session, draft) == [("opened", draft.closes_on.isoformat())]
    for step in (lambda: change(session, draft, winter(questionnaire)),
                 lambda: discard(session, draft)):  # fmt: skip
        with pytest.raises(Refused, match="opened already"):
            step()


def test_a_closed_round_is_not_opened_again(session: Session) -> None:
    asked = response_of(session, "ZZN", "medicine", "clinical").round
    coordinator = coordinator_of(session)
    close_now(session, asked, coordinator, now())
    with pytest.raises(Refused, match="opened already"):
        open_draft(session, asked, coordinator, TODAY)


def test_what_stands_in_the_way_is_said(session: Session, questionnaire: Questionnaire) -> None:
    trust, coordinator = trust_named(session), coordinator_of(session)
    past = TODAY - timedelta(days=1)
    plan = winter(
        questionnaire, opens_on=past, closes_on=past, lawful_basis="", impact_assessment=""
    )
    draft = prepare(session, trust, plan)
    faults = readiness(session, draft, TODAY).faults
    assert [fault.split(".")[0] for fault in faults] == [
        "The closing date has passed",
        "The lawful basis is empty",
        "The impact assessment is empty",
    ]
    with pytest.raises(Refused, match="closing date has passed"):
        open_draft(session, draft, coordinator, TODAY)
    assert draft.state == "draft"
    with pytest.raises(Refused, match="on or after"):
        change(session, draft, winter(questionnaire, closes_on=past))


def test_vacant_posts_and_people_who_cannot_sign_in_are_listed(
    session: Session, questionnaire: Questionnaire
) -> None:
    trust = trust_named(session)
    draft = prepare(session, trust, winter(questionnaire))
    assert readiness(session, draft, TODAY).advice == ()
    for role in ("clinical", "nursing"):
        person = person_named(session, f"{role}.surgery@north.example")
        person.memberships[0].to_date = TODAY - timedelta(days=1)
    person_named(session, "nursing.medicine@north.example").disabled_at = now()
    person_named(session, "clinical.medicine@north.example").password_hash = None
    session.flush()
    assert readiness(session, draft, TODAY).advice == (
        "Surgery has no clinical lead and nursing lead: the post is vacant.",
        "Clinical Lead, Medicine has no password: the link in their mail lets them in.",
        "Nursing Lead, Medicine cannot sign in: the account is disabled.",
    )


def test_a_division_that_has_ended_is_not_asked_and_a_shared_job_gives_one_response(
    session: Session, questionnaire: Questionnaire
) -> None:
    trust, coordinator = trust_named(session), coordinator_of(session)
    standing = response_of(session, "ZZN", "medicine", "clinical").round
    close_now(session, standing, coordinator, now())
    end_division(session, division_named(trust, "surgery"), TODAY - timedelta(days=1))
    medicine = division_named(trust, "medicine")
    second = person_named(session, "nursing.surgery@north.example")
    session.add(
        Membership(person=second, trust=trust, division=medicine, role="clinical", from_date=TODAY)
    )
    session.flush()
    draft = prepare(session, trust, winter(questionnaire))
    open_draft(session, draft, coordinator, TODAY)
    people = {response.role: len(response.people) for response in draft.responses}
    assert people == {"clinical": 2, "operational": 1, "nursing": 1}


def test_two_who_open_at_once_open_it_once(
    acceptance_on_both: str, questionnaire: Questionnaire
) -> None:
    with closing(acceptance_on_both) as engine:
        with transaction(engine, writes=True) as session:
            draft = prepare(session, trust_named(session), winter(questionnaire))
            coordinator, draft_id = coordinator_of(session), draft.id

        def step() -> None:
            with transaction(engine, writes=True) as session:
                open_draft(session, session.get_one(Round, draft_id), coordinator, TODAY)

        at_once([step] * 6)
        with transaction(engine, writes=False) as session:
            responses = session.scalars(select(Response).where(Response.round_id == draft_id)).all()
            assert len(responses) == 6
            assert len(happened(session, session.get_one(Round, draft_id))) == 1
