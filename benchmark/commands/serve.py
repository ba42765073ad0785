"""benchmark serve: the site on this machine, with the embedded server."""

import logging
import signal
import socket
from pathlib import Path
from types import FrameType

import click
from waitress.server import create_server

from benchmark.commands.database_option import data_option
from benchmark.commands.environment import app_for
from benchmark.web.app import Benchmark

THREADS = 8


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(data: Path | None, host: str, port: int) -> None:
    """Serve the configured database on this machine."""
    app = app_for(data)
    try:
        run_server(app, host, port)
    finally:
        app.engine.dispose()


def run_server(app: Benchmark, host: str, port: int) -> None:
    """Serve until asked to stop; an address in use is a plain message."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells how it reads, at each check
    listening = _listen(host, port)
    server = create_server(app, sockets=[listening], threads=THREADS, ident=None)
    signal.signal(signal.SIGTERM, _stop)
    click.echo(f"Serving on http://{host}:{port} (Ctrl+C stops it)", err=True)
    try:
        server.run()
    finally:
        server.close()


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
