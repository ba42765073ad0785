"""What a merger of trusts leaves behind: nothing new begins there, and pages tell of it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from benchmark.assessment.importing_people import record_people
from benchmark.assessment.mergers import (
    became,
    before,
    codes_of_history,
    codes_today,
    line_of,
    merger_told,
    once_called,
    refuse_merged,
)
from benchmark.assessment.merging_trusts import Wish
from benchmark.assessment.organising import add_division, put_in_order
from benchmark.assessment.preparing import prepare
from benchmark.assessment.refusals import Refused
from benchmark.assessment.tenures import Post, add_tenure, end_tenure
from benchmark.database.people import Trust
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.located import FaultyFile
from tests.assessment.posts import TODAY, person_named, trust_named, winter
from tests.assessment.two_trusts import NEW, ONE_OF_THEM, as_one, closed_round, merged
from tests.databases import closing

LINE = (
    "trust,division,role,name,email,from,to\nZZN,,executive,Nia New,nia@north.example,2026-01-01,\n"
)


@pytest.fixture
def session(acceptance_on_both: str) -> Iterator[Session]:
    with closing(acceptance_on_both) as engine, transaction(engine, writes=True) as opened:
        yield opened


def beginnings(session: Session, questionnaire: Questionnaire) -> list[Callable[[], object]]:
    """All that could begin in a trust."""
    north = trust_named(session)
    person = person_named(session, "executive@south.example")
    return [
        lambda: refuse_merged(session, north),
        lambda: prepare(session, north, winter(questionnaire)),
        lambda: add_division(session, north, "Therapies"),
        lambda: put_in_order(session, north, ["surgery", "medicine"]),
        lambda: add_tenure(session, Post(north, "executive"), person, TODAY),
    ]


def test_nothing_begins_in_a_trust_that_is_no_more(
    session: Session, questionnaire: Questionnaire
) -> None:
    as_one(session)
    for begin in beginnings(session, questionnaire):
        with pytest.raises(Refused, match=r"became part of Invented Pennine NHS Trust \(ZZM\)"):
            begin()


def test_the_same_begins_where_nothing_was_merged(
    session: Session, questionnaire: Questionnaire
) -> None:
    for begin in beginnings(session, questionnaire):
        begin()


def test_a_file_gives_nobody_a_post_there_and_says_in_which_line(
    session: Session, tmp_path: Path
) -> None:
    as_one(session)
    file = tmp_path / "people.csv"
    file.write_text(LINE)
    with pytest.raises(FaultyFile, match=r"csv:2:trust: .*became part of .*ZZM"):
        record_people(session, file)


def test_posts_there_can_end_also_the_last_coordinators(session: Session) -> None:
    as_one(session)
    post = person_named(session, "coordinator@north.example").memberships[0]
    assert post.trust
    assert post.trust.code == "ZZN"
    end_tenure(session, post, TODAY)
    assert post.to_date == TODAY


def test_pages_tell_of_it_in_both_directions_and_of_nothing_else(session: Session) -> None:
    assert merger_told(trust_named(session)) == ()
    into = as_one(session)
    old, new = merger_told(trust_named(session)), merger_told(into)
    assert old[0].startswith(f"Invented North NHS Trust became part of {NEW.name} (ZZM) on ")
    assert "No round can begin here" in old[1]
    assert new[0].endswith(
        "was formed from Invented North NHS Trust (ZZN) and Invented South NHS Trust (ZZS)."
    )
    assert "Nothing here is compared with them" in new[1]
    merger = trust_named(session).merged
    assert merger
    assert became(merger).endswith("Do this there")


def test_a_line_is_followed_over_every_merger(session: Session) -> None:
    first = as_one(session)
    session.add(Trust(code="ZZW", name="Invented West NHS Trust", invented=True))
    session.flush()
    assert merged(session, Wish(("ZZM",), "ZZW")).changed
    last = trust_named(session, "ZZW")
    assert [each.code for each in before(last)] == ["ZZM", "ZZN", "ZZS"]
    for code in ("ZZN", "ZZM", "ZZW"):
        line = {each.code for each in line_of(trust_named(session, code))}
        assert line == {"ZZN", "ZZS", "ZZM", "ZZW"}
    assert codes_today(session) == {"ZZN": "ZZW", "ZZS": "ZZW", "ZZM": "ZZW"}
    assert [each.code for each in before(first)] == ["ZZN", "ZZS"]


def test_trusts_that_went_by_one_code_are_found_however_often_it_went_on(session: Session) -> None:
    south = trust_named(session, "ZZS")
    first, second = trust_named(session), as_one(session, ONE_OF_THEM)
    assert once_called(second) == (second, first)
    assert once_called(first) == (first,)
    assert once_called(south) == (south,)
    session.add(Trust(code="ZZW", name="Invented West NHS Trust", invented=True))
    closed_round(session, second)
    merged(session, Wish(("ZZW",), "ZZN"))
    third = trust_named(session)
    assert [each.code for each in once_called(third)] == [
        "ZZN",
        *reversed(codes_of_history("ZZN", TODAY.year)[:2]),
    ]
    assert once_called(third)[1:] == (second, first)


def test_a_trust_of_another_code_never_went_by_this_one(session: Session) -> None:
    into = as_one(session)
    assert once_called(into) == (into,)


def test_a_code_of_history_fits_where_codes_stand() -> None:
    for code in ("RXX", "RXX01", "ABCDEFGHIJ"):
        found = codes_of_history(code, 2026)
        assert len(set(found)) == len(found) == 12
        assert max(map(len, found)) <= 10
    assert codes_of_history("RXX", 2026)[:2] == ("RXX2026", "RXX2026B")
