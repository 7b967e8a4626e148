"""Definitions as files and back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dougong import Definition, Invalid, Object, Role, View, text
from metadata.package import read_folder, read_zip, write_folder, write_zip

DEFINITIONS = [Object("x_trip", label="旅行", fields={"name": text()}), Role("boss"), View("all", "x_trip")]


def packed(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def as_pairs(definitions: list[Definition]) -> set[tuple[str, str]]:
    return {(one.kind, one.name) for one in definitions}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    write_folder(DEFINITIONS, tmp_path)
    found = {(one.kind, one.name): one.document for one in read_folder(tmp_path)}
    assert found == {(one.kind, one.name): one.document for one in DEFINITIONS}
    assert {(one.kind, one.name): one.document for one in read_zip(write_zip(DEFINITIONS))} == found


def test_equal_definitions_give_equal_bytes() -> None:
    assert write_zip(DEFINITIONS) == write_zip(list(reversed(DEFINITIONS)))


def test_files_are_read_by_people(tmp_path: Path) -> None:
    write_folder(DEFINITIONS, tmp_path)
    written = (tmp_path / "object" / "x_trip.json").read_text(encoding="utf-8")
    assert "旅行" in written and written.endswith("\n")


def test_yaml_means_what_json_means(tmp_path: Path) -> None:
    (tmp_path / "role").mkdir()
    (tmp_path / "role" / "boss.yaml").write_text("label: 2026-01-01\nparent: on\n", encoding="utf-8")
    assert [one.document for one in read_folder(tmp_path)] == [{"label": "2026-01-01", "parent": "on", "name": "boss"}]


def test_a_package_may_lie_in_a_folder_of_its_own() -> None:
    assert as_pairs(read_zip(packed({"fleet/role/boss.json": b"{}", "fleet/README.md": b"# Fleet"}))) == {
        ("role", "boss")
    }


def test_other_files_are_nobodys_business() -> None:
    assert read_zip(packed({"README.md": b"hi", "picture/a.png": b"", "nonsense/a.json": b"{}"})) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("role/boss.json", b"{"),
        ("role/boss.json", b"[]"),
        ("role/boss.json", b'{"name": "other"}'),
        ("role/boss.json", b'{"label": "a", "label": "b"}'),
        ("role/boss.json", b'{"label": NaN}'),
        ("role/boss.json", b"\xff\xfe"),
        ("role/boss.json", b"[" * 100_000),
        ("role/Boss.json", b"{}"),
        ("role/boss.yaml", b"a: &x [1]\nb: *x\n"),
        ("role/boss.yaml", b"a: 1\na: 2\n"),
        ("role/boss.yaml", b"1: a\n"),
        ("role/boss.yaml", b"!!python/object/apply:os.system [ls]\n"),
    ],
)
def test_a_file_that_holds_no_definition_is_named(name: str, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_zip(packed({name: content}))
    assert [problem.field for problem in refused.value.errors] == [name]
    assert str(refused.value)


def test_all_unreadable_files_are_named_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_zip(packed({"role/a.json": b"{", "role/b.json": b"{", "role/c.json": b"{}", "role/c.yaml": b"label: C"}))
    assert len(refused.value.errors) == 3


def test_what_is_no_zip_is_refused() -> None:
    with pytest.raises(Invalid):
        read_zip(b"PK nonsense")


def test_F1_a_path_can_not_leave_the_package() -> None:
    assert read_zip(packed({"../role/boss.json": b"{}"})) == []
