"""The JSON Schema says what the reader says, as far as a schema can."""

import json

from benchmark.questionnaire.schema import json_schema

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
