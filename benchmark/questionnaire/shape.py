"""The shape of a questionnaire: fields, types and lengths, with faults in plain words."""

import json
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from benchmark.questionnaire.definition import (
    Crosswalk,
    Dropped,
    Framework,
    Norm,
    Origin,
    Part,
    Practice,
    Previous,
    Questionnaire,
    Section,
    Source,
    Vignette,
)
from benchmark.questionnaire.document import Document, Route, Scalar
from benchmark.questionnaire.located import Fault, did_you_mean

EACH = "*"  # any entry of a list
MOST_FAULTS = 500  # that are told of one file; beyond them it is no questionnaire at all
PARTS: dict[Route, type[Part]] = {  # which part stands where
    (): Questionnaire,
    ("sources", EACH): Source,
    ("crosswalk",): Crosswalk,
    ("crosswalk", "cqc"): Framework,
    ("crosswalk", "impact"): Framework,
    ("norms", EACH): Norm,
    ("sections", EACH): Section,
    ("sections", EACH, "practices", EACH): Practice,
    ("previous",): Previous,
    ("previous", "practices", EACH): Origin,
    ("previous", "dropped", EACH): Dropped,
    ("vignettes", EACH): Vignette,
}
EXAMPLES = {  # pattern -> what it asks for
    r"^[a-z][a-z-]+$": "must be lower-case letters and hyphens, such as patient-flow",
    r"^\d+\.\d+$": 'must be two numbers with a point, such as "1.0"',
}


def shaped(document: Document) -> Questionnaire | tuple[Fault, ...]:
    """Return the questionnaire of a document, or every fault of its shape."""
    try:
        # JSON keeps types strict (no "2.7" for 2.7, no true for 1) and still takes lists as tuples
        return Questionnaire.model_validate_json(json.dumps(document.content), strict=True)
    except ValidationError as invalid:
        details = invalid.errors(include_url=False)
    told = {(fault.line, fault.column) for fault in document.faults}
    real = [detail for detail in details if not _echoes(document, detail)]
    faults = tuple(_fault(document, detail) for detail in real[:MOST_FAULTS])
    return tuple(fault for fault in faults if (fault.line, fault.column) not in told)


def _echoes(document: Document, detail: ErrorDetails) -> bool:
    """Whether a list counts as too short only because its entries have faults of their own."""
    return detail["type"] == "too_short" and (*detail["loc"], 0) in document.places


def _fault(document: Document, detail: ErrorDetails) -> Fault:
    route: Route = detail["loc"]
    of_name = route[-1:] == ("[key]",) or detail["type"] == "extra_forbidden"
    route = route[:-1] if route[-1:] == ("[key]",) else route
    # an empty value has no place of its own: the reader gives the next word's
    at_name = of_name or _is_empty(document, route)
    place = document.name_place(route) if at_name else document.place(route)
    message = f"{_called(route)} {_sentence(document, route, detail)}"
    return Fault(document.path, place.line, place.column, message)


def _is_empty(document: Document, route: Route) -> bool:
    return route in document.values and document.values[route] is None


def _called(route: Route) -> str:
    """Return what an author calls a place: ``'levels' entry 4``."""
    *_, holder, last = ("file", "file", *route)
    return f"{holder!r} entry {last + 1}" if isinstance(last, int) else repr(last)


def _sentence(document: Document, route: Route, detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return f"is not a field here{did_you_mean(str(route[-1]), _fields(route[:-1]))}"
    if _is_empty(document, route):
        return "is empty"
    wording = WORDINGS.get(kind)
    return wording(context, document.values.get(route)) if wording else detail["msg"]


def _fields(route: Route) -> tuple[str, ...]:
    part = PARTS.get(tuple(EACH if isinstance(step, int) else step for step in route))
    if part is None:
        return ()
    return tuple(field.alias or name for name, field in part.model_fields.items())


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


Wording = Callable[[dict[str, Any], Scalar], str]
WORDINGS: dict[str, Wording] = {  # kind of fault in pydantic's terms -> plain words
    "missing": lambda _context, _value: "is missing",
    "string_type": lambda _context, _value: "must be a text; put quotes around it",
    "string_too_short": lambda _context, _value: "is empty",
    "string_too_long": lambda context, value: (
        f"has {len(str(value))} characters, at most {context['max_length']}"
    ),
    "string_pattern_mismatch": lambda context, _value: EXAMPLES.get(
        context["pattern"], f"must match {context['pattern']}"
    ),
    "literal_error": lambda context, _value: f"must be {context['expected']}",
    "float_type": lambda _context, _value: "must be a number, without quotes",
    "bool_type": lambda _context, _value: "must be true or false, without quotes",
    "int_type": lambda _context, _value: "must be a whole number, without quotes",
    "int_from_float": lambda _context, _value: "must be a whole number",
    "greater_than_equal": lambda context, value: f"is {value}, at least {context['ge']:g}",
    "less_than_equal": lambda context, value: f"is {value}, at most {context['le']:g}",
    "tuple_type": lambda _context, _value: "must be a list, one '- ' line an entry",
    "dict_type": lambda _context, _value: "must be a group of fields, one 'field: value' a line",
    "model_type": lambda _context, _value: "must be a group of fields, one 'field: value' a line",
    "too_long": lambda context, _value: (
        f"has {_entries(context['actual_length'])}, at most {context['max_length']}"
    ),
    "too_short": lambda context, _value: f"needs at least {_entries(context['min_length'])}",
}
