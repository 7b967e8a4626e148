"""Pages for people: the browser application as it was built, and the few pages that need no JavaScript."""

from __future__ import annotations

import gzip
import mimetypes
import secrets
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from core.api.ask import Answer
from core.api.headers import page_policy
from core.i18n import translated

__all__ = ["UI", "Asset", "Pages", "safe_next"]

CORE = Path(__file__).parent.parent
UI = CORE / "ui" / "dist"
HTML = "text/html; charset=utf-8"
NONCE = "__CSP_NONCE__"
LANGUAGES = (("en", "English"), ("zh", "中文"), ("pl", "Polski"))
#: What gains nothing from being compressed once more.
PACKED = (".woff2", ".png", ".jpg", ".webp", ".gz", ".br")


class Asset:
    """A built file: as it is, and compressed where that pays."""

    def __init__(self, path: Path) -> None:
        self.type = _type_of(path)
        self.plain = path.read_bytes()
        packed = None if path.suffix in PACKED else gzip.compress(self.plain, 9, mtime=0)
        self.packed = packed if packed is not None and len(packed) < len(self.plain) * 0.9 else None


class Pages:
    """What was built, kept in memory; looked for again when it is built anew."""

    def __init__(self, folder: Path, pictures: str = "") -> None:
        self._folder = folder
        self._pictures = pictures
        self._built: float | None = None
        self._names: dict[str, Path] = {}
        self._assets: dict[str, Asset] = {}
        self._index = ""
        self._templates = Environment(loader=FileSystemLoader(CORE / "templates"), autoescape=True, trim_blocks=True)

    def index(self, language: str) -> Answer:
        """The page that starts the application."""
        self._look()
        if not self._index:
            return self.page("unbuilt.html", language, status=503)
        nonce = secrets.token_urlsafe(16)
        return Answer(content=self._index.replace(NONCE, nonce).encode(), type=HTML, policy=page_policy(nonce, self._pictures))

    def asset(self, name: str) -> Asset | None:
        """A built file by its name; nothing but what the build made can be had."""
        self._look()
        if name not in self._names:
            return None
        found = self._assets.get(name)
        if found is None:
            found = self._assets[name] = Asset(self._names[name])
        return found

    def page(self, template: str, language: str, status: int = 200, **values: Any) -> Answer:
        """A page from a template."""
        nonce = secrets.token_urlsafe(16)
        text = partial(_text, language)
        html = self._templates.get_template(template).render(language=language, nonce=nonce, t=text, languages=LANGUAGES, **values)
        return Answer(status=status, content=html.encode(), type=HTML, policy=page_policy(nonce))

    def problem(self, refused: Answer, language: str) -> Answer:
        """A refusal as a page."""
        shown = self.page("problem.html", language, refused.status, title=refused.data["title"], detail=refused.data["detail"])
        shown.headers = refused.headers
        return shown

    def _look(self) -> None:
        index = self._folder / "index.html"
        built = index.stat().st_mtime if index.exists() else None
        if built == self._built:
            return
        self._names = {path.relative_to(self._folder).as_posix(): path for path in self._folder.rglob("*") if path.is_file()}
        self._assets = {}
        self._index = index.read_text(encoding="utf-8") if built else ""
        self._built = built


def safe_next(address: str) -> str:
    """Where to go on after signing in: an address of our own, else the first page."""
    parts = urlsplit(address)
    odd = "\\" in address or any(sign.isspace() or not sign.isprintable() for sign in address)
    own = address.startswith("/") and not address.startswith("//") and not parts.scheme and not parts.netloc
    return address if own and not odd else "/"


def _text(language: str, english: str) -> str:
    return translated(english, {}, language)


def _type_of(path: Path) -> str:
    if path.suffix == ".js":
        return "text/javascript; charset=utf-8"
    found = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
