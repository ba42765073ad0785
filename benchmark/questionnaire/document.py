"""A YAML text becomes plain values, each with its line and column; nothing in it is run.

Only what a questionnaire needs is read: one document of mappings, lists, texts and numbers
(YAML 1.2 core schema). Tags, anchors and aliases are refused, so no text can grow while it is read.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from benchmark.questionnaire.located import Fault, FaultyFile, read_text

# five times the largest questionnaire: reading stays below two seconds, whatever is in the file
MOST_BYTES = 2**18
MOST_EVENTS = 10_000  # values, and beginnings and ends of lists and groups
DEEPEST = 20  # a questionnaire nests five deep
WORDINGS = {  # what the YAML reader says -> what the author should do
    "mapping values are not allowed here": "a text that holds ': ' needs quotes around it",
    "found character '\\t' that cannot start any token": "indent with spaces, not with tabs",
    "found unexpected end of stream": "a quotation mark is opened here and never closed",
}

Route = tuple[str | int, ...]  # ("sections", 0, "practices", 3, "levels", 1)
Scalar = str | int | float | bool | None


class Place(NamedTuple):
    """Where a value or a field name stands; lines and columns count from 1."""

    line: int
    column: int
    last_line: int


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """What was read of one file. With a fault in its YAML, ``content`` is None.

    The same words at the same place give the same object, so what is found in one can be kept.
    """

    path: Path
    content: Any = None
    values: Mapping[Route, Scalar] = field(default_factory=dict)  # every text and number
    places: Mapping[Route, Place] = field(default_factory=dict)  # of every value
    names: Mapping[Route, Place] = field(default_factory=dict)  # of every field name
    faults: tuple[Fault, ...] = ()

    def place(self, route: Route) -> Place:
        """Return where a value stands, or what would have held it."""
        while route and route not in self.places:
            route = route[:-1]
        return self.places.get(route, Place(1, 1, 1))

    def name_place(self, route: Route) -> Place:
        return self.names.get(route) or self.place(route)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The state of one reading: the events to come, and what was found so far."""

    path: Path
    events: Iterator[Any]
    values: dict[Route, Scalar] = field(default_factory=dict)
    places: dict[Route, Place] = field(default_factory=dict)
    names: dict[Route, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def aside(self) -> "_Reading":
        """Return a reading that reads on but keeps nothing except the faults."""
        return replace(self, values={}, places={}, names={})

    def refuse(self, event: Any, message: str) -> None:
        place = _place(event)
        self.faults.append(Fault(self.path, place.line, place.column, message))


def read_document(path: Path) -> Document:
    """Read a YAML file of at most 256 KiB; never raises for what stands in the file."""
    try:
        text = read_text(path, MOST_BYTES)
        return _parsed(path, text)
    except FaultyFile as faulty:
        return Document(path, faults=faulty.faults)
    except MarkedYAMLError as error:
        return Document(path, faults=(_syntax_fault(path, error),))
    except ReaderError as error:
        return Document(path, faults=(_character_fault(path, text, error),))


@lru_cache(maxsize=16)  # a tenth of a second, and files seldom change
def _parsed(path: Path, text: str) -> Document:
    events = _some(path, YAML(typ="safe", pure=True).parse(text))
    reading = _Reading(path, events)
    content = None
    documents = 0
    for event in events:
        if not isinstance(event, DocumentStartEvent):
            continue
        documents += 1
        if documents > 1:
            reading.refuse(event, "a second document starts here; keep one questionnaire a file")
            break
        content = _value(reading, (), next(events))
    return _whole(reading, content)


def _some(path: Path, events: Iterable[Any]) -> Iterator[Any]:
    """Pass events on, and refuse the file where there are more than any questionnaire has."""
    for count, event in enumerate(events):
        if count == MOST_EVENTS:
            place = _place(event)
            message = f"the file holds more than {MOST_EVENTS:,} values; no questionnaire does"
            raise FaultyFile([Fault(path, place.line, place.column, message)])
        yield event


def _whole(reading: _Reading, content: Any) -> Document:
    if content is None and not reading.faults:
        reading.faults.append(Fault(reading.path, 1, 1, "the file is empty"))
    elif not isinstance(content, dict) and not reading.faults:
        message = "a questionnaire is a group of fields, one 'field: value' a line, title first"
        reading.faults.append(Fault(reading.path, *reading.places[()][:2], message))
    kept = content if isinstance(content, dict) else None
    faults = tuple(reading.faults)
    return Document(reading.path, kept, reading.values, reading.places, reading.names, faults)


def _value(reading: _Reading, route: Route, event: Any) -> Any:
    reading.places[route] = _place(event)
    if event.anchor is not None:
        reading.refuse(event, "anchors (&) and aliases (*) are not read; write the text out")
    if getattr(event, "ctag", None) is not None:
        reading.refuse(event, "tags (!) are not read; leave the tag out")
    return BUILDERS[type(event)](reading, route, event)


def _mapping(reading: _Reading, route: Route, event: Any) -> dict[str, Any]:
    _refuse_depth(reading, route, event)
    content: dict[str, Any] = {}
    while not isinstance(name_event := next(reading.events), MappingEndEvent):
        name = _name(reading, route, name_event)
        if name is None or name in content:
            _value(reading.aside(), route, next(reading.events))
        else:
            content[name] = _value(reading, (*route, name), next(reading.events))
    return content


def _name(reading: _Reading, route: Route, event: Any) -> str | None:
    """Return the name of a field as it is written, or None for what cannot be one."""
    if not isinstance(event, ScalarEvent):
        reading.refuse(event, "a field name is one word or text, not a list or a group")
        _value(reading.aside(), (*route, ""), event)
        return None
    _value(reading.aside(), route, event)
    name: str = event.value.strip()
    if any(map(_is_control, name)):
        return None  # refused with the value above
    first = reading.names.setdefault((*route, name), _place(event))
    if first != _place(event):
        reading.refuse(event, f"{name!r} stands here a second time, first on line {first.line}")
    return name


def _sequence(reading: _Reading, route: Route, event: Any) -> list[Any]:
    _refuse_depth(reading, route, event)
    content: list[Any] = []
    while not isinstance(entry := next(reading.events), SequenceEndEvent):
        content.append(_value(reading, (*route, len(content)), entry))
    return content


def _refuse_depth(reading: _Reading, route: Route, event: Any) -> None:
    if len(route) > DEEPEST:
        reading.refuse(event, f"nested more than {DEEPEST} deep")
        raise FaultyFile(reading.faults)


def _scalar(reading: _Reading, route: Route, event: Any) -> Scalar:
    value = _plain(event.value) if event.implicit[0] else event.value.strip()
    if isinstance(value, str) and any(map(_is_control, value)):
        reading.refuse(event, "the text holds a control character; take it out")
        value = ""
    reading.values[route] = value
    return value


def _is_control(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in {"Cc", "Cs"}


def _plain(text: str) -> Scalar:
    """Return what a text without quotes means in YAML 1.2: ``no`` is a text, 1.0 a number."""
    for pattern, meaning in PLAIN:
        if pattern.fullmatch(text):
            return meaning(text)
    return text.strip()


def _alias(_reading: _Reading, _route: Route, _event: Any) -> None:
    return None  # refused already, because every alias names an anchor


def _place(event: Any) -> Place:
    start, end = event.start_mark, event.end_mark
    return Place(start.line + 1, start.column + 1, end.line + 1)


def _syntax_fault(path: Path, error: MarkedYAMLError) -> Fault:
    problem = error.problem or error.context or "not readable"
    unclosed = problem == "found unexpected end of stream" and error.context_mark is not None
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Fault(path, line, column, f"not YAML: {WORDINGS.get(problem, problem)}")


def _character_fault(path: Path, text: str, error: ReaderError) -> Fault:
    before = text[: error.position]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Fault(path, line, column, f"character {error.character!r} is not allowed; take it out")


PLAIN: tuple[tuple[re.Pattern[str], Callable[[str], Scalar]], ...] = (
    (re.compile(r"|~|null|Null|NULL"), lambda _: None),
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"[-+]?[0-9]{1,18}"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)
BUILDERS: dict[type, Callable[[_Reading, Route, Any], Any]] = {
    AliasEvent: _alias,
    MappingStartEvent: _mapping,
    ScalarEvent: _scalar,
    SequenceStartEvent: _sequence,
}
