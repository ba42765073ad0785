import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import Engine

from benchmark.database.session import open_database, sqlite_url, transaction
from benchmark.database.turns import LOOK_AGAIN, TurnTaken, turn_to_write

PATIENCE = 5.0
HELD = 0.05  # seconds, a slow save


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_database(sqlite_url(tmp_path))
    yield opened
    opened.dispose()


def hold(address: str, seconds: float, begun: Event) -> None:
    """Keep the turn in a process of its own."""
    with turn_to_write(open_database(address), PATIENCE):
        begun.set()
        time.sleep(seconds)


def hold_again_and_again(address: str, seconds: float, begun: Event) -> None:
    """Take the next turn as soon as one was given back, as a process with many threads does."""
    engine = open_database(address)
    while True:
        with turn_to_write(engine, PATIENCE):
            begun.set()
            time.sleep(seconds)


def in_a_process(
    engine: Engine, seconds: float, how: Callable[[str, float, Event], None] = hold
) -> multiprocessing.process.BaseProcess:
    spawn = multiprocessing.get_context("spawn")
    begun = spawn.Event()
    address = engine.url.render_as_string(hide_password=False)
    process = spawn.Process(target=how, args=(address, seconds, begun))
    process.start()
    assert begun.wait(20)
    return process


def waited(take: Callable[[], object]) -> float:
    start = time.monotonic()
    take()
    return time.monotonic() - start


def take(engine: Engine, patience: float = PATIENCE) -> None:
    with turn_to_write(engine, patience):
        pass


def test_one_thread_of_a_process_writes_at_a_time(engine: Engine) -> None:
    inside, most = 0, 0

    def write() -> None:
        nonlocal inside, most
        with turn_to_write(engine, PATIENCE):
            inside += 1
            most = max(most, inside)
            time.sleep(HELD / 10)
            inside -= 1

    threads = [threading.Thread(target=write) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, inside) == (1, 0)


def test_another_process_is_waited_for(engine: Engine) -> None:
    process = in_a_process(engine, 0.5)
    assert waited(lambda: take(engine)) > 0.2
    process.join()


def test_who_has_just_had_the_turn_does_not_overtake_who_waits(engine: Engine) -> None:
    process = in_a_process(engine, HELD, hold_again_and_again)
    try:
        longest = max(waited(lambda: take(engine)) for _ in range(20))
    finally:
        process.kill()
        process.join()
    assert longest < 10 * HELD  # the rest of one turn, and what a busy machine adds


def test_a_turn_alone_is_not_waited_for(engine: Engine) -> None:
    assert min(waited(lambda: take(engine)) for _ in range(20)) < LOOK_AGAIN


def test_the_turn_of_a_process_that_dies_is_free_at_once(engine: Engine) -> None:
    process = in_a_process(engine, 60)
    process.kill()
    process.join()
    assert waited(lambda: take(engine)) < 1


def test_nobody_waits_for_a_turn_for_ever(engine: Engine) -> None:
    process = in_a_process(engine, 60)
    assert 0.3 <= waited(lambda: take(engine, 0.3)) < 2
    process.kill()
    process.join()


def test_a_folder_without_room_for_a_turn_is_no_hindrance(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "benchmark.sqlite-turn").mkdir()  # a file cannot be opened there
    with transaction(engine, writes=True) as session:
        session.connection().exec_driver_sql("CREATE TABLE t (x)")


def test_the_turn_of_one_database_is_no_others(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = open_database(sqlite_url(tmp_path / "other"))
    with turn_to_write(engine, PATIENCE):
        assert waited(lambda: take(other)) < 1
    other.dispose()


def test_who_does_not_wait_is_told_that_the_turn_is_taken(engine: Engine) -> None:
    take(engine, 0)  # it is free
    with turn_to_write(engine, PATIENCE), pytest.raises(TurnTaken):
        take(engine, 0)
    take(engine, 0)
    process = in_a_process(engine, 10)
    try:
        with pytest.raises(TurnTaken):
            take(engine, 0)
    finally:
        process.kill()
        process.join()
    take(engine, 0)
