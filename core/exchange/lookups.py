"""References by name: one query per batch and column finds the records that cells speak of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from core.exchange.mapping import Lookup
from core.exchange.rows import Draft, Wanted
from dougong import BadRequest, FieldProblem, Problem
from metadata.expressions.quoting import quote

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["Lookups", "key_filter", "padded", "pages"]

#: Lists of values are filled up to one of these lengths, so that few different statements are compiled.
SIZES = (10, 100, 500)
PAGE = 1000
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
Place = tuple[str, str, str]
"""Object, field and filter."""


class Lookups:
    """Remembers what was found, for the whole import. Exact after trimming; upper and lower case are the same."""

    def __init__(self, kind: ObjectType, *, save_anyway: bool = True) -> None:
        self._kind = kind
        self._save_anyway = save_anyway
        self._known: dict[Place, dict[str, list[str]]] = {}
        self._made: list[tuple[Place, str]] = []

    def resolve(self, ctx: Ctx, drafts: Sequence[Draft], counts: dict[str, Counter[str]]) -> None:
        """Fill in the references of these rows, but for those that are put off."""
        wanted = [(draft, want) for draft in drafts for want in draft.wanted if not want.source.later]
        self._look(ctx, [want for _, want in wanted])
        for draft, want in wanted:
            self._fill(ctx, draft, want, counts.setdefault(want.name, Counter()))

    def find_later(
        self, ctx: Ctx, wanted: Sequence[tuple[Draft, Wanted]], written: Mapping[str, set[str]]
    ) -> tuple[list[tuple[Draft, Wanted, str]], list[tuple[Draft, Wanted]]]:
        """The references that were put off: those found, with their ids, and the others. `written`: what would be there."""
        for _, want in wanted:
            for place in self._places(want):
                self._known.pop(place, None)
        self._look(ctx, [want for _, want in wanted])
        found, missing = [], []
        for draft, want in wanted:
            _, ids = self._hit(want)
            expected = any(want.text.lower() in written.get(field, ()) for field in self._lookup(want).fields)
            if len(ids) == 1 or (not ids and expected):
                found.append((draft, want, ids[0] if ids else ""))
            else:
                missing.append((draft, want))
        return found, missing

    def settle(self, *, kept: bool) -> None:
        """Keep the records that were made on the way, or forget them because their transaction was undone."""
        for place, text in () if kept else self._made:
            self._known[place].pop(text, None)
        self._made.clear()

    # -- looking ---------------------------------------------------------------------------------------------

    def _look(self, ctx: Ctx, wanted: Iterable[Wanted]) -> None:
        unknown: dict[Place, dict[str, str]] = {}
        for want in wanted:
            folded = want.text.lower()
            for place in self._places(want):
                if folded not in self._known.setdefault(place, {}):
                    unknown.setdefault(place, {})[folded] = want.text
        for place, texts in unknown.items():
            self._known[place] |= {folded: [] for folded in texts}
            self._query(ctx, place, list(texts))

    def _query(self, ctx: Ctx, place: Place, texts: list[str]) -> None:
        object, field, condition = place
        for chunk in padded(texts):
            listed = ", ".join(map(quote, chunk))
            filter = f"id IN ({listed})" if field == "id" else f"LOWER({field}) IN ({listed})"
            filter = f"({filter}) AND ({condition})" if condition else filter
            for record in pages(ctx, object, filter, ["id", field]):
                self._known[place].setdefault(str(record[field]).lower(), []).append(record["id"])

    def _places(self, want: Wanted) -> list[Place]:
        """Where this is looked for, in order; what looks like an id may be one."""
        lookup = self._lookup(want)
        object = lookup.object or self._target(want.name)
        fields = ("id", *lookup.fields) if ID.fullmatch(want.text) else lookup.fields
        return [(object, field, lookup.filter or "") for field in dict.fromkeys(fields)]

    def _hit(self, want: Wanted) -> tuple[Place, list[str]]:
        """The first place where something was found, and what; the last one with nothing."""
        places = self._places(want)
        hits = ((place, self._known[place][want.text.lower()]) for place in places)
        return next(((place, ids) for place, ids in hits if ids), (places[-1], []))

    def _lookup(self, want: Wanted) -> Lookup:
        assert want.source.lookup is not None
        return want.source.lookup

    def _target(self, name: str) -> str:
        field = self._kind.fields[name]
        to = field.references or field.to
        if not isinstance(to, str) or to == "*":
            raise BadRequest("The mapping looks {field} up and must say in which object", field=name)
        return to

    # -- filling in ------------------------------------------------------------------------------------------

    def _fill(self, ctx: Ctx, draft: Draft, want: Wanted, counts: Counter[str]) -> None:
        lookup = self._lookup(want)
        place, ids = self._hit(want)
        if not ids and lookup.missing == "create":
            try:
                ids = self._known[place][want.text.lower()] = [self._create(ctx, place, want)]
            except Problem as problem:
                params = {**_names(ctx, place), "value": want.text, "cause": problem}
                draft.errors.append(FieldProblem(want.name, "refused", "{object} {value} can't be made: {cause}", params))
                return
            self._made.append((place, want.text.lower()))
            counts["created"] += 1
        elif ids:
            counts["found"] += 1
        else:
            counts["missing"] += 1
        self._take(ctx, draft, want, place, ids)

    def _take(self, ctx: Ctx, draft: Draft, want: Wanted, place: Place, ids: list[str]) -> None:
        field = self._kind.fields[want.name]
        if len(ids) == 1:
            several = field.type.name == "many_to_many"
            value = {"object": place[0], "id": ids[0]} if field.type.name == "any_reference" else ids[0]
            draft.values[want.name] = [value] if several else value
        elif ids:
            text = "{count} records of {object} have the {field} {value}"
            params = {**_names(ctx, place), "count": len(ids), "value": want.text}
            draft.errors.append(FieldProblem(want.name, "ambiguous", text, params))
        elif self._lookup(want).missing == "refuse":
            params = {**_names(ctx, place), "value": want.text}
            draft.errors.append(FieldProblem(want.name, "unknown", "No {object} has the {field} {value}", params))

    def _create(self, ctx: Ctx, place: Place, want: Wanted) -> str:
        """A record for what nothing is called; when it is refused, the rest of the transaction is not."""
        object, field, _ = place
        values = {field: want.text, **self._lookup(want).create}
        with ctx.unit.attempt():
            made = ctx.records.create(object, values, save_anyway=self._save_anyway)
        return str(made["id"])


def _names(ctx: Ctx, place: Place) -> dict[str, str]:
    """What the actor calls the object and the field in which something is looked up."""
    object, field, _ = place
    label = ctx.catalogue.label(f"object.{object}.label", ctx.actor.language)
    return {"object": label or object, "field": ctx.catalogue.field_label(object, field, ctx.actor.language)}


def padded(values: Sequence[Any]) -> Iterable[list[Any]]:
    """The values in chunks whose lengths are few. Days take several parts of a filter each, so fewer of them fit."""
    most = SIZES[1] if any(isinstance(value, date) for value in values) else SIZES[-1]
    for start in range(0, len(values), most):
        chunk = list(values[start : start + most])
        size = next(size for size in SIZES if size >= len(chunk))
        yield chunk + chunk[-1:] * (size - len(chunk))


def pages(ctx: Ctx, object: str, filter: str, fields: Sequence[str], sort: str = "id") -> Iterable[Mapping[str, Any]]:
    """Every record that the filter finds. Sorted by what it compares, it is found by the index on that: a database that
    knows nothing yet of a table that has just been filled would else walk through all of it in the order of ids.
    """
    after: str | None = None
    while True:
        page = ctx.records.list(object, filter=filter, fields=fields, sort=sort, limit=PAGE, after=after)
        yield from page.data
        after = page.next
        if after is None:
            return


def key_filter(field: str, values: Sequence[Any]) -> str:
    """The filter for records whose field is one of these."""
    return f"{field} IN ({', '.join(map(_literal, values))})"


def _literal(value: Any) -> str:
    if isinstance(value, datetime):
        return f"DATETIMEVALUE('{value.isoformat()}')"
    if isinstance(value, date):
        return f"DATEVALUE('{value.isoformat()}')"
    return quote(value) if isinstance(value, str) else str(value)
