"""What the server tells of panels: to whom, in which language, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.api.app import create_app
from core.host.lifecycle import disable
from core.testkit.clients import SignedIn
from core.testkit.workbench import ADMIN, Tenant, open_tenant
from tests.core.host.plugins import package

CODE = '''
    """Yard: what stands in it."""
    from dougong import Layout, Object, Panel, PermissionSet, Translation, View, hookimpl, text

    thing = Object("shed_thing", fields={"name": text()})
    texts = {"panel.shed_map.label": "平面图", "panel.shed_map.texts.Here": "这里", "menu.shed": "仓库"}
    record = {"place": "record", "object": "shed_thing", "label": "Map", "module": "map.js"}

    @hookimpl
    def register_objects():
        reader = PermissionSet("shed_reader", objects={"shed_thing": {"read": True}})
        page = Layout("shed_for_readers", "shed_thing", sections=[{"fields": ["name"]}], panels=["shed_map"], permission_sets=["shed_reader"])
        return [thing, reader, page, Translation("shed_zh", "zh", texts)]

    @hookimpl
    def register_slots():
        plan = Panel(name="shed_plan", place="page", label="Plan", module="map.js", reads=["user"], menu={"group": "shed", "order": 5})
        return [Panel(name="shed_list", **record), Panel(name="shed_map", writes=["user"], **record), plan]
'''
DRAWS = "export default (panel) => panel.root.append(panel.t('Here'))"


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[Tenant]:
    place = package(tmp_path / "plugins", "shed", CODE)
    (place / "map.js").write_text(DRAWS)
    with open_tenant(tmp_path / "tenant", tmp_path, "", ("shed",), [tmp_path / "plugins"]) as made:
        yield made


@pytest.fixture
def admin(tenant: Tenant) -> SignedIn:
    with tenant.open() as ctx:
        (found,) = ctx.records.list("user", filter=f"email = '{ADMIN}'").data
    return SignedIn(create_app(tenant.platform), tenant, found)


def somebody(tenant: Tenant, name: str, *sets: str, **values: Any) -> SignedIn:
    user = tenant.create("user", {"name": name, "email": f"{name}@example.test", "permission_sets": ["standard", *sets], **values})
    return SignedIn(create_app(tenant.platform), tenant, user)


def test_the_pages_are_told_of_each_panel_and_of_what_it_may_ask_for(admin: SignedIn) -> None:
    told = admin.get("/api/v1/ui").json
    assert told["panels"]["shed_map"] == {
        "name": "shed_map", "plugin": "shed", "place": "record", "label": "Map", "icon": None, "object": "shed_thing",
        "reads": ["shed_thing", "user"], "writes": ["user"],
    }  # fmt: skip
    assert told["layouts"]["shed_thing"]["panels"] == ["shed_list", "shed_map"]
    assert [group["pages"] for group in told["menu"] if group["group"] == "shed"] == [["shed_plan"]]
    assert told["slots"] == []


def test_a_panel_comes_with_its_texts_and_only_when_it_has_changed(tenant: Tenant) -> None:
    reader = somebody(tenant, "wei", "shed_reader", language="zh")
    answer = reader.get("/x/shed/panels/shed_map")
    assert answer.json == {"module": DRAWS, "texts": {"Here": "这里"}}
    assert reader.get("/x/shed/panels/shed_map", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    told = reader.get("/api/v1/ui").json
    assert told["panels"]["shed_map"]["label"] == "平面图"
    assert told["layouts"]["shed_thing"]["panels"] == ["shed_map"]  # as the layout for its readers says


def test_who_may_not_read_the_object_knows_of_no_panel_about_it(tenant: Tenant) -> None:
    other = somebody(tenant, "other")
    assert other.get("/api/v1/ui").json["panels"].keys() == {"shed_plan"}
    assert other.get("/x/shed/panels/shed_map").status_code == 404
    assert other.get("/x/shed/panels/shed_plan").status_code == 200


def test_the_panels_of_a_disabled_plugin_are_not_there(tenant: Tenant, admin: SignedIn) -> None:
    with tenant.open() as ctx:
        disable(ctx, "shed")
    assert admin.get("/api/v1/ui").json["panels"] == {}
    assert admin.get("/x/shed/panels/shed_plan").status_code == 404
