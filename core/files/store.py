"""Where the bytes of files lie: one folder per tenant, random keys, names nowhere."""

from __future__ import annotations

import errno
import os
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

from dougong import NotFound, Unavailable

__all__ = ["CHUNK", "FileStore"]

KEY = re.compile(r"[0-9a-f]{32}")
CHUNK = 256 * 1024
DAY = 24 * 60 * 60


class FileStore:
    """The files of one tenant."""

    def __init__(self, data: Path, tenant: str) -> None:
        self.folder = data / "files" / tenant
        self._incoming = self.folder / "incoming"

    def path(self, key: str) -> Path:
        """Where the file with a key lies. Raises NotFound for what is no key."""
        if KEY.fullmatch(key) is None:
            raise NotFound()
        return self.folder / key[:2] / key

    def incoming(self) -> Path:
        """A place for a file that is being received."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        return self._incoming / secrets.token_hex(16)

    def keep(self, received: Path) -> str:
        """Move a received file to its place, safe on the disk; answers its key."""
        key = received.name
        place = self.path(key)
        place.parent.mkdir(exist_ok=True)
        os.replace(received, place)
        return key

    def read(self, key: str) -> Iterator[bytes]:
        """The bytes of a file in pieces. Raises NotFound at once when they are gone."""
        try:
            file = self.path(key).open("rb")
        except FileNotFoundError:
            raise NotFound("The content of this file is missing") from None
        return _pieces(file)

    def remove(self, key: str) -> None:
        """Delete a file."""
        self.path(key).unlink(missing_ok=True)

    def stale(self, older_than: float = DAY) -> Iterator[str]:
        """The keys of files that lie here for longer; aborted uploads of that age are deleted."""
        limit = time.time() - older_than
        for path in self.folder.glob("*/*"):
            if path.stat().st_mtime > limit:
                continue
            if path.parent == self._incoming:
                path.unlink(missing_ok=True)
            elif KEY.fullmatch(path.name):
                yield path.name


def _pieces(file: object) -> Iterator[bytes]:
    with file:  # type: ignore[attr-defined]
        while piece := file.read(CHUNK):  # type: ignore[attr-defined]
            yield piece


def full_disk(error: OSError) -> Exception:
    """What people are told when a file can't be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unavailable("There is no room left for files; tell your operator", retry_after=600)
    return error
