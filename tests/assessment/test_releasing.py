"""Three confirmations of one preview release, once; everything else does not."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import agreements_of, leave_rest_open, settle_near
from benchmark.assessment.calendar import london_day
from benchmark.assessment.events import events_of
from benchmark.assessment.releasing import (
    NotReady,
    confirm,
    confirmations_of,
    levels_of,
    preview_of,
    release_of,
    successors_of,
)
from benchmark.assessment.results import comparison_for, reader_of
from benchmark.assessment.settling import Settlement, save_agreement, save_dissent
from benchmark.database.people import Membership
from benchmark.database.rounds import Response
from benchmark.database.schema import now
from benchmark.questionnaire.definition import Questionnaire
from tests.databases import closing
from tests.servers import copied, response_of


@pytest.fixture(scope="module")
def engine(settling_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(copied(settling_model, tmp_path_factory.mktemp("releasing"))) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def lead(session: Session, questionnaire: Questionnaire) -> Response:
    """One of the three, who have settled everything."""
    response = response_of(session, "ZZN", "medicine", "clinical")
    place = (session, response.round, response.division, questionnaire)
    settle_near(*place, response.people[0].id)
    leave_rest_open(*place, response.people[0].id)
    return response


def test_the_third_confirmation_of_the_same_preview_releases_what_was_previewed(
    session: Session, lead: Response, questionnaire: Questionnaire
) -> None:
    place = (session, lead.round, lead.division, questionnaire)
    preview = preview_of(*place)
    seen = preview.content_hash
    assert confirm(*place, "clinical", 1, seen) is None
    assert confirm(*place, "clinical", 1, seen) is None  # a second click
    assert confirm(*place, "nursing", 2, seen) is None
    reader = reader_of(lead.round.trust)
    assert not comparison_for(session, reader, lead.round, questionnaire).released
    released = confirm(*place, "operational", 3, seen)
    assert released is not None
    assert released.preview_hash == seen
    assert np.frombuffer(released.levels, np.int8).tolist() == [3] * 30
    assert released.levels == levels_of(preview, questionnaire)
    assert confirm(*place, "operational", 3, "something else") is released
    shown = comparison_for(session, reader, lead.round, questionnaire)
    assert shown.division("medicine") == preview.result
    told = [(event.kind, event.role) for event in events_of(session, lead.round)]
    assert [each for each in told if each[0] in ("confirmed", "released")] == [
        ("confirmed", "clinical"),
        ("confirmed", "nursing"),
        ("confirmed", "operational"),
        ("released", None),
    ]


def test_a_changed_level_asks_all_three_again_and_a_dissent_does_not(
    session: Session, lead: Response, questionnaire: Questionnaire
) -> None:
    place = (session, lead.round, lead.division, questionnaire)
    first = preview_of(*place).content_hash
    confirm(*place, "clinical", 1, first)
    confirm(*place, "nursing", 2, first)
    here = (*place[:3], questionnaire.keys[0])
    save_dissent(*here, "nursing", "I see a 2", 0)
    assert preview_of(*place).content_hash == first  # nobody else ever reads a dissent
    assert save_agreement(*here, Settlement(4, "changed"), 1, 1).saved
    with pytest.raises(NotReady, match="changed since you opened"):
        confirm(*place, "operational", 3, first)
    second = preview_of(*place).content_hash
    assert second != first
    assert confirm(*place, "operational", 3, second) is None  # the two others confirmed another
    assert confirm(*place, "clinical", 1, second) is None
    assert release_of(*place[:3]) is None
    assert confirm(*place, "nursing", 2, second) is not None
    assert {each.preview_hash for each in confirmations_of(*place[:3]).values()} == {second}


def test_why_it_is_not_ready(
    session: Session, lead: Response, questionnaire: Questionnaire
) -> None:
    place = (session, lead.round, lead.division, questionnaire)
    seen = preview_of(*place).content_hash
    surgery = response_of(session, "ZZN", "surgery", "clinical").division
    with pytest.raises(NotReady, match="submissions of all three"):
        confirm(session, lead.round, surgery, questionnaire, "clinical", 1, seen)
    for change, why in ((("state", "abandoned"), "abandoned"), (("level", "L0"), "only the three")):
        before = getattr(lead.round, change[0])
        setattr(lead.round, *change)
        with pytest.raises(NotReady, match=why):
            confirm(*place, "clinical", 1, seen)
        setattr(lead.round, change[0], before)
    session.delete(agreements_of(*place[:3])[questionnaire.keys[0]])
    session.flush()
    with pytest.raises(NotReady, match="1 practice is not settled yet"):
        confirm(*place, "clinical", 1, seen)
    lead.withdrawn_at = now()
    session.flush()
    with pytest.raises(NotReady, match="submissions of all three"):
        confirm(*place, "clinical", 1, seen)
    assert confirmations_of(*place[:3]) == {}


def test_whoever_holds_the_post_confirms_when_nobody_who_answered_does_any_more(
    session: Session, lead: Response
) -> None:
    today = london_day(now())
    place = (session, lead.round, lead.division, today)
    assert successors_of(*place) == {}
    left = session.query(Membership).filter_by(person_id=lead.people[0].id).one()
    newcomer = response_of(session, "ZZS", "medicine", "clinical").people[0]
    session.add(
        Membership(
            person_id=newcomer.id,
            role="clinical",
            trust_id=left.trust_id,
            division_id=left.division_id,
            from_date=today,
        )
    )
    session.flush()
    assert successors_of(*place) == {}  # both hold the post today
    left.to_date = today - timedelta(days=1)
    session.flush()
    assert successors_of(*place) == {"clinical": frozenset({newcomer.id})}
