"""Which host names the server answers to, and which tenant a host name means."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from core.config import Config
from dougong import BadRequest

__all__ = ["Hosts"]

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:@/\\\s]+)(?::\d{1,5})?")
LABEL = re.compile(r"[a-z][a-z0-9-]{0,39}")


class Hosts:
    """The names given by the configuration. A name before one of them, as in `acme.localhost`, is a tenant's."""

    def __init__(self, config: Config) -> None:
        own = urlsplit(config.base_url).hostname or "localhost"
        self._names = frozenset({own, *LOCAL, *(host.lower() for host in config.hosts)})
        self._any = config.demo and not config.hosts

    def tenant(self, host: str) -> str | None:
        """The tenant that a Host header names; None where it names the server itself. Raises BadRequest."""
        match = HOST.fullmatch(host)
        if match is None:
            raise BadRequest("The request names no host")
        name = match[1].strip("[]").lower().rstrip(".")
        if name in self._names or _is_address(name):
            return None
        label, _, rest = name.partition(".")
        if rest in self._names and not _is_address(rest) and LABEL.fullmatch(label):
            return label
        if self._any:
            return None
        raise BadRequest("This server does not answer to the host name {host}; its operator can add it", host=name[:100])


def _is_address(name: str) -> bool:
    """An address can't be a name that somebody made up; no link is ever built from it."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
