"""What an expression may know besides the record: the time, the time zone and the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

__all__ = ["NOBODY", "VOLATILE", "Env", "env_parameters"]

NOBODY = "00000000-0000-0000-0000-000000000000"
"""ME() when nobody is signed in: never NULL, so that it can't equal an empty owner."""

ENVIRONMENT = ("now", "today", "me", "role", "time_zone")
VOLATILE = frozenset({"now", "today", "me", "role"})
"""What makes a value change without a change to the record. A tenant's time zone doesn't."""


@dataclass(frozen=True)
class Env:
    """The surroundings of one evaluation; `literals` replaces the literals of the checked text."""

    now: datetime
    time_zone: str = "UTC"
    me: str | None = None
    role: str | None = None
    literals: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("Env.now needs a time zone: pass datetime.now(UTC)")

    @cached_property
    def values(self) -> dict[str, Any]:
        """The same as named values, which is how functions ask for them."""
        return {
            "now": self.now,
            "today": self.today,
            "me": self.me or NOBODY,
            "role": self.role or "",
            "time_zone": self.time_zone,
        }

    @cached_property
    def today(self) -> date:
        """The day it is for the person, not the day in Greenwich."""
        return self.now.astimezone(ZoneInfo(self.time_zone)).date()

    @classmethod
    def at(cls, now: datetime | None = None, **rest: Any) -> Env:
        """The present moment, or the given one, in UTC."""
        return cls(now or datetime.now(UTC), **rest)


def env_parameters(env: Env, needed: Iterable[str] = ENVIRONMENT) -> dict[str, Any]:
    """Values for the parameters `env_now`, `env_today`, `env_me`, `env_role`, `env_time_zone` of compiled SQL.

    Pass `Checked.environment` as `needed` where superfluous parameters are refused (UPDATE and INSERT).
    """
    values = env.values
    return {f"env_{name}": values[name] for name in needed}
