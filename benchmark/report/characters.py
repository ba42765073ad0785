"""Text of people -> text that prints literally: no markup, no character that the font lacks."""

import unicodedata
from xml.sax.saxutils import escape

from benchmark.comparison.characters import named, visible, visible_line
from benchmark.report.style import glyphs

_LONGEST_PIECE = 2000  # characters of one paragraph: laying out longer ones takes ever longer


def printable(text: str) -> str:
    """Return ``text`` with characters that cannot print named, ``[U+1F600 GRINNING FACE]``."""
    return "".join(map(_printed, visible(text)))


def printable_line(text: str) -> str:
    """Return the same on one line, for names and titles."""
    return "".join(map(_printed, visible_line(text)))


def markup(text: str) -> str:
    """Return ``text`` for a Paragraph: escaped, with its line ends kept."""
    return escape(printable(text).strip()).replace("\n", "<br/>")


def markup_line(text: str) -> str:
    """Return ``text`` for a Paragraph, escaped, on one line."""
    return escape(printable_line(text))


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a long text, not escaped; overlong ones are cut between words."""
    pieces: list[str] = []
    for line in printable(text).strip().split("\n"):
        rest = line.strip()
        while len(rest) > _LONGEST_PIECE:
            cut = rest.rfind(" ", 1, _LONGEST_PIECE)
            cut = cut if cut > 0 else _LONGEST_PIECE
            pieces.append(rest[:cut])
            rest = rest[cut:].lstrip()
        pieces.append(rest)
    return [piece for piece in pieces if piece]


def _printed(letter: str) -> str:
    if letter == "\n" or ord(letter) in glyphs():
        return letter
    name, number = unicodedata.name(letter, ""), named(letter)
    told = name and f"{ord(letter):X}" not in name  # the names of ideographs are their numbers
    return f"{number[:-1]} {name}]" if told else number
