"""The acceptance scenario on both databases in turn, for tests that need nothing else of it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.database.session import transaction
from tests.databases import closing


@pytest.fixture
def engine(acceptance_on_both: str) -> Iterator[Engine]:
    with closing(acceptance_on_both) as opened:
        yield opened


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine, writes=True) as opened:
        yield opened
