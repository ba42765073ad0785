"""What went wrong, as problem details (RFC 9457), with the place in the request."""

from collections.abc import Iterable

from flask import Response
from werkzeug.exceptions import BadRequest, Conflict, Forbidden, HTTPException, NotFound

from benchmark.web.api.documents import Fault, Problem

PROBLEM = "application/problem+json"
SCHEME = "Bearer"
UNAUTHORISED = 401
# by status: our word for it, and what to do; nothing here repeats what was sent
SAID = {
    400: ("bad-request", "This request cannot be read."),
    401: ("not-signed-in", "Send a token that is in force: Authorization: Bearer and the token."),
    403: ("scope", "This token was not made for this."),
    404: ("not-found", "There is nothing here, or nothing for you."),
    405: ("method", "Everything here is read with GET."),
    409: ("changed", "This has changed since the first page. Begin again without a cursor."),
    410: ("removed", "The answers of this round were removed. The list of rounds says when."),
    429: ("too-many", "This token has asked too often. Wait as long as Retry-After says."),
    503: ("unavailable", "This cannot be read at the moment. Try again later."),
}
OTHER = ("failed", "Something went wrong here. It has been noted.")
QUERY = "query"


class BadParameters(BadRequest):
    """Parameters that do not fit, each with its name and what is wrong."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


class NothingSuch(NotFound):
    """A parameter names something that there is not in this round."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.faults = (fault,)


class Changed(Conflict):
    """The pages after a cursor would not fit to those before it any more."""


class OutOfScope(Forbidden):
    """The token's owner may read this, and did not make the token for it."""


def query_fault(name: str, detail: str) -> Fault:
    return Fault(place=QUERY, name=name, detail=detail)


def problem_answer(error: HTTPException) -> Response:
    """The answer to a request that failed, with the headers that belong to its status."""
    status = error.code or 500
    code, detail = SAID.get(status, OTHER)
    faults = getattr(error, "faults", ())
    problem = Problem(
        title=error.name,
        status=status,
        detail="; ".join(f"{each.name}: {each.detail}" for each in faults) or detail,
        code=code,
        errors=list(faults),
    )
    answer = Response(problem.model_dump_json(by_alias=True), status=status, content_type=PROBLEM)
    if status == UNAUTHORISED:
        answer.headers["WWW-Authenticate"] = SCHEME
    return answer
