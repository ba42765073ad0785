"""What a request may ask for, and where it is at fault when it asks for something else."""

from typing import Annotated, Literal, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from benchmark.web.api.documents import Fault
from benchmark.web.api.problems import BadParameters, query_fault

USUAL, MOST = 500, 1000
CURSOR = r"^([1-9][0-9]{0,8}\.[0-9a-f]{16})?$"  # a place, and a checksum of all rows
DIVISION = "^[a-z][a-z0-9-]{0,59}$"


class Nothing(BaseModel):
    """A resource that has no parameters."""

    model_config = ConfigDict(extra="forbid")


class Paging(Nothing):
    limit: Annotated[int, Field(ge=1, le=MOST, description="Rows of a page")] = USUAL
    cursor: Annotated[
        str, Field(pattern=CURSOR, description="next_cursor of the page before; empty: the first")
    ] = ""


class OfDivision(Paging):
    division: Annotated[
        str | None, Field(pattern=DIVISION, description="Key of one division of the round")
    ] = None


class OfScores(OfDivision):
    kind: Annotated[
        Literal["overall", "comparable", "section", "practice"] | None,
        Field(description="One kind of figure"),
    ] = None


Query = TypeVar("Query", bound=Nothing)


def asked(model: type[Query]) -> Query:
    """The parameters of this request; one that is unknown, repeated or unfit is named."""
    sent = request.args.to_dict(flat=False)
    repeated = [query_fault(name, "given more than once") for name, v in sent.items() if len(v) > 1]
    if repeated:
        raise BadParameters(repeated)
    try:
        return model.model_validate({name: values[0] for name, values in sent.items()})
    except ValidationError as fault:
        raise BadParameters(_faults(fault)) from fault


def _faults(found: ValidationError) -> list[Fault]:
    """One for each parameter; its value is not repeated."""
    words = {"extra_forbidden": "there is no such parameter"}
    told = {str(each["loc"][0]): words.get(each["type"], each["msg"]) for each in found.errors()}
    return [query_fault(name, detail) for name, detail in told.items()]
