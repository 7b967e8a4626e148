"""The consumer of a worker: Celery's, without the queues for delays, and never deaf."""

from __future__ import annotations

import time
from typing import Any

from celery.worker import consumer, state

__all__ = ["Consumer"]

LISTEN_SECONDS = 2.0


class Consumer(consumer.Consumer):
    """Nothing is delayed at the broker, where Celery would keep 28 queues for it: what is due later is a row with a time.

    A broker that dies while a ring is acknowledged leaves it counted as under way for ever (seen with Celery 5.7 on
    Redis). When all that a worker may hold is counted so, it asks for nothing more, and doesn't notice that the
    connection is gone. Such a worker connects anew.
    """

    class Blueprint(consumer.Consumer.Blueprint):
        """The same steps but one."""

        default_steps = [step for step in consumer.Consumer.Blueprint.default_steps if "delayed_delivery" not in str(step)]

    _asked = 0.0
    _was_deaf = False

    def register_with_event_loop(self, hub: Any) -> None:
        """Look now and then; on PostgreSQL there is no event loop, see below."""
        super().register_with_event_loop(hub)
        hub.call_repeatedly(LISTEN_SECONDS, self._listen)

    def perform_pending_operations(self) -> None:
        """Called again and again where there is no event loop."""
        super().perform_pending_operations()
        if time.monotonic() - self._asked > LISTEN_SECONDS:
            self._asked = time.monotonic()
            self._listen()

    def _listen(self) -> None:
        """Raise ConnectionResetError, which makes Celery connect again, when it was deaf the last time too."""
        counted = getattr(getattr(self.task_consumer, "channel", None), "qos", None)
        deaf = counted is not None and not state.reserved_requests and not counted.can_consume()
        deaf, self._was_deaf = deaf and self._was_deaf, deaf
        if deaf:
            self._was_deaf = False
            raise ConnectionResetError("the worker holds rings that it could not acknowledge")
