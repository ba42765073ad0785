"""The JSON Schema of questionnaire files, with which an editor checks and completes them."""

import json

from benchmark.questionnaire.definition import Questionnaire

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> str:
    """Return the schema as a JSON text.

    An editor takes it for YAML files too. It knows fields, types and lengths;
    ``check-questionnaires`` knows more, such as keys that lead nowhere.
    """
    schema = {"$schema": DIALECT, **Questionnaire.model_json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False)
