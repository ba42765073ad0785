"""What people typed, made safe to show literally: nothing hidden, nothing that reorders a line."""

import unicodedata

# Cc control, Cf invisible formatting (also what turns the reading direction), Cs half a pair,
# Co private use, Cn not a character: shown by their number instead of acted upon.
_NEVER_RAW = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_WELCOME = frozenset("\u00ad\u200c\u200d")  # hyphen and joiners that ordinary words use
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\t": " "})


def named(letter: str) -> str:
    """The placeholder for one character that cannot be shown: ``[U+1F600]``."""
    return f"[U+{ord(letter):04X}]"


def visible(text: str) -> str:
    """``text`` in composed form (NFC) with every invisible character named; line ends kept."""
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(map(_shown, composed.translate(_LINE_ENDS)))


def visible_line(text: str) -> str:
    """``visible`` on one line: for names, labels and titles."""
    return " ".join(visible(text).split())


def _shown(letter: str) -> str:
    if letter == "\n" or letter in _WELCOME or unicodedata.category(letter) not in _NEVER_RAW:
        return letter
    return named(letter)
