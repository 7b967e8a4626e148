"""A repetition of a request with the same Idempotency-Key gets the first answer, and nothing happens twice.

The key is claimed in the transaction of the request itself: it is there exactly if what it stands for was done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from core.api.ask import Answer, Ask
from core.api.bodies import dump
from core.database.failures import Again
from core.database.queries import execute
from core.database.tables import idempotency
from dougong import BadRequest, Conflict, FieldProblem, Invalid

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["KEPT", "digest_of", "forget_old_answers", "once"]

HEADER = "Idempotency-Key"
REPLAYED = ("Idempotency-Replayed", "true")
LONGEST_KEY = 255
KEPT = timedelta(hours=48)
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def once(ctx: Ctx, ask: Ask, digest: str, make: Callable[[], Answer]) -> Answer:
    """The answer of `make`, or the kept one where the request's key was used before.

    Raises Conflict while the first request with the key is still at work, Invalid for a key used for something else.
    """
    key = ask.request.headers.get(HEADER)
    if key is None:
        return make()
    if not 0 < len(key) <= LONGEST_KEY:
        raise BadRequest("An Idempotency-Key has 1 to {most} characters", most=LONGEST_KEY)
    who = {"principal": f"user:{ctx.actor.id}", "key": key}
    if not _claim(ctx, who, digest):
        return _kept(ctx, who, digest)
    answer = make()
    _keep(ctx, who, answer)
    return answer


def digest_of(ask: Ask, body: bytes) -> str:
    """What tells one request from another."""
    request = ask.request
    head = f"{request.method} {request.path}?{request.environ.get('QUERY_STRING', '')}\n"
    return hashlib.sha256(head.encode("utf-8", "surrogatepass") + body).hexdigest()


def forget_old_answers(ctx: Ctx) -> int:
    """Delete answers that nobody will ask for again."""
    return execute(ctx.unit, sa.delete(idempotency).where(idempotency.c.at < ctx.now - KEPT))


def _claim(ctx: Ctx, who: dict[str, str], digest: str) -> bool:
    values = {**who, "digest": digest, "status": 0, "headers": "[]", "body": b"", "at": ctx.now}
    insert = INSERTS[ctx.store.backend]
    made = ctx.store.statement("idempotency.claim", lambda: insert(idempotency).on_conflict_do_nothing())
    try:
        return ctx.unit.run(made, values) == 1
    except Again:
        raise Conflict("The first request with this Idempotency-Key is still at work; try again in a moment") from None


def _kept(ctx: Ctx, who: dict[str, str], digest: str) -> Answer:
    columns = (idempotency.c[name] for name in ("digest", "status", "headers", "body"))
    found = ctx.store.statement("idempotency.kept", lambda: sa.select(*columns).where(*_whose()))
    (first, status, headers, body), *_ = ctx.unit.rows(found, _values(who))
    if first != digest:
        problem = FieldProblem(HEADER, "reused", "This key was used for another request; every request has its own")
        raise Invalid(errors=[problem])
    kept = [(name, value) for name, value in orjson.loads(headers)]
    return Answer(status=status, headers=[*kept, REPLAYED], content=bytes(body))


def _keep(ctx: Ctx, who: dict[str, str], answer: Answer) -> None:
    if answer.content is None:
        answer.content = b"" if answer.data is None else dump(answer.data)

    def make() -> sa.Update:
        given = {name: sa.bindparam(f"new_{name}", type_=idempotency.c[name].type) for name in ("status", "headers", "body")}
        return sa.update(idempotency).where(*_whose()).values(given)

    new = {"new_status": answer.status, "new_headers": orjson.dumps(answer.headers).decode(), "new_body": answer.content}
    ctx.unit.run(ctx.store.statement("idempotency.keep", make), _values(who) | new)


def _whose() -> list[sa.ColumnElement[bool]]:
    return [idempotency.c[name] == sa.bindparam(f"the_{name}") for name in ("principal", "key")]


def _values(who: dict[str, str]) -> dict[str, Any]:
    return {f"the_{name}": value for name, value in who.items()}
