"""benchmark serve: the site on this machine, with the embedded server and a worker."""

import dataclasses
import os
import signal
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from types import FrameType
from typing import Any

import click
from waitress.server import create_server

from benchmark.commands.database_option import data_option
from benchmark.commands.environment import app_for, plain_faults
from benchmark.jobs.mail_settings import LOCAL_ADDRESS, MailSettings
from benchmark.jobs.worker import working
from benchmark.web.app import Benchmark
from benchmark.web.logs import set_up_logs
from benchmark.web.memory import keep_loaded

THREADS = 8


def worker_option(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--no-worker",
        is_flag=True,
        help="Neither mail nor packs: a benchmark worker beside this sends and makes them.",
    )(command)


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@worker_option
def serve(data: Path | None, host: str, port: int, *, no_worker: bool) -> None:
    """Serve the configured database on this machine."""
    app = app_for(data)
    try:
        run_server(app, host, port, worker=not no_worker)
    finally:
        app.engine.dispose()


def run_server(app: Benchmark, host: str, port: int, *, worker: bool) -> None:
    """Serve until asked to stop, with a worker beside; an address in use is a plain message."""
    with plain_faults():
        set_up_logs(os.environ)
    listening = _listen(host, port)
    server = create_server(app, sockets=[listening], threads=THREADS, ident=None)
    signal.signal(signal.SIGTERM, _stop)
    click.echo(f"Serving on http://{host}:{port} (Ctrl+C stops it)", err=True)
    keep_loaded()
    with ExitStack() as ending:
        ending.callback(server.close)
        if worker:
            ending.enter_context(working(app.engine, at_home(app.config["MAIL"], host, port)))
        server.run()


def at_home(settings: MailSettings, host: str, port: int) -> MailSettings:
    """Links in mails lead to this server, where the environment names no other address."""
    if settings.base_address != LOCAL_ADDRESS:
        return settings
    named = f"[{host}]" if ":" in host else host
    return dataclasses.replace(settings, base_address=f"http://{named}:{port}")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as fault:
        raise click.ClickException(
            f"cannot listen on {host}:{port} ({fault.strerror}); choose another --port"
        ) from fault


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
