"""Imports each module named on standard input in a process of its own: a cycle that needs another order shows itself.

The children are forked from a process that has imported what others wrote and nothing of ours, which makes this fast.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import os
import sys
import traceback
import warnings
from pathlib import Path


def main(places: list[str], names: list[str]) -> int:
    sys.path[:0] = places
    ours = {name.split(".")[0] for name in names}
    for name in sorted(foreign(names, places) - ours):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    return 1 if [name for name in names if not imports_alone(name)] else 0


def foreign(names: list[str], places: list[str]) -> set[str]:
    """The packages of others that our modules import."""
    found: set[str] = set()
    for name in names:
        stem = name.replace(".", "/")
        for path in (Path(place, f"{stem}{end}") for place in places for end in (".py", "/__init__.py")):
            if path.exists():
                found |= {module for node in ast.walk(ast.parse(path.read_text("utf-8"))) for module in imported(node)}
    return found


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def imports_alone(name: str) -> bool:
    """Import it in a child; what goes wrong is printed there."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    warnings.simplefilter("error")
    status = 0
    try:
        importlib.import_module(name)
    except BaseException:
        status = 1
        print(f"\n{name} can't be imported alone:")
        traceback.print_exc(limit=-3, file=sys.stdout)
    sys.stdout.flush()
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.read().split()))
