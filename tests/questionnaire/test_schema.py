"""The JSON Schema says what the reader says, as far as a schema can."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from benchmark.questionnaire.definition import Questionnaire
from benchmark.questionnaire.document import read_document
from benchmark.questionnaire.schema import json_schema
from benchmark.questionnaire.source import questionnaire_folder

SCHEMA = json.loads(json_schema())


def test_it_names_its_dialect() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_unknown_fields_are_refused_everywhere() -> None:
    parts = [SCHEMA, *SCHEMA["$defs"].values()]
    assert all(part["additionalProperties"] is False for part in parts)


def test_fields_have_the_names_that_files_use() -> None:
    assert set(SCHEMA["$defs"]["Origin"]["properties"]) == {"key", "from", "comparable", "note"}
    assert {"follows", "not_in_place"} <= set(SCHEMA["$defs"]["Practice"]["properties"])


def test_what_came_later_may_be_left_out() -> None:
    assert not {"previous", "vignettes"} & set(SCHEMA["required"])
    assert not {"follows", "not_in_place"} & set(SCHEMA["$defs"]["Practice"]["required"])


def test_a_practice_has_five_levels_of_limited_length() -> None:
    levels = SCHEMA["$defs"]["Practice"]["properties"]["levels"]
    assert (levels["minItems"], levels["maxItems"], len(levels["prefixItems"])) == (5, 5, 5)
    assert {each["maxLength"] for each in levels["prefixItems"]} == {240}


# No JSON Schema validator is installed, so the keywords that our schema uses are read here; one
# that is not known fails the test, so that nothing is passed over in silence.
NOTES = {"$schema", "$defs", "title", "description", "default"}
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict,
         "array": list, "null": type(None)}  # fmt: skip
CHECKS: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda said, value: (
        isinstance(value, TYPES[said]) and (said == "boolean" or not isinstance(value, bool))
    ),
    "const": lambda said, value: value == said,
    "pattern": lambda said, value: re.search(said, value) is not None,
    "minLength": lambda said, value: len(value) >= said,
    "maxLength": lambda said, value: len(value) <= said,
    "minItems": lambda said, value: len(value) >= said,
    "maxItems": lambda said, value: len(value) <= said,
    "minimum": lambda said, value: value >= said,
    "maximum": lambda said, value: value <= said,
    "required": lambda said, value: set(said) <= set(value),
    "anyOf": lambda said, value: any(obeys(each, value) for each in said),
    "$ref": lambda said, value: obeys(SCHEMA["$defs"][said.rpartition("/")[2]], value),
    "items": lambda said, value: all(obeys(said, each) for each in value),
    "prefixItems": lambda said, value: all(map(obeys, said, value)),
    "propertyNames": lambda said, value: all(obeys(said, name) for name in value),
    "properties": lambda said, value: all(
        obeys(said[name], each) for name, each in value.items() if name in said
    ),
    "patternProperties": lambda said, value: all(
        obeys(schema, each)
        for pattern, schema in said.items()
        for name, each in value.items()
        if re.search(pattern, name)
    ),
}
FIRST_PRACTICE = ("sections", 0, "practices", 0)
SPOILT = (  # where, and what stands there instead
    (("title",), ""),
    (("version",), "one"),
    (("colour",), "blue"),
    ((*FIRST_PRACTICE, "key"), "Capital"),
    ((*FIRST_PRACTICE, "levels"), ["one"] * 4),
    ((*FIRST_PRACTICE, "levels", 0), "x" * 241),
    ((*FIRST_PRACTICE, "cqc"), []),
    ((*FIRST_PRACTICE, "wy"), "Why"),
    (("norms", 0, "overall"), 6),
    (("norms", 0, "year"), "2014"),
    (("vignettes",), "none"),
)


def obeys(schema: dict[str, Any], value: Any) -> bool:
    """Whether a value is what a schema allows; the type is looked at first."""
    said = {name: rule for name, rule in schema.items() if name not in NOTES}
    closed = said.pop("additionalProperties", True) is False
    if closed and isinstance(value, dict) and not set(value) <= set(said["properties"]):
        return False
    ordered = sorted(said.items(), key=lambda rule: rule[0] != "type")
    return all(CHECKS[name](rule, value) for name, rule in ordered)


@pytest.mark.parametrize("path", sorted(questionnaire_folder().glob("*.yaml")), ids=str)
def test_the_products_files_obey_the_schema(path: Path) -> None:
    content = read_document(path).content
    assert obeys(SCHEMA, content)
    said = Questionnaire.model_validate_json(json.dumps(content), strict=True)
    again = said.model_dump(mode="json", by_alias=True, exclude_unset=True)
    assert obeys(SCHEMA, again)
    assert Questionnaire.model_validate_json(json.dumps(again), strict=True) == said


@pytest.mark.parametrize(("route", "value"), SPOILT, ids=lambda each: str(each)[:40])
def test_what_the_schema_refuses_the_reader_refuses_too(
    route: tuple[str | int, ...], value: object
) -> None:
    content: Any = read_document(questionnaire_folder() / "management-practice-1.1.yaml").content
    place = content
    for step in route[:-1]:
        place = place[step]
    place[route[-1]] = value
    assert not obeys(SCHEMA, content)
    with pytest.raises(ValidationError):
        Questionnaire.model_validate_json(json.dumps(content), strict=True)
