"""Looks at the events of each tenant that has open pages, once a second, and tells the pages.

One thread of each process, whatever the number of pages. A page that misses something loses nothing: it asks for all it
shows when it comes back.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

import orjson

from core.events.reading import Event, Position, end, events_after, has_news
from dougong import Unavailable

if TYPE_CHECKING:
    from core.context import Ctx
    from core.platform import Platform

__all__ = ["Hub", "Subscription"]

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
#: Some middle-men close a connection on which nothing is said for half a minute.
HEARTBEAT_SECONDS = 15.0
#: After so long a page connects anew, and it is looked at anew who asks.
LIFE_SECONDS = 300.0
BATCH = 1000
CHUNK = 200
NOTIFICATION = "notification"


class Subscription:
    """One open page: what has changed since it was told last, as server-sent events for whoever iterates over it.

    See https://html.spec.whatwg.org/multipage/server-sent-events.html. Closing it makes room for another, also where
    nobody has asked for the first event yet.
    """

    def __init__(self, hub: Hub, tenant: str, user: str, objects: Collection[str]) -> None:
        self.tenant = tenant
        self._hub = hub
        self._user = user
        self._objects = frozenset(objects)
        self._changed: set[str] = set()
        self._closed = False
        self._news = threading.Condition()
        self._until = time.monotonic() + LIFE_SECONDS
        self._greeted = False

    def tell(self, objects: Iterable[str], users: Collection[str]) -> None:
        """Some records of these objects have changed; these users have new notifications."""
        mine = self._objects.intersection(objects) - {NOTIFICATION}
        if self._user in users:
            mine |= {NOTIFICATION}
        if mine:
            with self._news:
                self._changed |= mine
                self._news.notify()

    def end(self) -> None:
        """Nothing more will come."""
        with self._news:
            self._closed = True
            self._news.notify()

    def close(self) -> None:
        """The page is gone."""
        self._hub.forget(self)

    def __iter__(self) -> Subscription:
        return self

    def __next__(self) -> bytes:
        if not self._greeted:
            self._greeted = True
            return b"retry: 3000\n\n"
        if self._closed or time.monotonic() >= self._until:
            raise StopIteration
        changed = self._wait()
        return b"event: changed\ndata: %s\n\n" % orjson.dumps({"objects": changed}) if changed else b": quiet\n\n"

    def _wait(self) -> list[str]:
        with self._news:
            if not self._changed and not self._closed:
                self._news.wait(HEARTBEAT_SECONDS)
            changed, self._changed = sorted(self._changed), set()
        return changed


class Hub:
    """The open pages of one process."""

    def __init__(self, platform: Platform, most: int = 48) -> None:
        self._platform = platform
        self._most = most
        self._open: set[Subscription] = set()
        self._positions: dict[str, Position] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def subscribe(self, tenant: str, user: str, objects: Collection[str]) -> Subscription:
        """A page that wants to hear of these objects. Raises Unavailable where too many are open."""
        with self._lock:
            if len(self._open) >= self._most:
                raise Unavailable("Too many pages are open at the same time; this one asks now and then instead", retry_after=60)
            found = Subscription(self, tenant, user, objects)
            self._open.add(found)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="dougong-live", daemon=True)
                self._thread.start()
        return found

    def forget(self, subscription: Subscription) -> None:
        """The page is gone."""
        with self._lock:
            self._open.discard(subscription)

    def stop(self) -> None:
        """End every connection, so that the process can."""
        self._stopping.set()
        with self._lock:
            subscriptions = list(self._open)
        for subscription in subscriptions:
            subscription.end()

    def _run(self) -> None:
        sign = self._platform.config.stopping
        while not self._stopping.wait(EVERY_SECONDS):
            if sign is not None and sign.exists():
                self.stop()
                return
            with self._lock:
                tenants = {subscription.tenant for subscription in self._open}
            self._positions = {tenant: at for tenant, at in self._positions.items() if tenant in tenants}
            for tenant in tenants:
                try:
                    self._look(tenant)
                except Exception:
                    log.warning("the changes of %s could not be looked at", tenant, exc_info=True)

    def _look(self, tenant: str) -> None:
        with self._platform.open(tenant) as ctx:
            position = self._positions.get(tenant)
            if position is None:
                self._positions[tenant] = end(ctx.unit)
                return
            events = events_after(ctx.unit, position, BATCH) if has_news(ctx.unit, position) else []
            if not events:
                return
            self._positions[tenant] = events[-1].position
            users = _notified(ctx, events)
        with self._lock:
            subscriptions = [found for found in self._open if found.tenant == tenant]
        for subscription in subscriptions:
            subscription.tell({event.object for event in events}, users)


def _notified(ctx: Ctx, events: Sequence[Event]) -> frozenset[str]:
    """Whose notifications there are among the events."""
    ids = sorted({event.record_id for event in events if event.object == NOTIFICATION})
    found: set[str] = set()
    for at in range(0, len(ids), CHUNK):
        named = ", ".join(f"'{id}'" for id in ids[at : at + CHUNK])
        page = ctx.records.list(NOTIFICATION, filter=f"id IN ({named})", fields=["owner_id"], limit=CHUNK)
        found.update(row["owner_id"] for row in page.data)
    return frozenset(found)
