"""Reasons that somebody has to give before something unusual happens, and that others read."""

from benchmark.assessment.mailing import one_line
from benchmark.assessment.refusals import Refused

SHORTEST, LONGEST, FEWEST_WORDS = 20, 300, 4


def readable_reason(typed: str, such_as: str) -> str:
    """The reason as one line; ``Refused`` where nobody could learn anything from it."""
    reason = one_line(typed)
    if len(reason) < SHORTEST or len(reason.split()) < FEWEST_WORDS:
        raise Refused(
            f"Give a reason of at least {FEWEST_WORDS} words and {SHORTEST} characters, "
            f"such as {such_as}",
            "reason",
        )
    if len(reason) > LONGEST:
        raise Refused(f"Shorten the reason to {LONGEST} characters", "reason")
    return reason
