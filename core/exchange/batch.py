"""Stores one batch of rows in one transaction: looked up, found again by key, made or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from core.exchange.lookups import Lookups, key_filter, padded, pages
from core.exchange.mapping import ImportMapping
from core.exchange.report import ImportReport, Refused
from core.exchange.rows import Draft, Wanted
from dougong import Duplicates, FieldProblem, Problem
from metadata.field_types.numbers import Money

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["Batch", "Outcome"]

Key = tuple[Any, ...]
Values = Mapping[str, Any]
DATED = ("created_at", "created_by", "updated_at", "updated_by")


@dataclass
class Outcome:
    """What became of a batch; told to the report when it is committed, so that a batch done twice counts once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    folded: int = 0
    refused: list[Refused] = field(default_factory=list)
    emptied: list[dict[str, Any]] = field(default_factory=list)
    empty: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Decimal] = field(default_factory=dict)
    looked_up: dict[str, Counter[str]] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    stored: list[Draft] = field(default_factory=list)

    def tell(self, report: ImportReport) -> None:
        """Add it all to the report."""
        report.created += self.created
        report.updated += self.updated
        report.unchanged += self.unchanged
        report.folded += self.folded
        report.refused += self.refused
        report.refused_count += len(self.refused)
        report.emptied += self.emptied
        report.empty += self.empty
        for name, number in self.sums.items():
            report.sums[name] = report.sums.get(name, Decimal(0)) + number
        for name, counts in self.looked_up.items():
            report.looked_up.setdefault(name, Counter()).update(counts)


class Batch:
    """The rows of one batch, in one attempt to store them. `seen`: what earlier rows with the same key said, as digests."""

    def __init__(
        self,
        ctx: Ctx,
        mapping: ImportMapping,
        kind: ObjectType,
        lookups: Lookups,
        drafts: Iterable[Draft],
        seen: Mapping[str, str],
        *,
        save_anyway: bool = True,
    ) -> None:
        self._ctx = ctx
        self._mapping = mapping
        self._kind = kind
        self._lookups = lookups
        self._seen = seen
        self._save_anyway = save_anyway
        self._drafts = [replace(draft, values=dict(draft.values), errors=list(draft.errors)) for draft in drafts]
        self._later = {name for name, sources in mapping.fields.items() if any(source.later for source in sources)}
        self._existing_rules = {name.partition(".")[0]: sources[0].existing for name, sources in mapping.fields.items() if sources}
        self._backdate = any(name in DATED for name in mapping.fields)
        self.outcome = Outcome()

    def store(self) -> Outcome:
        """Do it all."""
        self._lookups.resolve(self._ctx, self._drafts, self.outcome.looked_up)
        drafts = self._good(self._drafts)
        if self._mapping.key:
            self._store_by_key([draft for draft in drafts if self._first(draft)])
        else:
            self._create(drafts)
        return self.outcome

    def _good(self, drafts: Iterable[Draft]) -> list[Draft]:
        good = []
        for draft in drafts:
            if draft.errors:
                self._refuse(draft, draft.errors)
            else:
                good.append(draft)
        return good

    def _refuse(self, draft: Draft, errors: Sequence[FieldProblem]) -> None:
        self.outcome.refused.append(Refused(draft.row.line, draft.row.cells, list(errors)))

    # -- keys ------------------------------------------------------------------------------------------------

    def _key(self, draft: Draft) -> Key:
        return tuple(_comparable(draft.values.get(name)) for name in self._mapping.key)

    def _first(self, draft: Draft) -> bool:
        """Whether no row before this one has its key; one that has is refused, or folded into the first."""
        key = self._key(draft)
        if all(part is None for part in key):
            self._refuse(draft, [FieldProblem(self._mapping.key[0], "required", "This is the key and can't be empty")])
            return False
        draft.key, said = _digest(key), _digest(sorted(draft.values.items()))
        before = self._seen.get(draft.key, self.outcome.seen.get(draft.key))
        if before is None:
            self.outcome.seen[draft.key] = said
            self.outcome.lines[draft.key] = draft.row.line
            return True
        if self._mapping.repeated == "fold" and before == said:
            self.outcome.folded += 1
        else:
            self._refuse(
                draft, [FieldProblem(self._mapping.key[0], "repeated", "A row before this one has the same key")]
            )
        return False

    def _store_by_key(self, drafts: Sequence[Draft]) -> None:
        existing = self._existing(drafts)
        new, changed = [], []
        for draft in drafts:
            found = existing.get(self._key(draft), [])
            if len(found) > 1:
                self._refuse(draft, [FieldProblem(self._mapping.key[0], "ambiguous", "Several records have this key")])
            elif found and self._mapping.mode == "create":
                self._refuse(
                    draft, [FieldProblem(self._mapping.key[0], "exists", "There is a record with this key already")]
                )
            elif not found and self._mapping.mode == "update":
                self._refuse(draft, [FieldProblem(self._mapping.key[0], "unknown", "No record has this key")])
            elif found:
                draft.id = found[0]["id"]
                changed.append((draft, found[0]))
            else:
                new.append(draft)
        self._create(new)
        self._update(changed)

    def _existing(self, drafts: Sequence[Draft]) -> dict[Key, list[dict[str, Any]]]:
        """The records that the keys of these rows belong to: asked for by the first field of the key."""
        first = self._mapping.key[0]
        wanted = {_comparable(draft.values.get(first)) for draft in drafts} - {None}
        found: dict[Key, list[dict[str, Any]]] = {}
        fields = list(dict.fromkeys(["id", *self._mapping.key, *self._compared()]))
        for chunk in padded(sorted(wanted, key=str)):
            for record in pages(self._ctx, self._kind.name, key_filter(first, chunk), fields, sort=first):
                key = tuple(_comparable(record.get(name)) for name in self._mapping.key)
                if record["id"] not in {other["id"] for other in found.setdefault(key, [])}:
                    found[key].append(dict(record))
        return found

    # -- storing ---------------------------------------------------------------------------------------------

    def _create(self, drafts: Sequence[Draft]) -> None:
        records = [{name: value for name, value in draft.values.items() if value is not None} for draft in drafts]
        self.outcome.created += self._bulk("create", drafts, records)

    def _update(self, changed: Sequence[tuple[Draft, Values]]) -> None:
        records = [(draft, self._differences(draft, before)) for draft, before in changed]
        same = [draft for draft, values in records if not values]
        self.outcome.unchanged += len(same)
        for draft in same:
            self._count(draft)
        different = [(draft, {"id": draft.id, **values}) for draft, values in records if values]
        drafts, values = [d for d, _ in different], [v for _, v in different]
        self.outcome.updated += self._bulk("update", drafts, values)

    def _bulk(self, op: str, drafts: Sequence[Draft], records: Sequence[Values]) -> int:
        if not drafts:
            return 0
        count = 0
        results: Sequence[Values] = self._ctx.records.bulk(
            self._kind.name,
            op,
            records,
            backdate=self._backdate and op == "create",
            save_anyway=self._save_anyway,
        )
        for draft, result in zip(drafts, results, strict=True):
            if result["status"] == "error":
                self._refuse(draft, _errors(result["problem"]))
            else:
                draft.id = result["id"]
                self._count(draft)
                count += 1
        return count

    def _count(self, draft: Draft) -> None:
        self.outcome.stored.append(draft)
        self.outcome.emptied += draft.emptied
        put_off = {want.name for want in draft.wanted if want.source.later}
        for name, value in draft.values.items():
            number = value.amount if isinstance(value, Money) else value
            if number is None and name not in put_off:
                self.outcome.empty[name] += 1
            elif isinstance(number, (int, Decimal)) and not isinstance(number, bool):
                self.outcome.sums[name] = self.outcome.sums.get(name, Decimal(0)) + number

    # -- what differs ----------------------------------------------------------------------------------------

    def _compared(self) -> list[str]:
        """The keys of a record that this mapping sets: its fields, and the currencies of its money."""
        names = list(dict.fromkeys(name.partition(".")[0] for name in self._mapping.fields))
        money = (name for name in names if name in self._kind.fields and self._kind.fields[name].type.name == "money")
        return [*names, *(f"{name}_currency" for name in money)]

    def _differences(self, draft: Draft, before: Values) -> dict[str, Any]:
        found = {}
        for name, value in draft.values.items():
            if name in self._mapping.key or name in self._later or self._stays(name, before):
                continue
            spread = self._kind.all_fields[name].type.spread(self._kind.all_fields[name], value)
            if any(
                _comparable(before.get(part)) != _comparable(given) for part, given in spread.items() if part in before
            ):
                found[name] = value
        return found


    def _stays(self, name: str, before: Values) -> bool:
        """Whether the mapping leaves what a record says already as it is."""
        rule = self._existing_rules.get(name, "overwrite")
        return rule == "never" or (rule == "fill" and before.get(name) not in (None, "", (), [], {}))


def _comparable(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted((key, item) for key, item in value.items() if item is not None))
    return tuple(value) if isinstance(value, list) else value


def _digest(value: Any) -> str:
    return blake2b(repr(value).encode(), digest_size=12).hexdigest()


def _errors(problem: Problem) -> Sequence[FieldProblem]:
    if isinstance(problem, Duplicates):
        return [FieldProblem("", "duplicate", problem.message, problem.params)]
    return problem.errors or [FieldProblem("", "refused", problem.message, problem.params)]


def wanted_later(drafts: Iterable[Draft]) -> list[tuple[Draft, Wanted]]:
    """The references of stored rows that are to be set in the second pass."""
    return [(draft, want) for draft in drafts for want in draft.wanted if want.source.later]
