"""A route that declares too little is no route."""

from __future__ import annotations

from typing import Any

import pytest

from core.api.ask import Answer
from core.api.routes import NOTHING, Route

GOOD: dict[str, Any] = {"method": "GET", "rule": "/a/<id>", "ids": ("id",), "summary": "", "group": "", "action": "read", "view": lambda ctx, ask: Answer()}


def test_a_route_that_declares_everything_is_one() -> None:
    route = Route(**GOOD)
    assert (route.name, route.path, route.slots) == ("GET /a/<id>", "/a/{id}", ["id"])


@pytest.mark.parametrize(
    "more",
    [
        {"method": "FETCH"},
        {"rule": "/a/<id>/<other>"},
        {"ids": ()},
        {"ids": ("id", "more")},
        {"rule": "/<object>"},
        {"body": NOTHING},
        {"idempotency": "stored"},
    ],
)
def test_one_that_does_not_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="a"):
        Route(**{**GOOD, **more})
