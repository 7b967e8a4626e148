"""Signing in and out, and what is one's own: profile, password, sessions, tokens."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.cookies import forget_cookie, session_cookie
from core.api.routes import Body, Route
from core.api.schemas import ME, SESSION, TOKEN, TOKEN_WITH_SECRET, list_of
from core.audit.noting import note
from core.identity.login import sign_in
from core.identity.passwords import fits, password_of, set_password
from core.identity.people import login_name
from core.identity.sessions import list_sessions, open_session, revoke_session
from core.identity.tokens import list_tokens, new_token, revoke_token
from core.rights.actor import ADMINISTER, Actor
from dougong import FieldProblem, Invalid

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]


def begin(ctx: Ctx, ask: Ask) -> Answer:
    """Sign in: a session cookie, and who one is."""
    email, password = ask.body["email"], ask.body["password"]
    with ask.services.rates.login(ctx.tenant, login_name(email), ask.address):
        user_id, session = sign_in(ctx, email, password, agent=_agent(ask), address=ask.address)
    actor = ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, user_id, ask.identity.rights_version)
    return Answer(_me(ctx, actor, session.csrf), 201, [session_cookie(session.secret, ask.secure)])


def end(ctx: Ctx, ask: Ask) -> Answer:
    """Sign out."""
    if ask.identity.session_id is not None:
        revoke_session(ctx, _own_id(ctx), ask.identity.session_id)
        note(ctx, ctx.actor.id, "sign_in", "ended", address=ask.address)
    return Answer(status=204, headers=[forget_cookie(ask.secure)])


def me(ctx: Ctx, ask: Ask) -> Answer:
    """Who I am."""
    return Answer(_me(ctx, ctx.actor, ask.identity.csrf or ""))


def change_me(ctx: Ctx, ask: Ask) -> Answer:
    """What everybody may change of themselves."""
    _for_oneself(ctx).records.update("user", _own_id(ctx), ask.body)
    changed = ctx.platform.actors.get(ctx.tenant, ctx.unit, ctx.catalogue, _own_id(ctx))
    return Answer(_me(ctx, changed, ask.identity.csrf or ""))


def change_password(ctx: Ctx, ask: Ask) -> Answer:
    """A new password; every other session and every token ends."""
    own_id = _own_id(ctx)
    with ask.services.rates.login(ctx.tenant, own_id, ask.address):
        _check_current(ctx, own_id, ask.body["current"])
    set_password(ctx, own_id, ask.body["password"])
    note(ctx, ctx.actor.id, "sign_in", "password", address=ask.address)
    if ask.identity.session_id is None:
        return Answer(status=204)
    session = open_session(ctx, own_id, agent=_agent(ask), address=ask.address)
    return Answer({"csrf": session.csrf}, headers=[session_cookie(session.secret, ask.secure)])


def _check_current(ctx: Ctx, own_id: str, password: str) -> None:
    hashed = password_of(ctx, own_id)
    ctx.unit.close()  # hashing takes long; others need the connection
    if not fits(hashed, password, demo=ctx.platform.config.demo):
        raise Invalid(errors=[FieldProblem("current", "wrong", "This is not the password")])


def sessions(ctx: Ctx, ask: Ask) -> Answer:
    """Where I am signed in."""
    found = list_sessions(ctx, _own_id(ctx))
    return Answer({"data": [{**session, "current": session["id"] == ask.identity.session_id} for session in found]})


def end_session(ctx: Ctx, ask: Ask) -> Answer:
    """Sign out somewhere else."""
    revoke_session(ctx, _own_id(ctx), ask.path["id"])
    note(ctx, ctx.actor.id, "sign_in", "ended", address=ask.address)
    return Answer(status=204)


def tokens(ctx: Ctx, ask: Ask) -> Answer:
    """My API tokens."""
    return Answer({"data": list_tokens(ctx, _own_id(ctx))})


def make_token(ctx: Ctx, ask: Ask) -> Answer:
    """A new API token; this answer is the only one that shows it."""
    until = _moment(ask.body.get("expires_at"))
    id, secret = new_token(ctx, _own_id(ctx), ask.body["name"], expires_at=until)
    note(ctx, ctx.actor.id, "token", "made", detail={"name": ask.body["name"]}, address=ask.address)
    data = {"id": id, "name": ask.body["name"], "created_at": ctx.now, "expires_at": until, "token": secret}
    return Answer(data, 201)


def end_token(ctx: Ctx, ask: Ask) -> Answer:
    """Revoke a token."""
    revoke_token(ctx, _own_id(ctx), ask.path["id"])
    note(ctx, ctx.actor.id, "token", "revoked", address=ask.address)
    return Answer(status=204)


def _me(ctx: Ctx, actor: Actor, csrf: str) -> dict[str, Any]:
    names = ("id", "name", "email", "language", "time_zone", "role", "permission_sets")
    organisation = ctx.settings("organisation")
    tenant: dict[str, Any] = {
        "slug": ctx.tenant,
        "name": organisation.get("name") or ctx.tenant,
        "currency": organisation.get("base_currency") or "EUR",
    }
    config = ctx.platform.config
    if config.map_tiles:
        tenant["map"] = {"tiles": config.map_tiles, "credit": config.map_credit}
    user = {name: getattr(actor, name) for name in names}
    return {"user": user, "system": sorted(actor.system), "tenant": tenant, "csrf": csrf, "has_tasks": actor.has_tasks}


def _own_id(ctx: Ctx) -> str:
    assert ctx.actor.id is not None  # the routes here are for who is signed in
    return ctx.actor.id


def _for_oneself(ctx: Ctx) -> Ctx:
    """The same person with the right to write to the own record, in which routes name what may be written."""
    own = Actor(id=ctx.actor.id, name=ctx.actor.name, time_zone=ctx.actor.time_zone, system=frozenset({ADMINISTER}))
    return ctx.acting(own)


def _agent(ask: Ask) -> str:
    return str(ask.request.headers.get("User-Agent", ""))


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Invalid(errors=[FieldProblem("expires_at", "type", "Write a moment such as 2027-01-31T12:00:00Z")])
    return moment


def _object(required: list[str], **properties: Any) -> Body:
    return Body({"type": "object", "properties": properties, "required": required, "additionalProperties": False})


WORDS = {"type": "string", "minLength": 1, "maxLength": 1000}
NAME = {"type": "string", "minLength": 1, "maxLength": 120}
CREDENTIALS = _object(["email", "password"], email=WORDS, password=WORDS)
PROFILE = Body(
    {
        "type": "object",
        "properties": {
            "language": {"enum": ["en", "zh", "pl"]},
            "time_zone": {"type": "string", "maxLength": 64},
            "phone": {"type": ["string", "null"], "maxLength": 64},
            "muted": {"type": "array", "items": {"type": "string"}, "maxItems": 50},
            "task_mail": {"enum": ["none", "each", "daily"]},
            "quiet_from": {"type": ["string", "null"], "maxLength": 20},
            "quiet_until": {"type": ["string", "null"], "maxLength": 20},
        },
        "additionalProperties": False,
        "minProperties": 1,
    }
)
NEW_PASSWORD = _object(["current", "password"], current=WORDS, password=WORDS)
NEW_TOKEN = _object(["name"], name=NAME, expires_at={"type": ["string", "null"], "format": "date-time"})

ROUTES = (
    Route(
        method="POST", rule="/api/v1/session", view=begin, group="session", summary="Sign in", action="anyone",
        sign_in=False, idempotency="never", body=CREDENTIALS, answers={201: ME},
    ),
    Route(
        method="DELETE", rule="/api/v1/session", view=end, group="session", summary="Sign out", action="self",
        answers={204: None},
    ),
    Route(
        method="GET", rule="/api/v1/me", view=me, group="session", summary="Who I am", action="self", answers={200: ME}
    ),
    Route(
        method="PATCH", rule="/api/v1/me", view=change_me, group="session", summary="Change my profile", action="self",
        body=PROFILE, answers={200: ME},
    ),
    Route(
        method="POST", rule="/api/v1/me/password", view=change_password, group="session", summary="Change my password",
        action="self", idempotency="never", body=NEW_PASSWORD,
        answers={200: {"type": "object", "properties": {"csrf": {"type": "string"}}}, 204: None},
    ),
    Route(
        method="GET", rule="/api/v1/sessions", view=sessions, group="session", summary="Where I am signed in",
        action="self", answers={200: list_of(SESSION)},
    ),
    Route(
        method="DELETE", rule="/api/v1/sessions/<id>", view=end_session, group="session", action="self", ids=("id",),
        summary="Sign out somewhere else", answers={204: None},
    ),
    Route(
        method="GET", rule="/api/v1/tokens", view=tokens, group="session", summary="My API tokens", action="self",
        answers={200: list_of(TOKEN)},
    ),
    Route(
        method="POST", rule="/api/v1/tokens", view=make_token, group="session", summary="Make an API token",
        action="self", idempotency="never", body=NEW_TOKEN, answers={201: TOKEN_WITH_SECRET},
    ),
    Route(
        method="DELETE", rule="/api/v1/tokens/<id>", view=end_token, group="session", summary="Revoke an API token",
        action="self", ids=("id",), answers={204: None},
    ),
)  # fmt: skip
