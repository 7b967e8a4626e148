"""Plugins are found and imported, and what is wrong with one is a single line that names it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from core.config import Config
from core.host.checking import check_plugin
from core.host.host import Host
from core.host.loading import describe
from core.host.offer import read_offer
from dougong import Problem
from tests.core.host.plugins import host_of, item, package


def refusal(folder: Path, *names: str) -> str:
    with pytest.raises(Problem) as refused:
        host_of(folder, *names)
    text = str(refused.value)
    assert "\n" not in text
    return text


def test_a_package_is_a_plugin(tmp_path: Path) -> None:
    item(tmp_path, "pa_one")
    host = host_of(tmp_path, "pa_one")
    plugin = host.plugins["pa_one"]
    assert (plugin.title, plugin.description) == ("Pa_one", "Things of pa_one.")
    assert [definition.name for definition in host.definitions("pa_one")] == ["pa_one_item"]


def test_a_single_file_is_a_plugin(tmp_path: Path) -> None:
    (tmp_path / "pa_file.py").write_text(
        '"""Single\n\nOf one file."""\nfrom dougong import Object, hookimpl\n\n@hookimpl\ndef register_objects():\n    return [Object("pa_file_item")]\n'
    )
    host = host_of(tmp_path, "pa_file")
    assert host.plugins["pa_file"].description == "Of one file."
    assert [definition.name for definition in host.definitions("pa_file")] == ["pa_file_item"]


def test_a_folder_of_definitions_is_a_plugin(tmp_path: Path) -> None:
    (tmp_path / "pa_plain" / "object").mkdir(parents=True)
    (tmp_path / "pa_plain" / "object" / "pa_plain_item.yaml").write_text(
        "label: Item\nfields:\n  name: {type: text, label: Name}\n"
    )
    (tmp_path / "pa_plain" / "README.md").write_text("# Plain\n\nWithout a line of Python.\n")
    host = host_of(tmp_path, "pa_plain")
    assert (host.plugins["pa_plain"].title, host.plugins["pa_plain"].description) == (
        "Plain",
        "Without a line of Python.",
    )
    assert [definition.name for definition in host.definitions("pa_plain")] == ["pa_plain_item"]


def test_an_installed_distribution_is_a_plugin_only_when_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    package(
        site,
        "pa_installed_package",
        '"""Installed: by pip."""\nfrom dougong import hookimpl\n\n@hookimpl\ndef register_objects():\n    return []\n',
    )
    info = site / "pa_installed-3.4.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pa-installed\nVersion: 3.4\n")
    (info / "entry_points.txt").write_text("[dougong.plugins]\npa_installed = pa_installed_package\n")
    monkeypatch.syspath_prepend(str(site))
    assert "pa_installed_package" not in sys.modules
    host_of(tmp_path)
    assert "pa_installed_package" not in sys.modules
    assert str(host_of(tmp_path, "pa_installed").plugins["pa_installed"].version) == "3.4"


def test_without_a_file_everything_that_is_shipped_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.host.offer._file", lambda config: None)
    offer = read_offer(Config(data=tmp_path))
    assert {"customers", "products", "sales"} <= set(offer.names)


def test_a_plugin_that_is_not_there(tmp_path: Path) -> None:
    assert "The plugin pa_absent is named in" in refusal(tmp_path, "pa_absent")


def test_a_plugin_with_an_error_in_its_syntax(tmp_path: Path) -> None:
    package(tmp_path, "pa_syntax", "def broken(:\n    pass\n")
    text = refusal(tmp_path, "pa_syntax")
    assert "The plugin pa_syntax can't be loaded: SyntaxError" in text
    assert "line 1" in text


def test_a_plugin_that_imports_what_is_not_there(tmp_path: Path) -> None:
    package(tmp_path, "pa_import", '"""X."""\nimport surely_not_installed\n')
    text = refusal(tmp_path, "pa_import")
    assert "The plugin pa_import can't be loaded: ModuleNotFoundError: No module named 'surely_not_installed'" in text
    assert "__init__.py, line 2" in text


def test_a_misspelled_hook_is_refused(tmp_path: Path) -> None:
    package(
        tmp_path, "pa_typo", '"""X."""\nfrom dougong import hookimpl\n\n@hookimpl\ndef record_savd(ctx):\n    pass\n'
    )
    assert (
        refusal(tmp_path, "pa_typo") == "The plugin pa_typo implements record_savd, and there is no hook of that name"
    )


def test_a_hook_with_a_wrong_parameter_is_refused(tmp_path: Path) -> None:
    package(
        tmp_path,
        "pa_param",
        '"""X."""\nfrom dougong import hookimpl\n\n@hookimpl\ndef record_saved(ctx, chang):\n    pass\n',
    )
    text = refusal(tmp_path, "pa_param")
    assert "The plugin pa_param has a hook that can't be called" in text
    assert "chang" in text


def test_a_requirement_that_is_not_offered(tmp_path: Path) -> None:
    item(tmp_path, "pa_needy", "pa_missing>=1")
    assert "The plugin pa_needy requires pa_missing>=1, which is not offered" in refusal(tmp_path, "pa_needy")


def test_a_requirement_of_another_version(tmp_path: Path) -> None:
    item(tmp_path, "pa_base", more='__version__ = "0.9"')
    item(tmp_path, "pa_newer", "pa_base>=1,<2")
    assert (
        refusal(tmp_path, "pa_newer", "pa_base") == "The plugin pa_newer requires pa_base<2,>=1, and pa_base is at 0.9"
    )


def test_requirements_that_are_nonsense(tmp_path: Path) -> None:
    item(tmp_path, "pa_nonsense", ">>1")
    assert "The plugin pa_nonsense requires what can't be read" in refusal(tmp_path, "pa_nonsense")


def test_a_circle_is_named(tmp_path: Path) -> None:
    item(tmp_path, "pa_egg", "pa_hen")
    item(tmp_path, "pa_hen", "pa_egg")
    assert refusal(tmp_path, "pa_egg", "pa_hen") == "Plugins require each other in a circle: pa_egg -> pa_hen -> pa_egg"


def test_requirements_come_first(tmp_path: Path) -> None:
    item(tmp_path, "pa_top", "pa_middle")
    item(tmp_path, "pa_middle", "pa_bottom")
    item(tmp_path, "pa_bottom")
    assert host_of(tmp_path, "pa_top", "pa_middle", "pa_bottom").order == ("pa_bottom", "pa_middle", "pa_top")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("plugins = [", "can't be read"),
        ("plugins = 3", "plugins must be a list of names"),
        ('plugins = ["a", "a"]', "names the plugin a twice"),
        ('plugins = ["Core!"]', "can't be the name of a plugin"),
        ('plugins = ["core"]', "can't be the name of a plugin"),
        ("plugin = []", "has a key plugin"),
    ],
)
def test_a_file_that_is_wrong_says_so(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "plugins.toml"
    file.write_text(text)
    with pytest.raises(Problem, match=complaint):
        Host(Config(data=tmp_path, plugins=file))


def test_a_file_that_is_named_and_missing(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="there is no such file"):
        Host(Config(data=tmp_path, plugins=tmp_path / "nowhere.toml"))


HOOKSPECS = """
from dougong import hookspec


@hookspec
def pa_price(amount):
    \"\"\"What something costs.\"\"\"
"""


def test_a_plugin_offers_hooks_that_others_implement(tmp_path: Path) -> None:
    package(
        tmp_path,
        "pa_spec",
        '"""Spec."""\nfrom dougong import hookimpl\n\n@hookimpl\ndef register_objects():\n    return []\n',
        hookspecs=HOOKSPECS,
    )
    package(
        tmp_path,
        "pa_impl",
        '"""Impl."""\nfrom dougong import hookimpl\n\n@hookimpl\ndef pa_price(amount):\n    return amount * 2\n',
    )
    host = host_of(tmp_path, "pa_spec", "pa_impl")
    assert host.relay(("pa_spec", "pa_impl")).pa_price(amount=2) == [4]
    assert host.relay(("pa_spec",)).pa_price(amount=2) == []


def test_hooks_are_called_in_the_order_of_the_file(tmp_path: Path) -> None:
    for name in ("pa_first", "pa_second"):
        package(
            tmp_path,
            name,
            f'"""X."""\nfrom dougong import hookimpl\n\n@hookimpl\ndef record_before_save(ctx, change):\n    ctx.append("{name}")\n',
        )
    for order in (("pa_first", "pa_second"), ("pa_second", "pa_first")):
        called: list[str] = []
        host = host_of(tmp_path, *order)
        absent = [host.manager.get_plugin("core")]
        host.manager.subset_hook_caller("record_before_save", absent)(ctx=called, change=None)
        assert called == list(order)


def test_a_second_job_of_a_name_is_refused(tmp_path: Path) -> None:
    job = '\n@hookimpl\ndef register_jobs():\n    return [Job(name="pa_clash", run=lambda ctx, payload: None)]\n'
    item(tmp_path, "pa_worker", more=job)
    item(tmp_path, "pa_copycat", more=job)
    with pytest.raises(
        Problem, match="The plugin pa_copycat registers a job pa_clash, and pa_worker has one of that name"
    ):
        host_of(tmp_path, "pa_worker", "pa_copycat").jobs  # noqa: B018


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Fleet: company vehicles.", ("Fleet", "Company vehicles.")),
        ("Fleet.\n\nVehicles\nand drivers.", ("Fleet", "Vehicles and drivers.")),
        ("Fleet", ("Fleet", "")),
    ],
)
def test_the_docstring_says_title_and_description(text: str, told: tuple[str, str]) -> None:
    assert describe(text) == told


def test_plugin_check_advises_of_names_in_lists_that_nothing_declares(tmp_path: Path) -> None:
    note = 'note = Object("notes_note", fields={"name": text()}, about=any_reference(["account", "acount"]))'
    place = item(tmp_path, "notes", more="from dougong import any_reference\n" + note + "\n\n\n@hookimpl\ndef register_objects():\n    return [note]\n")
    said = {str(finding): finding.wrong for finding in check_plugin(place)}
    assert [wrong for text, wrong in said.items() if "may lead to acount," in text] == [False]
    assert not any("may lead to account," in text for text in said)
