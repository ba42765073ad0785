"""What is held about one person goes to that person, whole; of others there is nothing in it."""

import io
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, select, update

from benchmark.assessment.subject_access import ABOUT, README, write_data_of
from benchmark.database.agreements import Dissent
from benchmark.database.audit import AuditEntry
from benchmark.database.events import RoundEvent
from benchmark.database.people import Membership, Person
from benchmark.database.rounds import Answer
from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from tests.assessment.canary_person import CANARY, EMAIL, NAME, plant
from tests.assessment.held import OWN, given, held
from tests.assessment.posts import coordinator_of, person_named, trust_named
from tests.assessment.records import checked
from tests.servers import response_of


def test_readable_words_stand_before_the_tables(packing: Engine) -> None:
    content = given(packing).content
    assert given(packing).rows[0] == ("account.csv", 7)
    with ZipFile(io.BytesIO(content)) as archive:
        readme = archive.read(README).decode()
    assert readme.startswith("What is held about you in the Management Practice Benchmark\r\n")
    assert f"Clinical Lead, Medicine, {OWN}\r\n" in readme
    assert "- answers.csv (30): your answers and your evidence\r\n" in readme
    assert all(about in readme for about in ABOUT.values())


def test_everything_that_names_the_person_or_is_theirs_is_in_it(
    packing_on_both: Engine, questionnaire: Questionnaire
) -> None:
    engine = packing_on_both
    plant(engine, questionnaire)
    with transaction(engine, writes=True) as session:
        asked = response_of(session, "ZZN", "medicine", "clinical").round
        person = person_named(session, EMAIL).id
        session.add(RoundEvent(round_id=asked.id, kind="confirmed", person_id=person))
        place = {"round_id": asked.id, "division_id": 1, "practice": questionnaire.keys[3]}
        session.add(Dissent(**place, role="clinical", text="=I see it otherwise", version=1))
    found = held(engine, EMAIL)
    empty = sorted(name for name, rows in found.items() if not rows)
    assert empty == ["plans and offers", "scenes", "sections"]
    assert {row["value"] for row in found["account"]} >= {NAME, EMAIL}
    assert {row["what"] for row in found["ways in"]} == {
        *("signed in", "browser that is known", "link for a password", "link in a mail"),
        *("identity at another organisation", "failed attempt to sign in"),
        "token for a program",
    }
    assert [row["to"] for row in found["mails"]] == [EMAIL]
    (post,) = found["posts"]
    assert (post["trust"], post["division"], post["role"]) == ("ZZN", "Medicine", "clinical")
    assert len(found["answers"]) == len(questionnaire.keys)
    first = found["answers"][0]
    assert first["answer"].startswith(("1: ", "2: ", "3: ", "4: ", "5: "))
    assert first["evidence"].startswith("what clinical saw of ")
    assert [row["in your words"] for row in found["dissents"]] == ["=I see it otherwise"]
    assert len(found["agreements"]) == len(questionnaire.keys)
    assert {row["for whom"] for row in found["documents"]} == {"the trust"}
    assert {row["what"].partition(" (")[0] for row in found["record"]} == {
        *("answers submitted", "three read"),
    }


def test_nothing_of_others_is_in_it(packing: Engine, questionnaire: Questionnaire) -> None:
    """The other two wrote the canary wherever they can, and it stands in nothing of the third."""
    plant(packing, questionnaire)
    with transaction(packing, writes=True) as session:
        mails = select(Person).where(Person.email.in_((OWN, EMAIL)))
        third = session.scalars(mails).one()
        third.name, third.email = "Clinical Lead, Medicine", OWN  # the canary is only others' now
    content = given(packing).content
    found = held(packing)
    # what others wrote about the round itself, and a mail to this person, are theirs to read
    mails = [row.pop("subject") for row in found["mails"]]
    assert mails == [f"{NAME}, your account"]
    named = [name for name, rows in found.items() for row in rows if CANARY in _told(row)]
    assert sorted(set(named)) == ["mails", "ways in"]  # where their own address stood
    with transaction(packing, writes=False) as session:
        strangers = session.scalars(select(Person.name).where(Person.email != OWN)).all()
    others = set(strangers) - {"Clinical Lead, Medicine"}  # another trust has one too
    assert others
    assert not [name for name in others if name.encode() in content]


def _told(row: dict[str, object]) -> str:
    """A row but for the title of its round and the mail's text, which everybody reads."""
    return repr({k: v for k, v in row.items() if k not in ("round", "text")}).casefold()


def test_it_is_recorded_in_every_trust_that_knows_the_person(packing: Engine) -> None:
    with transaction(packing, writes=True) as session:
        person, south = person_named(session, OWN), trust_named(session, "ZZS")
        start = session.scalars(select(Membership.from_date)).first()
        session.add(Membership(person=person, trust=south, role="improvement", from_date=start))
    given(packing)
    with transaction(packing, writes=True) as session:
        write_data_of(session, person_named(session, OWN))
        entries = session.execute(
            select(AuditEntry.trust_id, AuditEntry.kind, AuditEntry.way, AuditEntry.actor != "")
        )
        assert sorted(tuple(row) for row in entries) == sorted(
            entry
            for trust in (1, 2)
            for entry in (
                (trust, "own data downloaded", "page", True),
                (trust, "data given out", "command", False),
            )
        )
    assert checked(packing).fault == ""


def test_somebody_without_answers_gets_empty_tables(packing: Engine) -> None:
    found = held(packing, "executive@north.example")
    assert [name for name, rows in found.items() if rows] == ["account", "posts"]
    with transaction(packing, writes=False) as session:
        assert coordinator_of(session)
    national = held(packing, "national@benchmark.example")
    assert [row["trust"] for row in national["posts"]] == ["national team"]


@pytest.mark.parametrize("share", [True, False])
def test_what_a_colleague_changes_changes_nothing(packing: Engine, *, share: bool) -> None:
    before = held(packing)
    with transaction(packing, writes=True) as session:
        theirs = response_of(session, "ZZN", "medicine", "nursing").id
        session.execute(
            update(Answer)
            .where(Answer.response_id == theirs)
            .values(level=5, evidence="a canary of a colleague", share=share)
        )
    after = held(packing)
    assert after.pop("record")[:-1] == before.pop("record")
    assert after == before
