"""The record in words: what may not be known yet leaves no trace, and nothing needs its name."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.access import viewer_of
from benchmark.assessment.audit_page import PAGE_LENGTH, Line, Wanted, shown_lines
from benchmark.assessment.audit_words import GROUPS, KINDS, READING, REFUSED
from benchmark.assessment.auditing import Deed, record
from benchmark.assessment.calendar import london_day
from benchmark.database.people import Person
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.assessment.posts import coordinator_of, division_named, trust_named
from tests.servers import complete_division, response_of

ANSWERED, AGREED, READ = "answer saved", "agreement changed", "three read"


def lines(session: Session, wanted: Wanted | None = None) -> tuple[Line, ...]:
    trust = trust_named(session)
    person = session.get_one(Person, coordinator_of(session))
    viewer = viewer_of(session, person, london_day(now()))
    total, found = shown_lines(session, viewer, trust, wanted or Wanted(), now(), None)
    assert total == len(found)
    return found


def record_three(app: Benchmark, division: str = "medicine") -> None:
    """One entry of each class: on answers, on the agreement, and one that is shown at once."""
    with transaction(app.engine, writes=True) as session:
        lead = response_of(session, "ZZN", division, "clinical")
        for kind in (ANSWERED, AGREED, READ):
            deed = Deed(kind, round_id=lead.round_id, division_id=lead.division_id)
            record(session, lead.round.trust_id, deed, lead.people[0].id)


@pytest.mark.parametrize(("released", "shown"), [(None, 1), (False, 2), (True, 3)])
def test_entries_appear_as_far_as_their_division_has_come(
    app_on_both: Benchmark, questionnaire: Questionnaire, released: bool | None, shown: int
) -> None:
    record_three(app_on_both)
    record_three(app_on_both, "surgery")  # nobody has begun there
    if released is not None:
        complete_division(app_on_both.engine, questionnaire, released=released)
    with transaction(app_on_both.engine, writes=False) as session:
        found = [line.text for line in lines(session) if line.text.endswith("Medicine")]
        others = [line.text for line in lines(session) if "Surgery" in line.text]
        assert len(found) + sum("Medicine said" in line.text for line in lines(session)) == shown
        assert others == ["read what each lead of Surgery said"]


def test_an_entry_that_names_no_division_is_not_shown_by_mistake(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        record(session, trust_named(session).id, Deed(ANSWERED), coordinator_of(session))
    with transaction(app.engine, writes=False) as session:
        assert lines(session) == ()


def test_a_round_that_was_deleted_and_an_operator_have_words(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        trust = trust_named(session)
        gone = Deed("round changed", round_id="a" * 16, detail="delete")
        record(session, trust.id, gone, coordinator_of(session))
        record(session, trust.id, Deed("answers exported", way="command", detail="csv"))
        refused = Deed(
            REFUSED, detail="three.page", division_id=division_named(trust, "surgery").id
        )
        record(session, trust.id, refused, coordinator_of(session))
    with transaction(app.engine, writes=False) as session:
        assert session.get(Round, "a" * 16) is None
        refusal, export, deletion = lines(session)
    assert refusal.text == "was refused pages of the three leads of Surgery"
    assert (export.who, export.text) == ("The operator", "exported each lead's answers (csv)")
    assert deletion.text == "took a step of a round: draft deleted"
    titles = [line.round_title for line in (refusal, export, deletion)]
    assert titles == ["none", "none", "a draft that was deleted"]


def test_a_kind_and_a_period_can_be_chosen(app: Benchmark) -> None:
    record_three(app)
    with transaction(app.engine, writes=False) as session:
        assert len(lines(session, Wanted(READING))) == 1
        assert len(lines(session, Wanted(since=now() - timedelta(days=7)))) == 1
        assert lines(session, Wanted(since=now() + timedelta(days=1))) == ()


def test_every_kind_stands_in_one_group_of_the_page() -> None:
    assert {words.group for words in KINDS.values()} == set(GROUPS)
    assert PAGE_LENGTH > 1
