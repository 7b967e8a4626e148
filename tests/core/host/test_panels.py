"""Panels are declared by `register_slots`; one that can't be is refused by name, and `plugin check` says more beforehand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.host.checking import check_plugin
from core.host.host import Host
from core.host.panels import imports_of, module_of, texts_of
from dougong import Panel, Problem
from tests.core.host.plugins import host_of, package

CODE = '''
    """Yard: what stands in it."""
    from dougong import Object, Panel, hookimpl, text

    @hookimpl
    def register_objects():
        return [Object("{name}_thing", fields={{"name": text()}})]

    @hookimpl
    def register_slots():
        return [{panels}]
'''
GOOD = 'Panel(name="{name}_map", place="record", object="{name}_thing", label="Map", module="map.js")'
DRAWS = """export default (panel) => panel.root.append(panel.t('Here'), panel.t("That's it"))"""


def yard(folder: Path, name: str, panel: str = GOOD, module: str = DRAWS) -> Path:
    place = package(folder, name, CODE.format(name=name, panels=panel.format(name=name)))
    (place / "map.js").write_text(module)
    return place


def panels(host: Host) -> dict[str, Panel]:
    return {name: panel for name, (_, panel) in host.panels.items()}


def test_register_slots_declares_panels_beside_actions(tmp_path: Path) -> None:
    yard(tmp_path, "yard_one")
    host = host_of(tmp_path, "yard_one")
    plugin, panel = host.panels["yard_one_map"]
    assert (plugin.name, panel.label, host.slots) == ("yard_one", "Map", [])
    assert module_of(plugin, panel) == DRAWS


@pytest.mark.parametrize(
    ("number", "change", "said"),
    [
        (1, ("map.js", "plan.js"), "has no file plan.js in its folder"),
        (2, ("map.js", "../yard_out/map.js"), "has no file"),
        (3, ('place="record"', 'place="attic"'), "stands in no place: record, home or page"),
        (4, (', object="{name}_thing"', ""), "stands on records and says no object"),
        (5, ("{name}_map", "A map"), "use letters a-z, digits and _"),
    ],
)
def test_a_panel_that_can_not_be_refuses_its_plugin(tmp_path: Path, number: int, change: tuple[str, str], said: str) -> None:
    name = f"yard_bad{number}"
    yard(tmp_path, name, GOOD.replace(*change))
    with pytest.raises(Problem) as refused:
        panels(host_of(tmp_path, name))
    assert said in str(refused.value)
    assert name in str(refused.value)


def test_a_second_panel_of_a_name_is_refused_and_the_first_is_named(tmp_path: Path) -> None:
    panel = GOOD.replace("{name}_map", "yard_same")
    yard(tmp_path, "yard_first", panel)
    yard(tmp_path, "yard_then", panel)
    with pytest.raises(Problem, match="yard_then has a panel yard_same, and yard_first has one"):
        panels(host_of(tmp_path, "yard_first", "yard_then"))


def test_the_texts_and_imports_of_a_panel_are_found() -> None:
    assert texts_of(DRAWS) == ["Here", "That's it"]
    assert texts_of(r"""next("no"); panel.t('It\'s here', { a: 1 }); panel.t('Here'); t('Here')""") == ["It's here", "Here"]
    module = "import a from 'b'\nimport './c.js'\nexport { d } from \"e\"\nexport default () => 'f'"
    assert imports_of(module) == ["b", "./c.js", "e"]


def test_plugin_check_says_what_is_wrong_with_a_panel(tmp_path: Path) -> None:
    lost = GOOD.replace("module=", 'reads=["nowhere"], module=')
    found = [str(finding) for finding in check_plugin(yard(tmp_path, "yard_poor", lost, "import x from './x.js'\nx()"))]
    assert "wrong: map.js has no default export, which is what draws the panel yard_poor_map" in found
    assert "wrong: map.js imports ./x.js; a panel is one file, and reaches no other" in found
    assert "wrong: the panel yard_poor_map names the object nowhere, which neither it nor what it requires declares" in found
    absent = check_plugin(yard(tmp_path, "yard_gone", GOOD.replace("map.js", "plan.js")))
    assert [str(one) for one in absent if one.wrong] == ["wrong: The panel yard_gone_map of the plugin yard_gone has no file plan.js in its folder"]


def test_plugin_check_advises_to_translate_what_a_panel_says(tmp_path: Path) -> None:
    assert all(not finding.wrong for finding in check_plugin(yard(tmp_path, "yard_good")))
    known = '{"object.yard_more_thing.label": "", "object.yard_more_thing.plural": "", "object.yard_more_thing.fields.name.label": "", "panel.yard_more_map.label": ""}'
    more = yard(tmp_path, "yard_more")
    code = (more / "__init__.py").read_text().replace("text()})]", f'text()}}), Translation("yard_more_zh", "zh", {known})]').replace("Object, Panel", "Object, Panel, Translation", 1)
    (more / "__init__.py").write_text(code)
    (said,) = (str(finding) for finding in check_plugin(more) if "into zh" in str(finding))
    assert said == "advice: 2 texts are not translated into zh: panel.yard_more_map.texts.Here, panel.yard_more_map.texts.That's it"
