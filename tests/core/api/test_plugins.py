"""What the server tells of plugins, in the language of whoever asks."""

from __future__ import annotations

from pathlib import Path

from core.api.app import create_app
from core.host.lifecycle import disable
from core.testkit.clients import SignedIn
from core.testkit.workbench import open_tenant
from tests.core.host.plugins import package

CODE = '''
    """Yard: what stands in it."""
    from dougong import Object, Translation, hookimpl, text

    texts = {"plugin.yard.title": "院子", "object.yard_thing.plural": "物品"}

    @hookimpl
    def register_objects():
        return [Object("yard_thing", fields={"name": text()}), Translation("yard_zh", "zh", texts)]
'''


def test_a_plugin_is_called_in_the_language_of_its_reader_also_while_it_is_off(tmp_path: Path) -> None:
    package(tmp_path / "plugins", "yard", CODE)
    with open_tenant(tmp_path / "tenant", tmp_path, "", ("yard",), [tmp_path / "plugins"]) as tenant:
        user = tenant.create("user", {"name": "Wei", "email": "wei@example.test", "permission_sets": ["administrator"], "language": "zh"})
        reader = SignedIn(create_app(tenant.platform), tenant, user)
        for state in ("enabled", "disabled"):
            (told,) = (one for one in reader.get("/api/v1/plugins").json["data"] if one["name"] == "yard")
            assert (told["state"], told["title"], told["description"], told["objects"]) == (state, "院子", "What stands in it.", ["物品"])
            if state == "enabled":
                with tenant.open() as ctx:
                    disable(ctx, "yard")
