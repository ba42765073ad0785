"""Which part of the record the page shows: plain links that can be kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from benchmark.assessment.audit_page import PAGE_LENGTH, Wanted
from benchmark.assessment.audit_words import GROUPS
from benchmark.web.trusts.choosing import Choice

# the word in the address -> the words on the page, and how many days back
PERIODS: dict[str, tuple[str, int]] = {
    "": ("The whole time", 0),
    "year": ("The last 365 days", 365),
    "month": ("The last 30 days", 30),
    "week": ("The last 7 days", 7),
}
KEYS = {re.sub("[^a-z]+", "-", group.lower()): group for group in GROUPS}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; whatever it does not know counts as not asked."""

    kind: str = ""
    period: str = ""
    page: int = 1

    def wanted(self, moment: datetime) -> Wanted:
        days = PERIODS[self.period][1]
        return Wanted(KEYS.get(self.kind, ""), moment - timedelta(days=days) if days else None)


def asked_of(query: Mapping[str, str]) -> Asked:
    kind, period, page = (query.get(name, "") for name in ("kind", "period", "page"))
    number = int(page) if re.fullmatch("[1-9][0-9]{0,5}", page) else 1
    return Asked(kind if kind in KEYS else "", period if period in PERIODS else "", number)


def kinds(path: str, asked: Asked) -> tuple[Choice, ...]:
    every = {"": "Everything"} | KEYS
    return tuple(
        Choice(text, address(path, Asked(key, asked.period)), key == asked.kind)
        for key, text in every.items()
    )


def periods(path: str, asked: Asked) -> tuple[Choice, ...]:
    return tuple(
        Choice(text, address(path, Asked(asked.kind, key)), key == asked.period)
        for key, (text, _) in PERIODS.items()
    )


def newer_and_older(path: str, asked: Asked, total: int) -> tuple[str, str]:
    """Addresses of the pages beside this one; empty where there is none."""

    def page(number: int) -> str:
        return address(path, Asked(asked.kind, asked.period, number))

    newer = page(asked.page - 1) if asked.page > 1 else ""
    older = page(asked.page + 1) if asked.page * PAGE_LENGTH < total else ""
    return newer, older


def address(path: str, asked: Asked) -> str:
    page = str(asked.page) if asked.page > 1 else ""
    parts = {"kind": asked.kind, "period": asked.period, "page": page}
    query = urlencode({name: value for name, value in parts.items() if value})
    return f"{path}?{query}" if query else path
