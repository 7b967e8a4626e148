"""Imports stand at the top, packages open with a table of contents, and every module can be imported alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.tree import CODE, ROOT, files, modules

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
ALONE = Path(__file__).with_name("alone.py")


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def imports_in_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    for function in (node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)):
        for node in ast.walk(function):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                yield node


def test_nothing_is_imported_inside_a_function() -> None:
    paths = [path for _, path in modules()] + [ROOT / "run.py", ROOT / "hatch_build.py", *ROOT.glob("bench/**/*.py")]
    found = [f"{path.relative_to(ROOT)}:{node.lineno}" for path in paths for node in imports_in_functions(parsed(path))]
    assert not found


def registers(node: ast.stmt) -> bool:
    """`@hookimpl def register_...`: what a plugin brings, and so its table of contents."""
    return (
        isinstance(node, ast.FunctionDef)
        and node.name.startswith("register_")
        and [ast.unparse(mark) for mark in node.decorator_list] == ["hookimpl"]
    )


def test_a_package_opens_with_a_table_of_contents() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in files("__init__.py")
        for node in parsed(path).body
        if isinstance(node, DEFINITIONS) and not registers(node)
    ]
    assert not found


def test_a_module_says_what_it_is_for() -> None:
    found = [str(path.relative_to(ROOT)) for path in files(".py") if not ast.get_docstring(parsed(path))]
    assert not found


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_every_module_imports_alone() -> None:
    names = [name for name, _ in modules()]
    places = {str(base) for base in CODE.values()}
    done = subprocess.run([sys.executable, ALONE, *places], input="\n".join(names), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
