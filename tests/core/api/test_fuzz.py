"""Requests made up from the description of the API: none of them breaks the server, and every answer is as described."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.core.api.clients import Caller, Web

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
#: These end the very session or token that the requests come with.
LEFT_OUT = ("/api/v1/me/password", "/api/v1/session", "/api/v1/tokens/{id}", "/api/v1/sessions/{id}")
#: The routes of records are the same for every object; these two have every kind of field and right.
OBJECTS = ("x_boat", "user")
ABOUT_RECORDS = ("/api/v1/records/", "/api/v1/lookup/")
#: Requests of each kind to each route; give more by the environment for a longer search. Who may do less asks half as many,
#: since most of the answers are the same refusals.
MANY = int(os.environ.get("DOUGONG_FUZZ", "4"))


@pytest.fixture(scope="module")
def guest(web: Web) -> Caller:
    """Who is granted nothing."""
    return web.create_user("Queequeg")[1]


@pytest.fixture(scope="module", params=["admin", "sailor", "guest"])
def caller(request: pytest.FixtureRequest, web: Web) -> Caller:
    """Who may do everything, who may do little, and who may do nothing but sign in.

    `web` is named so that a caller ends with it: tests may come in any order, and a caller of the other database is no use.
    """
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


@pytest.mark.slow
def test_made_up_requests_break_nothing(
    web: Web, admin: Caller, sailor: Caller, caller: Caller, record_property: Callable[[str, object], None]
) -> None:
    described = caller.get("/api/v1/openapi.json")
    assert described.status_code == 200, described.get_data(as_text=True)
    schema = schemathesis.openapi.from_dict(described.json)
    schema.app = web.app
    operations = [found.ok() for found in schema.get_all_operations() if is_wanted(found.ok().path)]
    asked = Counter[int]()
    many = MANY if caller is admin else (MANY + 1) // 2
    failures = [
        said for operation in operations for said in fuzzed(operation, caller, there(web, operation.path), asked, many)
    ]
    record_property("requests", asked.total())
    record_property("answers", dict(sorted(asked.items())))
    assert not failures, "\n\n".join(failures)
    assert asked.total() >= len(operations) * many


def is_wanted(path: str) -> bool:
    if path.startswith(ABOUT_RECORDS):
        return path.split("/")[4] in OBJECTS
    return path not in LEFT_OUT


def there(web: Web, path: str) -> str | None:
    """The id of a record that is there, for every other request about one: made-up ids lead nowhere."""
    if path.startswith("/api/v1/records/x_boat/{id}"):
        return str(web.world.create("x_boat", {"name": "Argo", "owner_id": user_named(web, "Sindbad")})["id"])
    return user_named(web, "Pip") if path.startswith("/api/v1/records/user/{id}") else None


def user_named(web: Web, name: str) -> str:
    """A user of that name, who is made where there is none."""
    with web.world.system() as ctx:
        found = ctx.records.list("user", filter=f'email = "{name.lower()}@example.com"', fields=["id"]).data
    return str(found[0]["id"]) if found else web.world.create_user(name)


def fuzzed(operation: Any, caller: Caller, id: str | None, asked: Counter[int], many: int) -> list[str]:
    """What is wrong with the answers to requests that fit the description, and to those that don't."""
    failures = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            run(operation, mode, caller, id, asked, many)
        except Unsatisfiable:
            continue  # there is no way to be wrong
        except FailureGroup as error:
            failures.append(f"{operation.label} ({mode.value}): {error}\n{[str(inner) for inner in error.exceptions]}")
    return failures


def run(operation: Any, mode: GenerationMode, caller: Caller, id: str | None, asked: Counter[int], many: int) -> None:
    """Ask, and count the answers by their status."""

    @settings(
        max_examples=many,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        if id is not None and asked.total() % 2:
            case.path_parameters["id"] = id
        response = case.call(headers=caller.headers)
        asked[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()
