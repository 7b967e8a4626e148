"""Stands between a browser and a running server, and changes what the server says where a test wants it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

__all__ = ["Between", "between"]

#: From a path and a body to the body that the browser gets.
Change = Callable[[str, bytes], bytes]
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive", "content-encoding"}


class Between:
    """The address for the browser. `change` is called with every answer; None passes it on as it is.

    lost: requests (`POST /api/v1/files`) that the server answers, but whose answers never arrive.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.change: Change | None = None
        self.lost: set[str] = set()


@contextmanager
def between(site: str) -> Iterator[Between]:
    """A server that asks another one."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            if self.path == "/api/v1/live":  # would hold the connection
                return self.send(204, [], b"")
            connection = HTTPConnection(urlsplit(site).netloc, timeout=30)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            wanted = {name: value for name, value in self.headers.items() if name.lower() not in ("accept-encoding", "connection")}
            connection.request(self.command, self.path, body or None, wanted)
            given = connection.getresponse()
            content = given.read()
            connection.close()
            if f"{self.command} {urlsplit(self.path).path}" in state.lost:
                self.close_connection = True
                return None
            self.send(given.status, given.getheaders(), state.change(self.path, content) if state.change else content)

        def send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in HOP_BY_HOP:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        def log_message(self, *words: object) -> None:
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = Between(f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
