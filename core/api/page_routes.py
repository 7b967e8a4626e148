"""Where the pages stand: the application's addresses, its files, and signing in without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from core.api.ask import Answer, Ask
from core.api.bodies import dump
from core.api.cookies import cookie_name, session_cookie
from core.api.headers import REVALIDATE, WORKER_POLICY
from core.api.pages import HTML, safe_next
from core.api.routes import Body, Open, Param, Route
from core.i18n import LANGUAGES, language_of, translated
from core.identity.login import sign_in
from core.identity.people import login_name
from dougong import NotFound, NotSignedIn, Problem, TooMany

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES"]

FOREVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
LONGEST = 2000
#: What fits under a sign on a home screen.
SHORT = 14


def application(ask: Ask) -> Answer:
    """The application; who has no session yet signs in first."""
    request = ask.request
    if cookie_name(ask.secure) not in request.cookies:
        here = request.full_path if request.query_string else request.path
        return Answer(status=302, headers=[("Location", f"/sign-in?next={quote(here, safe='/')}")], type=HTML)
    return ask.services.pages.index(_language(ask))


def shell(ask: Ask) -> Answer:
    """The application for a device that keeps it: the same for everybody, whoever is signed in."""
    return ask.services.pages.index("en")


def built_file(ask: Ask) -> Answer:
    """A file of the application; its name changes with its content."""
    return _asset(ask, ask.path["file"], FOREVER)


def worker(ask: Ask) -> Answer:
    """The service worker: browsers look whether it is new whenever they open the application."""
    answer = _asset(ask, "worker.js", REVALIDATE)
    answer.policy = WORKER_POLICY
    return answer


def icon(ask: Ask) -> Answer:
    """A sign of the application, for a home screen."""
    return _asset(ask, f"icons/{ask.path['file']}", A_DAY)


def manifest(ctx: Ctx, ask: Ask) -> Answer:
    """How the application is installed: under the name of the company whose it is."""
    name = _name(ctx)
    signs = (("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"), ("maskable-512.png", "512x512", "maskable"))
    icons = [{"src": f"/icons/{file}", "sizes": sizes, "type": "image/png", "purpose": use} for file, sizes, use in signs]
    look = {"display": "standalone", "background_color": "#f7f7f8", "theme_color": "#f7f7f8", "icons": icons}
    said = {"id": "/", "start_url": "/", "scope": "/", "name": name, "short_name": name[:SHORT], "lang": _language(ask), "categories": ["business"]}
    return Answer(content=dump({**said, **look}), type="application/manifest+json", cache=REVALIDATE)


def _asset(ask: Ask, name: str, cache: str) -> Answer:
    asset = ask.services.pages.asset(name)
    if asset is None:
        raise NotFound()
    if asset.packed is not None and "gzip" in ask.request.headers.get("Accept-Encoding", ""):
        return Answer(content=asset.packed, type=asset.type, cache=cache, headers=[("Content-Encoding", "gzip")])
    return Answer(content=asset.plain, type=asset.type, cache=cache)


def sign_in_page(ctx: Ctx, ask: Ask) -> Answer:
    """The form."""
    return _form(ctx, ask, safe_next(ask.query.get("next", "/")))


def sign_in_by_form(ctx: Ctx, ask: Ask) -> Answer:
    """What the form sends: on to where the person wanted to go, or back to the form with the reason."""
    given = {name: ask.request.form.get(name, "")[:LONGEST] for name in ("email", "password", "next", "language")}
    if given["language"] in LANGUAGES:
        ask.language = given["language"]
    going_to = safe_next(given["next"])
    try:
        agent = ask.request.headers.get("User-Agent", "")
        with ask.services.rates.login(ctx.tenant, login_name(given["email"]), ask.address):
            _, session = sign_in(ctx, given["email"], given["password"], agent=agent, address=ask.address)
    except (NotSignedIn, TooMany) as problem:
        return _form(ctx, ask, going_to, email=given["email"], problem=problem)
    cookie = session_cookie(session.secret, ask.secure)
    return Answer(status=303, headers=[("Location", going_to), cookie], type=HTML)


def _form(ctx: Ctx, ask: Ask, going_to: str, *, email: str = "", problem: Problem | None = None) -> Answer:
    language = _language(ask)
    words: dict[str, Any] = {
        "name": _name(ctx),
        "next": going_to,
        "email": email,
        "problem": problem and translated(problem.message, problem.params, language),
    }
    status = 200 if problem is None else 429 if isinstance(problem, TooMany) else 401
    return ask.services.pages.page("sign-in.html", language, status, **words)


def _name(ctx: Ctx) -> str:
    return str(ctx.catalogue.setting("organisation", "name") or ctx.tenant)


def _language(ask: Ask) -> str:
    chosen = ask.query.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return ask.language or language_of(ask.request.headers.get("Accept-Language"))


def _page(rule: str, *names: str) -> Open:
    return Open(
        method="GET", rule=rule, names=names, view=application, group="pages", summary="The application", rate="free",
        page=True, query=None,
    )  # fmt: skip


def _kept(rule: str, view: Callable[[Ask], Answer], summary: str, *names: str, page: bool = False) -> Open:
    return Open(method="GET", rule=rule, names=names, view=view, group="pages", summary=summary, rate="free", page=page)


FORM = Body({"type": "object"}, media="application/x-www-form-urlencoded", checked=False)
SIGN_IN_QUERY = (Param("next", about="Where to go on"), Param("language", about="en, zh or pl"))

ROUTES = (
    _page("/"),
    _page("/o/<path:rest>", "rest"),
    _page("/duplicates/<path:rest>", "rest"),
    _page("/clean/<path:rest>", "rest"),
    _page("/import/<path:rest>", "rest"),
    _page("/p/<path:rest>", "rest"),
    _page("/tasks"),
    _page("/setup"),
    _page("/setup/<path:rest>", "rest"),
    Open(
        method="GET", rule="/static/ui/<path:file>", names=("file",), view=built_file, group="pages",
        summary="A file of the application", rate="free",
    ),
    _kept("/shell", shell, "The application, for a device that keeps it", page=True),
    _kept("/worker.js", worker, "The service worker"),
    _kept("/icons/<file>", icon, "A sign of the application", "file"),
    Route(
        method="GET", rule="/manifest.webmanifest", view=manifest, group="pages", summary="How the application is installed",
        sign_in=False, action="anyone", rate="free", page=True,
    ),
    Route(
        method="GET", rule="/sign-in", view=sign_in_page, group="pages", summary="The form to sign in", sign_in=False,
        action="anyone", query=SIGN_IN_QUERY, page=True,
    ),
    Route(
        method="POST", rule="/sign-in", view=sign_in_by_form, group="pages", summary="Sign in by form", sign_in=False,
        action="anyone", body=FORM, idempotency="never", page=True,
    ),
)  # fmt: skip
