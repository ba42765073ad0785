"""A server that stays silent is given up; one that answers slowly, but in time, is waited for."""

import socket
import time

import pytest
from gunicorn.config import Config as GunicornConfig
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from benchmark.database import patience
from benchmark.database.session import open_database


def asked(engine: Engine, seconds: float) -> float:
    """Let the server sleep; how long it took until there was an answer or an error."""
    start = time.monotonic()
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
    finally:
        engine.dispose()
    return time.monotonic() - start


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> int:
    """Two seconds of silence are enough to test."""
    monkeypatch.setattr(patience, "SILENCE", 2)
    return 2


def test_a_silent_server_is_given_up(fresh_postgresql: str, short: int) -> None:
    engine = open_database(fresh_postgresql, patient=False)
    start = time.monotonic()
    with pytest.raises(OperationalError, match="has not answered for 2 seconds") as given_up:
        asked(engine, 30)
    assert short <= time.monotonic() - start < short + 2
    assert given_up.value.connection_invalidated
    assert asked(engine, 0) < short  # on a new connection


@pytest.mark.parametrize(("patient", "seconds"), [(False, 1), (True, 3)])
@pytest.mark.usefixtures("short")
def test_a_slow_server_is_waited_for(fresh_postgresql: str, patient: bool, seconds: float) -> None:
    assert asked(open_database(fresh_postgresql, patient=patient), seconds) >= seconds


def test_nobody_waits_again_for_a_server_that_has_just_let_nobody_in(
    monkeypatch: pytest.MonkeyPatch, short: int
) -> None:
    monkeypatch.setattr(patience, "SPARED", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and says nothing
        address = f"postgresql://nobody@127.0.0.1:{silent.getsockname()[1]}/nothing"
        engine = open_database(address, patient=False)
        waits = []
        for pause in (0, 0, 1.1):
            time.sleep(pause)
            start = time.monotonic()
            with pytest.raises(OperationalError):
                asked(engine, 0)
            waits.append(time.monotonic() - start)
    assert waits[0] >= short - 0.5
    assert waits[1] < 0.5
    assert waits[2] >= short - 0.5


def test_whoever_waits_is_told_before_gunicorn_ends_the_wait() -> None:
    """The pool's question, a new connection and a statement, each silent, and time to answer."""
    assert GunicornConfig().timeout > 3 * patience.SILENCE + 5
