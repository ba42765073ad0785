"""What one look has found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what is so, and what to do about it; nothing to do where all is well."""

    what: str
    said: str
    advice: str = ""
