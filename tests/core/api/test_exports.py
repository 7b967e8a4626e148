"""Lists as files: what the actor sees, in the order asked for, harmless to spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from core.api import exports
from dougong import PermissionSet
from tests.core.api.clients import Caller, Web

EXPORT = "/api/v1/records/x_boat/export"


def rows(answer: object) -> list[list[str]]:
    text = answer.get_data().decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture(scope="module")
def exporter(web: Web) -> Caller:
    """A sailor who may export."""
    web.world.define(PermissionSet("x_exporter", system=["export"]))
    return web.create_user("Exporter", permission_sets=["x_sailor", "x_exporter"])[1]


def test_a_list_comes_as_csv_with_what_the_actor_sees(exporter: Caller, admin: Caller) -> None:
    admin.post("/api/v1/records/x_boat", {"name": "Not mine"})
    for name in ("b", "a", "=HYPERLINK(1)", "天津"):
        exporter.post("/api/v1/records/x_boat", {"name": name, "x_length": "-1.5"})
    answer = exporter.get(f"{EXPORT}?format=csv&fields=name,x_length,owner.name&sort=name")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert rows(answer) == [
        ["name", "x_length", "owner.name"],
        ["'=HYPERLINK(1)", "-1.5", "Exporter"],
        ["a", "-1.5", "Exporter"],
        ["b", "-1.5", "Exporter"],
        ["天津", "-1.5", "Exporter"],
    ]
    assert [row[0] for row in rows(exporter.get(f"{EXPORT}?fields=name&filter=name='b'"))] == ["name", "b"]
    assert "x_price" not in rows(exporter.get(EXPORT))[0]


def test_a_long_list_is_read_page_by_page_and_sent_in_pieces(exporter: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PIECE", 100)
    monkeypatch.setattr("core.exchange.exporter.PAGE", 10)
    records = [{"name": f"Long {n:03}"} for n in range(55)]
    exporter.post("/api/v1/records/x_boat/bulk", {"op": "create", "records": records})
    found = rows(exporter.get(f"{EXPORT}?fields=name&filter=STARTS_WITH(name,'Long')&sort=name"))
    assert [row[0] for row in found[1:]] == [record["name"] for record in records]


def test_exporting_takes_a_grant_of_its_own(sailor: Caller) -> None:
    assert sailor.get(EXPORT).status_code == 403


def test_what_is_wrong_is_said_before_anything_is_sent(exporter: Caller) -> None:
    for query in ("filter=nothing", "fields=x_price", "sort=nowhere", "format=xlsx", "view=none"):
        refused = exporter.get(f"{EXPORT}?{query}")
        assert 400 <= refused.status_code < 500
        assert refused.headers["Content-Type"] == "application/problem+json"
    assert exporter.get("/api/v1/records/nothing/export").status_code == 404


def test_asking_for_the_headers_alone_holds_no_connection(web: Web, exporter: Caller) -> None:
    for _ in range(40):
        assert exporter.send("HEAD", EXPORT).get_data() == b""
