"""The one way out: every request to another server goes through here, to an address that was looked at first.

The host is resolved once, and the connection goes to just that address. Addresses of the own network are refused unless the
operator's settings name them (`DOUGONG_EGRESS`), whatever way they are written in. Nothing is followed, and time and size are bounded.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

from dougong import Reply, Undeliverable

__all__ = ["Refused", "Unreached", "connect", "cut", "is_public", "send"]

SECONDS = 10.0
MOST = 64 * 1024
PORTS = {"http": 80, "https": 443}
LOWEST_PORT = 1024
#: Where servers take mail.
MAIL_PORTS = frozenset({25, 465, 587, 2525})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: What no stranger's server has. The library's own `is_global` lets some of these through, in Python 3.11.
CLOSED_4 = [ipaddress.ip_network(text) for text in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
    "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/3",
)]  # fmt: skip
OPEN_6 = ipaddress.ip_network("2000::/3")
#: Protocols, tunnels (6to4, Teredo) and examples within it.
CLOSED_6 = [ipaddress.ip_network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48")]
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Undeliverable):
    """The address is none that may be asked."""


class Unreached(OSError):
    """The other server didn't answer, or not in time, or not in HTTP."""


def send(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    allowed: Sequence[str] = (),
    seconds: float = SECONDS,
    most: int = MOST,
) -> Reply:
    """Ask another server once. Raises Refused for an address that may not be asked, Unreached where no answer came.

    allowed: hosts and networks (`hooks.internal`, `10.1.0.0/16`) that the operator opened; plain HTTP goes to these alone.
    """
    parts, port = _parsed(url)
    host = str(parts.hostname)
    address, is_own = _resolved(host, port, allowed)
    if not is_own and (parts.scheme != "https" or (port not in PORTS.values() and port < LOWEST_PORT)):
        raise Refused(message="{host} is asked over HTTPS and a usual port alone", host=host)
    try:
        return _ask(method, parts, address, port, body, headers or {}, seconds, most)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreached(f"{host} didn't answer: {type(error).__name__}: {error}") from error


def connect(host: str, port: int, *, allowed: Sequence[str] = (), ports: frozenset[int] = MAIL_PORTS, seconds: float = SECONDS) -> tuple[socket.socket, bool]:
    """A connection to a server that speaks no HTTP, and whether the operator opened its address. Raises like `send`.

    Whoever takes it bounds the time: `cut` it after a while.
    """
    if not host or not all(sign.isalnum() or sign in ".-:" for sign in host) or not host.isascii():
        raise Refused(message="This is no address that can be asked")
    address, is_own = _resolved(host, port, allowed)
    if not is_own and port not in ports:
        raise Refused(message="{host} is asked on a usual port alone: {ports}", host=host, ports=sorted(ports))
    try:
        return socket.create_connection((str(address), port), timeout=seconds), is_own
    except OSError as error:
        raise Unreached(f"{host} didn't answer: {type(error).__name__}: {error}") from error


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in CLOSED_4)
    if address.ipv4_mapped is not None:
        return is_public(address.ipv4_mapped)
    if address in NAT64:
        return is_public(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return address in OPEN_6 and not any(address in network for network in CLOSED_6)


def _parsed(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise Refused(message="This is no address that can be asked") from None
    odd = any(sign.isspace() or not sign.isprintable() or not sign.isascii() for sign in url) or "\\" in url
    if odd or parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc or "%" in parts.netloc:
        raise Refused(message="This is no address that can be asked")
    return parts, port


def _resolved(host: str, port: int, allowed: Sequence[str]) -> tuple[Address, bool]:
    """The address to connect to, and whether the operator opened it. One closed address among several closes the host."""
    try:
        found = {ipaddress.ip_address(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError, ValueError) as error:
        raise Unreached(f"{host} can't be found: {error}") from error
    ordered = sorted(found, key=lambda address: (address.version, int(address)))
    if host.rstrip(".").lower() in allowed or all(_is_opened(address, allowed) for address in ordered):
        return ordered[0], True
    if not all(is_public(address) for address in ordered):
        raise Refused(message="{host} lies in a network that is not asked from here; the operator can open it by DOUGONG_EGRESS", host=host)
    return ordered[0], False


def _is_opened(address: Address, allowed: Sequence[str]) -> bool:
    return any(address in network for network in map(_network, allowed) if network is not None)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None  # a host


def _ask(
    method: str, parts: SplitResult, address: Address, port: int, body: bytes, headers: Mapping[str, str], seconds: float, most: int
) -> Reply:
    host = str(parts.hostname)
    connected = socket.create_connection((str(address), port), timeout=seconds)
    if parts.scheme == "https":
        connected = ssl.create_default_context().wrap_socket(connected, server_hostname=host)
    end = threading.Timer(seconds, cut, [connected])
    end.daemon = True
    end.start()
    connection = HTTPConnection(host, port, timeout=seconds)
    connection.sock = connected
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        named = {"Host": parts.netloc, "Connection": "close", "Accept-Encoding": "identity", "Content-Length": str(len(body))}
        connection.request(method, target, body or None, {**headers, **named})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read(most))
    finally:
        end.cancel()
        connection.close()


def cut(connected: socket.socket) -> None:
    """End a connection: whoever drips its answer is not waited for."""
    try:
        connected.shutdown(socket.SHUT_RDWR)
    except OSError:
        connected.close()
