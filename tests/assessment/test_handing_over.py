"""Which edition of a handover pack somebody gets, or the rule that keeps it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from benchmark.assessment.access import viewer_of
from benchmark.assessment.calendar import london_day
from benchmark.assessment.handing_over import handover_for, people_to_talk_to
from benchmark.comparison.handover import Handover
from benchmark.database.people import Membership, Person
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import copied, replaced, response_of

ONE = "clinical.medicine@north.example"


@pytest.fixture
def engine(released_model: Path, tmp_path: Path) -> Iterator[Engine]:
    with closing(copied(released_model, tmp_path)) as opened:
        yield opened


def pack_for(engine: Engine, email: str, division: str = "medicine") -> tuple[Handover | None, str]:
    with transaction(engine, writes=False) as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        response = response_of(session, "ZZN", division, "clinical")
        viewer = viewer_of(session, person, london_day(now()))
        return handover_for(session, viewer, response.round, response.division)


def edition(engine: Engine, email: str) -> str:
    pack, reason = pack_for(engine, email)
    assert (pack is None) == bool(reason)
    return pack.edition if pack else reason


def test_the_three_get_theirs_and_everybody_else_in_the_trust_the_other(engine: Engine) -> None:
    for role in ("clinical", "operational", "nursing"):
        assert edition(engine, f"{role}.medicine@north.example") == "L2"
    packs = set()
    for email in ("clinical.surgery", "executive", "improvement", "coordinator"):
        pack, _ = pack_for(engine, f"{email}@north.example")
        assert pack is not None
        packs.add(repr(pack))
    (same,) = packs  # whoever reads it
    assert "L1" in same
    assert edition(engine, "executive@south.example") == "not available"


def test_a_lead_who_comes_in_reads_what_others_read(engine: Engine) -> None:
    newcomer = replaced(engine)
    pack, _ = pack_for(engine, newcomer)
    assert pack is not None
    assert (pack.edition, pack.continuity) == ("L1", ())
    assert pack == pack_for(engine, "executive@north.example")[0]
    assert ("Clinical lead", "Ŵyn Newcomer") in [(h.post, h.words) for h in pack.people]
    # who has left reads nothing any more; who stays reads the reasons
    assert edition(engine, ONE) == "not available"
    assert edition(engine, "nursing.medicine@north.example") == "L2"


def test_one_who_answered_and_went_elsewhere_in_the_trust_reads_as_others_do(
    engine: Engine,
) -> None:
    with transaction(engine, writes=True) as session:
        person = session.scalars(select(Person).where(Person.email == ONE)).one()
        session.execute(
            update(Membership)
            .where(Membership.person_id == person.id)
            .values(role="executive", division_id=None)
        )
    assert edition(engine, ONE) == "L1"


def test_what_is_not_released_is_kept_back_with_its_rule(
    settling_model: Path, tmp_path: Path
) -> None:
    with closing(copied(settling_model, tmp_path)) as engine:
        assert edition(engine, "executive@north.example") == "not released"
        assert edition(engine, ONE) == "L2"  # the three read each other already
        pack, reason = pack_for(engine, "clinical.surgery@north.example", "surgery")
        assert (pack, reason) == (None, "0 of 3 complete")


def test_people_are_the_posts_of_today(engine: Engine) -> None:
    with transaction(engine, writes=True) as session:
        division = response_of(session, "ZZN", "medicine", "clinical").division
        (post,) = session.scalars(
            select(Membership).where(
                Membership.division_id == division.id, Membership.role == "nursing"
            )
        )
        post.to_date = post.from_date
        held = {holder.post: holder.words for holder in people_to_talk_to(session, division)}
    assert list(held) == [
        "Clinical lead", "Operational lead", "Nursing lead", "Coordinator of the trust",
    ]  # fmt: skip
    assert held["Nursing lead"] == "vacant"
    assert "vacant" not in (held["Clinical lead"], held["Coordinator of the trust"])
