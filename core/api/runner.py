"""The rim: finds the tenant, asks who it is, runs the view in one unit of work, commits once, and answers."""

from __future__ import annotations

import logging
import random
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Request
from werkzeug.wsgi import ClosingIterator

from core.api.ask import Answer, Ask
from core.api.bodies import dump, parse
from core.api.cookies import cookie_name
from core.api.errors import refusal
from core.api.idempotency import digest_of, once
from core.api.origin import refuse_foreign, refuse_forged
from core.api.queries import read_query
from core.api.reply import Reply
from core.api.routes import Body, Declared, Open, Route
from core.api.services import Services
from core.api.shapes import check_body
from core.context import Ctx
from core.database.failures import Again
from core.database.unit import Unit
from core.i18n import language_of
from core.identity.identify import Credentials, Identity, identify
from core.identity.sessions import saw
from core.rights.actor import Actor
from dougong import BadRequest, NotAllowed, NotFound, NotSignedIn, TooLarge, Unavailable

if TYPE_CHECKING:
    from core.database.stores import Store

__all__ = ["NOBODY", "Runner"]

log = logging.getLogger(__name__)

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
TIMES = 4
PAUSE = 0.02
NOBODY = Actor(id=None, name="")


class Runner:
    """Runs every request, each by its declaration."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.platform = services.platform

    def run(self, route: Declared, request: Request, path: Mapping[str, str]) -> Reply:
        """The response to a request."""
        began = time.perf_counter()
        ask = Ask(self.services, request, path, {}, address=request.remote_addr or "", secure=request.scheme == "https")
        try:
            answer = self._answer(route, ask)
        except Exception as error:
            answer = refusal(error, self._language(ask), ask.texts)
            if route.page:
                answer = self.services.pages.problem(answer, self._language(ask))
        reply = self._reply(answer, ask)
        self.services.metrics.count(route.method, route.rule, answer.status, time.perf_counter() - began)
        return reply

    def refuse(self, request: Request, error: Exception) -> Reply:
        """The response where no route fits: a page for a person who looks, a problem for a program."""
        ask = Ask(self.services, request, {}, {}, secure=request.scheme == "https")
        answer = refusal(error, self._language(ask))
        if _is_looking(request):
            answer = self.services.pages.problem(answer, self._language(ask))
        return self._reply(answer, ask)

    def _answer(self, route: Declared, ask: Ask) -> Answer:
        if route.query is not None:
            ask.query = read_query(ask.request.environ.get("QUERY_STRING", ""), route.params)
        if isinstance(route, Open):
            return route.view(ask)
        assert isinstance(route, Route)
        return self._in_tenant(route, ask)

    # -- the unit of work ------------------------------------------------------------------------------------

    def _in_tenant(self, route: Route, ask: Ask) -> Answer:
        """Run the view; once more where the transaction lost a race, in which case it did nothing."""
        tenant = self._tenant(ask.request)
        store = self.platform.control.store(tenant)
        body = _read_body(route, ask.request)
        for turn in range(1, TIMES if _is_json(_came(route, ask.request)) else 1):  # what came as a form can't be read twice
            try:
                return self._attempt(route, ask, tenant, store, body)
            except Again:
                time.sleep(random.uniform(0, PAUSE * turn))
        return self._attempt(route, ask, tenant, store, body)

    def _attempt(self, route: Route, ask: Ask, tenant: str, store: Store, body: bytes) -> Answer:
        unit = Unit(store)
        try:
            ctx = self._enter(route, ask, tenant, unit)
            ask.body = _body(route, ask.request, body)
            answer = _run(route, ctx, ask, body)
            if answer.content is None and answer.stream is None and answer.data is not None:
                answer.content = dump(answer.data)
            unit.commit()
        except BaseException:
            unit.close()
            raise
        if answer.stream is not None:
            answer.stream = ClosingIterator(answer.stream, [unit.close])
        else:
            unit.close()
        return answer

    def _enter(self, route: Route, ask: Ask, tenant: str, unit: Unit) -> Ctx:
        """Find out who asks, refuse who may not, and make the context."""
        now = self.platform.now()
        identity = ask.identity = identify(unit, _credentials(ask), now)
        _refuse_closed(identity)
        self.services.rates.count(route.rate, tenant, identity.user_id or ask.address)
        if identity.user_id is None and route.sign_in:
            raise NotSignedIn("Sign in, or send a token that is still good")
        _refuse_other_sites(route, ask)
        catalogue = self.platform.catalogues.get(tenant, unit, identity.catalogue_version)
        actor = self._actor(unit, tenant, catalogue, identity)
        source = "api" if identity.session_id is None else "ui"  # what comes with a session comes from the pages
        ctx = Ctx(self.platform, tenant, unit, catalogue, actor, now=self.platform.now, source=source)
        self._settle(route, ask, ctx)
        return ctx

    def _actor(self, unit: Unit, tenant: str, catalogue: Any, identity: Identity) -> Actor:
        if identity.user_id is None:
            return NOBODY
        return self.platform.actors.get(tenant, unit, catalogue, identity.user_id, identity.rights_version, has_tasks=identity.has_tasks)

    def _settle(self, route: Route, ask: Ask, ctx: Ctx) -> None:
        """Take what the catalogue and the actor say of the request."""
        ask.language = language_of(ask.request.headers.get("Accept-Language"), ctx.actor.language)
        ask.texts = ctx.catalogue.translations.get(ask.language, {})
        if route.plugin is not None and route.plugin not in ctx.catalogue.plugins:
            raise NotFound()
        if not all(ID.fullmatch(ask.path[name]) for name in route.ids):
            raise NotFound()
        if route.action == "administer" and not ctx.actor.administers:
            raise NotAllowed("Only who administers may do this")

    # -- the request -----------------------------------------------------------------------------------------

    def _tenant(self, request: Request) -> str:
        """The tenant, by host name or header, or the only one there is."""
        by_host = self.services.hosts.tenant(request.host)
        by_header = request.headers.get("X-Tenant")
        if by_host and by_header and by_host != by_header:
            raise BadRequest("The host name and the header X-Tenant name different tenants")
        named = by_header or by_host
        if named:
            return self.platform.control.tenant(named).slug
        only = self.platform.control.only_tenant()
        if only is None:
            raise BadRequest("Say which tenant: by the host name, or by the header X-Tenant")
        return only.slug

    def _language(self, ask: Ask) -> str:
        return language_of(ask.request.headers.get("Accept-Language"), ask.language or "en")

    # -- the response ----------------------------------------------------------------------------------------

    def _reply(self, answer: Answer, ask: Ask) -> Reply:
        noting = (lambda: self._note_seen(ask)) if ask.identity.seen_long_ago else None
        return Reply(answer, secure=ask.secure, closing=noting)

    def _note_seen(self, ask: Ask) -> None:
        """After the answer is sent: the session was used. A note that can't be made now is made next time."""
        assert ask.identity.session_id is not None
        try:
            with Unit(self.platform.control.store(self._tenant(ask.request))) as unit:
                saw(unit, ask.identity.session_id, self.platform.now())
        except (Again, Unavailable, NotFound):
            log.info("a session's last use could not be noted")


def _run(route: Route, ctx: Ctx, ask: Ask, body: bytes) -> Answer:
    if route.idempotency != "stored" or not _is_json(_came(route, ask.request)):
        return route.view(ctx, ask)
    return once(ctx, ask, digest_of(ask, body), lambda: route.view(ctx, ask))


def _is_looking(request: Request) -> bool:
    """Whether it is a person who asks with a browser, and not a program that asks for data."""
    wanted = request.accept_mimetypes.best_match(("application/json", "text/html"))
    return wanted == "text/html" and request.method in ("GET", "HEAD") and not request.path.startswith("/api/")


def _came(route: Declared, request: Request) -> Body | None:
    """The body that the route takes, in the way in which it comes."""
    forms = () if route.body is None else route.body.forms
    return next((body for body in forms if body.media == request.mimetype), route.body)


def _is_json(body: Body | None) -> bool:
    return body is None or body.media == "application/json"


def _credentials(ask: Ask) -> Credentials:
    """A token in the header, else the session in the cookie."""
    header = ask.request.headers.get("Authorization")
    if header is None:
        return Credentials(session=ask.request.cookies.get(cookie_name(ask.secure)))
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedIn("Send the token as: Authorization: Bearer dg_…")
    return Credentials(token=token.strip())


def _refuse_other_sites(route: Route, ask: Ask) -> None:
    """A browser sends cookies with whatever any page makes it send; a token is sent on purpose alone."""
    if route.method == "GET" or "Authorization" in ask.request.headers:
        return
    if route.sign_in:
        refuse_forged(ask.request.headers, ask.identity, ask.request.host)
    else:
        refuse_foreign(ask.request.headers, ask.request.host)


def _refuse_closed(identity: Identity) -> None:
    if identity.status == "suspended":
        raise NotAllowed("This tenant is suspended; its operator knows why")
    if identity.status != "active":
        raise Unavailable("This tenant is being worked on; try again in a while", retry_after=60)


def _read_body(route: Route, request: Request) -> bytes:
    """The bytes of the body, before any connection to the database is taken: a slow sender holds up nobody else."""
    declared = _came(route, request)
    if declared is None:
        return b""
    most = declared.most
    if (request.content_length or 0) > most:
        raise TooLarge("The body has more than {most} bytes", most=most)
    request.max_content_length = most + 1  # what comes in chunks is cut off there, and known by its length
    if not _is_json(declared):
        return b""
    body = request.get_data(cache=False)
    if len(body) > most:
        raise TooLarge("The body has more than {most} bytes", most=most)
    return body


def _body(route: Route, request: Request, body: bytes) -> Any:
    declared = _came(route, request)
    if declared is None or not _is_json(declared):
        return None
    if not body:
        if declared.required:
            raise BadRequest("Send a JSON object as the body")
        return {}
    if not request.is_json:
        raise BadRequest("Send the body as JSON, with the header Content-Type: application/json")
    value = parse(body)
    if declared.checked:
        check_body(value, declared)
    elif not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object")
    return value
