"""What is neglected goes back: found and moved some hundred records at a time, with a warning days before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dougong import Automation, Conflict, Context, Endpoint, Job, Request, Slot, Step

__all__ = ["Page", "RULES", "automation", "due", "recycle", "recycle_now", "recycle_slot", "recycle_step"]

Record = Mapping[str, Any]
JOB = "pool_recycle"
AT_ONCE = 500
RULES = ["name", "clock", "days", "where"]
#: What the task of a warning begins its key with; doing it is no contact with the customer.
WARNING = "pool "
WARNINGS = {
    "en": "Goes back to the pool within {days} days unless you get in touch",
    "zh": "{days} 天内若不跟进，将退回公海",
    "pl": "Wróci do puli w ciągu {days} dni, jeśli nie będzie kontaktu",
}


@dataclass(frozen=True)
class Page:
    """Some of the records that a rule takes back, how many were looked at, and how to go on."""

    records: Sequence[Record]
    seen: int
    next: str | None


def due(ctx: Context, pool: Record, rule: Record, at: datetime, after: str | None = None) -> Page:
    """Which of the next records a rule would take back at that time. The condition finds them, two queries spare some."""
    until = (at - timedelta(days=rule["days"])).isoformat()
    parts = ["owner_id <> NULL", f"(owned_since <= '{until}' OR owned_since = NULL AND created_at <= '{until}')"]
    parts += [f"({text})" for text in (pool["where"], rule["where"]) if text]
    parts += [f"NOT ({pool['spared']})"] if pool["spared"] else []
    fields = ["name", "owner_id", "version"]
    page = ctx.records.list(pool["holds"], filter=" AND ".join(parts), sort="id", fields=fields, limit=AT_ONCE, after=after)
    spared = kept_by_contact(ctx, page.data, until) if rule["clock"] == "contact" else set()
    spared |= kept_by_deals(ctx, page.data) if pool["holds"] == "account" and pool["spare_open_deals"] else set()
    return Page([one for one in page.data if one["id"] not in spared], len(page.data), page.next)


def kept_by_contact(ctx: Context, records: Sequence[Record], since: str) -> set[str]:
    """Those that somebody has been in touch with since then: an activity about them is done."""
    talked = f"{among('about.id', records)} AND done = TRUE AND done_at > '{since}' AND NOT STARTS_WITH(COALESCE(source_key, ''), '{WARNING}')"
    return about(ctx, talked) if records else set()


def kept_by_deals(ctx: Context, records: Sequence[Record]) -> set[str]:
    still = f"{among('account', records)} AND stage NOT IN ('won', 'lost')"
    found = ctx.records.query({"object": "opportunity", "filter": still, "group_by": ["account"]}) if records else ()
    return {str(row["account"]) for row in found}


def about(ctx: Context, filter: str) -> set[str]:
    """What these activities are about."""
    return {str(one["about"]["id"]) for one in ctx.records.each("activity", filter=filter, fields=["about"])}


def among(path: str, records: Sequence[Record]) -> str:
    return f"{path} IN ({', '.join(repr(str(one['id'])) for one in records)})"


# -- the job -------------------------------------------------------------------------------------------------


def steps(payload: Mapping[str, Any]) -> Iterator[Callable[[Context], int]]:
    """One pool: what each of its rules takes back, then whom to warn. Each step is a transaction with some hundred records."""
    begin = Begin(payload["pool"])
    yield begin
    works = [(work, rule) for work in (take_back, warn) for rule in begin.rules]
    for number, (work, rule) in enumerate(works):
        at = begin.at + timedelta(days=begin.pool["warn_days"] or 0) if work is warn else begin.at
        step = Some(work, begin.pool, rule, at, None, 100 * number // len(works))
        yield step
        while step.next is not None:
            step = Some(work, begin.pool, rule, at, step.next, step.percent)
            yield step


class Begin:
    """Reads the pool and its rules; a pool that isn't active any more has none. All steps ask about the same moment."""

    at: datetime
    pool: Record
    rules: Sequence[Record]

    def __init__(self, id: str) -> None:
        self.id = id

    def __call__(self, ctx: Context) -> int:
        records = ctx.unrestricted().records
        self.at = ctx.now
        self.pool = records.get("pool", self.id)
        rules = f"pool = '{self.id}' AND active = TRUE"
        self.rules = records.list("pool_rule", filter=rules, fields=RULES, limit=100).data if self.pool["active"] else []
        return 0


@dataclass
class Some:
    """One page of one rule. It may be called again when it lost a race, so it begins where the one before has ended."""

    work: Callable[[Context, Record, Record, Page], None]
    pool: Record
    rule: Record
    at: datetime
    after: str | None
    percent: int
    next: str | None = None

    def __call__(self, ctx: Context) -> int:
        ctx = ctx.unrestricted()
        page = due(ctx, self.pool, self.rule, self.at, self.after)
        if page.records:
            self.work(ctx, self.pool, self.rule, page)
        self.next = page.next
        return self.percent


def take_back(ctx: Context, pool: Record, rule: Record, page: Page) -> None:
    """Put the records into the pool and note who lost them; one that somebody is changing at this moment stays until tomorrow."""
    owners = {one["id"]: one["owner_id"] for one in page.records}
    wanted = [{"id": one["id"], "version": one["version"], "owner_id": None, "pool": pool["id"]} for one in page.records]
    results = ctx.records.bulk(pool["holds"], "update", wanted)
    moved = [str(result["id"]) for result in results if result["status"] != "error"]
    notes = [
        {"pool": pool["id"], "record": {"object": pool["holds"], "id": id}, "kind": "recycled", "person": owners[id], "owner_id": owners[id], "reason": rule["name"]}
        for id in moved
    ]
    ctx.records.bulk("pool_move", "create", notes)
    open_warnings = f"{among('about.id', page.records)} AND {WARNED}"
    gone = [{"id": one["id"]} for one in ctx.records.each("activity", filter=open_warnings, fields=["id"])]
    if gone:
        ctx.records.bulk("activity", "delete", gone)


WARNED = f"done = FALSE AND STARTS_WITH(COALESCE(source_key, ''), '{WARNING}')"


def warn(ctx: Context, pool: Record, rule: Record, page: Page) -> None:
    """A task for each owner who doesn't have one yet, due on the day on which the record goes at the latest."""
    if not pool["warn_days"]:
        return
    told = about(ctx, f"{among('about.id', page.records)} AND {WARNED}")
    waiting = [one for one in page.records if one["id"] not in told]
    owners = ", ".join(repr(owner) for owner in sorted({str(one["owner_id"]) for one in waiting}))
    found = ctx.records.each("user", filter=f"id IN ({owners})", fields=["language"]) if waiting else ()
    spoken = {one["id"]: one["language"] or "en" for one in found}
    tasks = [
        {
            "kind": "task", "subject": WARNINGS[spoken[one["owner_id"]]].format(days=pool["warn_days"]), "owner_id": one["owner_id"],
            "about": {"object": pool["holds"], "id": one["id"]}, "due_at": ctx.now + timedelta(days=pool["warn_days"]),
            "priority": "high", "source_key": f"{WARNING}{one['id']} {ctx.now.date()}",
        }
        for one in waiting
    ]  # fmt: skip
    if tasks:
        ctx.records.bulk("activity", "create", tasks)


# -- what begins it ------------------------------------------------------------------------------------------


def begin_now(ctx: Context, request: Request) -> dict[str, Any]:
    """Have the work done now instead of in the night."""
    if not ctx.records.get("pool", request.ids["pool"], fields=["active"])["active"]:
        raise Conflict("This pool is not active, so it takes nothing back")
    return {"job": ctx.enqueue(JOB, {"pool": request.ids["pool"]})}


def run_step(ctx: Context, record: Mapping[str, str] | None, values: Mapping[str, Any]) -> None:
    """The step of an automation: it writes the job, since its own transaction is to stay short."""
    if record is None or record["object"] != "pool":
        raise Conflict("Only a pool takes records back")
    ctx.enqueue(JOB, {"pool": record["id"]})


recycle = Job(name=JOB, steps=steps)
recycle_step = Step(name="pool_recycle", label="Take back what is neglected", run=run_step)
automation = Automation(
    "recycle_pools",
    label="What is neglected goes back to the pool",
    help="Every night each active pool takes back what its rules say, and warns owners of what goes next",
    on={"object": "pool", "schedule": "30 2 * * *", "when": "active = TRUE"},
    steps=[{"id": "recycle", "do": "pool_recycle"}],
)
recycle_now = Endpoint(
    method="POST", path="pools/<pool:pool>/recycle", object="pool", action="edit", view=begin_now, summary="Have a pool take back now what is neglected"
)
recycle_slot = Slot(
    name="recycle_pool", place="record.header.action", label="Recycle now", object="pool", icon="recycle", endpoint="pools/{id}/recycle", visible_when="active = TRUE"
)
