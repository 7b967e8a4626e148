"""What Celery is told: no message may be the only one to know of a job, and none may do harm."""

from __future__ import annotations

import pytest

from core.broker.rings import Rings
from core.broker.settings import BELIEVED_DEAD, DEAD, kind_of
from dougong import BadRequest

URLS = ["amqp://guest:guest@127.0.0.1//", "redis://127.0.0.1/0", "valkey://127.0.0.1/0", "postgresql+psycopg://me@/it?host=/run/pg"]


@pytest.mark.parametrize("url", URLS)
def test_celery_is_told_what_keeps_jobs_safe(url: str) -> None:
    told = Rings(url).app.conf
    assert (told.task_serializer, told.result_serializer) == ("json", "json")
    assert (told.accept_content, told.result_accept_content) == (["json"], ["json"])
    assert told.task_acks_late and told.task_reject_on_worker_lost
    assert told.worker_prefetch_multiplier == 1
    assert 0 < told.task_soft_time_limit < told.task_time_limit < BELIEVED_DEAD
    assert not told.worker_enable_remote_control and not told.task_create_missing_queues
    assert [queue.name for queue in told.task_queues] == [told.task_default_queue]


def test_rabbitmq_keeps_rings_in_quorum_queues_with_an_end() -> None:
    told = Rings(URLS[0]).app.conf
    [queue] = told.task_queues
    kept = queue.queue_arguments
    assert kept["x-queue-type"] == told.task_default_queue_type == "quorum"
    assert kept["x-delivery-limit"] > 0 and kept["x-max-length"] > 0
    assert kept["x-dead-letter-routing-key"] == DEAD
    assert told.broker_transport_options["confirm_publish"] is True


@pytest.mark.parametrize("url", URLS[1:3])
def test_redis_gives_back_what_a_dead_worker_held(url: str) -> None:
    told = Rings(url).app.conf.broker_transport_options
    assert told["unacked_restore_interval"] * told["unacked_restore_throttle"] <= 10
    assert told["visibility_timeout"] == BELIEVED_DEAD


def test_the_database_of_rings_is_the_one_that_is_named() -> None:
    told = Rings(URLS[3]).app.conf.broker_transport_options
    assert "host=/run/pg" in told["conn_string"] and "dbname=it" in told["conn_string"]
    assert told["init_extension"] is False


def test_what_can_not_carry_rings_is_refused() -> None:
    with pytest.raises(BadRequest, match=r"amqp://.*not with sqs://"):
        kind_of("sqs://key@")
