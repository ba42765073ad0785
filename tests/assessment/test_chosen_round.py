"""Which round a command is about."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.chosen_round import NoSuchRound, SeveralTrusts, chosen_round
from benchmark.database.rounds import Round
from benchmark.database.session import transaction
from tests.databases import closing
from tests.servers import response_of


@pytest.fixture
def session(acceptance: str) -> Iterator[Session]:
    with closing(acceptance) as engine, transaction(engine, writes=False) as opened:
        yield opened


def choose(session: Session, named: str, trust: str | None, *, fits: bool = True) -> Round:
    return chosen_round(session, named, trust, lambda _: fits, "open round")


def test_a_round_is_named_by_its_id_whether_it_fits_or_not(session: Session) -> None:
    asked = response_of(session, "ZZS", "surgery", "nursing").round
    assert choose(session, asked.id, None, fits=False) is asked
    assert choose(session, asked.id, "zzs", fits=False) is asked


def test_the_latest_is_the_newest_that_fits(session: Session) -> None:
    asked = response_of(session, "ZZN", "surgery", "nursing").round
    assert choose(session, "latest", "ZZN") is asked


def test_with_several_trusts_one_has_to_be_named(session: Session) -> None:
    with pytest.raises(SeveralTrusts, match=r"several trusts have one .*--trust"):
        choose(session, "latest", None)


@pytest.mark.parametrize(
    ("named", "trust", "reason"),
    [
        ("nosuchround", None, "there is no round nosuchround"),
        ("latest", "ZZX", "there is no trust ZZX"),
        ("latest", "ZZN", "there is no open round of ZZN"),
    ],
)
def test_what_does_not_exist_is_told(
    session: Session, named: str, trust: str | None, reason: str
) -> None:
    with pytest.raises(NoSuchRound, match=reason):
        choose(session, named, trust, fits=False)


def test_a_round_of_another_trust_is_not_there(session: Session) -> None:
    south = response_of(session, "ZZS", "medicine", "clinical").round
    with pytest.raises(NoSuchRound, match=f"no round {south.id} of ZZN"):
        choose(session, south.id, "ZZN")
