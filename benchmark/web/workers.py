"""gunicorn's worker with threads, in which nobody can keep a thread by sending slowly.

Its own thread worker waits for a client who has sent one byte as long as that client likes. Here
the rest must have arrived in half a minute; then the connection is closed for reading, and the
thread is free. Answers that are still being made are sent all the same.
"""

import contextlib
import socket
import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

ARRIVES_WITHIN = 30  # seconds; two mebibytes on half a megabit a second


class BoundedWorker(ThreadWorker):
    """A thread worker that remembers when each of its requests began."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.arriving: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> Any:
        """Serve one request, in a thread of its own."""
        self.arriving[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self.arriving.pop(conn, None)

    def set_accept_enabled(self, *asked: bool) -> None:
        """Close the door for good once the worker is asked to stop.

        Who comes while the last requests are finished is refused at once, and a proxy can send them
        to another machine; left open, the door would let them in to wait and then cut them off.
        """
        super().set_accept_enabled(*asked)
        if not self.alive:
            for listener in self.sockets:
                listener.close()

    def murder_pending(self) -> None:
        """Run about once a second in the main loop, beside the threads."""
        super().murder_pending()
        hang_up(self.arriving, time.monotonic() - ARRIVES_WITHIN)


def hang_up(arriving: dict[TConn, float], latest: float) -> None:
    """Read no more from those whose request began before that moment."""
    for conn, began in list(arriving.items()):
        if began < latest:
            with contextlib.suppress(OSError):  # gone by itself
                conn.sock.shutdown(socket.SHUT_RD)
