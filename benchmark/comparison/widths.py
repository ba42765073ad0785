"""How wide text will be, so that pictures can be laid out before anything paints them.

Widths in thousandths of the text size. Liberation Sans, Arial and Helvetica share these widths, so
one table serves the page and the PDF. Both rows start at the space and go up to the tilde.
"""

import unicodedata
from functools import lru_cache

_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556"
    " 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778"
    " 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278"
    " 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556"
    " 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556"
    " 556 556 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778"
    " 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333"
    " 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611"
    " 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584"
)
# quotation marks, dash, middle dot, bullet and minus sign; quotation marks as wide as in bold
_BEYOND_ASCII = {
    "\u2018": 278,
    "\u2019": 278,
    "\u201c": 500,
    "\u201d": 500,
    "\u2013": 556,
    "\u00b7": 333,
    "\u2022": 350,
    "\u2026": 1000,
    "\u2212": 584,
}
_ROUNDING = 1e-6  # a column as wide as its widest text still holds it
_UNKNOWN = 1000  # wider than almost every letter: a guess that never lets text overflow


def _table(row: str) -> dict[str, int]:
    return _BEYOND_ASCII | {
        chr(code): int(width) for code, width in enumerate(row.split(), start=ord(" "))
    }


_WIDTHS = {"regular": _table(_REGULAR), "bold": _table(_BOLD)}


@lru_cache(maxsize=4096)
def _letter_width(letter: str, weight: str) -> int:
    base = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS[weight].get(letter) or _WIDTHS[weight].get(base, _UNKNOWN)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line of ``text`` in the unit of ``size``; an accent adds nothing."""
    weight = "bold" if bold else "regular"
    return sum(_letter_width(letter, weight) for letter in text) * size / 1000


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """``text`` in lines no wider than ``width``; a word that is too long alone is cut.

    Width and size share one unit. Every line holds at least one character, so a width of nothing
    still ends.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold=bold) <= width + _ROUNDING:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _cut(word, width, size, bold=bold)
        lines.extend(full)
    return (*lines, line)


def _cut(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    used = 0.0
    for letter in word:
        step = text_width(letter, size, bold=bold)
        if pieces[-1] and used + step > width + _ROUNDING:
            pieces.append("")
            used = 0.0
        pieces[-1] += letter
        used += step
    return pieces


def fitted(
    text: str, width: float, size: float, *, lines: int, bold: bool = False
) -> tuple[str, ...]:
    """``text`` in at most ``lines`` lines; what does not fit ends with an ellipsis."""
    every = wrapped(text, width, size, bold=bold)
    if len(every) <= lines:
        return every
    last = every[lines - 1]
    while last and text_width(last + "…", size, bold=bold) > width:
        last = last[:-1]
    return (*every[: lines - 1], last.rstrip() + "…")
