"""Dougong as a contender, through its command line and its API alone: accounts and opportunities of the shipped plugins."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.parse
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from bench import data
from bench.contender import Process, program
from bench.load import Request, once

__all__ = ["Ours"]

PORT = 9002
BATCH = 1000
ADMIN = "admin@bench.test"
RECORDS = "/api/v1/records"
#: The ten custom fields.
FIELDS: dict[str, Any] = {
    **{f"x_text{number}": {"type": "text"} for number in (1, 2, 3)},
    **{f"x_int{number}": {"type": "integer"} for number in (1, 2)},
    **{f"x_num{number}": {"type": "decimal", "scale": 2} for number in (1, 2)},
    "x_bool1": {"type": "boolean"},
    "x_date1": {"type": "date"},
    "x_pick1": {"type": "choice", "options": [{"value": value} for value in data.PICKS]},
}
#: What the owners may do: their own opportunities, and the accounts of all.
GRANTS = {
    "opportunity": {"create": True, "read": True, "edit": True},
    "account": {"create": True, "read": True, "view_all": True},
}
ONE = [*data.SENT, "owner_id", "x_text2", "x_text3", "x_int2", "x_num2", "x_date1"]


class Ours:
    """`dougong serve --workers 2`, with a tenant whose restricted user sees what he owns."""

    name = "Dougong"
    base = f"http://127.0.0.1:{PORT}"

    def __init__(self, url: str, folder: Path) -> None:
        self._folder = folder
        self._environment = {"DOUGONG_DATA": str(folder / "dougong"), "DOUGONG_DATABASE_URL": url}
        self._tokens: list[str] = []
        self._admin = ""
        self._accounts: dict[int, str] = {}
        self._opportunities: dict[int, str] = {}

    # Loading

    def fill(self) -> None:
        self._run("tenant", "create", "bench", "--admin-email", ADMIN, "--admin-password", "bench-bench-bench",
                  "--plugins", "customers,products,sales")  # fmt: skip
        self._admin = self._token(ADMIN)
        server = self.start()
        try:
            server.wait_for(self.base, self._request("GET", f"{RECORDS}/user?limit=1"))
            self._configure()
            self._load()
        finally:
            server.stop()

    def _configure(self) -> None:
        """Custom fields, rights, rates and owners, as an implementer would set them up."""
        self._put("object/opportunity", {"name": "opportunity", "extends": True, "fields": FIELDS})
        self._put("permission_set/x_bench", {"name": "x_bench", "label": "Bench", "objects": GRANTS})
        for currency in data.CURRENCIES:
            self._post("currency_rate", {"currency": currency, "rate": "1.25", "valid_from": "2020-01-01"})
        for number in range(data.OWNERS):
            email = f"owner{number}@bench.test"
            person = {"email": email, "name": f"Owner {number}", "password": "bench-bench-bench"}
            self._post("user", {**person, "permission_sets": ["x_bench"]})
            self._tokens.append(self._token(email))

    def _load(self) -> None:
        """Every owner sends his own rows, a thousand in a request, two requests at a time."""
        rows = [{"name": row["name"], "billing_address": {"city": row["city"]}} for row in data.accounts()]
        made = self._send_all((self._tokens[0], "account", batch) for batch in batches(rows))
        self._accounts = dict(enumerate(made, 1))
        owned: dict[int, list[data.Row]] = {number: [] for number in range(data.OWNERS)}
        for row in data.opportunities():
            owned[row["owner"]].append(row)
        order = [row["id"] for number in owned for row in owned[number]]
        made = self._send_all(
            (self._tokens[number], "opportunity", [self._sent(row) for row in batch])
            for number, rows in owned.items()
            for batch in batches(rows)
        )
        self._opportunities = dict(zip(order, made, strict=True))

    def _send_all(self, work: Iterable[tuple[str, str, list[data.Row]]]) -> list[str]:
        with ThreadPoolExecutor(2) as pool:
            return [id for ids in pool.map(lambda each: self._bulk(*each), work) for id in ids]

    def _bulk(self, token: str, name: str, records: list[data.Row]) -> list[str]:
        body = {"op": "create", "atomic": True, "records": records}
        answer = self._ask(self._request("POST", f"{RECORDS}/{name}/bulk", body, token))
        return [result["id"] for result in answer["results"]]

    # The server

    def start(self) -> Process:
        command = [program("dougong"), "serve", "--workers", "2", "--threads", "8", "--port", str(PORT)]
        return Process(command, self._environment, self._folder / "dougong.log")

    def requests(self, workload: str, count: int) -> list[Request]:
        token = self._tokens[0] if workload != "W2" else self._admin

        def request(method: str, path: str, body: Any = None) -> Request:
            return self._request(method, path, body, token)

        if workload == "W1p":
            fields = urllib.parse.urlencode({"fields": ",".join(name for name in ONE if name != "currency")})
            return [
                request("GET", f"{RECORDS}/opportunity/{self._opportunities[number]}?{fields}")
                for number in data.picks(count, owned_by=0)
            ]
        if workload.startswith("W2"):
            return [request("GET", self._list(*each, counted="c" in workload)) for each in data.filters(count)]
        if workload == "W3":
            return [request("POST", f"{RECORDS}/opportunity", self._sent(row)) for row in data.creates(count)]
        if workload == "W4":
            return [
                request("PATCH", f"{RECORDS}/opportunity/{self._opportunities[number]}", {"next_step": f"call {turn}"})
                for turn, number in enumerate(data.picks(count, owned_by=0))
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
                {"op": "create", "atomic": True, "records": [self._sent(row) for row in data.creates(1000, seed)]},
            )
            for seed in range(count)
        ]

    def check(self, workload: str, answer: Any) -> None:
        if workload == "W1p":
            assert set(ONE) - {"currency"} <= set(answer), answer
        elif workload.startswith("W2"):
            assert len(answer["data"]) == 50 and answer["data"][0]["account"], answer
        elif workload == "W5p":
            assert len(answer["rows"]) == 7, answer
        elif workload == "W6":
            assert len(answer["results"]) == 1000, answer

    def add_field(self) -> None:
        self._put(
            "object/opportunity", {"name": "opportunity", "extends": True, "fields": {**FIELDS, "x_later": LATER}}
        )
        path = f"{RECORDS}/opportunity/{self._opportunities[1]}"
        self._ask(self._request("PATCH", path, {"x_later": "x"}))
        assert self._ask(self._request("GET", f"{path}?fields=x_later"))["x_later"] == "x"

    # Its words

    def _sent(self, row: data.Row) -> data.Row:
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
            "fields": ",".join([*data.LISTED, "account.name"]),
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

    def _post(self, name: str, values: dict[str, Any]) -> None:
        self._ask(self._request("POST", f"{RECORDS}/{name}", values))

    def _token(self, email: str) -> str:
        return self._run("token", "create", "--tenant", "bench", "--email", email).strip().splitlines()[-1]

    def _run(self, *command: str) -> str:
        known = {**os.environ, **self._environment}
        done = subprocess.run([program("dougong"), *command], env=known, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"dougong {' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout


LATER = {"type": "text", "label": "Later"}


def batches(rows: Iterable[data.Row]) -> Iterator[list[data.Row]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
