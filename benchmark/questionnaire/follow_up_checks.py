"""Whether a follow-up practice says what it follows, and what its extra answer reads."""

from collections.abc import Iterator

from benchmark.questionnaire.document import Document
from benchmark.questionnaire.located import Fault, did_you_mean
from benchmark.questionnaire.routes import PRACTICE, fault_at, fits, texts

FIELDS = ("follows", "not_in_place")


def follow_up_faults(document: Document) -> Iterator[Fault]:
    """Yield follow-ups with half of what they need, or that follow no earlier practice."""
    earlier: list[str] = []
    for route in [route for route in document.places if fits(route, PRACTICE)]:
        given = [field for field in FIELDS if (*route, field) in document.names]
        if len(given) == 1:
            missing = next(field for field in FIELDS if field not in given)
            place = document.name_place((*route, *given))
            message = f"'{given[0]}' needs '{missing}' beside it: a follow-up has both"
            yield Fault(document.path, place.line, place.column, message)
        for follows_route, followed in texts(document, (*route, "follows")):
            if followed not in earlier:
                message = f"'{followed}' is no practice above this one"
                yield fault_at(document, follows_route, message + did_you_mean(followed, earlier))
        earlier += [key for _, key in texts(document, (*route, "key"))]
