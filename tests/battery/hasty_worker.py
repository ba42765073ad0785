"""A worker with a planted fault: it says that a pack is ready first, and makes it afterwards."""

import os
import time
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from benchmark.assessment.documents import painted
from benchmark.assessment.pack_making import Lease, claim, finish, keep_document, order_for
from benchmark.database.jobs import Job
from benchmark.database.schema import now
from benchmark.database.session import open_database, transaction
from benchmark.jobs.queue import open_queue


def make_hastily(engine: Engine, job_id: str) -> None:
    with transaction(engine, writes=True) as session:
        lease = claim(session, job_id, now())
    if lease is None:
        return
    with transaction(engine, writes=False) as session:
        order = order_for(session, lease)
    assert order is not None
    with transaction(engine, writes=True) as session:
        _acknowledge(session, lease)
    for document in order.missing:
        pdf = painted(document, order.comparison, order.questionnaire)
        with transaction(engine, writes=True) as session:
            _take_again(session, lease)
            keep_document(session, lease, order, document, pdf, now())
            _acknowledge(session, lease)
    with transaction(engine, writes=True) as session:
        _take_again(session, lease)
        finish(session, lease, order, now())


def _acknowledge(session: Session, lease: Lease) -> None:
    job = session.get_one(Job, lease.job_id)
    job.state, job.worker, job.leased_until, job.finished_at = "done", None, None, now()


def _take_again(session: Session, lease: Lease) -> None:
    job = session.get_one(Job, lease.job_id)
    job.state, job.worker, job.leased_until, job.finished_at = "running", lease.worker, now(), None
    session.flush()


if __name__ == "__main__":
    database = open_database(os.environ["DATABASE_URL"])
    with open_queue(database, partial(make_hastily, database)) as queue:
        while True:
            if not queue.take():
                time.sleep(0.1)
