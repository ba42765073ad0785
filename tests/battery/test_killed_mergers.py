"""Mergers of trusts, killed in the middle: the old trusts are there, or the new one is.

A process of its own merges and kills itself with SIGKILL right before one of its SQL statements.
Then the same merger is begun again and must arrive. ``MOMENTS`` of them on each kind of database,
20 in ``make battery``.
"""

import os
import signal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import make_url

from benchmark.assessment.merging_trusts import merge_trusts
from benchmark.database.contents import contents
from benchmark.database.schema import now
from benchmark.database.session import transaction
from tests.assessment.two_trusts import ONE_OF_THEM, close_all
from tests.battery.moments import killed_before, spread, statements_of
from tests.battery.writers import tell
from tests.databases import BOTH, closing

pytestmark = pytest.mark.battery

MOMENTS = int(os.environ.get("MOMENTS", "3"))


@pytest.fixture(params=BOTH)
def address(request: pytest.FixtureRequest) -> str:
    found: str = request.getfixturevalue(f"acceptance_{request.param}")
    with closing(found) as engine, transaction(engine, writes=True) as session:
        close_all(session)
    return found


def merge_in(address: str) -> None:
    with closing(address) as engine, transaction(engine, writes=True) as session:
        merge_trusts(session, ONE_OF_THEM, now())


def tried_in(address: str) -> None:
    with closing(address) as engine, transaction(engine, writes=True) as session:
        merge_trusts(session, ONE_OF_THEM, now())
        session.rollback()


def everything(address: str) -> Any:
    with closing(address) as engine, engine.connect() as connection:
        return contents(connection)


def test_a_merger_that_is_killed_changes_nothing_and_the_next_one_arrives(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything(address)
    statements = statements_of(partial(tried_in, address))
    places = spread(MOMENTS, statements)
    for number in places:
        assert killed_before(number, merge_in, address) == -signal.SIGKILL
        assert everything(address) == before, f"killed before statement {number}"
    merge_in(address)
    assert everything(address) != before
    kind = make_url(address).get_backend_name()
    tell(capsys, f"mergers in {kind}: killed before {len(places)} of {statements} statements")


def test_a_merger_that_commits_each_statement_is_caught(acceptance_postgresql: str) -> None:
    """The twin."""
    with closing(acceptance_postgresql) as engine, transaction(engine, writes=True) as session:
        close_all(session)
    before = everything(acceptance_postgresql)
    half = statements_of(partial(tried_in, acceptance_postgresql)) // 2
    ended = killed_before(half, merge_in, acceptance_postgresql, committing="postgresql")
    assert ended == -signal.SIGKILL
    assert everything(acceptance_postgresql) != before
