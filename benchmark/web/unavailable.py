"""While the database is away, full, read-only or too busy: what is said, and what comes back."""

from flask import current_app, request
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from benchmark.web.security import declared_access

LATER = 30  # seconds until it is worth another try
WAYS_IN = "benchmark.web.account"  # passwords and codes are sent there: they never come back
WORDS = (
    "Not confirmed as saved: the database cannot be reached or written to. Please send it again."
)


def is_away(error: DBAPIError) -> bool:
    """Whether the database itself is the reason, and the same step may work later."""
    return isinstance(error, OperationalError) or error.connection_invalidated


def unavailable() -> ServiceUnavailable:
    return ServiceUnavailable(WORDS, retry_after=LATER)


def what_was_sent() -> list[tuple[str, str]]:
    """The fields of a form for people who are signed in, so that the page can send them again.

    Its token is repeated, never made: what another site has sent stays refused. Empty for a page
    that was only read, for what strangers may send and for every form that may hold a secret.
    """
    if request.method != "POST" or request.endpoint is None:
        return []
    declared = declared_access(current_app, request.endpoint)
    view = current_app.view_functions[request.endpoint]
    if declared is None or declared.scope == "public" or view.__module__.startswith(WAYS_IN):
        return []
    try:
        return list(request.form.items(multi=True))
    except HTTPException:  # more than we take in
        return []


def texts_among(sent: list[tuple[str, str]]) -> list[str]:
    """What of it somebody has written, rather than chosen."""
    return [text for _, text in sent if " " in text.strip()]
