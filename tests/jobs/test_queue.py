"""The queue wakes a worker, on both databases; what cannot be read runs nothing and is left out."""

import pickle

import pytest
from huey import Huey
from sqlalchemy import Engine

from benchmark.jobs.queue import PlainMessages, open_queue, ring
from tests.servers import at_once


def test_a_message_reaches_one_worker_once(database: Engine) -> None:
    for job_id in ("first", "second"):
        ring(database, job_id)
    heard: list[str] = []
    with open_queue(database, heard.append) as one, open_queue(database, heard.append) as other:
        assert one.take()
        assert other.take()
        assert not one.take()
        assert not other.take()
    assert sorted(heard) == ["first", "second"]


def test_many_may_open_it_at_the_same_moment(database: Engine) -> None:
    at_once([lambda: ring(database, "job")] * 8)
    heard: list[str] = []
    with open_queue(database, heard.append) as queue:
        assert [queue.take() for _ in range(9)] == [True] * 8 + [False]
    assert heard == ["job"] * 8


def test_a_fault_in_a_job_is_logged_and_the_next_one_is_taken(
    database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []

    def run(job_id: str) -> None:
        heard.append(job_id)
        raise RuntimeError("this job is broken")

    for job_id in ("first", "second"):
        ring(database, job_id)
    with open_queue(database, run) as queue:
        assert [queue.take() for _ in range(3)] == [True, True, False]
    assert heard == ["first", "second"]
    assert "this job is broken" in caplog.text


class Planted:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('what lies in the queue was run')",)


@pytest.mark.parametrize(
    "message", [pickle.dumps(Planted()), b"\xff", b"[]", b'["a", "elsewhere.task"]']
)
def test_what_somebody_has_put_into_the_queue_runs_nothing(
    database: Engine, message: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[str] = []
    with open_queue(database, heard.append) as queue:
        queue.huey.storage.enqueue(message)
        ring(database, "job")
        assert [queue.take() for _ in range(3)] == [True, True, False]
    assert heard == ["job"]
    assert "a message that cannot be read was left out" in caplog.text


def test_messages_are_plain_text() -> None:
    huey = Huey(serializer=PlainMessages(), immediate=True)

    @huey.task()
    def make_pack(job_id: str) -> None:
        raise AssertionError(job_id)

    text = huey.serialize_task(make_pack.s("abc")).decode()
    assert '"abc"' in text
    assert huey.deserialize_task(text.encode()).args == ["abc"]
