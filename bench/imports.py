"""How long it takes to import many contacts by the command line: wall and CPU time, on either database.

    .venv/bin/python -m bench.imports --rows 100000 --database pg
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.contender import program
from tests.support.postgres import Server

HEADINGS = ("External ID", "Given name", "Family name", "E-mail", "Phone", "Job title", "City", "Birthday")
MAPPING = {
    "object": "contact", "key": "external_id",
    "fields": {
        "external_id": "External ID", "first_name": "Given name", "last_name": "Family name", "email": "E-mail", "phone": "Phone",
        "job_title": "Job title", "mailing_address.city": "City", "birthday": "Birthday",
    },
}  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.imports", description=__doc__)
    options.add_argument("--rows", type=int, default=100_000)
    options.add_argument("--database", choices=["pg", "sqlite"], default="sqlite")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name, database(given.database, Path(name)) as url:
        folder = Path(name)
        write_contacts(folder / "contacts.csv", given.rows)
        (folder / "mapping.json").write_text(json.dumps(MAPPING))
        run(folder, url, "tenant", "create", "bench", "--admin-email", "a@bench.test", "--admin-password", "bench-bench", "--plugins", "customers")
        words = ["import", "contact", str(folder / "contacts.csv"), "--tenant", "bench", "--mapping", str(folder / "mapping.json")]
        for what in ("new", "unchanged"):
            wall, cpu = run(folder, url, *words)
            print(f"{given.rows:,} {what} contacts, {given.database}: {wall:.1f} s, {cpu:.1f} s of CPU in the process", flush=True)


def write_contacts(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(rows):
            phone = f"+48 22 {n % 1000:03d} {n // 1000 % 100:02d} {n % 89:02d}"
            day = f"{1950 + n % 50}-{n % 12 + 1:02d}-{n % 28 + 1:02d}"
            writer.writerow([f"c{n}", f"Anna {n % 97}", f"Kowalska-{n}", f"anna{n}@example.com", phone, "Buyer", "Łódź", day])


def run(folder: Path, url: str, *words: str) -> tuple[float, float]:
    """A command; answers wall and CPU seconds."""
    environment = {"DOUGONG_DATA": str(folder / "data"), "DOUGONG_DATABASE_URL": url, "PATH": "/usr/bin:/bin"}
    before, began = used(), time.perf_counter()
    subprocess.run([program("dougong"), *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began, used() - before


def used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
        return
    folder.chmod(0o711)  # PostgreSQL runs as another user when we are root
    server = Server(folder / "postgres")
    server.create()
    server.start()
    try:
        with server.database("bench") as url:
            yield url
    finally:
        server.stop()


if __name__ == "__main__":
    main()
