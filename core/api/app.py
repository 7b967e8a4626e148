"""The Flask app: every declared route, and one function that runs them all."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast

from flask import Flask, Request, Response
from flask.globals import request_ctx
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter

from core.api.endpoints import plugin_routes
from core.api.hosts import Hosts
from core.api.listing import ROUTES
from core.api.pages import UI, Pages
from core.api.panels import panel_routes
from core.api.readiness import Readiness
from core.api.routes import Declared
from core.api.runner import Runner
from core.api.services import Services
from core.config import Config
from core.live.hub import Hub
from core.platform import Platform

__all__ = ["App", "create_app"]


class NoSession(SessionInterface):
    """Sessions are ours (`core.identity`); Flask keeps none."""

    def __init__(self) -> None:
        self._none: Any = {}

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        return self._none  # type: ignore[no-any-return]

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        return None


class App(Flask):
    """A Flask app whose routes are declarations; a rule that declares nothing is refused.

    gate: lets in as many requests at the same time as the server wants to work on; pages that listen wait outside of it.
    """

    session_interface = NoSession()

    def __init__(self, services: Services) -> None:
        super().__init__("core.api", static_folder=None)
        self.services = services
        self.runner = Runner(services)
        self.declared: dict[str, Declared] = {}
        self.gate: AbstractContextManager[Any] = nullcontext()
        self.url_map.strict_slashes = False
        self.url_map.merge_slashes = False

    def declare(self, route: Declared) -> None:
        """Register a route. Raises ValueError for a second one at the same place."""
        if route.name in self.declared:
            raise ValueError(f"{route.name} is declared twice")
        self.declared[route.name] = route
        self.add_url_rule(route.rule, route.name, methods=[route.method], provide_automatic_options=False)

    def add_url_rule(self, rule: str, endpoint: str | None = None, *args: Any, **more: Any) -> None:
        if endpoint not in self.declared:
            raise ValueError(f"{rule} declares nothing of itself; make it a Route")
        super().add_url_rule(rule, endpoint, *args, **more)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Addresses are only matched here, never built, so that neither host nor query matter."""
        if request is None:
            return None
        return MapAdapter(self.url_map, "", "/", "", request.scheme, request.path, request.method)

    def full_dispatch_request(self) -> Response:
        """Run the request; everything that Flask would do around it is done by the runner, or not wanted."""
        request = request_ctx.request
        if request.routing_exception is not None or request.url_rule is None:
            reply = self.runner.refuse(request, request.routing_exception or RuntimeError("no route"))
        else:
            with self.gate:
                reply = self.runner.run(self.declared[request.url_rule.endpoint], request, request.view_args or {})
        return cast(Response, reply)  # Flask calls it as a WSGI application, and asks nothing else of it


def create_app(given: Config | Platform) -> App:
    """The app of one process."""
    platform = given if isinstance(given, Platform) else Platform(given)
    app = App(_services(platform))
    for route in app.services.routes:
        app.declare(route)
    if platform.config.proxies:
        hops = platform.config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _services(platform: Platform) -> Services:
    return Services(
        platform=platform,
        live=Hub(platform),
        hosts=Hosts(platform.config),
        pages=Pages(UI, platform.config.map_origin),
        readiness=Readiness(platform.control),
        routes=(*ROUTES, *plugin_routes(platform.host), *panel_routes(platform.host)),
    )
