"""Lines of the log: plain, or one JSON object each, with the id of the request they belong to.

An id ties together the lines of one request, and those of the proxy in front that has given it. It
stands in no page and no header that we send.
"""

import json
import logging
import logging.config
import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from copy import copy
from datetime import UTC, datetime
from typing import Any

from benchmark.database.schema import random_id
from benchmark.web.answered import Answered
from benchmark.web.headers import Application
from benchmark.web.settings import log_format

REQUESTS = logging.getLogger("benchmark.requests")
CURRENT: ContextVar[str] = ContextVar("request", default="")
# what a proxy may give: nothing that could end a line or hold a sentence
GIVEN = re.compile(r"[A-Za-z0-9._-]{1,64}")
FURTHER = "    | "  # before each line of a fault
PLAIN = "%(asctime)s %(levelname)s%(request)s %(message)s"


class PlainLines(logging.Formatter):
    """Lines for people; those of a request name it. Times are in UTC, whatever the machine says.

    A message is one line, whatever it holds; the lines of its fault are set in, so that none looks
    like the beginning of another message.
    """

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        told = copy(record)
        told.request = f" [{CURRENT.get()}]" if CURRENT.get() else ""
        told.msg, told.args = visible(record.getMessage()), None
        if record.exc_info:
            told.exc_text = set_in(self.formatException(record.exc_info))
        told.stack_info = set_in(record.stack_info) if record.stack_info else None
        return super().format(told)


def visible(text: str) -> str:
    r"""The text on one line: what ends, moves or hides one is written out, its end as ``\n``."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def set_in(text: str) -> str:
    return "\n".join(FURTHER + visible(line) for line in text.split("\n"))


class JsonLines(logging.Formatter):
    """Lines for programs: one object a line, whatever the message holds."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        told: dict[str, Any] = {
            "time": at.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if CURRENT.get():
            told["request"] = CURRENT.get()
        told |= vars(record).get("fields", {})
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told)


def set_up_logs(environment: Mapping[str, str]) -> None:
    """Write the log to stderr in the form that the environment names, unless it goes elsewhere.

    Raises ``SettingsFault`` for a form that there is not.
    """
    settings = log_settings(log_format(environment))
    if not logging.getLogger().handlers:
        logging.config.dictConfig(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells how it reads, at each check


def log_settings(form: str) -> dict[str, Any]:
    """What Python's logging, and gunicorn's, is to be told."""
    lines = {"json": {"()": JsonLines}, "plain": {"()": PlainLines, "fmt": PLAIN}}
    passed_on = {"level": "INFO", "handlers": [], "propagate": True}
    # gunicorn logs each address as soon as it is told how to log, and one may let somebody in
    silent = {"level": "CRITICAL", "handlers": [], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": lines[form]},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"level": "INFO", "handlers": ["stderr"]},
        "loggers": {"gunicorn.error": passed_on, "gunicorn.access": silent},
    }


def tell(answered: Answered) -> None:
    """One line for a request that is answered."""
    words = answered.method, answered.route, answered.status
    fields = {
        "method": answered.method,
        "route": answered.route,
        "status": int(answered.status),
        "milliseconds": round(answered.seconds * 1000, 1),
    }
    REQUESTS.info("%s %s %s", *words, extra={"fields": fields})


def identified(application: Application, header: str) -> Application:
    """The application, each request of which has an id: of a trusted proxy, or made here.

    ``header`` is what the proxy names it in; empty: no proxy is believed.
    """
    key = f"HTTP_{header.upper().replace('-', '_')}"

    def with_id(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        given = str(environ.get(key, "")) if header else ""
        before = CURRENT.set(given if GIVEN.fullmatch(given) else random_id())
        try:
            return application(environ, start_response)
        finally:
            CURRENT.reset(before)  # the thread's next request is another one

    return with_id
