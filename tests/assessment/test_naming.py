"""Who is named: the address always, the name only where it can be nobody else's."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.naming import is_told_apart, names_of, prints
from benchmark.database.people import Person
from benchmark.database.session import transaction
from tests.databases import closing

EMAIL = "ann.oakes@north.example"


@pytest.fixture
def session(current_sqlite: str) -> Iterator[Session]:
    with closing(current_sqlite) as engine, transaction(_filled(engine), writes=False) as opened:
        yield opened


def _filled(engine: Engine) -> Engine:
    names = ("Ann Oakes", "Cher", "Zoë (Bell)", "Lee Park", "LEE  park")
    with transaction(engine, writes=True) as session:
        emails = (EMAIL, *(f"{number}@north.example" for number in range(4)))
        session.add_all(Person(name=n, email=e) for n, e in zip(names, emails, strict=True))
    return engine


def found(session: Session, number: int, text: str) -> list[str]:
    return names_of(session, session.get_one(Person, number)).findall(text)


def test_name_and_address_are_found_however_they_are_spelt(session: Session) -> None:
    text = f"ANN\n OAKES, Ann Oakes's plan, mailto:{EMAIL.upper()}."
    assert found(session, 1, text) == ["ANN\n OAKES", "Ann Oakes", EMAIL.upper()]
    assert found(session, 3, "zoë (bell)") == ["zoë (bell)"]


def test_part_of_another_word_is_not_the_name(session: Session) -> None:
    assert not found(session, 1, "Joann Oakes, Ann Oakesworth, Ann and Mr Oakes, an oak")
    assert not found(session, 1, f"x{EMAIL}")


def test_one_word_or_the_name_of_two_people_tells_nobody_apart(session: Session) -> None:
    told = [is_told_apart(session, session.get_one(Person, number)) for number in range(1, 6)]
    assert told == [True, False, True, False, False]
    assert not found(session, 2, "Cher did it")
    assert found(session, 2, "0@north.example")


def test_what_is_no_document_names_nobody(session: Session) -> None:
    named = names_of(session, session.get_one(Person, 1))
    assert not prints(b"", named)
    assert not prints(b"Ann Oakes", named)
