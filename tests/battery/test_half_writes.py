"""One write after the other fails inside a request: all of it is kept, or nothing.

Each step is tried once for every statement that it writes with, on both databases: the database
itself refuses the first, then the second, and so on until the step gets through. With SQLite each
single write and sync of its files fails in turn as well, up to and after the commit.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect, make_url

from benchmark.database.session import transaction
from benchmark.questionnaire.definition import Questionnaire
from benchmark.web.app import Benchmark
from tests.battery.disk import watched
from tests.battery.writers import tell
from tests.database.test_migration import contents
from tests.servers import JSON, browser_of, give, own_response, response_of, serving, submit_near

Step = Callable[[], Any]  # one request
Make = Callable[[Benchmark, Questionnaire], Step]
MOST = 200  # writes of one step
LONGEST = "a submission"  # the one step that every run tries


def a_save(app: Benchmark, questionnaire: Questionnaire) -> Step:
    lead = browser_of(app, "clinical.medicine@north.example")
    page = f"{own_response(lead)}/{questionnaire.keys[0]}"
    form = {"csrf_token": lead.token(), "version": "0", "answer": "4", "evidence": "x" * 10_000}
    return lambda: lead.post(page, data=form, headers=JSON)


def a_submission(app: Benchmark, questionnaire: Questionnaire) -> Step:
    with transaction(app.engine, writes=True) as session:
        give(session, response_of(session, "ZZN", "medicine", "clinical"), questionnaire)
    lead = browser_of(app, "clinical.medicine@north.example")
    page, form = f"{own_response(lead)}/submit", {"csrf_token": lead.token()}
    return lambda: lead.post(page, data=form)


def settling_what_is_near(app: Benchmark, questionnaire: Questionnaire) -> Step:
    submit_near(app.engine, questionnaire)
    lead = browser_of(app, "clinical.medicine@north.example")
    page, form = "/divisions/zzn-medicine/settle-near", {"csrf_token": lead.token()}
    return lambda: lead.post(page, data=form)


STEPS: dict[str, Make] = {
    "a save": a_save,
    "a submission": a_submission,
    "settling what is near": settling_what_is_near,
}


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.battery][n == LONGEST :]) for n in STEPS]
)
def test_a_step_whose_nth_statement_fails_leaves_nothing(
    name: str, app_on_both: Benchmark, questionnaire: Questionnaire, capsys: Any
) -> None:
    step = STEPS[name](app_on_both, questionnaire)
    halves, failures = halves_of(app_on_both, step)
    tell(
        capsys, f"{name} ({app_on_both.engine.dialect.name}): {failures} statements failed in turn"
    )
    assert halves == []
    assert failures > 0


def test_a_database_that_commits_each_statement_is_caught(
    app_on_both: Benchmark, questionnaire: Questionnaire
) -> None:
    step = a_submission(app_on_both, questionnaire)

    @event.listens_for(app_on_both.engine, "after_cursor_execute")
    def commit(connection: Any, *_: Any) -> None:
        connection.connection.dbapi_connection.commit()

    halves, _ = halves_of(app_on_both, step)
    assert halves != []


def halves_of(app: Benchmark, step: Step) -> tuple[list[int], int]:
    """The statements whose failure left something behind, and how many failed at all."""
    before = everything(app.engine)
    halves = []
    for number in range(1, MOST):
        with failing(app.engine, number):
            answer = step()
        if answer.status_code < 400:
            assert everything(app.engine) != before
            return halves, number - 1
        if everything(app.engine) != before:
            halves.append(number)
            return halves, number
    pytest.fail(f"a step writes more than {MOST} times")


@contextmanager
def failing(engine: Engine, number: int) -> Iterator[None]:
    """The database refuses the so-manieth statement that would write."""
    seen = 0

    def refuse(*call: Any) -> tuple[str, Any]:
        nonlocal seen
        statement, parameters, many = call[2], call[3], call[5]
        seen += statement.startswith(("INSERT", "UPDATE", "DELETE"))
        if seen == number and statement.startswith(("INSERT", "UPDATE", "DELETE")):
            nothing: Any = () if engine.dialect.name == "sqlite" else {}
            return "INSERT INTO planted DEFAULT VALUES", [nothing] if many else nothing
        return statement, parameters

    event.listen(engine, "before_cursor_execute", refuse, retval=True)
    yield
    event.remove(engine, "before_cursor_execute", refuse)


def everything(engine: Engine) -> dict[str, list[Any]]:
    names = inspect(engine).get_table_names()
    return {name: sorted(rows, key=repr) for name, rows in contents(engine, names).items()}


@pytest.mark.battery
@pytest.mark.parametrize("code", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_FSYNC])
@pytest.mark.parametrize("name", STEPS)
def test_a_step_whose_nth_call_to_the_disk_fails_is_whole_or_not_there(
    name: str, code: int, acceptance_sqlite: str, questionnaire: Questionnaire, capsys: Any
) -> None:
    """What was acknowledged is all there; what was refused is not there at all."""
    folder = Path(str(make_url(acceptance_sqlite).database)).parent
    with watched(folder) as disk, serving(acceptance_sqlite) as app:
        event.listen(app.engine, "connect", checkpoint_at_once)
        step = STEPS[name](app, questionnaire)
        before = everything(app.engine)
        for number in range(1, MOST):
            left = iter(range(number))
            disk.refuse = lambda *_, left=left: 0 if next(left, None) is not None else code
            answer = step()
            reached = next(left, None) is None
            disk.refuse = lambda *_: 0
            assert (everything(app.engine) != before) == (answer.status_code < 400)
            if answer.status_code < 400 or not reached:
                break
    tell(capsys, f"{name}: {number - 1} calls to the disk failed in turn")
    assert 1 < number < MOST


def checkpoint_at_once(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA wal_autocheckpoint=1")
