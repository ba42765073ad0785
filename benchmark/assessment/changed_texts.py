"""What differs between two readings of a questionnaire, text by text, in words for its author."""

from collections.abc import Iterable, Iterator
from textwrap import shorten, wrap
from typing import Any, NamedTuple

from benchmark.questionnaire.definition import Questionnaire

WIDTH = 100  # of a line on a terminal
LONGEST = 600  # characters of one text; no single text of a questionnaire is longer
NOTHING = "(not there)"
ENTRIES = {  # a list in the file -> what one of its entries is called
    "sections": "section",
    "practices": "practice",
    "levels": "level",
    "prompts": "prompt",
    "norms": "norm",
    "sources": "source",
    "vignettes": "vignette",
}

Place = tuple[str, ...]  # ("section operations", "practice patient-flow", "level 3")


class ChangedText(NamedTuple):
    """One text that is not the same; ``before`` or ``after`` is empty where it is not there."""

    place: str
    before: str
    after: str


def changed_texts(before: Questionnaire, after: Questionnaire) -> tuple[ChangedText, ...]:
    """Return every text that differs, in the order of the file.

    Sections, practices and whatever else has a key are followed by it: one that is new, gone or
    elsewhere does not make its neighbours differ.
    """
    return tuple(_differences((), _content(before), _content(after)))


def difference_in_lines(changed: Iterable[ChangedText]) -> Iterator[str]:
    """Yield lines for a terminal: the place, then ``-`` before and ``+`` after."""
    for each in changed:
        yield each.place
        yield from _wrapped("- ", each.before)
        yield from _wrapped("+ ", each.after)


def _content(questionnaire: Questionnaire) -> dict[str, Any]:
    return questionnaire.model_dump(mode="json", exclude_defaults=True)


def _differences(place: Place, before: Any, after: Any) -> Iterator[ChangedText]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before | after:
            yield from _differences((*place, name), before.get(name), after.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _in_lists(place, _by_key(before), _by_key(after))
    else:
        yield ChangedText(", ".join(place), _said(before), _said(after))


def _in_lists(place: Place, before: dict[str, Any], after: dict[str, Any]) -> Iterator[ChangedText]:
    *above, name = place
    for key in before | after:
        entry = f"{ENTRIES.get(name, name)} {key}"
        yield from _differences((*above, entry), before.get(key), after.get(key))
    if before.keys() == after.keys() and list(before) != list(after):
        yield ChangedText(
            ", ".join((*above, f"order of {name}")), _said([*before]), _said([*after])
        )


def _by_key(entries: list[Any]) -> dict[str, Any]:
    """Return entries under their key, or where they have none under their place from 1."""
    return {
        entry["key"] if isinstance(entry, dict) and "key" in entry else str(place): entry
        for place, entry in enumerate(entries, start=1)
    }


def _said(value: Any) -> str:
    """Return a text itself; of a whole practice its name, of another group what it holds."""
    if value is None:
        return ""
    if isinstance(value, list):
        return shorten("; ".join(map(_said, value)), LONGEST, placeholder=" …")
    if isinstance(value, dict):
        named = value.get("name") or [f"{name}: {_said(text)}" for name, text in value.items()]
        return _said(named)
    return str(value)


def _wrapped(sign: str, text: str) -> list[str]:
    return wrap(text or NOTHING, WIDTH, initial_indent=f"  {sign}", subsequent_indent="    ")
