"""What is written beside the code holds: links lead somewhere, examples run, lock files name no place."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser

from tests.support.tree import ROOT, files

MANUAL = [path for path in files(".md")]
FENCED = re.compile(r"^(```+|~~~+).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)

#: Package registries. A lock file or a script that names one works only where it is reached under that name.
REGISTRIES = re.compile(
    r"\bpypi\.(org|python\.org)|pythonhosted\.org|registry\.(npmjs|yarnpkg|npmmirror)\.|npmmirror\.com"
)
#: Where pip itself looks when nothing is configured: needed to fetch pip (docs/decisions/0001).
PIP_DEFAULT = ("run.py", "DEFAULT_INDEX =")


def prose(path: Path) -> str:
    return FENCED.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """The names that a Markdown reader gives to the headings of a page."""
    plain = (re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower() for heading in HEADING.findall(prose(path)))
    kept = ("".join(c for c in text if c in " -_" or unicodedata.category(c)[0] in "LN") for text in plain)
    return {text.replace(" ", "-") for text in kept}


def leads_nowhere(path: Path, link: str) -> bool:
    if "://" in link or link.startswith("mailto:"):
        return False
    file, _, anchor = link.partition("#")
    target = (path.parent / file).resolve() if file else path
    if not target.exists():
        return True
    return bool(anchor) and target.suffix == ".md" and anchor not in anchors(target)


@pytest.mark.parametrize("path", MANUAL, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    assert not [link for link in LINK.findall(prose(path)) if leads_nowhere(path, link)]


def test_every_picture_is_shown_and_small() -> None:
    folder = ROOT / "docs" / "pictures"
    pictures = [path for path in files(".jpg", ".png") if path.parent == folder]
    shown = {(page.parent / link).resolve() for page in MANUAL for link in LINK.findall(prose(page))}
    assert pictures
    assert [path.name for path in pictures if path not in shown or path.stat().st_size > 150_000] == []


def test_the_readme_has_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for heading, command in (("Run it", "python3 run.py"), ("Test it", "python3 run.py test")):
        section = re.search(rf"^## {heading}\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
        assert section and re.findall(r"```sh\n(.*?)\n```", section[1], re.DOTALL) == [command]


def test_every_decision_is_in_the_list() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall(prose(folder / "README.md"))
    assert [
        path.name for path in files(".md") if path.parent == folder and path.name not in (*listed, "README.md")
    ] == []


def test_lock_files_hold_no_download_addresses() -> None:
    """Only whom to thank may be named: `"funding": {"url": ...}`."""
    locks = files("package-lock.json")
    assert locks
    for path in locks:
        packages = json.loads(path.read_text("utf-8"))["packages"].values()
        assert "://" not in json.dumps([{**package, "funding": None} for package in packages]), path


def test_no_package_registry_is_named() -> None:
    found = []
    for path in files():
        for number, line in enumerate(path.read_bytes().decode("utf-8", "ignore").splitlines(), 1):
            if REGISTRIES.search(line) and not (path.name == PIP_DEFAULT[0] and line.startswith(PIP_DEFAULT[1])):
                found.append(f"{path.relative_to(ROOT)}:{number}")
    assert not found


# Examples: a block marked `python run` or `sh run` is executed; the blocks of one page share their names


def run_in_shell(example: Example) -> None:
    """The commands must all succeed, in an empty folder, with this Python's programs first on the path."""
    known = {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    folder = example.namespace["folder"]
    done = subprocess.run(["sh", "-eu", "-c", example.parsed], cwd=folder, env=known, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


EXAMPLES = Sybil(
    parsers=[
        CodeBlockParser(language="python run", evaluator=PythonEvaluator()),
        CodeBlockParser(language="sh run", evaluator=run_in_shell),
    ],
    path=str(ROOT),
)
MARKED = [path for path in MANUAL if re.search(r"^```(python|sh) run$", path.read_text("utf-8"), re.MULTILINE)]


@pytest.mark.parametrize("path", MARKED, ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = EXAMPLES.parse(path)
    document.namespace["folder"] = tmp_path
    monkeypatch.chdir(tmp_path)
    for example in document.examples():
        example.evaluate()
