"""The application for any WSGI server: ``gunicorn wsgi:app``."""

import os
import sys

from benchmark.commands.environment import FAULTS
from benchmark.web.app import create_app
from benchmark.web.settings import read_settings

try:
    app = create_app(read_settings(os.environ))
except FAULTS as fault:
    sys.exit(f"Error: {fault}")
