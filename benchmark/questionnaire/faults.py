"""What types cannot say about a questionnaire: names used twice, names that lead nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from textwrap import shorten
from typing import NamedTuple

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.document import Document, Route, read_document
from benchmark.questionnaire.follow_up_checks import follow_up_faults
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.questionnaire.norm_checks import norm_faults
from benchmark.questionnaire.reading_age import reading_age
from benchmark.questionnaire.revision_checks import crosswalk_faults, revision_faults
from benchmark.questionnaire.routes import (
    LEVEL,
    PRACTICE,
    VIGNETTE,
    advice_at,
    fault_at,
    names,
    texts,
)
from benchmark.questionnaire.shape import EACH, MOST_FAULTS, shaped
from benchmark.questionnaire.vignette_checks import vignette_faults

MOST_WORDS = 25  # of a level text
FEWEST_WORDS = 8  # below them a reading age says nothing
OLDEST_READER = 14
SHOWN_CHARACTERS = 40  # of a text that a message quotes
PAGE_NAMES = frozenset({"check", "submit"})  # stand beside practices in web addresses
# stand beside practices in files of answers
COLUMN_NAMES = frozenset({"trust", "division", "role", "submitted", "source"})


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
    Unique("practice of the crosswalk", ("previous", "practices", EACH, "key")),
    Unique("origin of this practice", ("previous", "practices", EACH, "from", EACH), within=4),
    Unique("dropped practice", ("previous", "dropped", EACH, "key")),
    Unique("vignette key", (*VIGNETTE, "key")),
)


class Examined(NamedTuple):
    """A questionnaire, or None if errors stand in its way, and every fault of its file."""

    questionnaire: Questionnaire | None
    faults: tuple[Fault, ...]


def examine(document: Document) -> Examined:
    """Return what a document says and all of its faults in the order of the file."""
    return examine_all([document])[0]


def examine_all(documents: Sequence[Document]) -> list[Examined]:
    """Examine documents that stand together: a later version against the one before it."""
    return list(_together(tuple(documents)))


@lru_cache(maxsize=16)
def _together(documents: tuple[Document, ...]) -> tuple[Examined, ...]:
    found = [None if each.content is None else shaped(each) for each in documents]
    versions = [each for each in found if isinstance(each, Questionnaire)]
    return tuple(_examined(*pair, versions) for pair in zip(documents, found, strict=True))


def _examined(
    document: Document,
    found: Questionnaire | tuple[Fault, ...] | None,
    versions: Iterable[Questionnaire],
) -> Examined:
    if found is None:
        return Examined(None, document.faults)
    if not isinstance(found, Questionnaire):
        return Examined(None, _ordered(document.faults, content_faults(document), found))
    beyond = revision_faults(document, found, versions)
    faults = _ordered(document.faults, content_faults(document), beyond)
    stopped = any(fault.severity == "error" for fault in faults)
    return Examined(None if stopped else found, faults)


def _ordered(*faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Return the faults in the order of the file; never more than anybody would mend."""
    told = islice(chain(*faults), MOST_FAULTS)
    return tuple(sorted(told, key=lambda fault: (fault.line, fault.column, fault.message)))


def faults_of(paths: Iterable[Path]) -> tuple[Fault, ...]:
    """Return every fault of every file, and of the files together, file by file.

    The version before one of them is also looked for in the folder where the file lies.
    """
    documents = [read_document(path) for path in paths]
    examined = examine_all([*documents, *_beside(documents)])[: len(documents)]
    return (*(fault for each in examined for fault in each.faults), *shared_identities(documents))


def _beside(documents: Iterable[Document]) -> list[Document]:
    """Read the other files of the folders, among which the version before may be."""
    read = {document.path.resolve() for document in documents}
    beside = {path for each in read for path in each.parent.glob("*.y*ml")} - read
    return [read_document(path) for path in sorted(beside)]


def _identity(document: Document) -> tuple[object, object]:
    return document.values.get(("name",)), document.values.get(("version",))


def shared_identities(documents: Iterable[Document]) -> Iterator[Fault]:
    """Say which files claim a name and version that an earlier file has."""
    first: dict[tuple[object, object], Path] = {}
    for document in documents:
        name, version = _identity(document)
        if not (isinstance(name, str) and isinstance(version, str)):
            continue
        earlier = first.setdefault((name, version), document.path)
        if earlier != document.path:
            message = f"{name}-{version} is {earlier} already; give this one a new version"
            yield fault_at(document, ("version",), message)


def content_faults(document: Document) -> Iterator[Fault]:
    """Yield the faults beyond types; what has the wrong type is passed over here."""
    yield from _title_faults(document)
    for unique in UNIQUE:
        yield from _repetitions(document, unique)
    yield from _taken_names(document)
    yield from _level_faults(document)
    for framework in ("cqc", "impact"):
        yield from _unknown_entries(document, framework)
    yield from norm_faults(document)
    yield from follow_up_faults(document)
    yield from vignette_faults(document)
    yield from crosswalk_faults(document)


def _title_faults(document: Document) -> Iterator[Fault]:
    name, value = document.names.get(("title",)), document.place(("title",))
    if name is None:
        return  # missing, and said so by its shape
    if (name.line, name.column) != (1, 1):
        message = "the title must be the first line of the file"
        yield Fault(document.path, name.line, name.column, message)
    if value.last_line > name.line:
        yield fault_at(document, ("title",), "the title must stand on one line")


def _repetitions(document: Document, unique: Unique) -> Iterator[Fault]:
    first: dict[tuple[Route, str], int] = {}
    for route, text in texts(document, unique.route):
        line = document.place(route).line
        seen = (route[: unique.within], " ".join(text.casefold().split()))
        if seen in first:
            shown = shorten(text, SHOWN_CHARACTERS, placeholder="...")
            message = f"{unique.what} '{shown}' stands on line {first[seen]} already"
            yield fault_at(document, route, message)
        first.setdefault(seen, line)


def _taken_names(document: Document) -> Iterator[Fault]:
    taken = dict.fromkeys(PAGE_NAMES, "a page") | dict.fromkeys(
        COLUMN_NAMES, "a column of every file of answers"
    )
    for route, key in texts(document, (*PRACTICE, "key")):
        if key in taken:
            message = f"a practice cannot be called '{key}': {taken[key]} has that name"
            yield fault_at(document, route, message)


def _level_faults(document: Document) -> Iterator[Fault]:
    for route, text in texts(document, LEVEL):
        words = len(text.split())
        if words > MOST_WORDS:
            message = f"the level has {words} words, at most {MOST_WORDS}"
            yield fault_at(document, route, message)
        age = reading_age(text) if FEWEST_WORDS <= words <= MOST_WORDS else 0
        if age > OLDEST_READER:
            message = f"the level's reading age is {age:.1f}, above {OLDEST_READER}"
            yield advice_at(document, route, f"{message}; use shorter words or sentences")


def _unknown_entries(document: Document, framework: str) -> Iterator[Fault]:
    defined = [key for _, key, _ in names(document, ("crosswalk", framework, "entries", EACH))]
    for route, key in texts(document, (*PRACTICE, framework, EACH)):
        if defined and key not in defined:
            message = f"'{key}' is not among the entries of crosswalk {framework}"
            yield fault_at(document, route, message + did_you_mean(key, defined))
