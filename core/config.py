"""The few things that are configured by the environment; none of them is needed to start."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

__all__ = ["Config"]

#: A host and perhaps a port, and nothing that could end a directive of a policy.
SAFE_PLACE = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")


@dataclass(frozen=True, kw_only=True)
class Config:
    """Where data lies and how the installation is reached.

    database_url: the control database; empty means SQLite in `data`. plugins: the file that lists what is offered.
    secret_key: seals secret fields, signs cursors. secret_keys_old: what was sealed with them opens still.
    base_url: how people reach the server, for links in mails. hosts: host names that are answered (empty: any while
    `demo`, else localhost). production: refuses to start with unsafe settings. map_tiles: where the pictures of maps come
    from, with {z}, {x} and {y} in it, and map_credit whose they are; without it maps show outlines of countries.
    threads: how many requests a process of the server works on at the same time.
    egress: hosts and networks that may be asked from here, though they are not of the open internet.
    stopping: a file that appears when the server stops.
    """

    data: Path
    database_url: str = ""
    broker_url: str = ""
    secret_key: str = ""
    secret_keys_old: tuple[str, ...] = ()
    plugins: Path | None = None
    base_url: str = "http://127.0.0.1:8000"
    hosts: tuple[str, ...] = ()
    proxies: int = 0
    demo: bool = False
    production: bool = False
    threads: int = 8
    stopping: Path | None = None
    egress: tuple[str, ...] = ()
    map_tiles: str = ""
    map_credit: str = ""

    @property
    def map_origin(self) -> str:
        """The place that pictures of maps may be loaded from. Raises ValueError for an address that is none."""
        if not self.map_tiles:
            return ""
        address = urlsplit(self.map_tiles)
        missing = [part for part in ("{z}", "{x}", "{y}") if part not in address.path + address.query]
        if address.scheme not in ("http", "https") or not SAFE_PLACE.fullmatch(address.netloc) or missing:
            raise ValueError("DOUGONG_MAP_TILES is an address such as https://tiles.example.com/{z}/{x}/{y}.png")
        return f"{address.scheme}://{address.netloc}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Config:
        """Read `DOUGONG_*`; what is not set has a default that works."""
        data = Path(environment.get("DOUGONG_DATA", "./var")).resolve()
        plugins = environment.get("DOUGONG_PLUGINS")
        return cls(
            data=data,
            database_url=environment.get("DOUGONG_DATABASE_URL", ""),
            broker_url=environment.get("DOUGONG_BROKER_URL", ""),
            secret_key=environment.get("DOUGONG_SECRET_KEY", "") or kept_secret(data),
            secret_keys_old=listed(environment.get("DOUGONG_SECRET_KEYS_OLD", "")),
            plugins=Path(plugins).resolve() if plugins else None,
            base_url=environment.get("DOUGONG_BASE_URL", "http://127.0.0.1:8000"),
            hosts=listed(environment.get("DOUGONG_HOSTS", "")),
            proxies=int(environment.get("DOUGONG_PROXIES", "0")),
            demo=environment.get("DOUGONG_DEMO", "") == "1",
            production=environment.get("DOUGONG_PRODUCTION", "") == "1",
            map_tiles=environment.get("DOUGONG_MAP_TILES", ""),
            map_credit=environment.get("DOUGONG_MAP_CREDIT", ""),
            egress=listed(environment.get("DOUGONG_EGRESS", "").lower()),
            threads=int(environment.get("DOUGONG_THREADS", "8")),
            stopping=Path(environment["DOUGONG_STOPPING"]) if "DOUGONG_STOPPING" in environment else None,
        )


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(filter(None, (item.strip() for item in text.split(","))))


def kept_secret(data: Path) -> str:
    """The secret key kept in the data folder; made the first time, readable by its owner alone."""
    data.mkdir(parents=True, exist_ok=True)
    path = data / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()
