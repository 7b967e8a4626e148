"""What must hold of every route, made from the declarations: whoever adds a route adds its rows here."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from core.api.listing import ROUTES
from core.api.routes import Declared, Open, Route
from core.bulk.working import start_bulk
from core.deliveries.queue import deliver
from core.exchange.journal import enter
from core.exchange.mapping import FileFormat, ImportMapping
from core.exchange.reading import Sheet
from core.ids import new_id
from core.records.changes import change_set
from dougong import Approval
from tests.core.api.clients import Caller, Web

SLOT = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
NAMES = {"object": "x_boat", "kind": "view", "name": "x_view", "plugin": "sales", "rest": "x", "file": "index.js", "word": "x", "action": "approve", "operation": "recall"}
#: Bodies that are right in themselves, so that nothing but the right or the id is in the way.
BODIES: dict[str, Any] = {
    "/api/v1/records/<object>": {"name": "Forged"},
    "/api/v1/records/<object>/<id>": {"name": "Forged"},
    "/api/v1/records/<object>/<id>/share": {"role": "ceo", "level": "edit"},
    "/api/v1/me/password": {"current": "not the password", "password": "another password"},
    "/api/v1/me": {"language": "pl"},
    "/api/v1/tokens": {"name": "Forged"},
    "/api/v1/meta/<kind>/<name>": {"object": "x_boat"},
    "/api/v1/meta": {"definitions": [{"kind": "calendar", "definition": {"name": "x_forged", "week": {"monday": ["09:00-17:00"]}}}]},
    "/api/v1/records/<object>/<id>/run": {"automation": "x_none"},
    "/api/v1/records/<object>/run": {"automation": "x_none", "records": [new_id()]},
    "/api/v1/users/<id>/hand-over": {"to": new_id(), "reason": "leaves"},
    "/api/v1/tasks/bulk": {"tasks": [new_id()], "action": "approve"},
    "/api/v1/meta/<kind>/<name>/revert": {"version": 1},
    "/api/v1/records/<object>/form": {"values": {}},
    "/api/v1/query": {"object": "x_boat"},
    "/api/v1/webhooks": {"url": "https://a.example/", "objects": ["x_boat"], "events": ["created"]},
    "/api/v1/webhooks/<id>": {"active": False},
    "/api/v1/incoming-webhooks/<id>": {"active": False},
    "/api/v1/imports": {"object": "x_boat", "file": new_id()},
    "/api/v1/imports/inspect": {"object": "x_boat", "file": new_id()},
}
WRITING = [route for route in ROUTES if route.method != "GET" and isinstance(route, Route)]
WITH_IDS = [route for route in ROUTES if route.ids]
#: What even somebody who is granted nothing may write, and why; whoever hasn't signed in may not.
ONES_OWN = {
    "POST /api/v1/push/key": "the public key of the tenant, made when the first device asks",
    "DELETE /api/v1/session": "signing out of one's own session",
    "PATCH /api/v1/me": "one's own language and time zone",
    "POST /api/v1/tokens": "a token that may do what its owner may, which is nothing",
    "POST /api/v1/jobs/replay": "one's own jobs that failed, of which there are none",
}
SIGNED_IN = [route for route in ROUTES if isinstance(route, Route) and route.sign_in]


def path_of(route: Declared, ids: dict[str, str] | None = None) -> str:
    """The route's path, its slots filled."""
    given = {**NAMES, **{name: new_id() for name in route.ids}, **(ids or {})}
    return SLOT.sub(lambda slot: given[slot[1]], route.rule)


def send(caller: Caller, route: Declared, path: str, **more: Any) -> Any:
    """A request that is right as far as the declaration says."""
    if route.method == "GET":
        query = {param.name: "x" if param.type == "text" else "1" for param in route.query or () if param.required}
        return caller.get(path, query_string=query, **more)
    if route.body is not None and route.body.media == "multipart/form-data":
        return caller.send(route.method, path, data={"file": (io.BytesIO(b"hello"), "a.txt")}, **more)
    return caller.send(route.method, path, json=body_of(route), **more)


def body_of(route: Declared) -> dict[str, Any]:
    if route.rule.endswith("/bulk"):
        return {"op": "create", "records": [{"name": "Forged"}]}
    if route.rule.endswith("/bulk-jobs"):
        return {"operation": "delete", "filter": ""}
    if route.rule.endswith("/merge"):
        return {"keep": new_id(), "others": [new_id()]}
    if route.rule.endswith("/transfer"):
        return {"owner_id": new_id()}
    return dict(BODIES.get(route.rule, {}))


#: What is told in the log even though it reads only, or is refused.
TOLD = {"GET /api/v1/records/<object>/export", "GET /api/v1/audit/export", "POST /api/v1/session", "POST /sign-in"}


def digest(web: Web, route: Declared | None = None) -> str:
    """Of everything the tenant has, but for the times at which sessions were seen, and the log where the route is told there."""
    left_out = {"dg_audit"} if route is not None and route.name in TOLD else set()
    found = hashlib.sha256()
    with web.world.system() as ctx:
        connection, schema = ctx.unit.connection, ctx.store.schema
        names = sorted({*sa.inspect(connection).get_table_names(schema=schema)} - left_out)
        cursor = connection.connection.cursor()
        for name in names:
            cursor.execute(f'SELECT * FROM "{schema}"."{name}"' if schema else f'SELECT * FROM "{name}"')
            rows, columns = cursor.fetchall(), [column[0] for column in cursor.description]
            if "seen_at" in columns:
                at = columns.index("seen_at")
                rows = [(*row[:at], *row[at + 1 :]) for row in rows]
            found.update(repr((name, sorted(map(repr, rows)))).encode())
        cursor.close()
    return found.hexdigest()


def ids(routes: list[Any]) -> Iterator[str]:
    return (route.name for route in routes)


@pytest.fixture(scope="module")
def foreign(web: Web, stranger: Caller) -> str:
    """A boat of somebody else."""
    return str(stranger.post("/api/v1/records/x_boat", {"name": "Pequod"}).json["id"])


@pytest.fixture(scope="module")
def foreign_ids(web: Web, stranger: Caller, foreign: str) -> dict[str, dict[str, str]]:
    """By the beginning of an address, the ids of things of just the kind it is about, all of them somebody else's."""
    crew = web.create_user("Starbuck", permission_sets=["x_sailor"])[0]
    share = stranger.post(f"/api/v1/records/x_boat/{foreign}/share", {"user": crew, "level": "read"}).json["id"]
    attachment = {"file": (io.BytesIO(b"hello"), "a.txt")}
    hook = {"url": "https://a.example/", "objects": ["x_boat"], "events": ["created"]}
    webhook = web.administrator().post("/api/v1/webhooks", hook).json
    incoming = web.administrator().post("/api/v1/incoming-webhooks", {"name": "Theirs", "target": "record:x_boat"}).json
    session = web.browser().get("/api/v1/sessions").json["data"][0]["id"]
    with web.world.system() as ctx:
        with change_set(ctx, "test", "x_boat") as changes:
            ctx.records.create("x_boat", {"name": "Rachel"})
        id, _ = enter(ctx, ImportMapping(object="x_boat", fields={}), Sheet(Path(), "a.csv", "csv", ["Name"], 1, FileFormat()), title="a", dry_run=False)
        bulk = start_bulk(ctx, "x_boat", "delete", {"filter": 'name = "nothing"'}, {})
        delivery = deliver(ctx, channel="webhook", to="https://a.example/", key="theirs")
        job = ctx.enqueue("core.build_index", {"table": "x_boat", "name": "none", "columns": []})
    web.world.define(Approval("x_voyage", "x_boat", lock=False, steps=[{"id": "ask", "approvers": [{"user": "admin@example.com"}]}]))
    process = stranger.post(f"/api/v1/records/x_boat/{foreign}/submit").json
    return {
        "/api/v1/processes": {"id": process["id"]},
        "/api/v1/users": {"id": crew},
        "/api/v1/tasks": {"id": process["tasks"][0]["id"]},
        "/api/v1/records": {"id": foreign, "share_id": share},
        "/api/v1/files": {"id": stranger.post("/api/v1/files", data=attachment).json["id"]},
        "/api/v1/tokens": {"id": stranger.post("/api/v1/tokens", {"name": "Theirs"}).json["id"]},
        "/api/v1/sessions": {"id": session},
        "/api/v1/jobs": {"id": job},
        "/api/v1/change-sets": {"id": changes},
        "/api/v1/imports": {"id": id},
        "/api/v1/bulk-jobs": {"id": bulk},
        "/api/v1/deliveries": {"id": delivery},
        "/api/v1/webhooks": {"id": webhook["id"]},
        "/api/v1/incoming-webhooks": {"id": incoming["id"]},
    }


@pytest.mark.parametrize("route", WITH_IDS, ids=ids(WITH_IDS))
def test_a_foreign_id_is_as_unknown_as_one_that_does_not_exist(
    web: Web, sailor: Caller, foreign: str, foreign_ids: dict[str, dict[str, str]], route: Route
) -> None:
    before = digest(web)
    missing = send(sailor, route, path_of(route))
    (theirs,) = [found for place, found in foreign_ids.items() if route.rule.startswith(place)]
    others = send(sailor, route, path_of(route, theirs))
    assert (missing.status_code, others.status_code) == (404, 404)
    assert missing.get_data() == others.get_data()
    assert digest(web) == before
    for odd in ("1", "'; DROP TABLE x", "%00", "..", "٣", foreign.replace("-", "")):
        assert send(sailor, route, path_of(route, dict.fromkeys(route.ids, odd))).status_code == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("bulk", {"op": "update", "records": [{"id": "ID", "name": "Forged"}]}),
        ("bulk", {"op": "upsert", "key": "id", "records": [{"id": "ID", "name": "Forged"}]}),
        ("bulk", {"op": "delete", "records": [{"id": "ID"}]}),
        ("merge", {"keep": "ID", "others": ["OWN"]}),
        ("merge", {"keep": "OWN", "others": ["ID"]}),
        ("form", {"values": {}, "id": "ID"}),
    ],
    ids=lambda given: given if isinstance(given, str) else "-".join(map(str, given.values()))[:30],
)
def test_a_foreign_id_in_a_body_is_as_unknown_as_one_that_does_not_exist(
    web: Web, sailor: Caller, foreign: str, path: str, body: dict[str, Any]
) -> None:
    own = sailor.post("/api/v1/records/x_boat", {"name": "Argo"}).json["id"]
    before = digest(web)
    said = []
    for id in (new_id(), foreign):
        text = json.dumps(body).replace('"ID"', json.dumps(id)).replace('"OWN"', json.dumps(own))
        answer = sailor.send("POST", f"/api/v1/records/x_boat/{path}", data=text, content_type="application/json")
        said.append((answer.status_code, answer.get_data(as_text=True).replace(id, "ID")))
    assert said[0] == said[1]
    assert said[0][0] == 404 or "error" in said[0][1]
    assert digest(web) == before


@pytest.mark.parametrize("route", WITH_IDS, ids=ids(WITH_IDS))
def test_an_id_of_another_tenant_is_unknown(web: Web, sailor: Caller, foreign: str, route: Route) -> None:
    elsewhere = send(sailor, route, path_of(route, dict.fromkeys(route.ids, foreign)), headers={"X-Tenant": "elsewhere"})
    assert elsewhere.status_code == 404


@pytest.mark.parametrize("route", SIGNED_IN, ids=ids(SIGNED_IN))
def test_nobody_is_refused_before_anything_is_looked_at(nobody: Caller, route: Route) -> None:
    assert send(nobody, route, path_of(route)).status_code == 401


@pytest.mark.parametrize("route", WRITING, ids=ids(WRITING))
def test_a_refusal_changes_nothing(web: Web, foreign: str, route: Route) -> None:
    powerless = web.create_user(f"Powerless-{new_id()[-6:]}")[1]
    before = digest(web, route)
    path = path_of(route, dict.fromkeys(route.ids, foreign))
    answers = [send(web.nobody(), route, path)]
    if route.name not in ONES_OWN:
        answers.append(send(powerless, route, path))
    assert [answer.status_code for answer in answers if answer.status_code < 400] == []
    assert digest(web, route) == before


def test_what_everybody_may_write_is_written(web: Web) -> None:
    """The exceptions are none too many."""
    for number, name in enumerate(ONES_OWN):
        (route,) = [route for route in WRITING if route.name == name]
        assert send(web.create_user(f"Ones-own-{number}")[1], route, path_of(route)).status_code < 400


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "GET"], ids=ids([r for r in ROUTES if r.method == "GET"]))
def test_X8_reading_changes_nothing(web: Web, admin: Caller, foreign: str, route: Declared) -> None:
    before = digest(web, route)
    send(admin, route, path_of(route, dict.fromkeys(route.ids, foreign)))
    assert digest(web, route) == before


@pytest.mark.parametrize("route", ROUTES, ids=ids(list(ROUTES)))
def test_X7_every_answer_carries_the_headers_that_keep_browsers_safe(web: Web, admin: Caller, nobody: Caller, route: Declared) -> None:
    for caller in (admin, nobody):
        headers = send(caller, route, path_of(route)).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'") and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Cookie" in headers["Vary"]
        assert headers["Cache-Control"].startswith("private, no-") or route.rule.startswith("/static/")


@pytest.mark.parametrize("route", [r for r in WRITING if r.sign_in], ids=ids([r for r in WRITING if r.sign_in]))
def test_a_cookie_alone_writes_nothing(web: Web, foreign: str, route: Route) -> None:
    browser = web.browser()
    del browser.headers["X-CSRF-Token"]
    before = digest(web)
    assert send(browser, route, path_of(route, dict.fromkeys(route.ids, foreign))).status_code == 403
    assert digest(web) == before


@pytest.mark.parametrize("route", [r for r in ROUTES if r.query is not None], ids=ids([r for r in ROUTES if r.query is not None]))
def test_an_undeclared_parameter_is_refused(admin: Caller, route: Declared) -> None:
    answer = admin.send(route.method, path_of(route) + "?tenant_id=1", json={} if route.method != "GET" else None)
    assert answer.status_code == 400
    if not route.page:
        assert "tenant_id" in answer.json["detail"]


@pytest.mark.parametrize("route", [r for r in WRITING if r.body], ids=ids([r for r in WRITING if r.body]))
def test_every_body_has_a_limit(admin: Caller, route: Route) -> None:
    assert route.body is not None
    claimed = {"CONTENT_LENGTH": str(route.body.most + 1)}
    answer = admin.send(route.method, path_of(route), data=b"{}", content_type="application/json", environ_overrides=claimed)
    assert answer.status_code == 413


@pytest.mark.parametrize("route", [r for r in WRITING if r.action == "administer"], ids=ids([r for r in WRITING if r.action == "administer"]))
def test_what_administers_is_refused_to_everybody_else(sailor: Caller, route: Route) -> None:
    assert send(sailor, route, path_of(route)).status_code == 403


def test_every_route_is_declared(web: Web) -> None:
    rules = {(rule.rule, method) for rule in web.app.url_map.iter_rules() for method in rule.methods or () if method != "HEAD"}
    assert rules == {(route.rule, route.method) for route in web.app.declared.values()}
    with pytest.raises(ValueError, match="declares nothing"):
        web.app.add_url_rule("/smuggled", "smuggled", lambda: "")


def test_what_is_open_to_everybody_is_known(web: Web) -> None:
    open_to_all = {r.name for r in ROUTES if isinstance(r, Open) or (isinstance(r, Route) and not r.sign_in)}
    assert open_to_all == {
        "GET /", "GET /duplicates/<path:rest>", "GET /clean/<path:rest>", "GET /import/<path:rest>", "GET /p/<path:rest>", "GET /o/<path:rest>", "GET /setup", "GET /setup/<path:rest>", "GET /static/ui/<path:file>",
        "GET /shell", "GET /worker.js", "GET /icons/<file>", "GET /manifest.webmanifest", "GET /tasks", "GET /decide/<word>", "POST /decide/<word>", "GET /sign-in", "POST /sign-in", "POST /api/v1/session", "POST /api/v1/incoming-webhooks/<id>/messages", "GET /api/v1/openapi.json", "GET /healthz", "GET /readyz",
        "GET /metrics",
    }  # fmt: skip
