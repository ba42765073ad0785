"""A step that was tried too often is paused, and says until when."""

from flask import g
from werkzeug.exceptions import TooManyRequests

from benchmark.assessment.throttling import Attempt, wait_until
from benchmark.database.schema import now


def refuse_too_early(attempt: Attempt) -> None:
    """Answer 429 while the account or the address has to wait; the page says until when."""
    until = wait_until(g.session, attempt, now())
    if until is not None:
        raise TooManyRequests(retry_after=until)
