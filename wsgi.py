"""The application for any WSGI server: ``gunicorn wsgi:app``."""

import os
import sys

from benchmark.commands.environment import FAULTS
from benchmark.web.app import create_app
from benchmark.web.settings import read_settings

try:
    app = create_app(read_settings(os.environ))
except FAULTS as fault:
    sys.stderr.write(f"Error: {fault}\n")
    # gunicorn's code for a worker that cannot start: with another it would start new ones for ever
    sys.exit(3)
