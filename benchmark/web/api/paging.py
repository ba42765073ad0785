"""Long lists in pages, all of the same content: a cursor that belongs to another is refused."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from benchmark.web.api.asking import Paging
from benchmark.web.api.documents import Document
from benchmark.web.api.problems import Changed

Entry = TypeVar("Entry", bound=Document)


def page_of(rows: Sequence[Entry], asked: Paging) -> tuple[list[Entry], str | None]:
    """The rows of one page, and the cursor of the next; None on the last page.

    A cursor holds a place and a checksum of all rows. Where they have changed in between, pages
    would not fit each other: ``Changed``.
    """
    start = _start(rows, asked.cursor) if asked.cursor else 0
    end = start + asked.limit
    following = f"{end}.{_checksum(rows)}" if end < len(rows) else None
    return list(rows[start:end]), following


def _start(rows: Sequence[Document], cursor: str) -> int:
    place, checksum = cursor.split(".")
    if checksum != _checksum(rows) or int(place) >= len(rows):
        raise Changed
    return int(place)


def _checksum(rows: Sequence[Document]) -> str:
    whole = hashlib.sha256()
    for row in rows:
        whole.update(row.model_dump_json().encode())
    return whole.hexdigest()[:16]
