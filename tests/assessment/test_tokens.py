"""Tokens: made for a trust and a time, ended with every change of an account, counted by minute."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from benchmark.assessment import tokens
from benchmark.assessment.calendar import london_day
from benchmark.assessment.disabling import disable
from benchmark.assessment.moving import move_account
from benchmark.assessment.password_links import replace_password
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import end_sign_ins, sign_out_browsers
from benchmark.assessment.tenures import Post, add_tenure, end_tenure
from benchmark.assessment.tokens import (
    MOST,
    MOST_A_MINUTE,
    Wish,
    count_use,
    end_token,
    live_token,
    live_tokens,
    make_token,
    owners_of_tokens,
    viewer_through,
)
from benchmark.database.mail import Mail
from benchmark.database.people import Person, Trust
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.database.tokens import ApiToken
from benchmark.web.app import Benchmark
from tests.servers import at_once

READER = "improvement@north.example"
WISH = Wish("a monthly board report", ("figures", "plans"), 30)


def person(session: Session, email: str = READER) -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


def trust(session: Session, code: str = "ZZN") -> Trust:
    return session.scalars(select(Trust).where(Trust.code == code)).one()


def made(session: Session) -> str:
    return make_token(session, person(session), trust(session), WISH)


def test_a_token_is_known_by_its_hash_only_and_its_owner_is_told(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        token = made(session)
    with transaction(app.engine, writes=False) as session:
        kept = session.scalars(select(ApiToken)).one()
        assert token.startswith("mpb_")
        assert len(token) > 40
        assert token not in str(vars(kept))
        assert live_token(session, token) is kept
        assert live_token(session, token[:-1]) is None
        assert timedelta(29) < kept.expires_at - now() < timedelta(31)
        mail = session.scalars(select(Mail)).one()
        assert mail.subject == "A token was made for your account"
        assert token not in mail.body


def test_a_token_ends_on_its_day(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        token = made(session)
        session.execute(update(ApiToken).values(expires_at=now() + timedelta(seconds=30)))
        assert live_token(session, token)
        session.execute(update(ApiToken).values(expires_at=now()))
        assert live_token(session, token) is None
        assert live_tokens(session, person(session).id) == []


def _ends_it(session: Session) -> None:
    end_token(session, live_tokens(session, person(session).id)[0])


def _gets_a_password(session: Session) -> None:
    replace_password(session, person(session), "another invented phrase", but="this browser")


def _gets_a_post(session: Session) -> None:
    add_tenure(session, Post(trust(session), "executive"), person(session), now().date())


def _loses_a_post(session: Session) -> None:
    end_tenure(session, person(session).memberships[0], now().date())


ENDS: dict[str, Callable[[Session], object]] = {
    "its owner ends it": _ends_it,
    "another password": _gets_a_password,
    "another post": _gets_a_post,
    "the end of a post": _loses_a_post,
    "another address": lambda s: move_account(s, person(s), "other@north.example", "Somebody"),
    "disabled": lambda s: disable(s, person(s)),
    "every other reason to sign in anew": lambda s: end_sign_ins(s, person(s).id),
}


@pytest.mark.parametrize("what", ENDS)
def test_a_token_ends_with(app: Benchmark, what: str) -> None:
    with transaction(app.engine, writes=True) as session:
        token = made(session)
        assert owners_of_tokens(session) == {person(session).id}
        ENDS[what](session)
        session.expire_all()
        assert live_token(session, token) is None
        assert owners_of_tokens(session) == set()


def test_signing_out_browsers_leaves_it(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        token = made(session)
        sign_out_browsers(session, person(session).id)
        assert live_token(session, token)


def test_a_disabled_person_has_none_however_that_came(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        token = made(session)
        person(session).disabled_at = now()
        session.flush()
        assert live_token(session, token) is None


def test_it_reads_as_its_owner_in_its_trust_only(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        today = london_day(now())
        add_tenure(session, Post(trust(session, "ZZS"), "executive"), person(session), today)
        token = live_token(session, made(session))
        assert token
        viewer = viewer_through(session, token, today)
        assert {seat.trust for seat in viewer.seats} == {"ZZN"}
        assert viewer.person == person(session).id
        assert viewer_through(session, token, today - timedelta(days=20_000)).seats == ()


def test_nobody_has_more_than_ten(app: Benchmark) -> None:
    with transaction(app.engine, writes=True) as session:
        for _ in range(MOST):
            made(session)
        with pytest.raises(Refused, match="10 tokens already"):
            made(session)


MOMENT = datetime(2026, 5, 4, 12, 30, 20, tzinfo=UTC)


def test_uses_are_counted_by_the_minute(
    app_on_both: Benchmark, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_A_MINUTE", 3)
    with transaction(app_on_both.engine, writes=True) as session:
        token = live_token(session, made(session))
        assert token
        waits = [count_use(session, token, MOMENT) for _ in range(5)]
        assert waits == [0, 0, 0, 40, 40]
        assert count_use(session, token, MOMENT + timedelta(seconds=39.5)) == 1
        assert count_use(session, token, MOMENT + timedelta(seconds=40)) == 0


def test_many_at_once_are_counted_together(app_on_both: Benchmark) -> None:
    with transaction(app_on_both.engine, writes=True) as session:
        token = made(session)

    def use() -> int:
        with transaction(app_on_both.engine, writes=True) as session:
            found = live_token(session, token)
            assert found
            return count_use(session, found, MOMENT)

    waits = [wait for _ in range(MOST_A_MINUTE // 8 + 1) for wait in at_once([use] * 8)]
    assert waits.count(0) == MOST_A_MINUTE
    assert len(waits) > MOST_A_MINUTE
