"""Gunicorn reads this file by itself when it is started in this folder."""

# The application is made once, before any worker starts: a wrong setting or schema is told once,
# in plain words, and the questionnaires are in memory once.
preload_app = True
