"""The one hash of everything that a comparison, or a part of it for one report, says."""

import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

from benchmark.comparison.content import Comparison


def content_hash(comparison: Comparison) -> str:
    """SHA-256 (hex) of everything the comparison says."""
    return hash_of(dataclasses.asdict(dataclasses.replace(comparison, content_hash="")))


def hash_of(content: Any) -> str:
    """SHA-256 (hex) of plain values: the same content, the same hash, in every process."""
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, default=_day_or_moment)
    return hashlib.sha256(text.encode()).hexdigest()


def _day_or_moment(value: Any) -> str:
    if isinstance(value, date):  # a moment is a date too
        return value.isoformat()
    raise TypeError(f"a comparison holds plain values, not {type(value).__name__}")
