"""Which tenant is meant, and which names the server answers to."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.api.hosts import Hosts
from core.config import Config
from dougong import BadRequest
from tests.core.api.clients import Caller, Web


def hosts(**more: object) -> Hosts:
    return Hosts(Config(data=Path("/nowhere"), **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "tenant"),
    [
        ("localhost", None), ("localhost:8000", None), ("127.0.0.1:8000", None), ("[::1]:8000", None), ("192.0.2.7", None),
        ("acme.localhost:8000", "acme"), ("ACME.localhost", "acme"), ("acme.localhost.", "acme"), ("crm.example.com", None),
        ("acme.crm.example.com:443", "acme"), ("acme.our.name", "acme"),
    ],
)  # fmt: skip
def test_a_name_before_a_known_host_is_a_tenant(host: str, tenant: str | None) -> None:
    known = hosts(base_url="https://crm.example.com", hosts=("our.name",))
    assert known.tenant(host) == tenant


@pytest.mark.parametrize("host", ["evil.example", "a.b.localhost", "localhost.evil.example", "", "@localhost", "x y", "acme.127.0.0.1", "-.localhost"])
def test_other_names_are_refused(host: str) -> None:
    with pytest.raises(BadRequest):
        hosts().tenant(host)


def test_a_demo_answers_to_any_name() -> None:
    assert hosts(demo=True).tenant("my-laptop.local:8000") is None


def test_the_tenant_comes_from_host_or_header_and_both_agree(admin: Caller) -> None:
    assert admin.get("/api/v1/me").json["tenant"]["slug"] == "acme"
    assert admin.get("/api/v1/me", headers={"Host": "acme.localhost"}).status_code == 200
    assert admin.get("/api/v1/me", headers={"X-Tenant": "acme"}).status_code == 200
    assert admin.get("/api/v1/me", headers={"X-Tenant": "other"}).status_code == 404
    assert admin.get("/api/v1/me", headers={"Host": "other.localhost"}).status_code == 404
    assert admin.get("/api/v1/me", headers={"Host": "acme.localhost", "X-Tenant": "other"}).status_code == 400
    assert admin.get("/api/v1/me", headers={"Host": "evil.example"}).status_code == 400
    assert admin.get("/api/v1/me", headers={"X-Tenant": "a'; --"}).status_code == 404


def test_a_suspended_tenant_is_closed_at_once(web: Web, admin: Caller) -> None:
    with web.world.system() as ctx:
        ctx.unit.connection.exec_driver_sql(_set_status(ctx.store.schema, "suspended"))
    try:
        assert admin.get("/api/v1/me").status_code == 403
    finally:
        with web.world.system() as ctx:
            ctx.unit.connection.exec_driver_sql(_set_status(ctx.store.schema, "active"))
    assert admin.get("/api/v1/me").status_code == 200


def _set_status(schema: str | None, status: str) -> str:
    table = f'"{schema}".dg_state' if schema else "dg_state"
    return f"UPDATE {table} SET status = '{status}'"
