"""Definitions as files: a plugin folder with `<kind>/<name>.json` (or YAML), and the same as a zip."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from dougong import Definition, FieldProblem, Invalid
from metadata.kinds import kinds
from metadata.names import is_name

__all__ = ["read_folder", "read_zip", "write_folder", "write_zip"]

_ENDINGS = (".json", ".yaml", ".yml")
_MOST_FILES = 20_000
_LARGEST_FILE = 5_000_000
_LARGEST_PACKAGE = 100_000_000
_ALWAYS = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip knows; the same definitions always give the same bytes


def read_folder(folder: Path) -> list[Definition]:
    """The definitions in a folder, by kind and name. Raises `Invalid` naming each file that holds none."""
    files = (path for path in sorted(folder.glob("*/*")) if path.is_file())
    return _read((path.relative_to(folder).as_posix(), path.read_bytes()) for path in files)


def read_zip(data: bytes) -> list[Definition]:
    """The definitions in a zip, which may have one folder around them. Raises `Invalid` naming what is wrong."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_unpacked(archive))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        raise Invalid("This file is not a zip that can be read") from None


def _unpacked(archive: zipfile.ZipFile) -> list[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > _LARGEST_PACKAGE:
        raise Invalid("This package is too large: at most {files} files fit in it", files=_MOST_FILES)
    prefix = _common_folder([entry.filename for entry in entries])
    return [(entry.filename.removeprefix(prefix), _content(archive, entry)) for entry in entries]


def _common_folder(names: list[str]) -> str:
    """The folder that a whole package lies in, where its files lie three deep."""
    tops = {name.partition("/")[0] for name in names}
    deep = [name for name in names if name.count("/") == 2]
    return f"{tops.pop()}/" if len(tops) == 1 and deep and tops.isdisjoint({".", ".."}) else ""


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A file of the zip, whose size the zip itself may be lying about."""
    with archive.open(entry) as file:
        return file.read(_LARGEST_FILE + 1)


def _read(files: Iterable[tuple[str, bytes]]) -> list[Definition]:
    found: list[Definition] = []
    problems: list[FieldProblem] = []
    for path, content in sorted(files):
        if _is_definition(path):
            try:
                found.append(_definition(path, content))
            except _Unreadable as reason:
                problems.append(FieldProblem(path, "file", reason.message, reason.params))
    problems += _twice(found)
    if problems:
        raise Invalid("Some files hold no definition", errors=problems)
    return found


def _is_definition(path: str) -> bool:
    """Files elsewhere, such as a README, are nobody's business."""
    place = PurePosixPath(path)
    return len(place.parts) == 2 and place.suffix in _ENDINGS and place.parts[0] in {kind.name for kind in kinds()}


class _Unreadable(Exception):
    def __init__(self, message: str, **params: Any) -> None:
        self.message = message
        self.params = params
        super().__init__(message)


def _definition(path: str, content: bytes) -> Definition:
    place = PurePosixPath(path)
    if not is_name(place.stem):
        raise _Unreadable("The name of the file is not a name that a definition can have")
    if len(content) > _LARGEST_FILE:
        raise _Unreadable("A file has at most {max} bytes", max=_LARGEST_FILE)
    document = _parsed(place.suffix, content)
    if not isinstance(document, dict):
        raise _Unreadable("The file doesn't hold an object with keys")
    if document.setdefault("name", place.stem) != place.stem:
        raise _Unreadable("The name in the file must be that of the file, {name}", name=place.stem)
    return Definition(place.parts[0], document)


def _parsed(suffix: str, content: bytes) -> Any:
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, **_JSON) if suffix == ".json" else yaml.load(text, _Loader)
    except (UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError) as reason:
        raise _Unreadable("The file can't be read: {reason}", reason=" ".join(str(reason).split())[:300]) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands there twice")
    return found


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not JSON")


_JSON: dict[str, Any] = {"object_pairs_hook": _once, "parse_constant": _no_constant}


class _Loader(yaml.SafeLoader):
    """YAML as JSON: no dates made of texts, no aliases that unfold into gigabytes, no key twice."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not allowed")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        pairs = self.construct_pairs(node, deep=True)
        if not all(isinstance(key, str) for key, _ in pairs):
            raise yaml.YAMLError("a key is not a text; put it between quotes")
        return _once(pairs)


def _as_json(resolvers: dict[Any, Any]) -> dict[Any, Any]:
    """Without dates, and with `true` and `false` as the only words for truth: `on` is a key of ours."""
    kept = {
        first: [(tag, pattern) for tag, pattern in some if not tag.endswith((":timestamp", ":bool"))]
        for first, some in resolvers.items()
    }
    for first in "tf":
        kept.setdefault(first, []).append(("tag:yaml.org,2002:bool", re.compile("^(true|false)$")))
    return kept


_Loader.yaml_implicit_resolvers = _as_json(yaml.SafeLoader.yaml_implicit_resolvers)


def _twice(definitions: Iterable[Definition]) -> Iterator[FieldProblem]:
    seen: set[tuple[str, str]] = set()
    for definition in definitions:
        key = (definition.kind, definition.name)
        if key in seen:
            yield FieldProblem(f"{definition.kind}/{definition.name}", "unique", "There are two files of this name")
        seen.add(key)


# Writing


def write_folder(definitions: Iterable[Definition], folder: Path) -> None:
    """Write definitions as files, each with its keys in their own order."""
    for path, content in _written(definitions):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


def write_zip(definitions: Iterable[Definition]) -> bytes:
    """The same as a zip: equal definitions give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, content in _written(definitions):
            entry = zipfile.ZipInfo(path, _ALWAYS)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, compresslevel=6)
    return buffer.getvalue()


def _written(definitions: Iterable[Definition]) -> Iterator[tuple[str, bytes]]:
    for definition in sorted(definitions, key=lambda one: (one.kind, one.name)):
        text = json.dumps(definition.document, ensure_ascii=False, indent=2)
        yield f"{definition.kind}/{definition.name}.json", f"{text}\n".encode()
