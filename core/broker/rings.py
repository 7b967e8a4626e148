"""What rings: the Celery application of this process, and the one task that it knows."""

from __future__ import annotations

import psycopg
from celery import Celery
from kombu import Queue
from pgmq import get_embedded_install_sql

from core.broker.settings import DEAD, kind_of, postgresql_place, settings_of

__all__ = ["RUN_JOB", "Rings"]

#: The one task. Its arguments are a tenant, and which turn the ring carries.
RUN_JOB = "dougong.run_job"
#: Two processes that start together must not both make the queue of PostgreSQL.
INSTALLING = 7021563


class Rings:
    """A broker to ring at."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.app = Celery("dougong", set_as_current=False)
        self.app.conf.update(settings_of(url))

    def send(self, tenant: str, turn: str = "") -> None:
        """Ring once; raises what the broker's library raises when it can't be had."""
        self.app.send_task(RUN_JOB, args=[tenant, turn], retry=False)

    def prepare(self) -> None:
        """Make at the broker what rings need; safe to do again."""
        kind = kind_of(self._url)
        if kind == "postgresql":
            _install(postgresql_place(self._url))
        queues = [*self.app.conf.task_queues, *([_dead()] if kind == "rabbitmq" else [])]
        with self.app.connection_for_write() as connection:
            for queue in queues:
                queue(connection).declare()


def _dead() -> Queue:
    return Queue(DEAD, durable=True, queue_arguments={"x-queue-type": "quorum", "x-max-length": 10_000})


def _install(place: str) -> None:
    """The queue is a few tables and functions in a schema `pgmq`; the server needs no extension."""
    with psycopg.connect(place) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [INSTALLING])
        if connection.execute("SELECT to_regnamespace('pgmq')").fetchone() == (None,):
            connection.execute(get_embedded_install_sql().encode())
