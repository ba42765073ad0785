"""Gunicorn reads this file by itself when it is started in this folder."""

# The application is made once, before any worker starts: a wrong setting or schema is told once,
# in plain words, and the questionnaires are in memory once.
preload_app = True

# A worker of gunicorn's usual kind serves one client at a time, however slowly that one sends: as
# many slow clients as workers stop the service. These serve each client in a thread, and take a
# thread back after half a minute of sending (benchmark/web/workers.py). More threads than slow
# clients that somebody opens by hand; behind a proxy that reads requests whole none of them waits.
worker_class = "benchmark.web.workers.BoundedWorker"
threads = 32
