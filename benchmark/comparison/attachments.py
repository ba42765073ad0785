"""The data of a report as files that travel inside it: tables as CSV, what is hashed as JSON."""

from dataclasses import dataclass

CONTENT = "content.json"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file; ``description`` says in words what it holds."""

    name: str
    description: str
    mime: str
    content: bytes
