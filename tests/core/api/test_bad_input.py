"""What nobody in their right mind sends: SQL and HTML in every name and value, wrong types, bodies beyond all measure."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from core.api.bodies import DEEPEST
from core.api.listing import ROUTES
from core.api.routes import MEGA, Declared, Route
from core.tenants.making import create_tenant
from dougong import BadRequest, Conflict, Definition
from tests.core.api.clients import Caller, Web
from tests.core.api.test_matrices import SLOT, body_of, ids, path_of, send
from tests.metadata.samples import SAMPLES
from tests.support.worlds import World

HOSTILE = {
    "sql": "x'; DROP TABLE x_boat; --",
    "sql in double quotes": 'x"; DELETE FROM "user"; --',
    "union": "x' UNION SELECT id, email FROM user --",
    "html": "<script>alert(1)</script>",
    "an attribute": "\"><img src=x onerror=alert(1)>",
    "a template": "{{7*7}}${7*7}{0.__class__}%(name)s",
    "a path": "../../../etc/passwd",
    "right to left": "\u202egpj.exe",
    "a star": "x%_*?\\",
    "nothing visible": "\u200b\u2060",
    "very long": "a" * 5000,
}
WRONG_TYPES: list[Any] = [True, 1, -1.5, 10**400, "", [], {}, [1], [[]], {"a": 1}, {"object": "user"}, "x" * 100_000, None]
SLOTTED = [route for route in ROUTES if SLOT.search(route.rule)]
WRITING = [route for route in ROUTES if isinstance(route, Route) and route.body and route.body.media == "application/json"]
#: Every type but two: numbers are given by the platform, and a part must have its whole.
TYPES = sorted(set(SAMPLES) - {"auto_number", "master_detail"})


@pytest.fixture(scope="module")
def every_type(web: Web) -> list[str]:
    """An object that has a field of every type there is; answers the fields' names."""
    fields = {f"x_{name}": {"type": name, **SAMPLES[name].document} for name in TYPES}
    web.world.define(Definition("object", {"name": "x_all", "label": "All", "fields": {"name": {"type": "text"}, **fields}}))
    return sorted(fields)


def tables(web: Web) -> dict[str, int]:
    """How many rows each table has that an attack could be after."""
    with web.world.system() as ctx:
        connection, schema = ctx.unit.connection, ctx.store.schema
        names = sa.inspect(connection).get_table_names(schema=schema)
        place = f'"{schema}".' if schema else ""
        return {name: connection.exec_driver_sql(f'SELECT count(*) FROM {place}"{name}"').scalar_one() for name in names}


@pytest.mark.parametrize("route", SLOTTED, ids=ids(SLOTTED))
def test_a_hostile_name_in_an_address_leads_nowhere(admin: Caller, route: Declared) -> None:
    for slot, text in itertools.product(SLOT.findall(route.rule), HOSTILE.values()):
        answer = send(admin, route, path_of(route, {slot: quote(text, safe="")}))
        if route.page:
            assert answer.status_code in (302, 404) and "<script>" not in answer.get_data(as_text=True)
            assert answer.headers.get("Location", "/sign-in?").startswith("/sign-in?")
        else:
            assert answer.status_code in (400, 404, 405, 409, 422), (slot, text, answer.get_data(as_text=True))
            assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_name_in_a_question_is_an_unknown_name(admin: Caller, sailor: Caller, text: str) -> None:
    questions: list[dict[str, Any]] = [{name: text} for name in ("filter", "sort", "fields", "expand", "view", "after")]
    for caller in (admin, sailor):
        for question in questions:
            assert caller.get("/api/v1/records/x_boat", query_string=question).status_code in (400, 404, 422), question
        for path in ("/api/v1/search", "/api/v1/lookup/x_boat", "/api/v1/records/x_boat"):
            assert caller.get(path, query_string={"q": text}).status_code in (200, 400)
        bodies: list[dict[str, Any]] = [
            {"group_by": [text]}, {"group_by": [{text: "x_built"}]}, {"group_by": [{"month": text}]}, {"measures": [{"sum": text}]},
            {"measures": [{text: "x_length"}]}, {"filter": text}, {"sort": text}, {text: text}, {"object": text},
        ]  # fmt: skip
        for body in bodies:
            assert caller.post("/api/v1/query", {"object": "x_boat", **body}).status_code in (400, 404, 422), body


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_a_value_like_any_other(web: Web, admin: Caller, every_type: list[str], text: str) -> None:
    """It comes back letter for letter, or is refused by its field; scripts leave rich text, and what turns the direction leaves all."""
    before = tables(web)
    kept = 0
    for name in ["name", *every_type]:
        for value in (text, [text], {"object": text, "id": text}, {"amount": text, "currency": text}, {text: text}):
            answer = admin.post("/api/v1/records/x_all", {name: value})
            if answer.status_code == 201:
                kept += 1
                shown = admin.get(f"/api/v1/records/x_all/{answer.json['id']}").json.get(name)
                assert name == "x_secret" or same(name, shown, value), (name, shown)
            else:
                assert answer.status_code == 422, answer.get_data(as_text=True)
                assert {error["field"].split(".")[0] for error in answer.json["errors"]} <= {name, *every_type}
    after = tables(web)
    assert set(after) == set(before)
    assert after["x_all"] == before["x_all"] + kept
    assert after["user"] == before["user"] and after["x_boat"] == before["x_boat"]


def same(name: str, shown: Any, value: Any) -> bool:
    if name == "x_rich_text":
        return not any(bad in (shown or "") for bad in ("<script", "onerror"))
    if isinstance(value, str):
        kept = (value, value.strip(), value.replace("\u202e", ""))
        return shown in kept or (not value.strip() and shown is None)
    return shown is not None


@pytest.mark.parametrize("type", TYPES)
def test_a_value_of_a_wrong_type_is_refused_by_the_name_of_its_field(admin: Caller, every_type: list[str], type: str) -> None:
    name = f"x_{type}"
    for value in WRONG_TYPES:
        answer = admin.post("/api/v1/records/x_all", data=json.dumps({name: value}), content_type="application/json")
        assert answer.status_code in (201, 400, 422), (value, answer.get_data(as_text=True))
        if answer.status_code == 422:
            assert all(error["field"].split(".")[0] == name for error in answer.json["errors"]), answer.json
    assert admin.post("/api/v1/records/x_all", {f"{name}_no_such": 1}).json["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_name_of_a_thing_to_define_is_refused_and_a_label_is_only_a_text(web: Web, admin: Caller, text: str) -> None:
    before = set(tables(web))
    for kind in ("object", "view", "role", "permission_set", "layout"):
        refused = admin.put(f"/api/v1/meta/{kind}/{quote(text, safe='')}", {"label": text})
        assert refused.status_code in (400, 404, 422), kind
    field = {"label": "X", "fields": {text: {"type": "text"}}}
    assert admin.put("/api/v1/meta/object/x_named", field).status_code == 422
    formula = {"label": "X", "fields": {"a": {"type": "formula", "returns": "text", "expression": text}}}
    assert admin.put("/api/v1/meta/object/x_named", formula).status_code == 422
    options = [{"value": "v", "label": text[:100]}]
    labelled = {"label": text[:100], "fields": {"name": {"type": "text", "label": text[:100]}, "c": {"type": "choice", "options": options}}}
    made = admin.put("/api/v1/meta/object/x_labelled", labelled)
    assert made.status_code == 200, made.json
    assert admin.get("/api/v1/meta/object/x_labelled").json["definition"]["label"] == text[:100]
    assert set(tables(web)) - before <= {"x_labelled"}


@pytest.mark.parametrize("route", WRITING, ids=ids(WRITING))
def test_ten_megabytes_and_an_abyss_are_refused_by_every_route(web: Web, admin: Caller, route: Route) -> None:
    assert route.body is not None
    path, deep = path_of(route), b'{"a":' * (DEEPEST + 1) + b"1" + b"}" * (DEEPEST + 1)
    for method_body in (b'{"name": "' + b"x" * 10 * MEGA + b'"}', deep, b"[" * 5_000_000):
        answer = admin.send(route.method, path, data=method_body, content_type="application/json")
        assert 400 <= answer.status_code < 500
        assert answer.mimetype == "application/problem+json"
    huge = {**body_of(route), "padding": ["x" * 1000] * (10 * 1024 + 1)}
    answer = admin.send(route.method, path, json=huge)
    assert 400 <= answer.status_code < 500


@pytest.fixture(scope="module")
def twins(web: Web) -> Iterator[tuple[World, World]]:
    """Two tenants with the same object, user and record, under equal names; one counts boats' lengths, one writes them."""
    other = World(web.world.platform, "twin")
    create_tenant(web.world.platform, "twin", "admin@example.com", "another long password")
    for world, type in ((web.world, "integer"), (other, "text")):
        world.define(Definition("object", {"name": "x_twin", "label": "Twin", "fields": {"name": {"type": "text"}, "size": {"type": type}}}))
    web.world.create("x_twin", {"name": "Castor", "size": 7})
    other.create("x_twin", {"name": "Castor", "size": "seven"})
    yield web.world, other


def test_two_tenants_with_equal_names_in_them_keep_to_themselves(web: Web, twins: tuple[World, World]) -> None:
    one, other = Web(twins[0]).administrator(), Web(twins[1]).administrator()
    for caller, tenant, size in ((one, "acme", 7), (other, "twin", "seven"), (one, "acme", 7)):
        caller.headers["X-Tenant"] = tenant
        found = caller.get("/api/v1/records/x_twin", query_string={"filter": 'name = "Castor"'}).json["data"]
        assert [record["size"] for record in found] == [size]
    id = other.get("/api/v1/records/x_twin").json["data"][0]["id"]
    assert one.get(f"/api/v1/records/x_twin/{id}").status_code == 404
    one.headers["X-Tenant"] = "twin"
    assert one.get("/api/v1/records/x_twin").status_code == 401


@pytest.mark.parametrize("name", ["twin", "TWIN", " twin", "twin\n", "tw\u0456n", "t_acme", "dg_control", "x'; DROP SCHEMA", "../twin", "a" * 64, ""])
def test_a_second_tenant_of_a_name_or_one_of_a_name_that_cannot_be_is_refused(web: Web, twins: tuple[World, World], name: str) -> None:
    before = sorted(tenant.slug for tenant in web.world.platform.control.tenants())
    with pytest.raises((Conflict, BadRequest)):
        create_tenant(web.world.platform, name, "admin@example.com", "a long password")
    assert sorted(tenant.slug for tenant in web.world.platform.control.tenants()) == before
    assert twins[1].platform.control.store("twin") is not None
