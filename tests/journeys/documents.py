"""What a downloaded PDF says, read back from its bytes."""

import re
from collections.abc import Iterable

from pypdfium2 import PdfDocument


def text_of(pdf: bytes) -> str:
    """Read the text of all pages, with single spaces between the words."""
    document = PdfDocument(pdf)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def table_after(
    text: str, heading: str, names: Iterable[str], columns: int
) -> dict[str, tuple[str, ...]]:
    """Read the table that follows a heading: for each name the figures that stand right behind it.

    A figure is a number or "not shown". AssertionError unless the heading stands once in the text
    and exactly one row begins with each name.
    """
    before, *following = text.split(heading)
    assert len(following) == 1, f"{heading!r} stands {len(following)} times in {before}"
    return {name: row_of(following[0], name, columns) for name in names}


def row_of(text: str, name: str, columns: int) -> tuple[str, ...]:
    row = re.escape(name) + r" (\d(?:\.\d)?|not shown)" * columns + r"(?![.\d])"
    found = [match.groups() for match in re.finditer(row, text)]
    assert len(found) == 1, f"{name}: {found}"
    return found[0]
