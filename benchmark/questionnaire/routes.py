"""Where things stand in a questionnaire's file, and how its checks find them."""

from collections.abc import Iterator

from benchmark.questionnaire.document import Document, Place, Route
from benchmark.questionnaire.located import Fault
from benchmark.questionnaire.shape import EACH

SECTION: Route = ("sections", EACH)
PRACTICE: Route = (*SECTION, "practices", EACH)
LEVEL: Route = (*PRACTICE, "levels", EACH)
NORM: Route = ("norms", EACH)
VIGNETTE: Route = ("vignettes", EACH)


def fits(route: Route, pattern: Route) -> bool:
    """Whether a route is the pattern, with any step for each ``*``."""
    return len(route) == len(pattern) and all(
        wanted in (EACH, step) for step, wanted in zip(route, pattern, strict=True)
    )


def texts(document: Document, pattern: Route) -> Iterator[tuple[Route, str]]:
    """Yield the texts on the routes that fit a pattern, in the order of the file."""
    routes = document.values if EACH in pattern else (pattern,)
    for route in routes:
        value = document.values.get(route)
        if isinstance(value, str) and fits(route, pattern):
            yield route, value


def names(document: Document, pattern: Route) -> Iterator[tuple[Route, str, Place]]:
    """Yield the field names on the routes that fit a pattern, with their places."""
    for route, place in document.names.items():
        if fits(route, pattern):
            yield route, str(route[-1]), place


def fault_at(document: Document, route: Route, message: str) -> Fault:
    place = document.place(route)
    return Fault(document.path, place.line, place.column, message)


def advice_at(document: Document, route: Route, message: str) -> Fault:
    place = document.place(route)
    return Fault(document.path, place.line, place.column, message, "advice")
