"""What Celery is told, so that no message is the only one to know of a job, and none can do harm."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from kombu import Exchange, Queue
from psycopg.conninfo import make_conninfo

from dougong import BadRequest

__all__ = ["DEAD", "QUEUE", "kind_of", "settings_of"]

QUEUE = "dougong"
#: Where RabbitMQ puts rings that nobody could deal with.
DEAD = "dougong_dead"
#: An attempt at a job ends after this: before brokers believe that whoever took the ring has died. Work in steps goes on after it.
SOFT_LIMIT, HARD_LIMIT, BELIEVED_DEAD = 24 * 60, 25 * 60, 30 * 60
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
MOST_DELIVERIES = 20
MOST_RINGS = 100_000
#: Who rings has its own pauses; kombu's would hold up a job that rings for the next.
ONE_TRY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
KINDS = {
    "amqp": "rabbitmq",
    "amqps": "rabbitmq",
    "redis": "redis",
    "rediss": "redis",
    "valkey": "redis",
    "valkeys": "redis",
    "pgmq": "postgresql",
    "postgresql": "postgresql",
    "postgresql+psycopg": "postgresql",
}


def kind_of(url: str) -> str:
    """rabbitmq, redis or postgresql; raises BadRequest for what can't carry rings."""
    found = KINDS.get(urlsplit(url).scheme)
    if found is None:
        raise BadRequest(
            "DOUGONG_BROKER_URL begins with {known}, not with {scheme}",
            known=", ".join(f"{known}://" for known in KINDS),
            scheme=f"{urlsplit(url).scheme}://",
        )
    return found


def settings_of(url: str) -> dict[str, Any]:
    """Celery's settings for a broker."""
    kind = kind_of(url)
    return {
        "broker_url": _broker_url(kind, url),
        "broker_transport_options": _options(kind, url) | ONE_TRY,
        "broker_connection_timeout": CONNECT_SECONDS,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_heartbeat": 30,
        "task_queues": [_queue(kind)],
        "task_default_queue": QUEUE,
        "task_default_queue_type": "quorum" if kind == "rabbitmq" else "classic",
        "task_create_missing_queues": False,
        "task_serializer": "json",
        "result_serializer": "json",
        "accept_content": ["json"],
        "result_accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure_or_timeout": True,
        "task_soft_time_limit": SOFT_LIMIT,
        "task_time_limit": HARD_LIMIT,
        "task_publish_retry": False,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "worker_consumer": "core.broker.consuming:Consumer",
    }


def postgresql_place(url: str) -> str:
    """The database of a broker on PostgreSQL, as libpq takes it: a URL without a host would go to 127.0.0.1."""
    return make_conninfo(f"postgresql:{url.partition(':')[2]}", connect_timeout=int(CONNECT_SECONDS))


def _broker_url(kind: str, url: str) -> str:
    if kind == "postgresql":
        return "pgmq://localhost/"  # what counts is `conn_string`
    return f"redis{url.removeprefix('valkey')}" if url.startswith("valkey") else url


def _options(kind: str, url: str) -> dict[str, Any]:
    if kind == "rabbitmq":
        return {
            "confirm_publish": True,
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": ANSWER_SECONDS,
            "write_timeout": ANSWER_SECONDS,
        }
    if kind == "redis":
        return {
            "visibility_timeout": BELIEVED_DEAD,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            "socket_keepalive": True,
        }
    return {
        "conn_string": postgresql_place(url),
        "init_extension": False,
        "visibility_timeout": BELIEVED_DEAD,
        "pool_size": 3,
        "pool_timeout": CONNECT_SECONDS,
        "use_notify": False,  # it would listen at 127.0.0.1, wherever the database is
        "wait_time_seconds": 0,
        "polling_interval": 0.1,
    }


def _queue(kind: str) -> Queue:
    if kind != "rabbitmq":
        return Queue(QUEUE, Exchange(QUEUE), routing_key=QUEUE)
    kept = {"x-queue-type": "quorum", "x-delivery-limit": MOST_DELIVERIES, "x-max-length": MOST_RINGS}
    dead = {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": DEAD}
    return Queue(QUEUE, Exchange(QUEUE), routing_key=QUEUE, durable=True, queue_arguments=kept | dead)
