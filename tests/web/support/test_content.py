"""What support reads: rounds under way, a row a division, a state a post, and nothing else."""

from datetime import timedelta

from benchmark.assessment.calendar import london_day
from benchmark.assessment.preparing import prepare
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.disclosure.levels import Seat, Viewer
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from benchmark.web.support.content import states_for
from tests.assessment.posts import trust_named, winter
from tests.servers import give, hand_in, response_of

SUPPORT = Viewer(99, "Sam Support", (), frozenset({"ZZN"}))
NOT_STARTED = ("not started",) * 3


def test_the_states_of_each_post_of_rounds_under_way(
    app: Benchmark, questionnaire: Questionnaire
) -> None:
    with transaction(app.engine, writes=True) as session:
        hand_in(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
        give(session, response_of(session, "ZZN", "medicine", "nursing"), questionnaire)
        prepare(session, trust_named(session), winter(questionnaire))  # a draft is not told
        (found,) = states_for(session, SUPPORT, trust_named(session), now())
    assert found.rows == (
        ("Medicine", "submitted", "not started", "in progress"),
        ("Surgery", *NOT_STARTED),
    )
    assert found.opens_on == london_day(now())


def test_a_round_that_is_over_is_not_told(app: Benchmark) -> None:
    with transaction(app.engine, writes=False) as session:
        trust = trust_named(session)
        asked = session.query(Round).where(Round.trust_id == trust.id).one()
        over = now() + (asked.closes_on - london_day(now())) + timedelta(days=2)
        assert states_for(session, SUPPORT, trust, over) == ()


def test_the_decision_is_asked(app: Benchmark) -> None:
    with transaction(app.engine, writes=False) as session:
        trust = trust_named(session)
        executive = Viewer(5, "d", (Seat("executive", "ZZN"),))
        elsewhere = Viewer(99, "Sam Support", (), frozenset({"ZZS"}))
        assert states_for(session, executive, trust, now()) == ()
        assert states_for(session, elsewhere, trust, now()) == ()
        assert states_for(session, SUPPORT, trust, now())
