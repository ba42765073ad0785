"""Three people write at once, and nobody's text is lost: the versions as a table of steps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from benchmark.assessment.agreeing import NotNow, agreements_of
from benchmark.assessment.settling import (
    Settlement,
    dissent_of,
    dissents_of,
    save_agreement,
    save_dissent,
    settlement_of,
)
from benchmark.database.agreements import Dissent, Release
from benchmark.database.rounds import Response
from tests.databases import closing
from tests.servers import copied, response_of

HANDOVER = "handover"


@pytest.fixture(scope="module")
def engine(settling_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with closing(copied(settling_model, tmp_path_factory.mktemp("settling"))) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def lead(session: Session) -> Response:
    return response_of(session, "ZZN", "medicine", "clinical")


# what is sent, on which version -> saved, and the version that is stored then
STEPS = [
    (Settlement(3, "seen on the ward"), 0, True, 1),
    (Settlement(3, "seen on the ward"), 0, True, 1),  # the same again: a second click
    (Settlement(4, "the rota shows it"), 0, False, 1),  # had not seen the first
    (Settlement(4, "the rota shows it"), 1, True, 2),
    (Settlement(None, "we cannot say"), 2, True, 3),
    (Settlement(4, "the rota shows it"), 2, False, 3),  # what was true before is stale now
    (Settlement(None, "we cannot say"), 7, True, 3),  # stored already, whatever the version
    (Settlement(4, ""), 7, False, 3),  # a version that there never was
]


def test_a_save_on_an_old_version_is_not_saved_and_gets_both_texts(
    session: Session, lead: Response
) -> None:
    place = (session, lead.round, lead.division, HANDOVER)
    person, kept = lead.people[0].id, None
    for yours, version, saved, stored in STEPS:
        before = kept
        done = save_agreement(*place, yours, version, person)
        kept = settlement_of(agreements_of(session, lead.round, lead.division)[HANDOVER])
        assert (done.saved, done.version, done.yours) == (saved, stored, yours)
        assert kept == (yours if saved else before)
        if not saved:
            assert (done.theirs, done.by) == (before, "clinical")
            assert done.at is not None
    assert len(agreements_of(session, lead.round, lead.division)) == 1


def test_each_lead_writes_their_own_dissent(session: Session, lead: Response) -> None:
    place = (session, lead.round, lead.division, HANDOVER)
    assert save_dissent(*place, "clinical", "a 2 at night", 0) == (1, None)
    assert save_dissent(*place, "nursing", "a 4", 0) == (1, None)
    assert save_dissent(*place, "clinical", "a 2 at night", 0) == (1, None)
    assert save_dissent(*place, "clinical", "from a second window", 0) == (1, "a 2 at night")
    both = {"clinical": "a 2 at night", "nursing": "a 4"}
    assert dissents_of(session, lead.round, lead.division) == {HANDOVER: both}
    assert save_dissent(*place, "nursing", "", 1) == (2, None)  # taken back
    assert dissents_of(session, lead.round, lead.division) == {
        HANDOVER: {"clinical": both["clinical"]}
    }
    kept = dissent_of(session, lead.round, lead.division, HANDOVER, "nursing")
    assert kept is not None
    assert (kept.text, kept.version) == ("", 2)


def test_after_the_release_nothing_is_written(session: Session, lead: Response) -> None:
    session.add(Release(round=lead.round, division=lead.division, preview_hash="", levels=b""))
    session.flush()
    place = (session, lead.round, lead.division, HANDOVER)
    with pytest.raises(NotNow, match="released"):
        save_agreement(*place, Settlement(3), 0, lead.people[0].id)
    with pytest.raises(NotNow, match="released"):
        save_dissent(*place, "clinical", "too late", 0)
    assert agreements_of(session, lead.round, lead.division) == {}
    assert session.scalar(select(func.count()).select_from(Dissent)) == 0
