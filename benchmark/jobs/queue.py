"""The queue that wakes workers: huey, in a SQLite file of its own or in PostgreSQL.

What there is to do stands in our own rows (``jobs``). A message only says that one of them is
waiting, so nothing is lost with the queue: workers also look at the rows. For the same reason no
result is kept in it or asked from it.
"""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huey import Huey, PostgresHuey, SqliteHuey
from huey.exceptions import HueyException
from huey.registry import Message
from huey.serializer import Serializer
from psycopg import connect
from sqlalchemy import Engine, inspect, text

NAME = "benchmark"
FILE = "queue.sqlite"
TABLES = ("kv", "schedule", "task", "counter")  # of huey, in PostgreSQL
BUSY_SECONDS = 15
UNREADABLE = (HueyException, TypeError, ValueError)  # of another version, or not ours
LOG = logging.getLogger(__name__)
LOCK = 0x62656E6368717565  # "benchque" in ASCII: a number no other program will take


class PlainMessages(Serializer):
    """Messages as JSON. huey's own, pickle, would run what somebody has put into the queue."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(bytes(data)))


@dataclass(frozen=True, slots=True)
class Queue:
    huey: Any
    make_pack: Callable[[str], object]  # writes a message with the id of a job

    def take(self) -> bool:
        """Do what the next message asks for; False when there is none.

        With PostgreSQL this waits a second for one.
        """
        try:
            task = self.huey.dequeue()
        except UNREADABLE:
            LOG.exception("a message that cannot be read was left out")
            return True
        if task is None:
            return False
        self.huey.execute(task)  # it logs what goes wrong and raises nothing
        return True


@contextmanager
def open_queue(engine: Engine, run: Callable[[str], object] = str) -> Iterator[Queue]:
    """The queue beside this database; ``run`` is what a worker does with the id of a job."""
    huey = _huey(engine)

    # a message names this function: it is the same one wherever the queue is opened
    def make_pack(job_id: str) -> None:
        run(job_id)

    try:
        yield Queue(huey, huey.task()(make_pack))
    finally:
        huey.storage.close()


def _huey(engine: Engine) -> Huey:
    shared = {"results": False, "serializer": PlainMessages()}
    if engine.dialect.name == "sqlite":
        # not the database itself: huey locks the whole file, and saves would wait for it
        file = Path(str(engine.url.database)).with_name(FILE)
        return SqliteHuey(NAME, filename=str(file), timeout=BUSY_SECONDS, **shared)
    _, parameters = engine.dialect.create_connect_args(engine.url)
    with engine.begin() as connection:
        # "create table if not exists" fails where two do it at the same moment
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        # an account that only serves may make none, and may not even ask for those that are there
        made = all(inspect(connection).has_table(f"huey_{name}") for name in TABLES)
        options = shared | {"create_tables": not made}
        return PostgresHuey(NAME, connection=lambda: connect(**parameters), **options)


def make_queue(engine: Engine) -> None:
    """Make the tables of the queue in PostgreSQL, for accounts that may make none."""
    if engine.dialect.name == "postgresql":
        with open_queue(engine):
            return


def ring(engine: Engine, job_id: str) -> None:
    """Tell a worker that this job waits. Call it after the job was committed."""
    with open_queue(engine) as queue:
        queue.make_pack(job_id)
