"""Clients of the API for tests: with a token, with a session's cookie, or as nobody."""

from __future__ import annotations

from typing import Any

from werkzeug.test import Client, TestResponse

from core.api.app import App, create_app
from core.identity.tokens import create_token
from tests.support.worlds import World

__all__ = ["PASSWORD", "Caller", "Web"]

ADMIN, PASSWORD = "admin@example.com", "a long password"


class Caller:
    """Sends requests with the same headers each time."""

    def __init__(self, app: App, **headers: str) -> None:
        self.client: Client = app.test_client()
        self.headers = headers

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        """Send a request; whatever comes back is never a defect of ours."""
        headers = {**self.headers, **more.pop("headers", {})}
        answer = self.client.open(path, method=method, headers=headers, buffered=True, **more)
        assert answer.status_code < 500 or answer.status_code == 503, answer.get_data(as_text=True)
        return answer

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.send("POST", path, **({"json": {} if body is None else body} if "data" not in more else {}), **more)

    def patch(self, path: str, body: Any, **more: Any) -> TestResponse:
        return self.send("PATCH", path, json=body, **more)

    def put(self, path: str, body: Any, **more: Any) -> TestResponse:
        return self.send("PUT", path, json=body, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self.send("DELETE", path, **more)


class Web:
    """The API over a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        app = create_app(world.platform)
        assert isinstance(app, App)
        self.app = app

    def nobody(self, **headers: str) -> Caller:
        """A client without any credentials."""
        return Caller(self.app, **headers)

    def as_user(self, user: str) -> Caller:
        """A client with a token of a user."""
        with self.world.system() as ctx:
            token = create_token(ctx, user, "tests")
        return Caller(self.app, Authorization=f"Bearer {token}")

    def create_user(self, name: str, **values: Any) -> tuple[str, Caller]:
        """A new user, and a client with a token of that user."""
        user = self.world.create_user(name, **values)
        return user, self.as_user(user)

    def browser(self, email: str = ADMIN, password: str = PASSWORD) -> Caller:
        """A client with a session's cookie, which sends the word against forged writes."""
        caller = Caller(self.app)
        answer = caller.post("/api/v1/session", {"email": email, "password": password})
        assert answer.status_code == 201, answer.get_data(as_text=True)
        caller.headers["X-CSRF-Token"] = answer.json["csrf"]
        return caller

    def administrator(self) -> Caller:
        """A client with a token of the first administrator."""
        with self.world.system() as ctx:
            found = ctx.records.list("user", filter=f'email = "{ADMIN}"', fields=["id"]).data
        return self.as_user(found[0]["id"])
