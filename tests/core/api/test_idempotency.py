"""A repetition of a POST with the same key gets the first answer, and nothing happens twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from core.api.idempotency import KEPT, forget_old_answers
from core.ids import new_id
from tests.core.api.clients import Caller, Web

BOATS = "/api/v1/records/x_boat"


@pytest.fixture
def key() -> dict[str, str]:
    return {"Idempotency-Key": new_id()}


def named(caller: Caller, name: str) -> list[dict[str, Any]]:
    return list(caller.get(f"{BOATS}?filter=name='{name}'").json["data"])


def test_the_repetition_gets_the_first_answer(sailor: Caller, key: dict[str, str]) -> None:
    name = f"Once {key['Idempotency-Key'][-6:]}"
    first = sailor.post(BOATS, {"name": name}, headers=key)
    again = sailor.post(BOATS, {"name": name}, headers=key)
    assert (again.status_code, again.get_data()) == (201, first.get_data())
    assert (again.headers["ETag"], again.headers["Location"]) == (first.headers["ETag"], first.headers["Location"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(named(sailor, name)) == 1


def test_a_key_is_good_for_one_request_alone(sailor: Caller, key: dict[str, str]) -> None:
    assert sailor.post(BOATS, {"name": "One"}, headers=key).status_code == 201
    for path, body in ((BOATS, {"name": "Two"}), (f"{BOATS}/bulk", {"op": "create", "records": []})):
        refused = sailor.post(path, body, headers=key)
        assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "reused")


def test_a_refused_request_leaves_its_key_free(sailor: Caller, key: dict[str, str]) -> None:
    assert sailor.post(BOATS, {"nam": "Typo"}, headers=key).status_code == 422
    assert sailor.post(BOATS, {"name": "Typo mended"}, headers=key).status_code == 201


def test_everybody_has_keys_of_their_own(sailor: Caller, stranger: Caller, key: dict[str, str]) -> None:
    mine, theirs = (caller.post(BOATS, {"name": "Ours"}, headers=key) for caller in (sailor, stranger))
    assert mine.json["id"] != theirs.json["id"]


def test_repetitions_at_the_same_time_have_one_effect(web: Web, sailor: Caller, key: dict[str, str]) -> None:
    name = f"Race {key['Idempotency-Key'][-6:]}"
    callers = [Caller(web.app, **sailor.headers) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda caller: caller.post(BOATS, {"name": name}, headers=key), callers))
    assert {answer.status_code for answer in answers} <= {201, 409, 503}
    made = {answer.json["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == len(named(sailor, name)) == 1


@pytest.mark.parametrize("bad", ["", "x" * 256])
def test_a_key_has_a_reasonable_length(sailor: Caller, bad: str) -> None:
    assert sailor.post(BOATS, {"name": "Key"}, headers={"Idempotency-Key": bad}).status_code == 400


def test_answers_that_hold_a_secret_are_not_kept(sailor: Caller, key: dict[str, str]) -> None:
    first, again = (sailor.post("/api/v1/tokens", {"name": "Secret"}, headers=key) for _ in range(2))
    assert first.json["token"] != again.json["token"]


def test_answers_are_forgotten_after_two_days(web: Web, sailor: Caller, key: dict[str, str]) -> None:
    first = sailor.post(BOATS, {"name": "Old"}, headers=key)
    with time_machine.travel(web.world.platform.now() + KEPT + timedelta(hours=1)), web.world.system() as ctx:
        assert forget_old_answers(ctx) >= 1
    assert sailor.post(BOATS, {"name": "Old"}, headers=key).json["id"] != first.json["id"]
