"""Servers on loopback that the platform tells something."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

__all__ = ["Receiver", "receiving"]


class Receiver:
    """A server that notes what it gets, and answers as a test wants."""

    def __init__(self) -> None:
        self.status, self.said = 200, b"thanks"
        self.got: list[tuple[str, str, dict[str, str], bytes]] = []
        self.address = ""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """One that is there, on loopback."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(made.status)
            self.end_headers()
            self.wfile.write(made.said)

        do_POST = do_PUT = answer

        def log_message(self, *words: object) -> None:
            """Silence."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.server_address[1]}"
    yield made
    server.shutdown()
    server.server_close()
