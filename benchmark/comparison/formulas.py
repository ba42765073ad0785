"""Texts that a spreadsheet would run as a formula: made harmless in CSV, and given back exactly."""

import re

# what spreadsheets take for a formula, also behind spaces and in full width, and the characters
# with which such a text slips through. Apostrophes in front are counted, never lost.
RISKY = re.compile(r"'*(\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")


def neutralised(text: str) -> str:
    """Return the text with an apostrophe in front if a spreadsheet could run it."""
    return f"'{text}" if RISKY.match(text) else text


def restored(text: str) -> str:
    """Return the text that ``neutralised`` was given: one apostrophe less, if it added one."""
    return text[1:] if text.startswith("'") and RISKY.match(text) else text
