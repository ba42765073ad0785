"""Gunicorn reads this file by itself when it is started in this folder."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from benchmark.web.logs import log_settings

# The application is made once, before any worker starts: a wrong setting or schema is told once,
# in plain words, and the questionnaires are in memory once.
preload_app = True

# A worker of gunicorn's usual kind serves one client at a time, however slowly that one sends: as
# many slow clients as workers stop the service. These serve each client in a thread, and take a
# thread back after half a minute of sending (benchmark/web/workers.py). More threads than slow
# clients that somebody opens by hand; behind a proxy that reads requests whole none of them waits.
worker_class = "benchmark.web.workers.BoundedWorker"
threads = 32
# seconds; longer than a proxy keeps its connections to us (nginx: 60): who is hung up on first may
# have sent a save just then, and gets no answer. Nobody holds a thread meanwhile
keepalive = 75

# gunicorn's own lines in the same form, without its access log: that would hold addresses with
# tokens that let somebody in
logconfig_dict = log_settings("json" if os.environ.get("BENCHMARK_LOG") == "json" else "plain")

# Each worker counts its own requests, and whichever is asked for /metrics adds all of them up, by
# files in a folder that all of them know. It is this server's own, also while an older one that has
# started it still runs (USR2), and it stays when the workers are changed (HUP).
COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
OURS = f"benchmark-metrics-{os.getpid()}-"


def _is_ours() -> bool:
    return Path(os.environ.get(COUNTED_IN, "")).name.startswith(OURS)


if os.environ.get("BENCHMARK_METRICS_TOKEN") and not _is_ours():
    os.environ[COUNTED_IN] = tempfile.mkdtemp(prefix=OURS)


def on_exit(_server: Any) -> None:
    """Take the folder away with the server."""
    if _is_ours():
        shutil.rmtree(os.environ[COUNTED_IN], ignore_errors=True)
