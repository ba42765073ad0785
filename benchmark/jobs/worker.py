"""The worker: what is due is done, again and again, until somebody stops it.

Two threads: mail must not wait until a long pack is finished, nor a pack for a slow mail server.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from benchmark.assessment.ending import close_what_has_ended
from benchmark.assessment.pack_making import due_jobs
from benchmark.assessment.password_links import answer_requests
from benchmark.assessment.reminding import write_reminders
from benchmark.assessment.removal_notices import announce_removals
from benchmark.assessment.supporting import end_what_is_over
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.mail import send_due
from benchmark.jobs.mail_settings import MailSettings
from benchmark.jobs.packs import make_pack
from benchmark.jobs.queue import Queue, open_queue
from benchmark.jobs.removals import remove_and_scrub

LOG = logging.getLogger(__name__)
PAUSE = 10.0  # seconds between two passes
GLANCE = 0.5  # seconds between two looks into a queue that was empty
PATIENCE = 10.0  # seconds that a stopping server waits for a mail or a report on its way


def work_once(
    engine: Engine, settings: MailSettings, moment: datetime, stop: threading.Event | None = None
) -> int:
    """One pass: what has ended, reminders, links, mail, removals. How many mails were sent."""
    with transaction(engine, writes=True) as session:
        close_what_has_ended(session, moment)
        write_reminders(session, moment)
        answer_requests(session, moment)
        end_what_is_over(session, moment)
        announce_removals(session, moment)
    sent = send_due(engine, settings, stopped=stop.is_set if stop else lambda: False)
    remove_and_scrub(engine, moment)  # last: a removal that fails, pass after pass, stops no mail
    return sent


def work(engine: Engine, settings: MailSettings, stop: threading.Event) -> None:
    """Pass after pass until ``stop`` is set; a database that is away is waited for."""
    while not stop.is_set():
        try:
            work_once(engine, settings, now(), stop)
        except Exception:
            LOG.exception("this pass of the worker failed; the next one tries again")
        stop.wait(PAUSE)


def work_through(engine: Engine, stop: threading.Event) -> None:
    """Make packs until ``stop`` is set; a queue or a database that is away is waited for."""
    run = partial(make_pack, engine, stopped=stop.is_set)
    while not stop.is_set():
        try:
            with open_queue(engine, run) as queue:
                _take_in_turn(engine, queue, stop)
        except Exception:
            LOG.exception("the queue cannot be used; it is tried again")
            stop.wait(PAUSE)


def _take_in_turn(engine: Engine, queue: Queue, stop: threading.Event) -> None:
    looked = -PAUSE
    while not stop.is_set():
        if queue.take():
            continue
        # the queue is empty: what waits all the same was lost with its message or its worker
        if time.monotonic() - looked >= PAUSE:
            looked = time.monotonic()
            ring_for_the_lost(engine, queue)
        else:
            stop.wait(GLANCE)


def ring_for_the_lost(engine: Engine, queue: Queue) -> None:
    with transaction(engine, writes=False) as session:
        waiting = due_jobs(session, now())
    for job_id in waiting:
        queue.make_pack(job_id)


@contextmanager
def working(engine: Engine, settings: MailSettings) -> Iterator[tuple[threading.Thread, ...]]:
    """A worker in threads beside a server, for the length of a block."""
    stop = threading.Event()
    with (
        beside(stop, partial(work, engine, settings, stop), "mail") as mail,
        beside(stop, partial(work_through, engine, stop), "packs") as packs,
    ):
        yield mail, packs


@contextmanager
def beside(stop: threading.Event, run: Callable[[], None], name: str) -> Iterator[threading.Thread]:
    """A thread for the length of a block; at its end it may finish what it is doing."""
    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(PATIENCE)
