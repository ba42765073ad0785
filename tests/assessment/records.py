"""Small steps that the tests of the record share: a trust, and somebody with raw SQL."""

from pathlib import Path

from sqlalchemy import Engine, select, text

from benchmark.assessment.audit_chain import Checked, check_chain
from benchmark.assessment.auditing import Deed, record
from benchmark.database.audit import AuditEntry
from benchmark.database.people import Person, Trust
from benchmark.database.session import sqlite_url, transaction
from tests.databases import closing

PEOPLE = 4


def two_trusts(engine: Engine) -> None:
    """Trusts 1 and 2, and people 1 to 4."""
    with transaction(engine, writes=True) as session:
        session.add_all(Trust(id=number, code=f"ZZ{number}", name="Invented") for number in (1, 2))
        session.add_all(
            Person(id=number, name=f"Invented {number}", email=f"{number}@north.example")
            for number in range(1, PEOPLE + 1)
        )


def recorded(engine: Engine, count: int, trust: int = 1) -> None:
    """So many entries of people 1 to 4 in turn, each in a transaction of its own."""
    for number in range(count):
        with transaction(engine, writes=True) as session:
            record(session, trust, Deed("person added"), number % PEOPLE + 1)


def checked(engine: Engine, trust: int = 1, head: str = "") -> Checked:
    with transaction(engine, writes=False) as session:
        return check_chain(session, trust, head)


def tampered(engine: Engine, *statements: str) -> None:
    """What somebody with the database's own password can do: the triggers go first."""
    on_postgresql = engine.dialect.name == "postgresql"
    events = (
        ("audit_entries_no_change", "audit_entries"),
        ("audit_people_no_update", "audit_people"),
    )
    names = ("audit_entries_no_update", "audit_entries_no_delete", "audit_people_no_update")
    drops = (
        [f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, table in events]
        if on_postgresql
        else [f"DROP TRIGGER IF EXISTS {name}" for name in names]
    )
    with transaction(engine, writes=True) as session:
        for statement in (*drops, *statements):
            session.execute(text(statement))


def recorded_by_commands(folder: Path) -> list[tuple[str, str, bool]]:
    """Kind, detail and whether somebody is named, of all that commands left in the record."""
    query = select(AuditEntry).where(AuditEntry.way == "command").order_by(AuditEntry.number)
    with closing(sqlite_url(folder)) as engine, transaction(engine, writes=False) as session:
        return [(each.kind, each.detail, bool(each.actor)) for each in session.scalars(query)]
