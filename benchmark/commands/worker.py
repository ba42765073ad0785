"""benchmark worker: reminders, mail and packs, as a process of its own beside gunicorn."""

import os
import signal
import threading
from functools import partial
from types import FrameType

import click
from sqlalchemy import Engine

from benchmark.commands.database_option import database_option
from benchmark.commands.environment import plain_faults
from benchmark.database.schema import now
from benchmark.jobs.mail_settings import MailSettings
from benchmark.jobs.packs import make_due_packs
from benchmark.jobs.worker import beside, work, work_once, work_through
from benchmark.web.logs import set_up_logs
from benchmark.web.settings import mail_settings

STOPPING = (signal.SIGTERM, signal.SIGINT)
NOT_SET_UP = "Mail is not set up (BENCHMARK_SMTP_HOST): it waits until it is."


@click.command()
@database_option
@click.option("--once", is_flag=True, help="Do what is due now, and stop.")
def worker(engine: Engine, *, once: bool) -> None:
    """Write reminders, send mail and make improvement packs, until stopped.

    Several may run at once: each mail is sent, and each pack made, by one of them. ``serve`` and
    ``demo`` have one of their own.
    """
    with plain_faults():
        set_up_logs(os.environ)
        settings = mail_settings(os.environ)
    if not settings.ready:
        click.echo(NOT_SET_UP, err=True)
    if once:
        click.echo(f"{work_once(engine, settings, now())} sent")
        click.echo(f"{make_due_packs(engine, now())} packs made", err=True)
        return
    _work_until_stopped(engine, settings)


def _work_until_stopped(engine: Engine, settings: MailSettings) -> None:
    stop = threading.Event()

    def asked_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, asked_to_stop) for number in STOPPING}
    click.echo("Working (Ctrl+C stops it)", err=True)
    try:
        with beside(stop, partial(work_through, engine, stop), "packs"):
            work(engine, settings, stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    click.echo("Stopped", err=True)
