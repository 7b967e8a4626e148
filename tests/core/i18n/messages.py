"""Finds every text of the server that a person may read, in the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[3]
PACKAGES = ("sdk/dougong", "metadata", "workflows", "core")
#: What takes a message, and at which position.
PROBLEMS = (
    "BadRequest", "Conflict", "Duplicates", "Invalid", "Merged", "NeedsApproval", "NotAllowed", "NotFound", "NotSignedIn", "Problem", "Stale", "TooLarge",
    "TooMany", "Unanswerable", "Unavailable", "Undeliverable",
)  # fmt: skip
TAKERS = {**dict.fromkeys(PROBLEMS, 0), "FieldProblem": 2, "Missing": 2, "Wrong": 1, "remark": 2, "ExpressionError": 0, "translated": 0}
KEYWORDS = ("message", "detail")
IN_TEMPLATE = re.compile(r"""\bt\((?:"([^"]+)"|'([^']+)')\)""")


@dataclass
class Module:
    """One source file: its tree, its constants, and which of its functions pass a message on."""

    path: Path
    tree: ast.Module
    constants: dict[str, list[str]] = field(default_factory=dict)
    takers: dict[str, int] = field(default_factory=lambda: dict(TAKERS))


def messages() -> dict[str, set[str]]:
    """Each message with the files that it stands in."""
    found: dict[str, set[str]] = {}
    for text, path in [*_in_code(), *_in_templates()]:
        found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return found


def _in_templates() -> Iterator[tuple[str, Path]]:
    for path in sorted((ROOT / "core/templates").rglob("*.html")):
        for match in IN_TEMPLATE.finditer(path.read_text()):
            yield match[1] or match[2], path


def _in_code() -> Iterator[tuple[str, Path]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "ui" not in path.relative_to(ROOT).parts[1:2] and "cli" not in path.relative_to(ROOT).parts:
                module = _read(path)
                for text in _texts(module):
                    yield text, path


def _read(path: Path) -> Module:
    module = Module(path, ast.parse(path.read_text()))
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            module.constants[node.targets[0].id] = list(_literals(module, node.value))
    while _find_takers(module):
        pass
    return module


def _find_takers(module: Module) -> bool:
    """Functions and classes that hand a parameter on as a message take messages themselves."""
    before = len(module.takers)
    for function in ast.walk(module.tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and function.name not in module.takers:
            names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            for call in _calls(function, module):
                given = _message(call, module)
                if isinstance(given, ast.Name) and given.id in names:
                    module.takers[function.name] = names.index(given.id) - (names[0] in ("self", "cls"))
    return len(module.takers) > before


def _texts(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _name(node) in module.takers and (given := _message(node, module)) is not None:
            yield from _literals(module, given)
        if isinstance(node, ast.keyword) and node.arg in KEYWORDS:
            yield from _literals(module, node.value)
        if isinstance(node, ast.FunctionDef):
            yield from _defaults(module, node)
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id in KEYWORDS and node.value:
            yield from _literals(module, node.value)
    if module.path.match("core/api/errors.py"):
        yield from _titles(module)
    if module.path.match("core/api/shapes.py"):
        yield from _values(module, "TYPES")
    if module.path.match("core/notifications/pushing.py"):
        yield from _values(module, "SENTENCES")
    if module.path.match("core/api/deciding.py"):
        yield from _values(module, "DECIDED")


def _titles(module: Module) -> Iterator[str]:
    for name in module.constants:
        if name.endswith("_TITLE"):
            yield from module.constants[name]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "STATUSES":
            for constant in ast.walk(node):
                if isinstance(constant, ast.Constant) and isinstance(constant.value, str):
                    yield constant.value
        if isinstance(node, ast.Call) and _name(node) == "translated":
            yield from _literals(module, node.args[0])


def _values(module: Module, name: str) -> Iterator[str]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and getattr(node.targets[0], "id", "") == name:
            for value in node.value.values:
                yield from _literals(module, value)


def _defaults(module: Module, function: ast.FunctionDef) -> Iterator[str]:
    every = (*function.args.posonlyargs, *function.args.args)
    arguments = every[len(every) - len(function.args.defaults) :]
    for argument, default in zip(arguments, function.args.defaults, strict=True):
        if argument.arg in KEYWORDS:
            yield from _literals(module, default)


def _calls(function: ast.AST, module: Module) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _name(node) in module.takers:
            yield node


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _message(call: ast.Call, module: Module) -> ast.expr | None:
    position = module.takers[_name(call)]
    if len(call.args) > position and not any(isinstance(argument, ast.Starred) for argument in call.args[: position + 1]):
        return call.args[position]
    return next((keyword.value for keyword in call.keywords if keyword.arg in KEYWORDS), None)


def _literals(module: Module, node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if " " in node.value:
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(module, node.body)
        yield from _literals(module, node.orelse)
    elif isinstance(node, ast.Name):
        yield from module.constants.get(node.id, ())


if __name__ == "__main__":
    for text, paths in sorted(messages().items()):
        print(f"{text}\n      {', '.join(sorted(paths))}")
