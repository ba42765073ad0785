"""One account of PostgreSQL migrates, another serves and may change no table: docs/operations.md.

The statements that the page gives are the ones that are run here.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from psycopg import sql
from sqlalchemy import Engine, inspect, make_url, select, text
from sqlalchemy.exc import ProgrammingError

from benchmark.assessment.packing import ask_for_pack
from benchmark.commands.main import main
from benchmark.database.people import LEAD_ROLES, Person
from benchmark.database.rounds import Round
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.packs import make_pack
from benchmark.jobs.queue import open_queue, ring
from benchmark.jobs.worker import work_once
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.databases import closing, run_sql, scratch_database
from tests.mail_server import PostOffice
from tests.servers import answer_and_submit, browser_of, fill, release_division, serving

PAGE = Path(__file__).resolve().parents[2] / "docs/operations.md"
BLOCK = re.compile(r"```sql\n(.*?)```", re.DOTALL)
CONNECT = r"\connect benchmark"
BY_HAND = "CREATE TABLE by_hand (id int)"
# what an account that serves has no right to
REFUSED = (
    BY_HAND,
    "ALTER TABLE answers ADD COLUMN more text",
    "ALTER TABLE audit_entries DISABLE TRIGGER ALL",
    "DROP TABLE audit_people",
    "TRUNCATE answers",
    "UPDATE audit_entries SET kind = kind",
    "DELETE FROM audit_entries",
    "CREATE ROLE another",
    "CREATE SCHEMA another",
    "COPY people TO PROGRAM 'true'",
)


@dataclass(frozen=True)
class Accounts:
    owner: str  # addresses of the same database
    serves: str
    after: str  # what is run once it is migrated


def statements() -> tuple[str, str, str]:
    """What the page says to run: for the server, for the database, and after migrating."""
    before, after = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    roles, _, rights = before.partition(CONNECT)
    roles = "\n".join(line for line in roles.splitlines() if "CREATE DATABASE" not in line)
    return roles, rights, after


@pytest.fixture
def accounts(postgresql_url: str) -> Iterator[Accounts]:
    mark = secrets.token_hex(4)
    names = {"benchmark_owner": f"owner_{mark}", "benchmark": f"serves_{mark}"}

    def ours(script: str) -> str:
        return re.sub(r"\bbenchmark(_owner)?\b", lambda found: names[found[0]], script)

    roles, rights, after = map(ours, statements())
    run(postgresql_url, roles)
    with ExitStack() as stack:
        for name in names.values():
            stack.callback(run, postgresql_url, f"DROP ROLE {name}")
        address = stack.enter_context(scratch_database(postgresql_url, template="template1"))
        database = sql.Identifier(str(make_url(address).database))
        owner = sql.Identifier(names["benchmark_owner"])
        run_sql(postgresql_url, sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, owner))
        run(address, rights)
        by_name = {
            name: make_url(address).set(username=role).render_as_string(hide_password=False)
            for name, role in names.items()
        }
        yield Accounts(by_name["benchmark_owner"], by_name["benchmark"], after)


def run(address: str, script: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(script.encode())


def told_as(address: str, *command: str) -> str:
    done = CliRunner().invoke(main, list(command), env={"DATABASE_URL": address})
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def migrated(accounts: Accounts) -> Accounts:
    told_as(accounts.owner, "migrate")
    run(accounts.owner, accounts.after)
    return accounts


@pytest.mark.usefixtures("postgresql_programs")
def test_an_account_that_may_change_no_table_serves_a_whole_round(
    migrated: Accounts,
    questionnaire: Questionnaire,
    post_office: PostOffice,
    tmp_path: Path,
) -> None:
    fill(migrated.serves, questionnaire)
    with serving(migrated.serves) as app:
        leads_answer_and_others_read(app, questionnaire)
        work_in_the_background(app.engine, post_office)
        for statement in REFUSED:
            assert is_refused(app.engine, statement), statement
    told_as(migrated.serves, "audit", "verify")
    told_as(migrated.serves, "backup", str(tmp_path / "a.backup"))
    with closing(migrated.owner) as engine:
        assert not is_refused(engine, BY_HAND)


def leads_answer_and_others_read(app: Benchmark, questionnaire: Questionnaire) -> None:
    for role in LEAD_ROLES:
        lead = browser_of(app, f"{role}.medicine@north.example")
        answer_and_submit(lead, questionnaire)
    release_division(app.engine, questionnaire)
    assert lead.get("/divisions/zzn-medicine/three").status_code == 200
    executive = browser_of(app, "executive@north.example")
    for page in ("/", "/trusts/zzn/comparison", "/divisions/zzn-medicine/report"):
        assert executive.get(page).status_code == 200
    assert executive.send("/divisions/zzn-medicine/report").status_code == 303
    assert executive.send("/account/data").status_code == 200
    coordinator = browser_of(app, "coordinator@north.example")
    assert "Submitted" in coordinator.get("/trusts/zzn/audit").text
    assert coordinator.send("/sign-out").status_code == 303


def work_in_the_background(engine: Engine, post_office: PostOffice) -> None:
    with transaction(engine, writes=True) as session:
        asked = session.scalars(select(Round).where(Round.trust.has(code="ZZN"))).one()
        pack = ask_for_pack(session, asked, session.scalars(select(Person.id)).first() or 0)
    assert pack
    ring(engine, pack.id)
    made: list[bool] = []
    with open_queue(engine, lambda job_id: made.append(make_pack(engine, job_id))) as queue:
        assert queue.take()
    assert made == [True]
    assert work_once(engine, post_office.settings(), now()) > 0


def is_refused(engine: Engine, statement: str) -> bool:
    """Whether the account lacks the right, not whether a rule of the table stands against it."""
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    except ProgrammingError as fault:
        return isinstance(fault.orig, psycopg.errors.InsufficientPrivilege)
    return False


def test_a_right_that_is_missing_stops_the_round(
    migrated: Accounts, questionnaire: Questionnaire
) -> None:
    role = make_url(migrated.serves).username
    run(migrated.owner, f"REVOKE INSERT ON audit_entries FROM {role}")
    fill(migrated.serves, questionnaire)
    with serving(migrated.serves) as app:
        lead = browser_of(app, "clinical.medicine@north.example")
        with pytest.raises(AssertionError):
            answer_and_submit(lead, questionnaire)


def test_the_queue_is_made_by_the_account_that_migrates(migrated: Accounts) -> None:
    with closing(migrated.serves) as engine:
        tables = set(inspect(engine).get_table_names())
    assert {"huey_kv", "huey_schedule", "huey_task", "huey_counter"} <= tables
