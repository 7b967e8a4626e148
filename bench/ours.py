"""Dougong as a contender, through its command line and its API alone: accounts and opportunities of the shipped plugins."""

from __future__ import annotations

import json
import os
import subprocess
import time
import urllib.parse
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from bench.contender import Process, program
from bench.data import CURRENCIES, LISTED, OWNERS, PICKS, SENT, Data, Row, filters
from bench.load import Request, once

__all__ = ["Ours"]

PORT = 9002
BATCH = 1000
ADMIN, PASSWORD = "admin@bench.test", "bench-bench-bench"
RECORDS = "/api/v1/records"
#: The ten custom fields.
FIELDS: dict[str, Any] = {
    **{f"x_text{number}": {"type": "text"} for number in (1, 2, 3)},
    **{f"x_int{number}": {"type": "integer"} for number in (1, 2)},
    **{f"x_num{number}": {"type": "decimal", "scale": 2} for number in (1, 2)},
    "x_bool1": {"type": "boolean"},
    "x_date1": {"type": "date"},
    "x_pick1": {"type": "choice", "options": [{"value": value} for value in PICKS]},
}
#: What the owners may do: their own opportunities, and the accounts of all.
GRANTS = {
    "opportunity": {"create": True, "read": True, "edit": True},
    "account": {"create": True, "read": True, "view_all": True},
}
#: The 22 fields of one record, as the ceiling answers them.
ONE = [
    "id",
    *(name for name in SENT if name != "currency"),
    "owner_id",
    "x_text2",
    "x_text3",
    "x_int2",
    "x_num2",
    "x_date1",
]


class Ours:
    """`dougong serve --workers 2`, with a tenant whose restricted user sees what he owns."""

    name = "Dougong"
    base = f"http://127.0.0.1:{PORT}"

    def __init__(self, url: str, folder: Path, data: Data) -> None:
        self._folder = folder
        self._data = data
        self._environment = {"DOUGONG_DATA": str(folder / "dougong"), "DOUGONG_DATABASE_URL": url}
        self._admin = self._restricted = ""
        self._later: Row = {}
        self._owners: list[str] = []
        self._accounts: dict[int, str] = {}
        self._opportunities: dict[int, str] = {}

    # Loading

    def fill(self) -> None:
        """Also says who is who, so that a kept database can be used again."""
        known = self._folder / "dougong.json"
        if known.exists():
            self._recall(json.loads(known.read_text()))
            return
        self._run("tenant", "create", "bench", "--admin-email", ADMIN, "--admin-password", PASSWORD,
                  "--plugins", "customers,products,sales")  # fmt: skip
        self._admin = self._token(ADMIN)
        server = self.start()
        try:
            server.wait_for(self.base, self._request("GET", f"{RECORDS}/user?limit=1"))
            self._configure()
            self._load()
        finally:
            server.stop()
        known.write_text(json.dumps([self._admin, self._restricted, self._accounts, self._opportunities]))

    def _recall(self, known: list[Any]) -> None:
        self._admin, self._restricted = known[:2]
        self._accounts, self._opportunities = ({int(number): id for number, id in ids.items()} for ids in known[2:])

    def _configure(self) -> None:
        """Custom fields, rights, rates and owners, as an implementer sets them up."""
        self._put("object/opportunity", {"name": "opportunity", "extends": True, "fields": FIELDS})
        self._put("permission_set/x_bench", {"name": "x_bench", "label": "Bench", "objects": GRANTS})
        for currency in CURRENCIES:
            self._post("currency_rate", {"currency": currency, "rate": "1.25", "valid_from": "2020-01-01"})
        for number in range(OWNERS):
            person = {"email": f"owner{number}@bench.test", "name": f"Owner {number}", "password": PASSWORD}
            self._owners.append(self._post("user", {**person, "permission_sets": ["x_bench"]})["id"])
        self._restricted = self._token("owner0@bench.test")

    def _load(self) -> None:
        """A thousand rows in a request, two requests at a time."""
        rows = ({"name": row["name"], "billing_address": {"city": row["city"]}} for row in self._data.every_account())
        self._accounts = dict(enumerate(self._send("account", rows), 1))
        rows = ({**self._sent(row), "owner_id": self._owners[row["owner"]]} for row in self._data.every_opportunity())
        self._opportunities = dict(enumerate(self._send("opportunity", rows), 1))

    def _send(self, name: str, rows: Iterable[Row]) -> list[str]:
        """The ids of the records that were made of the rows."""
        with ThreadPoolExecutor(2) as pool:
            return [id for ids in pool.map(lambda batch: self._bulk(name, batch), batches(rows)) for id in ids]

    def _bulk(self, name: str, records: list[Row]) -> list[str]:
        body = {"op": "create", "atomic": True, "records": records}
        answer = self._ask(self._request("POST", f"{RECORDS}/{name}/bulk", body))
        return [result["id"] for result in answer["results"]]

    # The server

    def start(self) -> Process:
        command = [program("dougong"), "serve", "--workers", "2", "--threads", "8", "--port", str(PORT)]
        return Process(command, self._environment, self._folder / "dougong.log")

    def requests(self, workload: str, count: int) -> list[Request]:
        token = self._restricted if workload != "W2" else self._admin

        def request(method: str, path: str, body: Any = None) -> Request:
            return self._request(method, path, body, token)

        if workload == "W1p":
            fields = urllib.parse.urlencode({"fields": ",".join(ONE)})
            return [
                request("GET", f"{RECORDS}/opportunity/{self._opportunities[number]}?{fields}")
                for number in self._data.picks(count)
            ]
        if workload.startswith("W2"):
            return [request("GET", self._list(*each, counted="c" in workload)) for each in filters(count)]
        if workload == "W3":
            return [request("POST", f"{RECORDS}/opportunity", self._sent(row)) for row in self._data.creates(count)]
        if workload == "W4":
            return [
                request("PATCH", f"{RECORDS}/opportunity/{self._opportunities[number]}", {"next_step": f"call {turn}"})
                for turn, number in enumerate(self._data.picks(count))
            ]
        if workload == "W5p":
            measures = [{"sum": "amount"}, {"count": "*"}]
            return [
                request("POST", "/api/v1/query", {"object": "opportunity", "group_by": ["stage"], "measures": measures})
            ]
        return [
            request(
                "POST",
                f"{RECORDS}/opportunity/bulk",
                {
                    "op": "create",
                    "atomic": True,
                    "records": [self._sent(row) for row in self._data.creates(1000, seed)],
                },
            )
            for seed in range(count)
        ]

    def check(self, workload: str, answer: Any) -> None:
        if workload == "W1p":
            assert set(ONE) <= set(answer), answer
        elif workload.startswith("W2"):
            assert len(answer["data"]) == 50 and answer["data"][0]["account.name"], answer
        elif workload == "W5p":
            assert len(answer["rows"]) == 7, answer
        elif workload == "W6":
            assert len(answer["results"]) == 1000, answer

    def add_field(self) -> None:
        name = f"x_later{time.time_ns() // 10**6}"
        self._later[name] = {"type": "text", "label": "Later"}
        self._put("object/opportunity", {"name": "opportunity", "extends": True, "fields": {**FIELDS, **self._later}})
        path = f"{RECORDS}/opportunity/{self._opportunities[1]}"
        self._ask(self._request("PATCH", path, {name: "x"}))
        assert self._ask(self._request("GET", f"{path}?fields={name}"))[name] == "x"

    # Its words

    def _sent(self, row: Row) -> Row:
        """A row as the API takes it: money with its currency, the account by its id, a reason for what was lost."""
        kept = {name: value for name, value in row.items() if name not in ("id", "owner", "currency")}
        kept["amount"] = {"amount": row["amount"], "currency": row["currency"]}
        kept["account"] = self._accounts[row["account"]]
        return {**kept, "lost_reason": "price"} if row["stage"] == "lost" else kept

    @staticmethod
    def _list(stage: str, above: int, counted: bool) -> str:
        asked = {
            "filter": f"stage = '{stage}' AND amount > {above}",
            "sort": "-close_date",
            "fields": ",".join([*LISTED, "account.name"]),
            "limit": "50",
            **({"count": "true"} if counted else {}),
        }
        return f"{RECORDS}/opportunity?{urllib.parse.urlencode(asked)}"

    def _request(self, method: str, path: str, body: Any = None, token: str = "") -> Request:
        headers = {"Authorization": f"Bearer {token or self._admin}", "Content-Type": "application/json"}
        return Request(method, path, b"" if body is None else json.dumps(body).encode(), headers)

    def _ask(self, request: Request) -> Any:
        status, body = once(self.base, request)
        if status >= 300:
            raise RuntimeError(f"{request.method} {request.path} answers {status}: {body[:2000].decode()}")
        return json.loads(body)

    def _put(self, path: str, document: dict[str, Any]) -> None:
        self._ask(self._request("PUT", f"/api/v1/meta/{path}", document))

    def _post(self, name: str, values: dict[str, Any]) -> Any:
        return self._ask(self._request("POST", f"{RECORDS}/{name}", values))

    def _token(self, email: str) -> str:
        return self._run("token", "create", "--tenant", "bench", "--email", email).strip().splitlines()[-1]

    def _run(self, *command: str) -> str:
        known = {**os.environ, **self._environment}
        done = subprocess.run([program("dougong"), *command], env=known, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"dougong {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
