"""What the page shows of a round: plain links that can be bookmarked.

A choice filters what is shown and changes no figure: every interval and word stays that of the
whole round. It says which sections, practices and divisions stand in the table of levels, whose
change is drawn, what the divisions stand beside, and which round it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, cast
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from benchmark.comparison.content import Comparison, SectionHeading
from benchmark.comparison.keeping import MOST, Same
from benchmark.comparison.norm_table import NO_POOL, ONLY_MEANS
from benchmark.comparison.wording import not_shown

PLACE, CHANGE_PLACE = "levels", "since-the-last-round"  # ids of headings to which choices return
TRUST, NORM = "trust", "norm"


@dataclass(frozen=True, slots=True)
class Choice:
    """One link; ``chosen``: it is what is shown now. Without ``href`` the text says why."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """``shown`` is the comparison with the chosen columns and rows only."""

    sections: tuple[Choice, ...]
    practices: tuple[Choice, ...]
    divisions: tuple[Choice, ...]
    comparators: tuple[Choice, ...]
    changes: tuple[Choice, ...]
    rounds: tuple[Choice, ...]
    shown: Comparison
    comparator: str
    change_of: str  # key of a division, or nothing for the trust
    filtered: bool


class _Asked(NamedTuple):
    """What the address asks for; nothing in it that the round does not have."""

    round: str
    section: str
    practices: tuple[str, ...]
    divisions: tuple[str, ...]
    comparator: str
    change_of: str


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the links lead, all that can be asked for, and what is asked for now."""

    path: str
    every: _Asked
    now: _Asked

    def link(self, text: str, then: _Asked, place: str = PLACE) -> Choice:
        return Choice(text, _address(self.path, then, self.every, place), then == self.now)


def choices_of(
    comparison: Comparison,
    path: str,
    asked: MultiDict[str, str],
    rounds: Sequence[tuple[str, str]] = (),
) -> Choices:
    """The choices at ``path`` for the query ``asked``; what the round does not have is ignored.

    ``rounds``: id and title of every round of the trust.
    """
    return _choices(Same(comparison), path, tuple(asked.items(multi=True)), tuple(rounds))


# hundreds of links, which are the same for the same object and address
@lru_cache(maxsize=MOST)
def _choices(
    same: Same, path: str, wished: tuple[tuple[str, str], ...], rounds: tuple[tuple[str, str], ...]
) -> Choices:
    comparison, asked = cast("Comparison", same.one), MultiDict(wished)
    every = _everything(comparison)
    now = _asked(comparison, asked, every)
    page = _Page(path, every, now)
    wanted = (now.section, now.practices, now.divisions)
    filtered = wanted != ("", every.practices, every.divisions)
    return Choices(
        sections=_sections(page, comparison),
        practices=_practices(page, comparison),
        divisions=_divisions(page, comparison),
        comparators=_comparators(page, comparison),
        changes=_changes(page, comparison),
        rounds=tuple(page.link(title, now._replace(round=key)) for key, title in rounds),
        shown=_shown(comparison, now) if filtered else comparison,
        comparator=now.comparator,
        change_of=now.change_of,
        filtered=filtered,
    )


def _sections(page: _Page, comparison: Comparison) -> tuple[Choice, ...]:
    named = (("", "All sections"), *((each.key, each.name) for each in comparison.sections))
    return tuple(
        page.link(text, page.now._replace(section=key, practices=page.every.practices))
        for key, text in named
    )


def _practices(page: _Page, comparison: Comparison) -> tuple[Choice, ...]:
    shown, every = page.now.practices, page.every.practices
    return tuple(
        replace(
            page.link(each.name, page.now._replace(practices=_toggled(every, shown, each.key))),
            chosen=each.key in shown,
        )
        for section in _of(comparison, page.now)
        for each in section.practices
    )


def _divisions(page: _Page, comparison: Comparison) -> tuple[Choice, ...]:
    shown, every = page.now.divisions, page.every.divisions
    return tuple(
        replace(
            page.link(each.name, page.now._replace(divisions=_toggled(every, shown, each.key))),
            chosen=each.key in shown,
        )
        for each in comparison.divisions
    )


def _comparators(page: _Page, comparison: Comparison) -> tuple[Choice, ...]:
    """The trust first, the achievable best second, the norm last and only as context."""
    trust = page.link("The trust itself", page.now._replace(comparator=TRUST))
    no_best = ONLY_MEANS if comparison.pool else NO_POOL
    achievable = Choice(f"The achievable best is {not_shown(no_best)}", "", chosen=False)
    if comparison.norm is None:
        return trust, achievable
    pool = " and the mean of other trusts" if comparison.pool else ""
    name = f"{comparison.norm.name}{pool}, as context"
    return trust, achievable, page.link(name, page.now._replace(comparator=NORM))


def _changes(page: _Page, comparison: Comparison) -> tuple[Choice, ...]:
    named = (("", "The whole trust"), *((each.key, each.name) for each in comparison.released))
    return tuple(
        page.link(text, page.now._replace(change_of=key), CHANGE_PLACE) for key, text in named
    )


def _everything(comparison: Comparison) -> _Asked:
    return _Asked(
        round=comparison.round_id,
        section="",
        practices=tuple(p.key for section in comparison.sections for p in section.practices),
        divisions=tuple(division.key for division in comparison.divisions),
        comparator=TRUST,
        change_of="",
    )


def _asked(comparison: Comparison, asked: MultiDict[str, str], every: _Asked) -> _Asked:
    section = asked.get("section", "")
    change_of = asked.get("change", "")
    norm = asked.get("beside") == NORM and comparison.norm is not None
    return _Asked(
        round=comparison.round_id,
        section=section if section in {each.key for each in comparison.sections} else "",
        practices=_known(every.practices, asked.getlist("practice")),
        divisions=_known(every.divisions, asked.getlist("division")),
        comparator=NORM if norm else TRUST,
        change_of=change_of if change_of in {d.key for d in comparison.released} else "",
    )


def _known(every: tuple[str, ...], wanted: Sequence[str]) -> tuple[str, ...]:
    return tuple(key for key in every if key in wanted) or every


def _toggled(every: tuple[str, ...], wanted: Sequence[str], key: str) -> tuple[str, ...]:
    """``wanted`` without ``key``, or with it, in its own order; nothing left means everything."""
    return tuple(each for each in every if (each in wanted) != (each == key)) or every


def _address(path: str, asked: _Asked, every: _Asked, place: str) -> str:
    query = [("round", asked.round)]
    query += [("section", asked.section)] * bool(asked.section)
    query += [("practice", key) for key in asked.practices if asked.practices != every.practices]
    query += [("division", key) for key in asked.divisions if asked.divisions != every.divisions]
    query += [("beside", asked.comparator)] * (asked.comparator != TRUST)
    query += [("change", asked.change_of)] * bool(asked.change_of)
    return f"{path}?{'&'.join([_part(*each) for each in query])}#{place}"


@lru_cache(maxsize=1_024)
def _part(name: str, value: str) -> str:
    """One part of a query; the same ones stand in most links of a page."""
    return urlencode({name: value})


def _of(comparison: Comparison, asked: _Asked) -> tuple[SectionHeading, ...]:
    return tuple(s for s in comparison.sections if asked.section in ("", s.key))


def _shown(comparison: Comparison, asked: _Asked) -> Comparison:
    sections = (
        replace(each, practices=tuple(p for p in each.practices if p.key in asked.practices))
        for each in _of(comparison, asked)
    )
    return replace(
        comparison,
        divisions=tuple(each for each in comparison.divisions if each.key in asked.divisions),
        sections=tuple(each for each in sections if each.practices),
    )
