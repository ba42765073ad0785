"""The application for any WSGI server: ``gunicorn wsgi:app``."""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as in benchmark/commands/main.py

from benchmark.commands.environment import FAULTS
from benchmark.web.app import create_app
from benchmark.web.logs import set_up_logs
from benchmark.web.memory import keep_loaded
from benchmark.web.settings import read_settings

CANNOT_START = 3  # gunicorn then stops; after any other code it would start workers again for ever

try:
    set_up_logs(os.environ)
    app = create_app(read_settings(os.environ))
except FAULTS as fault:
    sys.stderr.write(f"Error: {fault}\n")
    sys.exit(CANNOT_START)

keep_loaded()
