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


def figures_after(text: str, names: Iterable[str], columns: int) -> dict[str, tuple[str, ...]]:
    """Read a table's row for each name: the ``columns`` figures that stand right behind it.

    A figure is a number or "not shown", with its rule where there is room. AssertionError unless
    exactly one place of the text looks like the row.
    """
    figure = r"(\d(?:\.\d)?|not shown)"
    rows = {}
    for name in names:
        row = re.escape(name) + (" " + figure) * columns + r"(?![.\d])"
        found = set(re.findall(row, text))
        assert len(found) == 1, f"{name}: {found}"
        only = found.pop()
        rows[name] = only if isinstance(only, tuple) else (only,)
    return rows
