"""An answer on its way out: status, headers and bytes, as WSGI takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wsgi import ClosingIterator

from core.api.ask import Answer
from core.api.bodies import dump
from core.api.headers import headers_of

__all__ = ["Reply"]

STATUS_LINES = {code: f"{code} {phrase.upper()}" for code, phrase in HTTP_STATUS_CODES.items()}
WITHOUT_BODY = (204, 304)


class Reply:
    """A WSGI application that sends one answer. It does nothing but that: every header is decided before."""

    __slots__ = ("_closing", "_content", "_headers", "_status")

    def __init__(self, answer: Answer, *, secure: bool, closing: Callable[[], None] | None = None) -> None:
        self._status = STATUS_LINES[answer.status]
        self._headers = headers_of(answer, secure)
        self._content: Iterable[bytes] = answer.stream or [_bytes(answer)]
        self._closing = closing
        if answer.stream is None and answer.status not in WITHOUT_BODY:
            self._headers.append(("Content-Length", str(len(self._content[0]))))  # type: ignore[index]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response(self._status, self._headers)
        sent = () if environ["REQUEST_METHOD"] == "HEAD" else self._content
        close = getattr(self._content, "close", None)
        callbacks = [call for call in (close, self._closing) if call is not None]
        return ClosingIterator(sent, callbacks) if callbacks else sent


def _bytes(answer: Answer) -> bytes:
    if answer.content is not None:
        return answer.content
    return b"" if answer.data is None else dump(answer.data)
