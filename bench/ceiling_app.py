"""The ceiling: the least a Flask project has to do. Flask, SQLAlchemy Core and orjson on one real table.

No metadata, no plugins, no validation, no audit, no hooks: the statements are written down, a token is looked up in a
dictionary, and a restricted token adds `owner = :me`. What the platform reaches is told as a share of this.
The database is named by BENCH_DATABASE.
"""

from __future__ import annotations

import datetime as dt
import os
from decimal import Decimal
from typing import Any

import orjson
import sqlalchemy as sa
from flask import Flask, Response, abort, request

URL = os.environ.get("BENCH_DATABASE", "sqlite://")
LITE = URL.startswith("sqlite")
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000", "cache_size=-65536", "mmap_size=268435456")
TOKENS = {"admin": None, "restricted": 0}

engine = sa.create_engine(URL, pool_size=16, max_overflow=0)
metadata = sa.MetaData()
Short, Amount = sa.String(255), sa.Float if LITE else sa.Numeric(14, 2, asdecimal=False)

account = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", Short),
    sa.Column("city", Short),
)
opportunity = sa.Table(
    "opportunities",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", Short, nullable=False),
    sa.Column("account", sa.ForeignKey("accounts.id")),
    sa.Column("owner", sa.Integer),
    sa.Column("stage", Short),
    sa.Column("amount", Amount),
    sa.Column("currency", Short),
    sa.Column("probability", sa.Integer),
    sa.Column("close_date", sa.Date),
    sa.Column("source", Short),
    sa.Column("description", sa.Text),
    sa.Column("next_step", Short),
    sa.Column("x_text1", Short),
    sa.Column("x_text2", Short),
    sa.Column("x_text3", Short),
    sa.Column("x_int1", sa.Integer),
    sa.Column("x_int2", sa.Integer),
    sa.Column("x_num1", Amount),
    sa.Column("x_num2", Amount),
    sa.Column("x_bool1", sa.Boolean),
    sa.Column("x_date1", sa.Date),
    sa.Column("x_pick1", Short),
)
column = opportunity.c
for place, group in enumerate((("stage", "close_date"), ("stage", "amount"), ("owner", "stage"), ("account",))):
    sa.Index(f"opportunities_{place}", *(column[name] for name in group))

LISTED = [
    column.id, column.name, column.stage, column.amount, column.currency, column.probability, column.close_date,
    column.source, column.next_step, column.x_text1, column.x_int1, account.c.name.label("account_name"),
]  # fmt: skip

app = Flask(__name__)

if LITE:

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


def answer(data: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(data), status, mimetype="application/json")


def dictionaries(result: sa.CursorResult[Any]) -> list[dict[str, Any]]:
    names = [str(key) for key in result.keys()]  # plain: orjson takes no subclass of str as a key
    return [dict(zip(names, row, strict=True)) for row in result]


def me() -> int | None:
    """The owner that the token is held to; None sees all."""
    token = request.headers.get("Authorization", "")[7:]
    return TOKENS[token] if token in TOKENS else abort(401)


def mine(statement: Any, who: int | None) -> Any:
    return statement if who is None else statement.where(column.owner == sa.bindparam("me", who))


def typed(values: dict[str, Any]) -> dict[str, Any]:
    """What JSON can't say: dates and exact numbers."""
    for name in values.keys() & {"close_date", "x_date1"}:
        values[name] = dt.date.fromisoformat(values[name])
    for name in values.keys() & {"amount", "x_num1", "x_num2"}:
        values[name] = number(values[name])
    return values


def number(text: str) -> float | Decimal:
    """A Decimal for PostgreSQL: with a float it compares as float8 and uses no index of the column."""
    return float(text) if LITE else Decimal(text)


@app.get("/api/opportunities/<int:number>")
def get(number: int) -> Response:
    who = me()
    with engine.connect() as connection:
        rows = dictionaries(connection.execute(mine(sa.select(opportunity).where(column.id == number), who)))
    return answer({"data": rows[0]}) if rows else abort(404)


@app.get("/api/opportunities")
def many() -> Response:
    who, asked = me(), request.args
    matching = (column.stage == asked["stage"]) & (column.amount > number(asked["above"]))
    joined = sa.select(*LISTED).join_from(opportunity, account, column.account == account.c.id, isouter=True)
    page = mine(joined.where(matching), who).order_by(column.close_date.desc()).limit(int(asked["limit"]))
    body: dict[str, Any] = {}
    with engine.connect() as connection:
        body["data"] = dictionaries(connection.execute(page))
        if "count" in asked:
            count = sa.select(sa.func.count()).select_from(opportunity).where(matching)
            body["count"] = connection.execute(mine(count, who)).scalar()
    return answer(body)


@app.post("/api/opportunities")
def create() -> Response:
    values = {**typed(orjson.loads(request.get_data())), "owner": me() or 0}
    with engine.begin() as connection:
        made = dictionaries(connection.execute(sa.insert(opportunity).values(values).returning(*column)))
    return answer({"data": made[0]}, 201)


@app.patch("/api/opportunities/<int:number>")
def update(number: int) -> Response:
    who, values = me(), typed(orjson.loads(request.get_data()))
    change = sa.update(opportunity).where(column.id == number).values(values).returning(*column)
    with engine.begin() as connection:
        rows = dictionaries(connection.execute(mine(change, who)))
    return answer({"data": rows[0]}) if rows else abort(404)


@app.get("/api/opportunities/by-stage")
def by_stage() -> Response:
    sums = sa.select(column.stage, sa.func.sum(column.amount).label("total"), sa.func.count().label("count"))
    with engine.connect() as connection:
        rows = dictionaries(connection.execute(mine(sums, me()).group_by(column.stage)))
    return answer({"rows": rows})


@app.post("/api/opportunities/bulk")
def bulk() -> Response:
    who = me() or 0
    rows = [{**typed(values), "owner": who} for values in orjson.loads(request.get_data())]
    with engine.begin() as connection:
        made = connection.execute(sa.insert(opportunity).returning(column.id), rows).scalars().all()
    return answer({"data": made}, 201)
