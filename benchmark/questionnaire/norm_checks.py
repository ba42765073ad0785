"""Whether an outside norm fits the practices that it stands beside.

A published section score is the mean of certain practices. It is context for a section of ours
only if that section holds the same ones, so three things are checked within a file: the section
exists; it has as many practices as the norm says its score was made of (``practices``); and the
published overall score, which is a mean of practices, is what the section scores give when
weighted by the practices here. A later version is checked against the one before it elsewhere.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from benchmark.questionnaire.document import Document
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.questionnaire.routes import NORM, PRACTICE, SECTION, advice_at, fault_at, fits, texts
from benchmark.questionnaire.shape import EACH

# Two decimals in print move a mean of sections by at most .005 and the overall by .005; another
# .01 is left for hospitals without an answer, over which published means are not quite additive.
TOLERANCE = 0.02


class _Covered(NamedTuple):
    """A norm's score for a section, and how many practices the section has here."""

    key: str
    score: float
    practices: int


def norm_faults(document: Document) -> Iterator[Fault]:
    """Yield where a norm does not fit the sections of its file."""
    sizes = _section_sizes(document)
    yield from _unknown_sections(document, sizes)
    yield from _other_counts(document, sizes)
    norms = {route[1] for route in document.places if fits(route, NORM)}
    for number in sorted(norm for norm in norms if isinstance(norm, int)):
        yield from _other_overall(document, number, sizes)


def _section_sizes(document: Document) -> dict[str, int]:
    counts = Counter(route[1] for route in document.places if fits(route, PRACTICE))
    keys = texts(document, (*SECTION, "key"))
    return {key: counts[route[1]] for route, key in keys}


def _unknown_sections(document: Document, sizes: dict[str, int]) -> Iterator[Fault]:
    for route, place in document.names.items():
        key = str(route[-1]) if route else ""
        if fits(route, (*NORM, "sections", EACH)) and key not in sizes:
            message = f"there is no section '{key}'{did_you_mean(key, sizes)}"
            yield Fault(document.path, place.line, place.column, message)


def _other_counts(document: Document, sizes: dict[str, int]) -> Iterator[Fault]:
    for route, count in document.values.items():
        if not fits(route, (*NORM, "practices", EACH)):
            continue
        key = str(route[-1])
        if (*route[:2], "sections", key) not in document.names:
            yield fault_at(document, route, f"this norm gives no score for a section '{key}'")
        elif sizes.get(key, count) != count:
            message = (
                f"the published score is made of {count} practices, and section '{key}' has "
                f"{sizes[key]}: they cannot be compared; take the section out of this norm"
            )
            yield fault_at(document, route, message)


def _other_overall(document: Document, number: int, sizes: dict[str, int]) -> Iterator[Fault]:
    route = ("norms", number, "overall")
    overall = document.values.get(route)
    covered = _covered(document, number, sizes)
    weight = sum(each.practices for each in covered)
    if not isinstance(overall, float) or not weight:
        return
    weighted = sum(each.score * each.practices for each in covered) / weight
    if abs(weighted - overall) > TOLERANCE:
        message = (
            f"the overall score is {overall:.2f}, but the section scores weighted by the "
            f"practices here give {weighted:.2f}; check that each section holds the practices "
            "that were published"
        )
        yield advice_at(document, route, message)


def _covered(document: Document, number: int, sizes: dict[str, int]) -> list[_Covered]:
    found = []
    for key, practices in sizes.items():
        score = document.values.get(("norms", number, "sections", key))
        if isinstance(score, float):
            found.append(_Covered(key, score, practices))
    return found
