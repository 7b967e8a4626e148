"""Makes and fills the tables of the ceiling: python -m bench.ceiling_fill OPPORTUNITIES, with BENCH_DATABASE set."""

from __future__ import annotations

import itertools
import sys

import sqlalchemy as sa

from bench.ceiling_app import LITE, account, engine, metadata, opportunity, typed
from bench.data import Data

BATCH = 10_000


def fill(data: Data) -> None:
    metadata.drop_all(engine)
    metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(account.insert(), list(data.every_account()))
        rows = (typed(row) for row in data.every_opportunity())
        while batch := list(itertools.islice(rows, BATCH)):
            connection.execute(opportunity.insert(), batch)
        if not LITE:
            sequence = "SELECT setval(pg_get_serial_sequence('opportunities', 'id'), :last)"
            connection.execute(sa.text(sequence), {"last": data.opportunities})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE" if LITE else "VACUUM ANALYZE"))


if __name__ == "__main__":
    fill(Data(int(sys.argv[1])))
