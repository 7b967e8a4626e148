"""Requests made up from the description of the API: none of them breaks the server, and every answer is as described."""

from __future__ import annotations

import os
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
#: Requests of each kind to each route; give more by the environment for a longer search.
MANY = int(os.environ.get("DOUGONG_FUZZ", "3"))
EXAMPLES = settings(
    max_examples=MANY,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", params=["admin", "sailor"])
def caller(request: pytest.FixtureRequest) -> Caller:
    """Who may do everything, and who may do little."""
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


@pytest.mark.slow
def test_made_up_requests_break_nothing(web: Web, caller: Caller) -> None:
    schema = schemathesis.openapi.from_dict(caller.get("/api/v1/openapi.json").json)
    schema.app = web.app
    operations = [found.ok() for found in schema.get_all_operations()]
    failures = [said for operation in operations if is_wanted(operation.path) for said in fuzzed(operation, caller)]
    assert not failures, "\n\n".join(failures)


def is_wanted(path: str) -> bool:
    if path.startswith(ABOUT_RECORDS):
        return path.split("/")[4] in OBJECTS
    return path not in LEFT_OUT


def fuzzed(operation: Any, caller: Caller) -> list[str]:
    """What is wrong with the answers to requests that fit the description, and to those that don't."""
    failures = []
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            run(operation, mode, caller)
        except Unsatisfiable:
            continue  # there is no way to be wrong
        except FailureGroup as error:
            failures.append(f"{operation.label} ({mode.value}): {error}\n{[str(inner) for inner in error.exceptions]}")
    return failures


def run(operation: Any, mode: GenerationMode, caller: Caller) -> None:
    @EXAMPLES
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        response = case.call(headers=caller.headers)
        case.validate_response(response, checks=CHECKS)

    ask()
