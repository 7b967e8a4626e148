"""A platform with one tenant that has just the plugins a test names, made fast."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.config import Config
from core.context import Ctx
from core.host.loading import load
from core.host.offer import Offer, read_offer, shipped_folder
from core.jobs.running import run_due
from core.platform import Platform
from core.tenants import create_tenant, delete_tenant

__all__ = ["ADMIN", "PASSWORD", "Tenant", "folders_for", "open_tenant"]

ADMIN, PASSWORD = "admin@example.test", "a long password"
SLUG = "test"


@dataclass(frozen=True)
class Tenant:
    """A tenant of a test."""

    platform: Platform
    slug: str

    @contextmanager
    def open(self, email: str | None = None) -> Iterator[Ctx]:
        """A context for a user by e-mail address, or with every right; commits when the block ends well."""
        with self.platform.open(self.slug, source="test") as ctx:
            yield ctx if email is None else ctx.acting(self.platform.actors.by_email(ctx, email))

    def create(self, object: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """A record, made by the system."""
        with self.open() as ctx:
            return ctx.records.create(object, values)

    def run_jobs(self) -> int:
        """Run every job that is due, here and now; answers how many ran."""
        return run_due(self.platform, self.slug)


def folders_for(test: Path, names: Sequence[str]) -> list[Path]:
    """Where the plugins of a test may lie: beside the test, in the folders of plugins.toml, and among those shipped."""
    near = [parent for parent in test.parents if any(_holds(parent, name) for name in names)]
    offered = read_offer(Config(data=Path())).folders
    shipped = shipped_folder()
    return list(dict.fromkeys([*near, *offered, *([shipped] if shipped else [])]))


def _holds(folder: Path, name: str) -> bool:
    return (folder / name / "__init__.py").is_file() or (folder / f"{name}.py").is_file()


@contextmanager
def open_tenant(
    folder: Path, templates: Path, url: str, names: Sequence[str], folders: Sequence[Path]
) -> Iterator[Tenant]:
    """A tenant with these plugins enabled: on SQLite a copy of one that was made once, on `url` a fresh one."""
    folder.mkdir(parents=True, exist_ok=True)
    offer = _offer(folder, names, folders)
    if url:
        config = Config(data=folder / "data", database_url=url, secret_key="tests", plugins=offer)
        with _made(config, names, f"{SLUG}-{uuid.uuid4().hex[:12]}") as tenant:
            yield tenant
        return
    shutil.copytree(_template(templates, names, folders), folder / "data")
    platform = Platform(Config(data=folder / "data", secret_key="tests", plugins=offer))
    try:
        yield Tenant(platform, SLUG)
    finally:
        platform.close()


def _offer(folder: Path, names: Sequence[str], folders: Sequence[Path]) -> Path:
    """A plugins.toml that offers these plugins and what they require, and nothing else."""
    wanted = _with_requirements(names, Offer(names=tuple(names), folders=tuple(folders), file=None))
    lines = [f"plugins = {_toml(wanted)}", f"folders = {_toml(list(map(str, folders)))}"]
    file = folder / "plugins.toml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def _with_requirements(names: Sequence[str], offer: Offer) -> list[str]:
    found: dict[str, None] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += [requirement.name for requirement in load(name, offer).requires]
    return list(found)


def _toml(words: Sequence[str]) -> str:
    return json.dumps(list(words))  # a list of texts is written the same in both


def _template(templates: Path, names: Sequence[str], folders: Sequence[Path]) -> Path:
    """The data folder of a tenant with these plugins, which tests copy. Made once per run."""
    key = hashlib.sha256(json.dumps([*sorted(names), *map(str, folders)]).encode()).hexdigest()[:12]
    place = templates / key
    if not place.is_dir():
        making = templates / f"{key}-{uuid.uuid4().hex[:6]}"
        making.mkdir(parents=True)
        config = Config(data=making / "data", secret_key="tests", plugins=_offer(making, names, folders))
        with _made(config, names, SLUG):
            pass
        (making / "data").rename(place)
    return place


@contextmanager
def _made(config: Config, names: Sequence[str], slug: str) -> Iterator[Tenant]:
    platform = Platform(config)
    try:
        create_tenant(platform, slug, ADMIN, PASSWORD, names)
        yield Tenant(platform, slug)
        if config.database_url:
            delete_tenant(platform, slug)
    finally:
        platform.close()
