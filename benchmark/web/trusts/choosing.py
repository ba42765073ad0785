"""Which divisions and sections the table of levels shows: plain links that can be bookmarked.

A choice filters what is shown and changes no figure: every interval and word stays that of the
whole round.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from benchmark.comparison.content import Comparison

PLACE = "levels"  # id of the table's heading, to which every choice returns


@dataclass(frozen=True, slots=True)
class Choice:
    """One link; ``chosen``: it is what the table shows now."""

    text: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """``shown`` is the comparison with the chosen columns and rows only."""

    sections: tuple[Choice, ...]
    divisions: tuple[Choice, ...]
    shown: Comparison
    filtered: bool


def choices_of(comparison: Comparison, path: str, asked: MultiDict[str, str]) -> Choices:
    """The choices at ``path`` for the query ``asked``; what the round does not have is ignored."""
    every = [division.key for division in comparison.divisions]
    wanted = [key for key in every if key in asked.getlist("division")] or every
    sections = {section.key: section for section in comparison.sections}
    section = asked.get("section", "")
    section = section if section in sections else ""
    filtered = bool(section) or wanted != every
    places = {key: urlencode({"division": key}) for key in every}  # each stands in most links

    def address(section: str, divisions: Sequence[str]) -> str:
        some = divisions if 0 < len(divisions) < len(every) else ()
        query = [("round", comparison.round_id), *[("section", section)] * bool(section)]
        return f"{path}?{'&'.join([urlencode(query), *(places[key] for key in some)])}#{PLACE}"

    return Choices(
        sections=(
            Choice("All sections", address("", wanted), not section),
            *(
                Choice(each.name, address(key, wanted), key == section)
                for key, each in sections.items()
            ),
        ),
        divisions=tuple(
            Choice(division.name, address(section, _toggled(every, wanted, division.key)), shown)
            for division in comparison.divisions
            for shown in (division.key in wanted,)
        ),
        shown=_chosen(comparison, wanted, section) if filtered else comparison,
        filtered=filtered,
    )


def _chosen(comparison: Comparison, wanted: Sequence[str], section: str) -> Comparison:
    every = comparison.sections
    return replace(
        comparison,
        divisions=tuple(each for each in comparison.divisions if each.key in wanted),
        sections=tuple(each for each in every if section in ("", each.key)),
    )


def _toggled(every: Sequence[str], wanted: Sequence[str], key: str) -> list[str]:
    """``wanted`` without ``key``, or with it, in the trust's own order."""
    return [each for each in every if (each in wanted) != (each == key)]
