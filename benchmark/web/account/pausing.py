"""A step that was tried too often is paused, and says until when."""

from flask import g
from werkzeug.exceptions import TooManyRequests

from benchmark.assessment.throttling import Attempt, remember_failure, wait_until
from benchmark.database.schema import now
from benchmark.web.noticed import notice_way_in


def refuse_too_early(attempt: Attempt) -> None:
    """Answer 429 while the account or the address has to wait; the page says until when."""
    until = wait_until(g.session, attempt, now())
    if until is not None:
        raise TooManyRequests(retry_after=until)


def count_failure(attempt: Attempt, way: str, email: str) -> None:
    """A wrong password or code: it counts against the account and the place, and is in the log."""
    remember_failure(g.session, attempt)
    notice_way_in("sign-in refused", way, email)
