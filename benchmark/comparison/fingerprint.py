"""The one hash of everything that a comparison, or a part of it for one report, says."""

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

from benchmark.comparison.content import Comparison


def content_hash(comparison: Comparison) -> str:
    """SHA-256 (hex) of everything the comparison says."""
    return hash_of(dataclasses.replace(comparison, content_hash=""))


def hash_of(content: Any) -> str:
    """SHA-256 (hex) of plain values: the same content, the same hash, in every process."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """One level of an object: the encoder asks again for what is in it."""
    if isinstance(value, date):  # a moment is a date too
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    raise TypeError(f"a comparison holds plain values, not {type(value).__name__}")
