"""N1 to N5: what goes out goes to strangers alone, to the address that was looked at, and waits for nobody."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from core import egress
from core.egress import Refused, Unreached, is_public, send

CLOSED = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.31.255.255", "192.168.1.1", "192.0.0.10",
    "192.88.99.1", "198.18.0.1", "203.0.113.9", "224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:0a00:0001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "3fff::1",
]  # fmt: skip
OPEN = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
#: Ways to write loopback, and addresses that are no addresses.
FORMS = [
    "http://127.0.0.1:{port}/", "http://0177.0.0.1:{port}/", "http://2130706433:{port}/", "http://0x7f.1:{port}/", "http://127.1:{port}/",
    "http://[::1]:{port}/", "http://[::ffff:127.0.0.1]:{port}/", "http://localhost:{port}/", "http://localhost.:{port}/", "http://0:{port}/",
    "https://127.0.0.1:{port}/", "http://①②⑦.0.0.1:{port}/", "http://user@127.0.0.1:{port}/", "http://1.1.1.1@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}\\@1.1.1.1/", "http://127.0.0.1:{port} /", "http://[::1%25lo]:{port}/", "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/", "ftp://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http:///x", "http://127.0.0.1:99999/", "",
]  # fmt: skip


@contextmanager
def listening(answer: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[bytes]]]:
    """A server on loopback: its port, and what it was asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    heard.append(client.recv(65536))
                    try:
                        answer(client)
                    except OSError:
                        pass

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], heard


def plain(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 201 Created\r\nLocation: /there\r\nContent-Length: 2\r\n\r\nok")


@pytest.mark.parametrize("address", CLOSED)
def test_N1_an_address_of_an_own_network_is_closed(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", OPEN)
def test_N1_an_address_of_the_internet_is_open(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("form", FORMS)
def test_N1_no_way_to_write_an_address_leads_home(form: str) -> None:
    with listening(plain) as (port, heard), pytest.raises((Refused, Unreached)):
        send("POST", form.format(port=port), seconds=2)
    assert heard == []


def test_N1_what_the_operator_opened_is_asked_over_plain_http_too() -> None:
    with listening(plain) as (port, heard):
        reply = send("POST", f"http://127.0.0.1:{port}/in?a=1", body=b"hello", headers={"X-Id": "7"}, allowed=["127.0.0.0/8"])
        named = send("GET", f"http://localhost:{port}/", allowed=["localhost"])
    assert (reply.status, reply.body, reply.headers["location"], named.status) == (201, b"ok", "/there", 201)
    assert heard[0].startswith(b"POST /in?a=1 HTTP/1.1\r\n") and b"X-Id: 7" in heard[0]


def test_N2_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a stranger when it is looked at, and this machine when it is asked again."""
    answers = [["127.0.0.1"], ["127.0.0.2"]]
    asked: list[str] = []

    def resolve(host: str, port: int, *rest: object, **more: object) -> list[tuple[object, ...]]:
        if host.startswith("127."):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[min(len(asked), 2) - 1]]

    monkeypatch.setattr(egress.socket, "getaddrinfo", resolve)
    with listening(plain) as (port, heard):
        send("GET", f"http://rebound.example:{port}/", allowed=["127.0.0.1/32"])
    assert asked == ["rebound.example"] and b"Host: rebound.example" in heard[0]


def test_N2_one_closed_address_among_several_closes_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    several = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(egress.socket, "getaddrinfo", lambda *given, **more: several)
    with pytest.raises(Refused):
        send("GET", "https://both.example/")


def test_N3_nobody_is_followed_elsewhere() -> None:
    def elsewhere(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")

    with listening(elsewhere) as (port, heard):
        assert send("GET", f"http://127.0.0.1:{port}/", allowed=["127.0.0.1"]).status == 302
    assert len(heard) == 1


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_N5_who_drips_an_answer_is_not_waited_for(start: bytes) -> None:
    def drip(client: socket.socket) -> None:
        client.sendall(start)
        for _ in range(100):
            client.sendall(b"a" if start.endswith(b"\r\n\r\n") else b"X-A: b\r\n" if start else b"H")
            time.sleep(0.1)

    with listening(drip) as (port, _):
        began = time.monotonic()
        with pytest.raises(Unreached):
            reply = send("GET", f"http://127.0.0.1:{port}/", allowed=["127.0.0.1"], seconds=1)
            raise Unreached(f"cut off after {len(reply.body)} bytes")
        assert time.monotonic() - began < 3


def test_N5_of_an_answer_without_end_so_much_is_read() -> None:
    def flood(client: socket.socket) -> None:
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            client.sendall(b"x" * 65536)

    with listening(flood) as (port, _):
        assert len(send("GET", f"http://127.0.0.1:{port}/", allowed=["127.0.0.1"], most=1000).body) == 1000
