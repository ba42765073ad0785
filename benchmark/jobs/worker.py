"""The worker: what is due is done, again and again, until somebody stops it."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from benchmark.assessment.ending import close_what_has_ended
from benchmark.assessment.password_links import answer_requests
from benchmark.assessment.reminding import write_reminders
from benchmark.database.schema import now
from benchmark.database.session import transaction
from benchmark.jobs.mail import send_due
from benchmark.jobs.mail_settings import MailSettings

LOG = logging.getLogger(__name__)
PAUSE = 10.0  # seconds between two passes
PATIENCE = 10.0  # seconds that a stopping server waits for a mail that is on its way


def work_once(
    engine: Engine, settings: MailSettings, moment: datetime, stop: threading.Event | None = None
) -> int:
    """One pass: what has ended, reminders, links, mail. How many mails were sent."""
    with transaction(engine, writes=True) as session:
        close_what_has_ended(session, moment)
        write_reminders(session, moment)
        answer_requests(session, moment)
    return send_due(engine, settings, stopped=stop.is_set if stop else lambda: False)


def work(engine: Engine, settings: MailSettings, stop: threading.Event) -> None:
    """Pass after pass until ``stop`` is set; a database that is away is waited for."""
    while not stop.is_set():
        try:
            work_once(engine, settings, now(), stop)
        except Exception:
            LOG.exception("this pass of the worker failed; the next one tries again")
        stop.wait(PAUSE)


@contextmanager
def working(engine: Engine, settings: MailSettings) -> Iterator[threading.Thread]:
    """A worker in a thread beside a server, for the length of a block."""
    stop = threading.Event()
    thread = threading.Thread(
        target=work, args=(engine, settings, stop), name="worker", daemon=True
    )
    thread.start()
    try:
        yield thread
    finally:
        stop.set()
        thread.join(PATIENCE)
