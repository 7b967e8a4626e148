"""The hierarchy of roles: who is below whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

__all__ = ["Role", "Roles"]


@dataclass(frozen=True)
class Role:
    name: str
    label: str
    parent: str | None
    document: Mapping[str, Any]


class Roles(Mapping[str, Role]):
    """The roles of a tenant by name."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._roles = {
            name: Role(name, document.get("label", name), document.get("parent"), document)
            for name, document in documents.items()
        }

    def __getitem__(self, name: str) -> Role:
        return self._roles[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._roles)

    def __len__(self) -> int:
        return len(self._roles)

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for role in self._roles.values():
            if role.parent is not None:
                found.setdefault(role.parent, []).append(role.name)
        return found

    def below(self, name: str) -> frozenset[str]:
        """All roles under a role, at any depth; not the role itself."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            children = set(self._children.get(waiting.pop(), ())) - found
            found |= children
            waiting.extend(children)
        return frozenset(found - {name})

    def above(self, name: str) -> tuple[str, ...]:
        """The chain of roles over a role, nearest first."""
        found: list[str] = []
        role = self._roles.get(name)
        while role is not None and role.parent is not None and role.parent not in found:
            found.append(role.parent)
            role = self._roles.get(role.parent)
        return tuple(found)
