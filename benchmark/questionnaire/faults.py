"""What types cannot say about a questionnaire: names used twice, names that lead nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.document import Document, Route, read_document
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.questionnaire.shape import EACH, shaped

MOST_WORDS = 25  # of a level text
SHOWN_CHARACTERS = 40  # of a text that a message quotes
PAGE_NAMES = frozenset({"check", "submit"})  # stand beside practices in web addresses

PRACTICE: Route = ("sections", EACH, "practices", EACH)
LEVEL: Route = (*PRACTICE, "levels", EACH)


class Unique(NamedTuple):
    """Texts that must differ: those on the route that share its first ``within`` steps."""

    what: str
    route: Route
    within: int = 0


UNIQUE = (
    Unique("section key", ("sections", EACH, "key")),
    Unique("practice key", (*PRACTICE, "key")),
    Unique("practice name", (*PRACTICE, "name")),
    Unique("level of this practice", LEVEL, within=5),
    Unique("CQC entry of this practice", (*PRACTICE, "cqc", EACH), within=5),
    Unique("IMPACT entry of this practice", (*PRACTICE, "impact", EACH), within=5),
    Unique("name of a level", ("scale", EACH)),
    Unique("norm key", ("norms", EACH, "key")),
    Unique("source key", ("sources", EACH, "key")),
)


class Examined(NamedTuple):
    """A questionnaire, or None if errors stand in its way, and every fault of its file."""

    questionnaire: Questionnaire | None
    faults: tuple[Fault, ...]


def examine(document: Document) -> Examined:
    """Return what a document says and all of its faults in the order of the file."""
    if document.content is None:
        return Examined(None, document.faults)
    found = shaped(document)
    questionnaire = found if isinstance(found, Questionnaire) else None
    shape_faults = () if isinstance(found, Questionnaire) else found
    faults = (*document.faults, *shape_faults, *content_faults(document))
    ordered = tuple(sorted(faults, key=lambda fault: (fault.line, fault.column, fault.message)))
    stopped = any(fault.severity == "error" for fault in ordered)
    return Examined(None if stopped else questionnaire, ordered)


def faults_of(paths: Iterable[Path]) -> tuple[Fault, ...]:
    """Return every fault of every file, and of the files together, file by file."""
    documents = [read_document(path) for path in paths]
    own = [fault for document in documents for fault in examine(document).faults]
    return (*own, *shared_identities(documents))


def shared_identities(documents: Iterable[Document]) -> Iterator[Fault]:
    """Say which files claim a name and version that an earlier file has."""
    first: dict[tuple[str, str], Path] = {}
    for document in documents:
        name, version = document.values.get(("name",)), document.values.get(("version",))
        if not (isinstance(name, str) and isinstance(version, str)):
            continue
        earlier = first.setdefault((name, version), document.path)
        if earlier != document.path:
            message = f"{name}-{version} is {earlier} already; give this one a new version"
            yield _fault(document, ("version",), message)


def content_faults(document: Document) -> Iterator[Fault]:
    """Yield the faults beyond types; what has the wrong type is passed over here."""
    yield from _title_faults(document)
    for unique in UNIQUE:
        yield from _repetitions(document, unique)
    yield from _page_names(document)
    yield from _long_levels(document)
    for framework in ("cqc", "impact"):
        yield from _unknown_entries(document, framework)
    yield from _unknown_norm_sections(document)


def _fault(document: Document, route: Route, message: str) -> Fault:
    place = document.place(route)
    return Fault(document.path, place.line, place.column, message)


def _fits(route: Route, pattern: Route) -> bool:
    """Whether a route is the pattern, with any step for each ``*``."""
    return len(route) == len(pattern) and all(
        wanted in (EACH, step) for step, wanted in zip(route, pattern, strict=True)
    )


def _texts(document: Document, pattern: Route) -> Iterator[tuple[Route, str]]:
    """Yield the texts on the routes that fit a pattern, in the order of the file."""
    for route, value in document.values.items():
        if isinstance(value, str) and _fits(route, pattern):
            yield route, value


def _title_faults(document: Document) -> Iterator[Fault]:
    name, value = document.names.get(("title",)), document.place(("title",))
    if name is None:
        return  # missing, and said so by its shape
    if (name.line, name.column) != (1, 1):
        message = "the title must be the first line of the file"
        yield Fault(document.path, name.line, name.column, message)
    if value.last_line > name.line:
        yield _fault(document, ("title",), "the title must stand on one line")


def _repetitions(document: Document, unique: Unique) -> Iterator[Fault]:
    first: dict[tuple[Route, str], int] = {}
    for route, text in _texts(document, unique.route):
        line = document.place(route).line
        seen = (route[: unique.within], " ".join(text.casefold().split()))
        if seen in first:
            shown = shorten(text, SHOWN_CHARACTERS, placeholder="...")
            message = f"{unique.what} '{shown}' stands on line {first[seen]} already"
            yield _fault(document, route, message)
        first.setdefault(seen, line)


def _page_names(document: Document) -> Iterator[Fault]:
    for route, key in _texts(document, (*PRACTICE, "key")):
        if key in PAGE_NAMES:
            message = f"a practice cannot be called '{key}': a page has that name"
            yield _fault(document, route, message)


def _long_levels(document: Document) -> Iterator[Fault]:
    for route, text in _texts(document, LEVEL):
        words = len(text.split())
        if words > MOST_WORDS:
            message = f"the level has {words} words, at most {MOST_WORDS}"
            yield replace(_fault(document, route, message), severity="advice")


def _unknown_entries(document: Document, framework: str) -> Iterator[Fault]:
    defined = _names_under(document, ("crosswalk", framework, "entries"))
    for route, key in _texts(document, (*PRACTICE, framework, EACH)):
        if defined and key not in defined:
            message = f"'{key}' is not among the entries of crosswalk {framework}"
            yield _fault(document, route, message + did_you_mean(key, defined))


def _unknown_norm_sections(document: Document) -> Iterator[Fault]:
    sections = [key for _, key in _texts(document, ("sections", EACH, "key"))]
    for route, place in document.names.items():
        key = str(route[-1])
        if _fits(route, ("norms", EACH, "sections", EACH)) and key not in sections:
            message = f"there is no section '{key}'{did_you_mean(key, sections)}"
            yield Fault(document.path, place.line, place.column, message)


def _names_under(document: Document, route: Route) -> list[str]:
    return [str(name[-1]) for name in document.names if name[:-1] == route]
