"""Receives an upload: straight to the disk, hashed on the way, and cut off at the limit."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.wrappers import Request

from core.files.store import FileStore, full_disk
from core.files.types import clean_name, media_type
from dougong import BadRequest, TooLarge

__all__ = ["LARGEST", "Received", "held", "receive"]

LARGEST = 50 * 1024 * 1024
HEAD = 8192
MOST_PARTS = 20
LONGEST_FIELD = 1_000_000
#: What the form of an upload may say of the record that the file is about.
FIELDS = frozenset({"object", "id"})


@dataclass(frozen=True, kw_only=True)
class Received:
    """A file that has arrived. It is deleted again unless it is kept. fields: what else the form held."""

    name: str
    type: str
    size: int
    digest: str
    path: Path
    fields: Mapping[str, str]


class Sink:
    """A file that is being written, and hashed at the same time."""

    def __init__(self, path: Path, largest: int) -> None:
        self.path = path
        self.size = 0
        self.head = b""
        self.hash = hashlib.sha256()
        self._largest = largest
        self._file = path.open("xb")

    def write(self, piece: bytes) -> int:
        """Take the next piece."""
        self.size += len(piece)
        if self.size > self._largest:
            raise TooLarge("A file has at most {most} bytes", most=self._largest)
        if len(self.head) < HEAD:
            self.head += piece[: HEAD - len(self.head)]
        self.hash.update(piece)
        try:
            return self._file.write(piece)
        except OSError as error:
            raise full_disk(error) from error

    def seek(self, *_: int) -> int:
        """The parser goes back to the beginning when it is done: the file is complete then."""
        self.finish()
        return 0

    def finish(self) -> None:
        """Make sure that it lies on the disk."""
        if not self._file.closed:
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
            except OSError as error:
                raise full_disk(error) from error
            finally:
                self._file.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


@contextmanager
def receive(
    request: Request, store: FileStore, fields: Collection[str] = FIELDS, *, largest: int = LARGEST
) -> Iterator[Received]:
    """The file in the form field `file`; whatever was not kept is gone when the block ends. fields: what else the form may have.

    Raises BadRequest for a form without it, Invalid for a kind of file that is not taken, TooLarge.
    """
    sinks: list[Sink] = []
    try:
        yield _received(request, store, fields, largest, sinks)
    finally:
        for sink in sinks:
            sink.close()
            sink.path.unlink(missing_ok=True)


@contextmanager
def held(store: FileStore, name: str, content: bytes, fields: Mapping[str, str]) -> Iterator[Received]:
    """Content that was made here, as if it had been sent; gone when the block ends, unless it was kept."""
    sink = Sink(store.incoming(), LARGEST)
    try:
        sink.write(content)
        sink.finish()
        yield _made(sink, name, fields)
    finally:
        sink.close()
        sink.path.unlink(missing_ok=True)


def _received(request: Request, store: FileStore, fields: Collection[str], largest: int, sinks: list[Sink]) -> Received:
    def open_sink(*_: Any, **__: Any) -> IO[bytes]:
        if sinks:
            raise BadRequest("Send one file at a time, in the form field file")
        sinks.append(Sink(store.incoming(), largest))
        return sinks[0]  # type: ignore[return-value]

    form, files = _parsed(request, open_sink)
    if list(files) != ["file"]:
        raise BadRequest("Send the file as multipart/form-data, in the form field file")
    if not set(form) <= set(fields):
        raise BadRequest("Beside the file the form has but the fields {known}", known=sorted(fields))
    sink = sinks[0]
    sink.finish()
    return _made(sink, files["file"].filename, form)


def _made(sink: Sink, given: str | None, fields: Mapping[str, str]) -> Received:
    name = clean_name(given)
    media = media_type(name, sink.head)
    return Received(name=name, type=media, size=sink.size, digest=sink.hash.hexdigest(), path=sink.path, fields=fields)


def _parsed(request: Request, open_sink: Any) -> tuple[Mapping[str, str], Mapping[str, Any]]:
    parser = FormDataParser(
        stream_factory=open_sink, max_form_memory_size=LONGEST_FIELD, max_content_length=LARGEST + LONGEST_FIELD,
        max_form_parts=MOST_PARTS,
    )  # fmt: skip
    if (request.content_length or 0) > LARGEST + LONGEST_FIELD:
        raise TooLarge("A file has at most {most} bytes", most=LARGEST)
    try:
        _, form, files = parser.parse_from_environ(request.environ)
    except RequestEntityTooLarge:  # of a file that is too large its sink has told
        raise TooLarge(
            "Beside the file the form has at most {parts} fields, each of at most {most} bytes", parts=MOST_PARTS - 1, most=LONGEST_FIELD
        ) from None
    except ValueError:
        raise BadRequest("The form in the body can't be read") from None
    for name, values in form.lists():
        if len(values) > 1:
            raise BadRequest("The form has the field {name} more than once", name=name)
    return form.to_dict(), files.to_dict()
