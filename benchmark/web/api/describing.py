"""The description of the API (OpenAPI 3.1), made of the types of its answers and parameters."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from benchmark.web.api.asking import Nothing, OfDivision, OfScores, Paging
from benchmark.web.api.documents import (
    Divisions,
    Plans,
    Problem,
    Reports,
    Rounds,
    Scores,
    Trusts,
)
from benchmark.web.api.insights import Variation
from benchmark.web.api.problems import PROBLEM
from benchmark.web.cookies import SIGN_IN_COOKIE

JSON, PDF = "application/json", "application/pdf"
REF = "#/components/schemas/{model}"
ROUND = "/trusts/{trust}/rounds/{round_id}"
PLACES: Mapping[str, tuple[str, str]] = {
    "trust": ("^[A-Za-z0-9]{1,10}$", "Code of a trust, such as zzn"),
    "round_id": ("^[a-z0-9]{16}$", "Id of one of its rounds"),
    "report_id": ("^[a-z0-9]{16}$", "Id of an issued report"),
}
HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "Of just this content; send it as If-None-Match to be told 304",
        "schema": {"type": "string"},
    }
}
RETRY: dict[str, Any] = {
    "Retry-After": {"description": "Seconds to wait", "schema": {"type": "string"}}
}
FAILURES = {
    "400": "A parameter is unknown, repeated or unfit",
    "401": "Nobody is signed in, and no token is in force",
    "403": "The token was not made for this",
    "404": "There is nothing here, or nothing for the reader: the two look the same",
    "409": "The content has changed since the page of the cursor",
    "410": "The answers of the round were removed at the end of the time they are kept",
    "429": "The token has asked too often",
    "500": "A fault of ours",
    "503": "The database is away or busy",
}
PAGED = frozenset({Paging, OfDivision, OfScores})
ABOUT = """\
What the pages of a trust show its people, for their own tools; to read only. The same rules decide,
and the same object is read, so figures are those of pages and reports. A value that is not shown
is an object with `shown: false` and the rule, never 0 and never null. Personal data about
identifiable people; not for appraisal, pay or discipline."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One address; ``answer`` None: the bytes of a PDF."""

    path: str
    name: str
    summary: str
    parameters: type[Nothing]
    answer: type[BaseModel] | None


RESOURCES = (
    Resource("/trusts", "trusts", "Trusts in which you hold a post", Paging, Trusts),
    Resource("/trusts/{trust}/rounds", "rounds", "Rounds, newest first", Paging, Rounds),
    Resource(f"{ROUND}/divisions", "divisions", "Divisions of a round", Paging, Divisions),
    Resource(f"{ROUND}/scores", "scores", "Released scores, one figure a row", OfScores, Scores),
    Resource(f"{ROUND}/variation", "variation", "How divisions differ", Nothing, Variation),
    Resource(f"{ROUND}/plans", "plans", "What divisions plan", OfDivision, Plans),
    Resource(f"{ROUND}/reports", "reports", "Issued reports, newest first", Paging, Reports),
    Resource("/reports/{report_id}.pdf", "pdf", "The PDF of an issued report", Nothing, None),
)


@lru_cache(maxsize=1)
def described() -> bytes:
    """The description as JSON; the same for everybody."""
    return json.dumps(description(), indent=1).encode()


def description() -> dict[str, Any]:
    models = [each.answer for each in RESOURCES if each.answer] + [Problem]
    _, schemas = models_json_schema(
        [(model, "serialization") for model in models], ref_template=REF, by_alias=True
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Management Practice Benchmark", "version": "1", "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "paths": {each.path: {"get": _operation(each)} for each in RESOURCES},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": SIGN_IN_COOKIE},
            },
        },
    }


def _operation(resource: Resource) -> dict[str, Any]:
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "parameters": [*_places(resource.path), *_parameters(resource.parameters)],
        "responses": {"200": _found(resource), **_failures(resource)},
    }


def _found(resource: Resource) -> dict[str, Any]:
    if resource.answer is None:
        content: dict[str, Any] = {PDF: {"schema": {"type": "string", "format": "binary"}}}
        return {"description": resource.summary, "content": content}
    schema = {"$ref": REF.format(model=resource.answer.__name__)}
    content = {JSON: {"schema": schema}}
    return {"description": resource.summary, "headers": HEADERS, "content": content}


def _failures(resource: Resource) -> dict[str, Any]:
    schema = {"$ref": REF.format(model=Problem.__name__)}
    told = {"content": {PROBLEM: {"schema": schema}}}
    failures: dict[str, Any] = {
        status: {"description": words} | told for status, words in FAILURES.items()
    }
    for status in ("429", "503"):
        failures[status]["headers"] = RETRY
    if resource.parameters not in PAGED:
        del failures["409"]
    if not resource.path.startswith(ROUND):
        del failures["410"]
    if resource.answer is not None:
        failures["304"] = {"description": "You have this content already", "headers": HEADERS}
    return dict(sorted(failures.items()))


def _places(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": words,
            "schema": {"type": "string", "pattern": pattern},
        }
        for name, (pattern, words) in PLACES.items()
        if f"{{{name}}}" in path
    ]


def _parameters(model: type[Nothing]) -> list[dict[str, Any]]:
    """Parameters are texts or numbers; that one may be left out is said beside its schema."""
    fields = model.model_json_schema().get("properties", {})
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": schema["description"],
            "schema": _bare(schema),
        }
        for name, schema in fields.items()
    ]


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    found = kinds[0] if kinds else schema
    return {key: value for key, value in found.items() if key not in ("title", "description")}
