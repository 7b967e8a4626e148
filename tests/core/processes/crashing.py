"""A process that dies in the middle of things: after so many statements and commits (D2, W6)."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from core.api.app import create_app
from core.config import Config
from core.database.statements import Statement
from core.database.unit import Unit
from core.events.listeners import LISTENERS
from core.events.listening import catch_up
from core.jobs.running import run_due
from core.platform import Platform

__all__ = ["DIED", "FINISHED", "die_on_demand", "work"]

DIED, FINISHED = 9, 0
#: What a step of a flow is: a request, or nothing: let everything happen that happens by itself.
Request = tuple[str, str, dict[str, Any], dict[str, str]]


def work(platform: Platform, tenant: str = "acme") -> None:
    """Let everything happen that happens by itself."""
    for _ in range(4):
        for listener in LISTENERS:
            while catch_up(platform, tenant, listener):
                pass
        run_due(platform, tenant)


def die_on_demand(url: str, folder: str, plugins: str, hear: Connection, tell: Connection) -> None:
    """For each order, a child of its own does what is asked and dies after its n-th durable step; how it ended is told.

    Between orders no connection is open here, so that children share none.
    """
    config = Config(data=Path(folder), database_url=url, secret_key="a key for tests", plugins=Path(plugins))
    platform = Platform(config)
    app = create_app(platform)
    while True:
        request, nth, later = hear.recv()
        platform.now = _clock(later)
        platform.control.close()
        child = os.fork()
        if child == 0:
            try:
                _count_down(nth)
                if request is None:
                    work(platform)
                else:
                    method, path, body, headers = request
                    answer = app.test_client().open(path, method=method, json=body, headers=headers)
                    assert answer.status_code < 300, answer.get_data(as_text=True)
                os._exit(FINISHED)
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        tell.send(os.waitstatus_to_exitcode(status))


def _clock(later: float) -> Callable[[], datetime]:
    return lambda: datetime.now(UTC) + timedelta(seconds=later)


def _count_down(nth: int) -> None:
    """Die without a word after the n-th statement that writes, or end of a transaction."""
    left = nth

    def step(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(DIED)

    sa.event.listen(sa.Engine, "after_cursor_execute", lambda _c, _r, text, *_: None if _reads(text) else step())
    _after(Statement, "rows", lambda statement: None if _reads(statement.text) else step())
    _after(Statement, "run", step)
    _after(Statement, "run_many", step)
    _after_commits(step)


def _reads(text: str) -> bool:
    return text.lstrip()[:6].upper() == "SELECT"


def _after(owner: type, name: str, step: Callable[[Any], None]) -> None:
    """Take a step whenever a method has done its work."""
    usual = getattr(owner, name)

    def counted(self: Any, *given: Any) -> Any:
        answer = usual(self, *given)
        step(self)
        return answer

    setattr(owner, name, counted)


def _after_commits(step: Callable[[], None]) -> None:
    """The same of transactions: what was done is durable, what follows from it hasn't begun."""
    usual = Unit._end

    def counted(unit: Unit) -> None:
        usual(unit)
        step()

    Unit._end = counted  # type: ignore[method-assign]
