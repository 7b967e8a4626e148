"""What an import did: every row and every correction accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dougong import FieldProblem

__all__ = ["ImportReport", "Refused"]


COUNTS = ("rows", "created", "updated", "unchanged", "folded", "malformed_count", "refused_count")
COUNTERS = ("skipped", "empty", "later")
MOST_EMPTIED = 1000


@dataclass(frozen=True)
class Refused:
    """A row that made no record, with its cells as they stand in the file and everything that is wrong with it."""

    line: int
    cells: list[str]
    errors: list[FieldProblem]


@dataclass
class ImportReport:
    """Counts of one import; `rows = created + updated + unchanged + skipped + folded + refused + malformed`.

    `refused` and `malformed` are the rows themselves, as far as this process has met them; the journal has all of them.
    """

    object: str
    file: str
    dry_run: bool
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    folded: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    malformed_count: int = 0
    refused_count: int = 0
    corrected: Counter[int] = field(default_factory=Counter)
    malformed: list[dict[str, Any]] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    corrections: list[dict[str, Any]] = field(default_factory=list)
    emptied: list[dict[str, Any]] = field(default_factory=list)
    looked_up: dict[str, Counter[str]] = field(default_factory=dict)
    empty: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)
    ignored: Mapping[str, str] = field(default_factory=dict)
    sums: dict[str, Decimal] = field(default_factory=dict)
    expected: list[dict[str, Any]] = field(default_factory=list)

    @property
    def adds_up(self) -> bool:
        """Whether every row is accounted for."""
        made = self.created + self.updated + self.unchanged
        return self.rows == made + self.skipped.total() + self.folded + self.refused_count + self.malformed_count

    @property
    def clean(self) -> bool:
        """Whether no row was refused."""
        return not self.refused_count and not self.malformed_count

    @property
    def as_expected(self) -> bool:
        """Whether it found what the mapping says that it must."""
        return all(item["expected"] == item["found"] for item in self.expected)

    def compare(self, expect: Mapping[str, Any]) -> None:
        """Note what was expected beside what was found."""
        plain = {
            "rows": self.rows,
            "records": self.created + self.updated + self.unchanged,
            "malformed": self.malformed_count,
            "refused": self.refused_count,
            "skipped": self.skipped.total(),
            "folded": self.folded,
        }
        corrected = {item["from"]: item["count"] for item in self.corrections}
        for what, wanted in expect.items():
            if what in plain:
                self._expect(what, wanted, plain[what])
            elif what == "corrected":
                for written, count in wanted.items():
                    self._expect(f"corrected {written}", count, corrected.get(written, 0))
            elif what == "empty":
                for name, count in wanted.items():
                    self._expect(f"empty {name}", count, self.empty[name])
            elif what == "sum":
                for name, number in wanted.items():
                    self._expect(f"sum of {name}", Decimal(number), self.sums.get(name, Decimal(0)))

    def _expect(self, what: str, wanted: Any, found: Any) -> None:
        self.expected.append({"what": what, "expected": wanted, "found": found})

    # -- from one process to the next ------------------------------------------------------------------------

    def apart(self) -> ImportReport:
        """A copy that may be counted on without counting here; of the rows it has none."""
        rows = {"refused": self.refused, "malformed": self.malformed}
        return deepcopy(self, {id(items): [] for items in rows.values()})

    def state(self) -> dict[str, Any]:
        """What another process needs to count on."""
        counts = {name: getattr(self, name) for name in COUNTS}
        counters = {name: dict(getattr(self, name)) for name in COUNTERS}
        return {
            **counts, **counters,
            "corrected": {str(number): count for number, count in self.corrected.items()},
            "looked_up": {name: dict(found) for name, found in self.looked_up.items()},
            "sums": {name: str(number) for name, number in self.sums.items()},
            "emptied": self.emptied[:MOST_EMPTIED],
        }  # fmt: skip

    def take(self, state: Mapping[str, Any]) -> None:
        """Count on from where another process was."""
        for name in COUNTS:
            setattr(self, name, state.get(name, 0))
        for name in COUNTERS:
            setattr(self, name, Counter(state.get(name, {})))
        self.corrected = Counter({int(number): count for number, count in state.get("corrected", {}).items()})
        self.looked_up = {name: Counter(found) for name, found in state.get("looked_up", {}).items()}
        self.sums = {name: Decimal(number) for name, number in state.get("sums", {}).items()}
        self.emptied = list(state.get("emptied", []))

    def document(self) -> dict[str, Any]:
        """The report as JSON."""
        return {
            "object": self.object,
            "file": self.file,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": [{"reason": reason, "count": count} for reason, count in self.skipped.items()],
            "folded": self.folded,
            "malformed": self.malformed,
            "refused": [{"line": row.line, "errors": [_error(e) for e in row.errors]} for row in self.refused],
            "corrections": self.corrections,
            "emptied": self.emptied,
            "looked_up": [{"field": name, **_counts(found)} for name, found in self.looked_up.items()],
            "empty": dict(self.empty),
            "later": dict(self.later),
            "ignored": dict(self.ignored),
            "expected": [{key: str(v) if isinstance(v, Decimal) else v for key, v in e.items()} for e in self.expected],
        }


def _error(problem: FieldProblem) -> dict[str, str]:
    return {"field": problem.field, "code": problem.code, "message": problem.message.format(**problem.params)}


def _counts(found: Counter[str]) -> dict[str, int]:
    return {key: found[key] for key in ("found", "missing", "created")}
