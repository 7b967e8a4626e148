"""The consumer of a worker: Celery's, without the queues for delays."""

from __future__ import annotations

from celery.worker import consumer

__all__ = ["Consumer"]


class Consumer(consumer.Consumer):
    """Nothing is delayed at the broker, where Celery would keep 28 queues for it: what is due later is a row with a time."""

    class Blueprint(consumer.Consumer.Blueprint):
        """The same steps but one."""

        default_steps = [step for step in consumer.Consumer.Blueprint.default_steps if "delayed_delivery" not in str(step)]
