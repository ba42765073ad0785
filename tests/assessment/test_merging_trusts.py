"""Trusts become one: what goes on, what stays where it was, and what has to be done before."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmark.assessment.access import find_trust, viewer_of
from benchmark.assessment.audit_chain import check_chain
from benchmark.assessment.merging_trusts import Wish
from benchmark.assessment.preparing import prepare
from benchmark.assessment.refusals import Refused
from benchmark.assessment.signing_in import signed_in_person, start_sign_in
from benchmark.assessment.supporting import open_access, standing_accesses, support_account
from benchmark.assessment.tokens import Wish as TokenWish
from benchmark.assessment.tokens import live_token, make_token
from benchmark.database.audit import AuditEntry
from benchmark.database.events import Lineage
from benchmark.database.people import Division, Trust, TrustMerger
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.disclosure.levels import Seat
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.posts import TODAY, person_named, trust_named, winter
from tests.assessment.two_trusts import NEW, ONE_OF_THEM, as_one, close_all, closed_round, merged

YESTERDAY = TODAY - timedelta(days=1)


def rounds_by_trust(session: Session) -> dict[str, int]:
    counted: dict[str, int] = {}
    for asked in session.scalars(select(Round)):
        counted[asked.trust.code] = counted.get(asked.trust.code, 0) + 1
    return counted


def test_the_merged_trust_keeps_answers_as_long_as_those_before_it_and_says_so(
    session: Session,
) -> None:
    close_all(session)
    trust_named(session).retention_years, trust_named(session, "ZZS").retention_years = 2, 9
    told = merged(session).told
    into = trust_named(session, NEW.into)
    assert into.retention_years == 9
    assert any("keeps the answers of its rounds for 9 years" in line for line in told)
    query = select(AuditEntry.kind, AuditEntry.detail).where(AuditEntry.trust_id == into.id)
    assert ("period set", "9 years") in session.execute(query).all()


def test_a_trust_that_was_there_and_set_its_period_keeps_to_it(session: Session) -> None:
    close_all(session)
    session.add(Trust(code="ZZM", name="Invented Pennine", invented=True, retention_years=3))
    session.flush()
    merged(session)
    assert trust_named(session, NEW.into).retention_years == 3


def test_two_trusts_become_a_new_one_and_keep_what_was_theirs(session: Session) -> None:
    into = as_one(session)
    assert [(each.key, each.name) for each in into.divisions] == [
        ("medicine-zzn", "Medicine (ZZN)"),
        ("surgery-zzn", "Surgery (ZZN)"),
        ("medicine-zzs", "Medicine (ZZS)"),
        ("surgery-zzs", "Surgery (ZZS)"),
    ]
    assert (into.name, into.opened, into.invented) == (NEW.name, TODAY, True)
    assert rounds_by_trust(session) == {"ZZN": 1, "ZZS": 1}
    for code in ("ZZN", "ZZS"):
        old = trust_named(session, code)
        assert (old.closed, {each.ended_on for each in old.divisions}) == (YESTERDAY, {YESTERDAY})
        assert (old.merged and old.merged.into, old.merged and old.merged.first_day) == (
            into,
            TODAY,
        )
    lines = session.scalars(select(Lineage).order_by(Lineage.to_division_id)).all()
    ends = [
        (
            session.get_one(Division, row.from_division_id),
            session.get_one(Division, row.to_division_id),
        )
        for row in lines
    ]
    assert [(old.trust.code, old.key, new.key) for old, new in ends] == [
        ("ZZN", "medicine", "medicine-zzn"),
        ("ZZN", "surgery", "surgery-zzn"),
        ("ZZS", "medicine", "medicine-zzs"),
        ("ZZS", "surgery", "surgery-zzs"),
    ]
    assert {row.kind for row in lines} == {"moved"}


def test_everybody_has_the_same_post_and_nobody_a_seat_in_the_trust_of_others(
    session: Session,
) -> None:
    as_one(session)
    for domain, code in (("north.example", "ZZN"), ("south.example", "ZZS")):
        executive = viewer_of(session, person_named(session, f"executive@{domain}"), TODAY)
        assert set(executive.seats) == {Seat("executive", code), Seat("executive", "ZZM")}
        lead = viewer_of(session, person_named(session, f"nursing.surgery@{domain}"), TODAY)
        new = Seat("nursing", "ZZM", f"surgery-{code.lower()}")
        assert set(lead.seats) == {Seat("nursing", code, "surgery"), new}


def test_the_trust_that_goes_on_under_its_code_keeps_its_history_apart(session: Session) -> None:
    close_all(session)
    told = merged(session, ONE_OF_THEM).told
    history = f"ZZN{TODAY.year}"
    assert rounds_by_trust(session) == {history: 1, "ZZS": 1}
    assert (
        f"The code ZZN is that of the merged trust now. What ZZN was before is {history}." in told
    )
    into = trust_named(session)
    assert [each.name for each in into.divisions][:2] == ["Medicine (ZZN)", "Surgery (ZZN)"]
    assert {each.before.code for each in into.formed} == {history, "ZZS"}
    south = viewer_of(session, person_named(session, "executive@south.example"), TODAY)
    assert {seat.trust for seat in south.seats} == {"ZZS", "ZZN"}
    # the register knows it by its code; merged again in the same year, history has another
    third = Trust(code="ZZW", name="Invented West NHS Trust", invented=True)
    session.add(third)
    closed_round(session, into)
    merged(session, Wish(("ZZW",), "ZZN"))
    assert find_trust(session, f"ZZN{TODAY.year}B") is into
    assert trust_named(session).name == NEW.name


def test_a_trust_that_is_known_and_has_no_round_is_the_one_that_goes_on(session: Session) -> None:
    waiting = Trust(code="ZZM", name="Known to the register", invented=True)
    session.add(waiting)
    session.flush()
    into = as_one(session, Wish(("ZZN", "zzs"), "ZZM"))
    assert (into, into.name, len(into.divisions)) == (waiting, "Known to the register", 4)


def test_both_records_and_that_of_the_new_trust_tell_of_it_and_are_whole(session: Session) -> None:
    into = as_one(session, ONE_OF_THEM)
    kinds = {
        trust.code: [(e.kind, e.detail) for e in session.scalars(
            select(AuditEntry).where(AuditEntry.trust_id == trust.id).order_by(AuditEntry.number))]
        for trust in session.scalars(select(Trust))
    }  # fmt: skip
    history = f"ZZN{TODAY.year}"
    assert kinds == {
        history: [("trust ended", "ZZN")],
        "ZZS": [("trust ended", "ZZN")],
        "ZZN": [("trusts merged", history), ("trusts merged", "ZZS"), ("period set", "6 years")],
    }
    assert into.code == "ZZN"
    assert {check_chain(session, trust.id).fault for trust in session.scalars(select(Trust))} == {
        ""
    }


def test_ways_in_for_the_old_posts_end(session: Session) -> None:
    person = person_named(session, "executive@south.example")
    browser = start_sign_in(session, person)
    south = trust_named(session, "ZZS")
    token = make_token(session, person, south, TokenWish("Power BI", ("figures",), 30))
    support = support_account(session, "sam@support.example", "Sam Support")
    open_access(session, south, support, "Ticket 1042: mails do not arrive", 4, now())
    session.flush()
    assert signed_in_person(session, browser)
    assert live_token(session, token)
    as_one(session)
    session.expire_all()
    assert signed_in_person(session, browser) is None
    assert live_token(session, token) is None
    assert standing_accesses(session, south) == []


REFUSED = {
    "no such trust": (Wish(("ZZQ",), "ZZN"), "There is no trust with the code ZZQ"),
    "into itself": (Wish(("ZZN",), "ZZN"), "Name the code of at least one trust that ends"),
    "a code that is none": (Wish(("ZZN",), "Z N"), "of letters and digits"),
    "a new one without a name": (Wish(("ZZN",), "ZZM"), "Give its name too"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_merged_says_what_to_do(session: Session, name: str) -> None:
    wish, why = REFUSED[name]
    close_all(session)
    with pytest.raises(Refused, match=why):
        merged(session, wish)


def test_nothing_is_merged_while_a_round_is_open_or_prepared(
    session: Session, questionnaire: Questionnaire
) -> None:
    with pytest.raises(
        Refused, match=r"Invented North NHS Trust \(ZZN\) is open until .* Close it"
    ):
        merged(session)
    close_all(session)
    draft = prepare(session, trust_named(session, "ZZS"), winter(questionnaire))
    with pytest.raises(Refused, match=r"“Winter” of .*ZZS.* Delete the draft"):
        merged(session)
    session.delete(draft)
    trust_named(session, "ZZS").invented = False
    with pytest.raises(Refused, match="invented trust and a real one"):
        merged(session)
    assert session.scalars(select(TrustMerger)).all() == []


def test_a_round_whose_last_day_has_passed_stands_in_nobodys_way(session: Session) -> None:
    for asked in session.scalars(select(Round)):
        asked.opens_on, asked.closes_on = TODAY - timedelta(30), TODAY - timedelta(2)
    assert merged(session).changed


def test_a_second_run_says_that_it_is_done_and_half_of_it_is_refused(session: Session) -> None:
    as_one(session)
    again = merged(session)
    assert (again.changed, len(again.told)) == (False, 2)
    assert again.told[1].startswith(
        f"Invented South NHS Trust (ZZS) became part of {NEW.name} (ZZM) on"
    )
    session.add(Trust(code="ZZW", name="Invented West NHS Trust", invented=True))
    session.flush()
    for wish in (Wish(("ZZS", "ZZW"), "ZZM"), Wish(("ZZW",), "ZZS")):
        with pytest.raises(Refused, match="Name only trusts that are still there"):
            merged(session, wish)
