"""The description of the API: right, complete, and true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema_specifications import REGISTRY

from core.api.listing import ROUTES
from core.api.routes import Open
from tests.core.api.clients import Caller

PLACE = "/api/v1/openapi.json"


@pytest.fixture(scope="module")
def described(admin: Caller) -> dict[str, Any]:
    return admin.get(PLACE).json


def operations(description: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in description["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def test_it_is_openapi_3_1(described: dict[str, Any]) -> None:
    assert described["openapi"] == "3.1.0"
    names = [operation["operationId"] for _, _, operation in operations(described)]
    assert len(names) == len(set(names))
    for _, path, operation in operations(described):
        assert operation["summary"] and operation["tags"] and operation["responses"]
        in_path = {parameter["name"] for parameter in operation.get("parameters", []) if parameter.get("in") == "path"}
        assert in_path == {part[1:-1] for part in path.split("/") if part.startswith("{")}


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    for reference in set(references(described)):
        part: Any = described
        for key in reference.removeprefix("#/").split("/"):
            part = part[key]


def test_every_schema_is_a_schema(described: dict[str, Any]) -> None:
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_it_names_every_route_that_is_declared(described: dict[str, Any]) -> None:
    paths = {(method.upper(), path) for method, path, _ in operations(described)}
    for route in ROUTES:
        if not route.page and not (isinstance(route, Open) and not route.answers):
            assert (route.method, route.path.replace("{object}", "x_boat")) in paths, route.name


def test_it_shows_what_the_actor_may_see_and_do(sailor: Caller, nobody: Caller, described: dict[str, Any]) -> None:
    seen = sailor.get(PLACE).json
    assert "x_price" in described["components"]["schemas"]["x_boat"]["properties"]
    assert "x_price" not in seen["components"]["schemas"]["x_boat"]["properties"]
    assert "/api/v1/meta" not in seen["paths"] and "/api/v1/meta" in described["paths"]
    assert "post" not in seen["paths"]["/api/v1/records/x_port"] and "x_port_new" not in seen["components"]["schemas"]
    assert set(nobody.get(PLACE).json["paths"]) == {"/api/v1/session", PLACE, "/api/v1/incoming-webhooks/{id}/messages", "/healthz", "/readyz"}


def test_records_are_as_it_says(sailor: Caller) -> None:
    described = sailor.get(PLACE).json
    record = sailor.post("/api/v1/records/x_boat", {"name": "Described", "x_length": "1.5", "x_built": "2020-02-02"}).json
    page = sailor.get("/api/v1/records/x_boat?expand=owner&count=true").json
    for name, value in (("x_boat", record), *(("x_boat", item) for item in page["data"])):
        schema = {**described["components"]["schemas"][name], "components": described["components"]}
        Draft202012Validator(schema, registry=REGISTRY).validate(value)
    assert set(record) <= set(described["components"]["schemas"]["x_boat"]["properties"])


def test_answers_are_as_it_says(admin: Caller, described: dict[str, Any]) -> None:
    for path in ("/api/v1/me", "/api/v1/sessions", "/api/v1/tokens", "/api/v1/meta", "/api/v1/meta/object", "/api/v1/plugins", "/api/v1/jobs", "/api/v1/ui", "/healthz"):
        operation = described["paths"].get(path) or described["paths"]["/api/v1/meta/{kind}"]
        schema = operation["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": described["components"]}).validate(admin.get(path).json)


def test_it_speaks_the_language_of_the_actor(web: Any) -> None:
    _, chinese = web.create_user("Lin", permission_sets=["x_sailor"], language="zh")
    assert chinese.get(PLACE).json["components"]["schemas"]["x_boat"]["properties"]["owner_id"]["title"] == "负责人"
