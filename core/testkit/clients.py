"""HTTP clients for tests, signed in as somebody."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

from core.identity.tokens import create_token
from core.testkit.workbench import Tenant

__all__ = ["SignedIn"]


class SignedIn(Client):
    """A client whose requests carry a user's token. `user`: the record of that user."""

    def __init__(self, app: Flask, tenant: Tenant, user: dict[str, Any]) -> None:
        super().__init__(app, app.response_class)
        with tenant.open() as ctx:
            token = create_token(ctx, user["id"], "test")
        self.user = user
        self._headers = {"Authorization": f"Bearer {token}", "X-Tenant": tenant.slug}

    def open(self, *args: Any, **more: Any) -> TestResponse:
        """Send a request; the answer has `status_code`, `json` and `text`."""
        more["headers"] = {**self._headers, **(more.get("headers") or {})}
        return super().open(*args, **more)
