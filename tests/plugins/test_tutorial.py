"""The tutorial's examples, run: each of its blocks goes into a plugin, and that plugin does what the text says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.api.app import create_app
from core.testkit.clients import SignedIn
from core.testkit.workbench import ADMIN, Tenant, folders_for, open_tenant
from plugins import customers

TUTORIAL = Path(__file__).parents[2] / "docs" / "developer" / "tutorial.md"
BLOCK = re.compile(r"^```(python|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHIPPED = Path(str(customers.__file__)).parents[1]
Opened = Callable[[str, str], Tenant]


def blocks(language: str) -> list[str]:
    return [code for kind, code in BLOCK.findall(TUTORIAL.read_text(encoding="utf-8")) if kind == language]


def plugin_blocks() -> list[str]:
    return [code for code in blocks("python") if "pytest" not in code]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens a tenant with the plugin `fleet` that the code makes."""
    closing = []

    def make(name: str, code: str) -> Tenant:
        folder = tmp_path / name / "plugins"
        (folder / "fleet" / "translations").mkdir(parents=True)
        (folder / "fleet" / "__init__.py").write_text(code, encoding="utf-8")
        (folder / "fleet" / "translations" / "zh.json").write_text(blocks("json")[0], encoding="utf-8")
        names = ("customers", "fleet")
        tenant = open_tenant(
            tmp_path / name / "data", tmp_path / name, "", names, [folder, *folders_for(SHIPPED, names)]
        )
        closing.append(tenant)
        return tenant.__enter__()

    yield make
    for tenant in closing:
        tenant.__exit__(None, None, None)


@pytest.fixture
def whole(opened: Opened) -> Tenant:
    return opened("whole", "\n\n".join(plugin_blocks()))


@pytest.fixture
def client(whole: Tenant) -> SignedIn:
    with whole.open() as ctx:
        (administrator,) = ctx.records.list("user", filter=f"email = '{ADMIN}'").data
    return SignedIn(create_app(whole.platform), whole, administrator)


def test_ten_lines_are_a_plugin(opened: Opened) -> None:
    first = plugin_blocks()[0]
    assert len([line for line in first.splitlines() if line.strip()]) <= 10
    tenant = opened("ten", first)
    driver = tenant.create("contact", {"last_name": "Nowak"})
    assert tenant.create("vehicle", {"plate": "W1", "driver": driver["id"]})["driver"] == driver["id"]
    plugin = tenant.platform.host.plugin("fleet")
    assert (plugin.title, plugin.description) == ("Fleet", "Company vehicles and who drives them.")


def test_the_test_of_the_tutorial_passes(client: Any) -> None:
    (code,) = (code for code in blocks("python") if "pytest" in code)
    names: dict[str, Any] = {}
    exec(compile(code, str(TUTORIAL), "exec"), names)
    names["test_kilometres_do_not_go_back"](client)


def test_the_action_sells_a_vehicle_once_it_is_asked(client: Any) -> None:
    made = client.post("/api/v1/records/vehicle", json={"plate": "W2"}).json
    path = f"/x/fleet/vehicles/{made['id']}/sell"
    assert client.post(path, json={}).status_code == 422
    assert client.post(path, json={"sold_on": "2026-05-01"}).status_code == 200
    assert client.get(f"/api/v1/records/vehicle/{made['id']}").json["state"] == "sold"


def test_the_page_shows_the_action_and_speaks_chinese(client: Any) -> None:
    client.patch("/api/v1/me", json={"language": "zh"})
    page = client.get("/api/v1/ui").json
    assert page["objects"]["vehicle"]["fields"]["plate"]["label"] == "车牌"
    assert [slot["plugin"] for slot in page["slots"] if slot["object"] == "vehicle"] == ["fleet"]


def test_the_demo_makes_vehicles(whole: Tenant) -> None:
    with whole.open() as ctx:
        whole.platform.host.only("fleet", "register_demo")(ctx=ctx)
        assert ctx.records.list("vehicle", count=True).count == 20


def test_the_translations_of_the_tutorial_are_json() -> None:
    assert json.loads(blocks("json")[0])["plugin.fleet.title"] == "车辆管理"
