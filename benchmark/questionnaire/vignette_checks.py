"""Whether vignettes can be scored: three of them, short, each on a practice's level texts."""

from collections.abc import Iterator

from benchmark.questionnaire.document import Document
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.questionnaire.routes import PRACTICE, VIGNETTE, fault_at, fits, texts

VIGNETTES = 3  # what fits into 90 seconds
MOST_WORDS = 90


def vignette_faults(document: Document) -> Iterator[Fault]:
    """Yield vignettes that are too many or few, too long, or that name no practice."""
    count = sum(fits(route, VIGNETTE) for route in document.places)
    if count not in (0, VIGNETTES):
        message = f"there are {count} vignettes; write {VIGNETTES} or none"
        yield fault_at(document, ("vignettes",), message)
    keys = [key for _, key in texts(document, (*PRACTICE, "key"))]
    for route, key in texts(document, (*VIGNETTE, "practice")):
        if key not in keys:
            message = f"there is no practice '{key}'{did_you_mean(key, keys)}"
            yield fault_at(document, route, message)
    for route, text in texts(document, (*VIGNETTE, "text")):
        words = len(text.split())
        if words > MOST_WORDS:
            message = f"the vignette has {words} words, at most {MOST_WORDS}"
            yield fault_at(document, route, message)
