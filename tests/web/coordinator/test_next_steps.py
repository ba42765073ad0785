"""The first thing on a coordinator's start page is what to do next."""

from datetime import timedelta

from benchmark.assessment.access import viewer_of
from benchmark.assessment.preparing import prepare
from benchmark.assessment.running_a_round import close_now
from benchmark.database.people import Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.coordinator.next_steps import NextStep, next_steps
from tests.assessment.posts import TODAY, coordinator_of, person_named, trust_named, winter
from tests.servers import hand_in, response_of


def steps_of(app: Benchmark) -> tuple[NextStep, ...]:
    with transaction(app.engine, writes=False) as session, app.test_request_context():
        viewer = viewer_of(session, person_named(session, "coordinator@north.example"), TODAY)
        return next_steps(session, viewer, trust_named(session), now())


def test_whom_to_chase_then_what_to_record_then_the_next_round(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(app.engine, writes=True) as session:
        hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        asked.title, asked.closes_on = "Autumn", TODAY + timedelta(days=3)
        round_id = asked.id
    (open_round,) = steps_of(app)
    assert open_round.href == f"/trusts/zzn/rounds/{round_id}"
    assert open_round.sentences[0] == "1 of 6 submitted."
    assert open_round.sentences[1].endswith("three days left.")
    assert open_round.sentences[2].startswith(
        "Not started: Operational Lead, Medicine (Medicine, operational lead); Nursing Lead"
    )
    with transaction(app.engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        close_now(session, asked, coordinator_of(session), now())
    to_record, following = steps_of(app)
    assert (to_record.sentences, to_record.href) == (
        ("This round is over. Missing: five submissions.",),
        f"/trusts/zzn/rounds/{round_id}/missing",
    )
    assert following.href == "/trusts/zzn/rounds/new"
    with transaction(app.engine, writes=True) as session:
        prepare(session, trust_named(session), winter(questionnaire))
    assert [step.words for step in steps_of(app)] == [
        "Check and open the round",
        "Record why submissions are missing",
    ]


def test_a_trust_without_divisions_adds_them_first(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session, app.test_request_context():
        trust = Trust(code="ZZX", name="Invented West NHS Trust", invented=True)
        session.add(trust)
        session.flush()
        viewer = Viewer(1, "Coordinator", (Seat("coordinator", "ZZX"),))
        (step,) = next_steps(session, viewer, trust, now())
    assert step.href == "/trusts/zzx/divisions"
