"""Why a figure does not exist, in plain words."""

from collections.abc import Callable
from typing import TypeVar

Reasons = dict[str, str]  # dotted name of the figure, reason
Found = TypeVar("Found")

NO_TRUST = "the file has no trust column"
ONE_TRUST = "there is only one trust, so trusts cannot be compared"
NO_DIVISION = "the file has no division column"
ONE_DIVISION = "there is only one division"
NO_ROLE = "the file has no role column"
NO_ANSWERS = "nobody answered"
ONE_ANSWER = "a single answer has no spread"
ONE_PRACTICE = "with one practice, rater and residual cannot be told apart"
NO_WITHIN = "no division has two raters, so the noise within divisions is not known"
NO_LEVELS = "there are no groups of answers to compare"
NO_SPREAD = "all divisions have the same mean"
ALONE = "the trust has no other division to learn from"
UNCLEAR_RANK = "the interval covers more than half of the places"


def attempt(name: str, reasons: Reasons, compute: Callable[[], Found]) -> Found | None:
    """What ``compute`` finds, or None with the words of its ValueError noted as the reason."""
    try:
        return compute()
    except ValueError as fault:
        reasons[name] = str(fault)
        return None
