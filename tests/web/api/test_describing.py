"""The description names every resource that there is, and nothing else."""

import re

from benchmark.web.api.describing import RESOURCES, described, description
from benchmark.web.app import Benchmark, bare_app

BASE = "/api/v1"


def undescribed(app: Benchmark) -> set[str]:
    """Addresses of the API that stand in the map or in the description only."""
    kept = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith(BASE)}
    written = {re.sub(r"<[a-z]+:([a-z_]+)>", r"{\1}", rule.removeprefix(BASE)) for rule in kept}
    return (written - {"/openapi.json"}) ^ set(description()["paths"])


def test_every_address_is_described() -> None:
    app = bare_app()
    assert undescribed(app) == set()
    app.add_url_rule(f"{BASE}/planted/<trust:trust>", "planted", lambda trust: trust)
    assert undescribed(app) == {"/planted/{trust}"}


def test_names_are_those_of_the_views() -> None:
    app = bare_app()
    for each in RESOURCES:
        assert f"api.{each.name}" in app.view_functions


def test_it_is_openapi_3_1_and_no_answer_has_room_for_more() -> None:
    told = description()
    assert told["openapi"] == "3.1.0"
    objects = [
        schema for schema in told["components"]["schemas"].values() if schema["type"] == "object"
    ]
    assert len(objects) > 30
    assert all(schema["additionalProperties"] is False for schema in objects)
    assert all(set(schema["required"]) == set(schema["properties"]) for schema in objects)


def test_anybody_may_read_it(app: Benchmark) -> None:
    answer = app.test_client().get(f"{BASE}/openapi.json")
    assert (answer.status_code, answer.data) == (200, described())
    assert answer.json
    assert answer.json["servers"] == [{"url": BASE}]
