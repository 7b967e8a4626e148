"""The finder: a job that goes through what is there and leaves groups of records that are likely the same thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from core.database.queries import execute, fetch
from core.database.tables import duplicate, not_duplicate
from core.duplicates.pairing import Entry, Group, Pair, grouped, pairs_of
from core.duplicates.rules import MatchRule, rules_of
from core.ids import new_id
from core.jobs.context import JobCtx
from core.jobs.progress import report_progress
from core.jobs.results import keep_result
from core.records.reading import accesses, list_records, resolve
from dougong import Invalid, NotAllowed, NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["FIND", "find_duplicates", "start_finding"]

FIND = "core.find_duplicates"
PAGE = 1000
#: What is compared lies in memory, so a run looks at so many records; a filter chooses them.
MOST_RECORDS = 200_000
READING = 40


def start_finding(ctx: Ctx, object: str, rules: Sequence[str] = (), filter: str | None = None) -> str:
    """Write the job that looks through the records the actor sees. Answers its id.

    rules: the names of those that are asked, all of the object's own when left out.
    """
    kind = resolve(ctx, object)
    if not accesses(ctx)[object].grants.edit:
        raise NotAllowed("You may not {action} records of {object}", action="edit", object=kind.label)
    _chosen(ctx, object, rules)
    list_records(ctx, object, filter=filter, fields=["id"], limit=1)  # a filter that is wrong is refused at once
    return ctx.enqueue(FIND, {"object": object, "rules": list(rules), "filter": filter})


def _chosen(ctx: Ctx, object: str, names: Sequence[str]) -> list[MatchRule]:
    """The rules by these names, of which the actor sees every field."""
    offered = {rule.name: rule for rule in rules_of(ctx.catalogue).finding.get(object, ())}
    for name in names:
        if name not in offered:
            raise NotFound("There is no duplicate rule called {name} that compares records of {object}", name=name, object=object)
    visible = accesses(ctx)[object].visible
    chosen = [rule for rule in offered.values() if not names or rule.name in names]
    usable = [rule for rule in chosen if {*rule.own.fields, rule.between or "id"} <= visible]
    if not usable:
        raise NotFound("{object} has no duplicate rule whose fields you see", object=object)
    return usable


def find_duplicates(ctx: Ctx, payload: Mapping[str, Any]) -> None:
    """The job: what it found before is replaced by what it finds now."""
    object = payload["object"]
    rules = _chosen(ctx, object, payload["rules"])
    entries = _entries(ctx, object, rules, payload["filter"])
    counted: list[int] = []
    pairs: list[Pair] = []
    for done, rule in enumerate(rules):

        def progress(share: float, done: int = done) -> None:
            report_progress(ctx, READING + int((95 - READING) * (done + share) / len(rules)))

        pairs += pairs_of(rule, entries[rule.name], progress, counted)
    apart = _apart(ctx, object)
    groups = grouped(pair for pair in pairs if tuple(sorted((pair.one, pair.other))) not in apart)
    _store(ctx, object, groups)
    records = len(entries[rules[0].name])
    found = {"object": object, "records": records, "compared": sum(counted), "groups": len(groups)}
    keep_result(ctx, {**found, "rules": [rule.name for rule in rules]})


def _entries(ctx: Ctx, object: str, rules: Sequence[MatchRule], filter: str | None) -> dict[str, list[Entry]]:
    region = rules_of(ctx.catalogue).region
    found: dict[str, list[Entry]] = {rule.name: [] for rule in rules}
    between = {rule.between for rule in rules if rule.between}
    fields = sorted({name for rule in rules for name in rule.own.fields} | between)
    for number, record in enumerate(_pages(ctx, object, fields, filter), start=1):
        if number > MOST_RECORDS:
            raise Invalid("One run looks at {most} records at most; choose them by a filter", most=MOST_RECORDS)
        for rule in rules:
            side = record.get(rule.between) if rule.between else None
            found[rule.name].append(Entry(record["id"], rule.own.forms(record, region), side))
    return found


def _pages(ctx: Ctx, object: str, fields: Sequence[str], filter: str | None) -> Iterator[Mapping[str, Any]]:
    total = list_records(ctx, object, filter=filter, fields=["id"], limit=1, count=True).count or 1
    after, number = None, 0
    while True:
        page = list_records(ctx, object, filter=filter, fields=fields, limit=PAGE, after=after, sort="id")
        yield from page.data
        number += len(page.data)
        report_progress(ctx, READING * number // max(total, number))
        after = page.next
        if after is None:
            return


def _apart(ctx: Ctx, object: str) -> set[tuple[str, str]]:
    query = sa.select(not_duplicate.c.one, not_duplicate.c.other).where(not_duplicate.c.object == object)
    return {(row.one, row.other) for row in fetch(ctx.unit, query)}


def _store(ctx: Ctx, object: str, groups: Iterable[Group]) -> None:
    job = ctx.claim.id if isinstance(ctx, JobCtx) else new_id()
    execute(ctx.unit, sa.delete(duplicate).where(duplicate.c.object == object, duplicate.c.found_by == ctx.actor.id))
    rows = [
        {
            "id": new_id(),
            "job_id": job,
            "object": object,
            "score": round(group.score * 1000),
            "records": orjson.dumps(group.ids).decode(),
            "reasons": orjson.dumps([_reason(pair) for pair in group.pairs]).decode(),
            "found_by": ctx.actor.id,
            "at": ctx.now,
        }
        for group in groups
    ]
    if rows:
        execute(ctx.unit, sa.insert(duplicate), rows)


def _reason(pair: Pair) -> dict[str, Any]:
    likeness = pair.likeness
    return {
        "one": pair.one,
        "other": pair.other,
        "rule": likeness.rule,
        "score": likeness.score,
        "fields": list(likeness.fields),
    }
