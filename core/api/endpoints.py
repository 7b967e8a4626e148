"""The endpoints of plugins as routes below `/x/<plugin>/`: there only where the plugin is enabled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from core.api.ask import Answer, Ask
from core.api.routes import METHODS, Action, Body, Route
from core.host.host import Host
from dougong import Endpoint, NotAllowed, Problem, Request

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["plugin_routes"]

SLOT = re.compile(r"<([a-z][a-z0-9_]*):([a-z][a-z0-9_]*)>")
ACTIONS = ("create", "read", "edit", "delete")


def plugin_routes(host: Host) -> Iterator[Route]:
    """A route for each endpoint. Raises a Problem for one that can't be."""
    for plugin, endpoint in host.endpoints:
        _check(plugin, endpoint)
        yield _route(plugin, endpoint)


def _route(plugin: str, endpoint: Endpoint) -> Route:
    return Route(
        method=endpoint.method,
        rule=f"/x/{plugin}/" + SLOT.sub(r"<\2>", endpoint.path),
        view=Served(endpoint),
        summary=endpoint.summary or endpoint.path,
        group=plugin,
        plugin=plugin,
        object=endpoint.object,
        action=cast(Action, endpoint.action),
        ids=tuple(name for _, name in SLOT.findall(endpoint.path)),
        query=None,
        body=None if endpoint.method == "GET" else Body({"type": "object"}, checked=False, required=False),
        idempotency="stored" if endpoint.method == "POST" else "natural",
        answers={200: {}},
    )


class Served:
    """The view of an endpoint: checks what the endpoint declares, then calls it."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.objects = {name: object for object, name in SLOT.findall(endpoint.path)}

    def __call__(self, ctx: Ctx, ask: Ask, /) -> Answer:
        self._authorize(ctx, ask)
        query = {name: value for name, value in ask.request.args.items()}
        return Answer(self.endpoint.view(ctx, Request(ids=dict(ask.path), query=query, body=ask.body or {})))

    def _authorize(self, ctx: Ctx, ask: Ask) -> None:
        """The actor must see every record named, and be allowed the declared action with the declared object."""
        for name, object in self.objects.items():
            ctx.records.get(object, ask.path[name], fields=["id"])
        access: Any = ctx.records.access(self.endpoint.object)
        if not getattr(access, self.endpoint.action):
            raise NotAllowed("You may not do this with {object}", object=self.endpoint.object)


def _check(plugin: str, endpoint: Endpoint) -> None:
    path = endpoint.path
    if endpoint.method not in METHODS:
        raise Problem("The endpoint {path} of the plugin {plugin} has no method of HTTP", path=path, plugin=plugin)
    if endpoint.action not in ACTIONS:
        raise Problem(
            "The endpoint {path} of the plugin {plugin} declares no action: create, read, edit or delete", path=path, plugin=plugin
        )
    if path.startswith("/") or "<" in SLOT.sub("", path):
        raise Problem("The path {path} of the plugin {plugin} must look like leads/<lead:id>/convert", path=path, plugin=plugin)
