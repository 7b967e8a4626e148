"""One operation on many records: these, or everything a list finds; with progress, refusals and a way back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from core.jobs.running import run_due
from dougong import Object, PermissionSet, any_reference, boolean, integer, reference, tags, text
from tests.core.api.clients import Caller, Web

EVERYTHING = {"create": True, "read": True, "edit": True, "delete": True}
SHOP = Object("x_shop", fields={"name": text(required=True), "size": integer(max=100)}, tags=tags())
ORDER = Object("x_order", fields={"name": text(required=True), "shop": reference("x_shop"), "open": boolean(default=True)})
CALL = Object("x_call", fields={"name": text(required=True)}, about=any_reference("*"))
KEEPER = PermissionSet(
    "x_keeper", objects={name: EVERYTHING for name in ("x_shop", "x_order", "x_call")} | {"user": {"read": True}}
)


@pytest.fixture(scope="module")
def shops(web: Web) -> Web:
    web.world.define(SHOP, ORDER, CALL, KEEPER)
    return web


@pytest.fixture(scope="module")
def anna(shops: Web) -> tuple[str, Caller]:
    return shops.create_user("Anna", permission_sets=["x_keeper"])


@pytest.fixture(scope="module")
def piotr(shops: Web) -> tuple[str, Caller]:
    return shops.create_user("Piotr", permission_sets=["x_keeper"])


@pytest.fixture
def fresh(shops: Web) -> Iterator[Web]:
    """Without records."""
    yield shops
    with shops.world.system() as ctx:
        for name in ("x_call", "x_order", "x_shop"):
            while found := ctx.records.list(name, limit=1000, fields=["id"]).data:
                ctx.records.bulk(name, "delete", [{"id": row["id"]} for row in found])


def make(caller: Caller, object: str, records: list[dict[str, Any]]) -> list[str]:
    answer = caller.post(f"/api/v1/records/{object}/bulk", {"op": "create", "records": records})
    return [result["id"] for result in answer.json["results"]]


def do(web: Web, caller: Caller, object: str = "x_shop", **body: Any) -> dict[str, Any]:
    begun = caller.post(f"/api/v1/records/{object}/bulk-jobs", body)
    assert begun.status_code == 202, begun.json
    run_due(web.world.platform, web.world.tenant)
    done = caller.get(f"/api/v1/bulk-jobs/{begun.json['id']}").json
    assert done["state"] == "done", done
    return dict(done)


def rows(caller: Caller, object: str = "x_shop", field: str = "size") -> list[Any]:
    return [row[field] for row in caller.get(f"/api/v1/records/{object}?limit=1000&sort=name").json["data"]]


def test_everything_a_filter_finds_is_changed_once_though_it_leaves_the_list(fresh: Web, anna: tuple[str, Caller]) -> None:
    _, caller = anna
    make(caller, "x_shop", [{"name": f"Shop {n}", "size": n % 2} for n in range(1300)])
    done = do(fresh, caller, operation="update", filter="size = 1", values={"size": 0})
    assert (done["total"], done["done"], done["failed"]) == (650, 650, 0)
    assert set(rows(caller)) == {0}
    back = caller.post(f"/api/v1/bulk-jobs/{done['id']}/revert")
    assert back.status_code == 202
    run_due(fresh.world.platform, fresh.world.tenant)
    assert caller.get("/api/v1/records/x_shop?filter=size%20%3D%201&count=true&limit=1").json["count"] == 650
    assert caller.get(f"/api/v1/bulk-jobs/{done['id']}").json["changes"]["state"] == "reverted"


def test_what_is_refused_is_told_by_record_and_the_rest_is_done(
    fresh: Web, anna: tuple[str, Caller], piotr: tuple[str, Caller]
) -> None:
    ids = make(anna[1], "x_shop", [{"name": "A", "size": 1}, {"name": "B", "size": 1}])
    theirs = make(piotr[1], "x_shop", [{"name": "C", "size": 1}])
    done = do(fresh, anna[1], operation="update", ids=[*ids, *theirs, ids[0]], values={"size": 2})
    assert (done["total"], done["done"], done["failed"]) == (3, 2, 1)
    assert [error["record_id"] for error in done["errors"]] == theirs
    done = do(fresh, anna[1], operation="update", ids=ids, values={"size": 101})
    assert (done["done"], done["failed"]) == (0, 2)
    assert rows(anna[1]) == [2, 2]


def test_tags_are_added_and_taken_away(fresh: Web, anna: tuple[str, Caller]) -> None:
    _, caller = anna
    ids = make(caller, "x_shop", [{"name": "A", "tags": ["old"]}, {"name": "B"}])
    done = do(fresh, caller, operation="tag", ids=ids, tags=["new", "old"])
    assert sorted(rows(caller, field="tags")) == [["new", "old"], ["old", "new"]]
    do(fresh, caller, operation="untag", ids=ids, tags=["old"])
    assert rows(caller, field="tags") == [["new"], ["new"]]
    refused = caller.post(f"/api/v1/bulk-jobs/{done['id']}/revert").json
    assert refused["changes"]["refused"] == 2  # changed since, by the second one


def test_records_are_handed_over_with_what_is_open_and_belonged_to_the_same(
    fresh: Web, anna: tuple[str, Caller], piotr: tuple[str, Caller]
) -> None:
    caller = anna[1]
    (shop,) = make(caller, "x_shop", [{"name": "A"}])
    (foreign,) = make(piotr[1], "x_order", [{"name": "not Anna's"}])
    make(caller, "x_order", [{"name": "open", "shop": shop}, {"name": "closed", "shop": shop, "open": False}, {"name": "other"}])
    make(caller, "x_call", [{"name": "about it", "about": {"object": "x_shop", "id": shop}}])
    carry = [{"object": "x_order", "filter": "open = TRUE"}, {"object": "x_call"}]
    done = do(fresh, caller, operation="transfer", ids=[shop], owner_id=piotr[0], carry=carry)
    assert (done["done"], done["failed"]) == (1, 0)
    assert rows(piotr[1], "x_order", "name") == ["not Anna's", "open"]
    assert rows(piotr[1], "x_call", "name") == ["about it"]
    assert rows(caller, "x_order", "name") == ["closed", "other"]
    assert rows(caller, "x_shop", "name") == []
    assert foreign
    refused = caller.post("/api/v1/records/x_order/bulk-jobs", {"operation": "transfer", "filter": "", "owner_id": piotr[0], "carry": [{"object": "x_shop"}]})
    assert refused.status_code == 400


def test_records_are_assigned_shared_and_deleted_and_all_of_it_is_put_back(
    fresh: Web, anna: tuple[str, Caller], piotr: tuple[str, Caller]
) -> None:
    caller = anna[1]
    ids = make(caller, "x_shop", [{"name": "A"}, {"name": "B"}])
    shared = do(fresh, caller, operation="share", ids=ids, share={"user": piotr[0], "level": "read"})
    assert rows(piotr[1], field="name") == ["A", "B"]
    caller.post(f"/api/v1/bulk-jobs/{shared['id']}/revert")
    assert rows(piotr[1], field="name") == []
    deleted = do(fresh, caller, operation="delete", q="A")
    assert rows(caller, field="name") == ["B"]
    assert caller.post(f"/api/v1/bulk-jobs/{deleted['id']}/revert").json["changes"]["reverted"] == 1
    assert rows(caller, field="name") == ["A", "B"]
    do(fresh, caller, operation="assign", filter="", owner_id=piotr[0])
    assert rows(caller, field="name") == []


def test_it_stops_and_goes_on(fresh: Web, anna: tuple[str, Caller]) -> None:
    caller = anna[1]
    make(caller, "x_shop", [{"name": "A", "size": 1}])
    begun = caller.post("/api/v1/records/x_shop/bulk-jobs", {"operation": "update", "filter": "", "values": {"size": 3}}).json
    at = f"/api/v1/bulk-jobs/{begun['id']}"
    assert caller.post(f"{at}/cancel").json["state"] == "cancelled"
    run_due(fresh.world.platform, fresh.world.tenant)
    assert rows(caller) == [1]
    assert caller.post(f"{at}/resume").json["state"] == "waiting"
    run_due(fresh.world.platform, fresh.world.tenant)
    assert rows(caller) == [3]
    assert caller.post(f"{at}/cancel").status_code == 409
    assert [job["id"] for job in caller.get("/api/v1/bulk-jobs?object=x_shop&limit=1").json["data"]] == [begun["id"]]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"operation": "update", "values": {"size": 1}}, 400),
        ({"operation": "update", "values": {"size": 1}, "ids": ["x"], "filter": ""}, 400),
        ({"operation": "update", "filter": ""}, 422),
        ({"operation": "delete", "filter": "", "values": {"size": 1}}, 422),
        ({"operation": "delete", "filter": "nonsense ="}, 400),
        ({"operation": "tag", "filter": "", "tags": ["a"], "field": "name"}, 400),
        ({"operation": "explode", "filter": ""}, 422),
        ({"operation": "update", "ids": [], "values": {"size": 1}}, 422),
        ({"operation": "transfer", "filter": "", "owner_id": "x", "carry": [{"object": "x_nothing"}]}, 404),
    ],
)
def test_what_can_not_be_done_is_refused_at_once(fresh: Web, anna: tuple[str, Caller], body: dict[str, Any], status: int) -> None:
    assert anna[1].post("/api/v1/records/x_shop/bulk-jobs", body).status_code == status


def test_ids_that_are_none_are_refused_and_those_of_nothing_are_told(fresh: Web, anna: tuple[str, Caller]) -> None:
    nothing = "00000000-0000-0000-0000-000000000000"
    for operation, more in (("update", {"values": {"size": 1}}), ("tag", {"tags": ["a"]}), ("delete", {}), ("share", {"share": {"role": "ceo"}})):
        wrong = anna[1].post("/api/v1/records/x_shop/bulk-jobs", {"operation": operation, "ids": [nothing, "x"], **more})
        assert (wrong.status_code, wrong.json["errors"][0]["field"]) == (422, "ids.1")
        done = do(fresh, anna[1], operation=operation, ids=[nothing], **more)
        assert (done["done"], done["failed"]) == (0, 1)


def test_a_record_of_a_bulk_request_whose_id_is_none_is_refused_alone(fresh: Web, anna: tuple[str, Caller]) -> None:
    (id,) = make(anna[1], "x_shop", [{"name": "A"}])
    records = [{"id": "x", "name": "B"}, {"id": id, "name": "B"}]
    results = anna[1].post("/api/v1/records/x_shop/bulk", {"op": "update", "records": records}).json["results"]
    assert [result["status"] for result in results] == ["error", "updated"]
