"""Makes and fills the tables of the ceiling: python -m bench.ceiling_fill, with BENCH_DATABASE set."""

from __future__ import annotations

import itertools

import sqlalchemy as sa

from bench import data
from bench.ceiling_app import LITE, account, engine, metadata, opportunity, typed

BATCH = 10_000


def fill() -> None:
    metadata.drop_all(engine)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(account.insert(), list(data.accounts()))
        rows = (typed(row) for row in data.opportunities())
        while batch := list(itertools.islice(rows, BATCH)):
            connection.execute(opportunity.insert(), batch)
        if not LITE:
            sequence = "SELECT setval(pg_get_serial_sequence('opportunities', 'id'), :last)"
            connection.execute(sa.text(sequence), {"last": data.OPPORTUNITIES})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE" if LITE else "VACUUM ANALYZE"))


if __name__ == "__main__":
    fill()
