"""Walks over the repository's own files: tracked, or new and not ignored."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

__all__ = ["CODE", "ROOT", "files", "modules"]

ROOT = Path(__file__).resolve().parent.parent.parent
#: Folders of our own packages -> where their import names begin.
CODE = {"core": ROOT, "metadata": ROOT, "workflows": ROOT, "plugins": ROOT, "dougong": ROOT / "sdk"}


def files(*suffixes: str) -> list[Path]:
    """All files, or those whose names end so."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = (ROOT / name for name in sorted(set(listed.split("\0"))) if name.endswith(suffixes or "") and name)
    return [path for path in found if path.is_file()]


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of ours by its import name."""
    for path in files(".py"):
        for package, base in CODE.items():
            if path.is_relative_to(base / package):
                parts = path.relative_to(base).with_suffix("").parts
                yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path
