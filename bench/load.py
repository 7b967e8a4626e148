"""Sends requests for some seconds: with `wrk` where it is installed, else with a client of our own."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["Outcome", "Request", "generator", "once", "send"]

TIMEOUT = 60
#: Requests lie in one file, each after its length in eight digits; wrk sends them in turn.
SCRIPT = """
local file = assert(io.open(os.getenv("REQUESTS"), "rb"))
local data = file:read("*a"); file:close()
local requests, position = {}, 1
while position <= #data do
  local length = tonumber(data:sub(position, position + 7))
  requests[#requests + 1] = data:sub(position + 8, position + 7 + length)
  position = position + 8 + length
end
local current, count = 0, #requests
function init(arguments) current = tonumber(os.getenv("BEGIN")) % count end
function request() current = current % count + 1; return requests[current] end
function done(summary, latency, _)
  local e = summary.errors
  local out = assert(io.open(os.getenv("OUTCOME"), "w"))
  out:write(string.format('{"seconds":%f,"requests":%d,"errors":%d,"p50":%f,"p99":%f}', summary.duration / 1e6,
    summary.requests, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
  out:close()
end
"""


@dataclass(frozen=True)
class Request:
    """One request, ready to be sent."""

    method: str
    path: str
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self, base: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {urlsplit(base).netloc}", "Connection: keep-alive"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.method != "GET":
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Outcome:
    """What came of it; times in milliseconds."""

    rate: float
    count: int
    errors: int
    p50: float
    p99: float


def once(base: str, request: Request, timeout: float = 120) -> tuple[int, bytes]:
    """Send one request on a connection of its own: status and body."""
    place = urlsplit(base)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=timeout)
    try:
        connection.request(request.method, request.path, body=request.body or None, headers=request.headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def generator() -> str:
    return "wrk" if shutil.which("wrk") else "a client in Python, which takes much of a core itself"


def send(base: str, requests: Sequence[Request], clients: int, seconds: int, *, whole: bool = False) -> Outcome:
    """Send the requests in turn over so many connections.

    whole: every request that was begun is waited for, as those that take long must be. wrk can't do that.
    """
    raw = [request.raw(base) for request in requests]
    way = _by_wrk if shutil.which("wrk") and not whole else _by_ourselves
    return way(base, raw, clients, seconds)


def _by_wrk(base: str, raw: Sequence[bytes], clients: int, seconds: int) -> Outcome:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "script.lua").write_text(SCRIPT)
        (folder / "requests").write_bytes(b"".join(b"%08d%b" % (len(each), each) for each in raw))
        known = {
            **os.environ,
            "REQUESTS": str(folder / "requests"),
            "OUTCOME": str(folder / "outcome"),
            "BEGIN": str(random.randrange(len(raw))),
        }
        command = [
            "wrk",
            "-t1",
            f"-c{clients}",
            f"-d{seconds}s",
            f"--timeout={TIMEOUT}s",
            "-s",
            f"{folder}/script.lua",
            base,
        ]
        done = subprocess.run(command, env=known, capture_output=True, text=True, timeout=seconds + TIMEOUT + 30)
        if not (folder / "outcome").exists():
            raise RuntimeError(f"wrk failed:\n{done.stdout}{done.stderr}")
        said = json.loads((folder / "outcome").read_text())
    rate = said["requests"] / said["seconds"]
    return Outcome(rate, said["requests"], said["errors"], said["p50"] / 1e3, said["p99"] / 1e3)


def _by_ourselves(base: str, raw: Sequence[bytes], clients: int, seconds: int) -> Outcome:
    times: list[float] = []
    errors = [0]
    end = time.perf_counter() + seconds
    began = time.perf_counter()
    asyncio.run(_clients(base, raw, clients, end, times, errors))
    times.sort()
    rate = len(times) / (time.perf_counter() - began)
    return Outcome(rate, len(times), errors[0], 1e3 * _share(times, 0.5), 1e3 * _share(times, 0.99))


def _share(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))] if times else 0.0


async def _clients(
    base: str, raw: Sequence[bytes], clients: int, end: float, times: list[float], errors: list[int]
) -> None:
    place = urlsplit(base)

    async def client(position: int) -> None:
        reader, writer = await asyncio.open_connection(place.hostname, place.port, limit=2**24)
        while (began := time.perf_counter()) < end:
            position = (position + clients) % len(raw)
            writer.write(raw[position])
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), TIMEOUT)
            length = head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]
            await reader.readexactly(int(length or 0))
            times.append(time.perf_counter() - began)
            errors[0] += head[9:10] not in b"23"
        writer.close()

    await asyncio.gather(*(client(number) for number in range(clients)))
