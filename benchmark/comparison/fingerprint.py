"""The one hash of everything that a comparison, or a part of it for one report, says.

And the text that it is the hash of, so that whoever has the text can work the hash out again.
"""

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

from benchmark.comparison.content import Comparison

DECIMALS = 4  # as fine as pictures are drawn: the text tells no more than they do, on any machine


def content_hash(comparison: Comparison) -> str:
    """SHA-256 (hex) of everything the comparison says."""
    return hashlib.sha256(canonical_content(comparison).encode()).hexdigest()


def canonical_content(comparison: Comparison) -> str:
    """Everything the comparison says, but for its own hash, as one text."""
    return canonical(dataclasses.replace(comparison, content_hash=""))


def hash_of(content: Any) -> str:
    """SHA-256 (hex) of objects and plain values: the same in every process."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content: Any) -> str:
    """Objects and plain values as JSON in ASCII, keys sorted, figures to four decimals."""
    return json.dumps(_plain(content), ensure_ascii=True, sort_keys=True, default=_day_or_moment)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DECIMALS) + 0.0  # never -0.0
    if dataclasses.is_dataclass(value):
        names = [each.name for each in dataclasses.fields(value)]
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value


def _day_or_moment(value: Any) -> str:
    if isinstance(value, date):  # a moment is a date too
        return value.isoformat()
    raise TypeError(f"a comparison holds plain values, not {type(value).__name__}")
