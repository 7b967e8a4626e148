"""Finding who gets a record: the first rule that fits and has somebody free, and why it was that person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from dougong import Conflict, Context, Endpoint, Request, Slot, Step
from plugins.assignment.objects import ASSIGNED

__all__ = ["assign", "assign_endpoints", "assign_slots", "assign_step"]

Record = Mapping[str, Any]
#: Where records of an object have their address.
ADDRESS = {"lead": "address", "account": "billing_address"}
PLACE = ("country", "state", "city", "postal_code", "industry")
RULE = ["name", "where", "way", "members", "team", "roles", "skills", "most", "open_where", "turn_of"]


@dataclass
class Choice:
    """Whom a rule may choose, how much each of them has, and whom it has passed over."""

    everybody: list[str]
    people: list[str] = field(default_factory=list)
    load: Mapping[str, int] = field(default_factory=dict)
    away: list[str] = field(default_factory=list)
    full: list[str] = field(default_factory=list)
    unskilled: list[str] = field(default_factory=list)
    territory: str | None = None


def assign(ctx: Context, object: str, id: str) -> str | None:
    """Give a record to whom the rules choose, and note why; answers the person, or None where no rule has anybody."""
    ctx = ctx.unrestricted()
    for rule in ctx.records.list("assignment_rule", filter=f"active = TRUE AND assigns = '{object}'", sort="position,name", fields=["where"], limit=200).data:
        fits = f"id = '{id}'" + (f" AND ({rule['where']})" if rule["where"] else "")
        if ctx.records.list(object, filter=fits, fields=["id"], limit=1).data:
            person = by_rule(ctx, object, id, rule["id"])
            if person is not None:
                return person
    return None


def by_rule(ctx: Context, object: str, id: str, rule_id: str) -> str | None:
    """What one rule decides. Writing to it first makes those wait who would decide by it at the same moment."""
    ctx.records.update("assignment_rule", rule_id, {"used_at": ctx.now})
    rule = ctx.records.get("assignment_rule", rule_id, fields=RULE)
    choice = free(ctx, object, rule, found(ctx, object, id, rule))
    if not choice.people:
        return None
    person = WAYS[rule["way"]](rule, choice)
    ctx.records.update(object, id, {"owner_id": person})
    ctx.records.update("assignment_rule", rule_id, {"turn_of": person})
    passed = {"away": choice.away, "full": choice.full, "unskilled": choice.unskilled}
    why = {"rule": rule_id, "because": rule["name"], "way": rule["way"], "load": choice.load.get(person, 0), "territory": choice.territory, **passed}
    ctx.records.create("assignment", {"record": {"object": object, "id": id}, "person": person, "owner_id": person, **why})
    return person


# -- whom ----------------------------------------------------------------------------------------------------


def found(ctx: Context, object: str, id: str, rule: Record) -> Choice:
    """All whom a rule names, those who are active, by name."""
    territory = None
    if rule["way"] == "territory":
        territory = territory_of(ctx, object, id)
        if territory is None:
            return Choice([])
        ids = {territory["person"]} if territory["person"] else members(ctx, territory["team"])
    else:
        ids = set(rule["members"] or ()) | members(ctx, rule["team"])
    parts = [f"id IN ({listed(ids)})"] if ids else []
    parts += [f"role IN ({listed(rule['roles'])})"] if rule["roles"] and territory is None else []
    if not parts:
        return Choice([])
    active = ctx.records.each("user", filter=f"active = TRUE AND ({' OR '.join(parts)})", fields=["name"])
    people = [one["id"] for one in sorted(active, key=lambda one: (str(one["name"]), one["id"]))]
    return Choice(people, territory=None if territory is None else str(territory["id"]))


def members(ctx: Context, team: str | None) -> set[str]:
    return set(ctx.records.get("team", team, fields=["members"])["members"] or ()) if team else set()


def territory_of(ctx: Context, object: str, id: str) -> Record | None:
    """The territory that says most of where a record lies and what it does; of equals the first by name."""
    known = ctx.fields(object)
    address = ADDRESS.get(object, "")
    record = ctx.records.get(object, id, fields=[name for name in (address, "industry") if name in known])
    values = {**(record.get(address) or {}), "industry": record.get("industry")}
    parts = [f"({name} = NULL{like(name, values.get(name))})" for name in PLACE]
    fitting = ctx.records.list("territory", filter=" AND ".join(parts), sort="name", fields=[*PLACE, "person", "team"], limit=1000).data
    return max(fitting, key=lambda one: (sum(one[name] is not None for name in PLACE), len(one["postal_code"] or "")), default=None)


def like(name: str, value: Any) -> str:
    if not value:
        return ""
    quoted = "'{}'".format(str(value).replace("'", "''"))
    return f" OR STARTS_WITH({quoted}, {name})" if name == "postal_code" else f" OR {name} = {quoted}"


def free(ctx: Context, object: str, rule: Record, choice: Choice) -> Choice:
    """Those who are there, have the skills and have not enough yet."""
    if not choice.everybody:
        return choice
    away = absent(ctx, object, choice.everybody)
    able = {one["person"]: one for one in ctx.records.each("assignment_person", filter=f"person IN ({listed(choice.everybody)})", fields=["person", "skills", "most"])}
    choice.load = loads(ctx, object, rule, choice.everybody)
    for person in choice.everybody:
        own = able.get(person, {})
        most = rule["most"] if own.get("most") is None else own["most"]
        if person in away:
            choice.away.append(person)
        elif not set(rule["skills"] or ()) <= set(own.get("skills") or ()):
            choice.unskilled.append(person)
        elif most is not None and choice.load.get(person, 0) >= most:
            choice.full.append(person)
        else:
            choice.people.append(person)
    return choice


def absent(ctx: Context, object: str, people: Iterable[str]) -> set[str]:
    """Who is away now, at least for records of this object."""
    now = ctx.now.isoformat()
    gone = f"person IN ({listed(people)}) AND begins_at <= '{now}' AND ends_at > '{now}'"
    rows = ctx.records.each("absence", filter=gone, fields=["person", "objects"])
    return {row["person"] for row in rows if not row["objects"] or object in row["objects"]}


def loads(ctx: Context, object: str, rule: Record, people: Sequence[str]) -> dict[str, int]:
    """How many open records each has, by one query."""
    counted = f"owner_id IN ({listed(people)})" + (f" AND ({rule['open_where']})" if rule["open_where"] else "")
    rows = ctx.records.query({"object": object, "filter": counted, "group_by": ["owner_id"], "measures": [{"count": "*"}]})
    return {row["owner_id"]: row["count"] for row in rows}


def listed(values: Iterable[str]) -> str:
    return ", ".join("'{}'".format(str(value).replace("'", "''")) for value in sorted(values))


# -- by which way --------------------------------------------------------------------------------------------


def in_turn(rule: Record, choice: Choice) -> str:
    """The next one after the last, by name among all whom the rule names, also where that one is away now."""
    everybody = choice.everybody
    after = everybody.index(rule["turn_of"]) + 1 if rule["turn_of"] in everybody else 0
    return next(person for person in [*everybody[after:], *everybody[:after]] if person in choice.people)


def least(rule: Record, choice: Choice) -> str:
    """Whoever has fewest; of equals the one who comes first by name."""
    return min(choice.people, key=lambda person: choice.load.get(person, 0))


def first(rule: Record, choice: Choice) -> str:
    return choice.people[0]


WAYS: Mapping[str, Callable[[Record, Choice], str]] = {"turn": in_turn, "load": least, "first": first, "territory": least}


# -- what begins it ------------------------------------------------------------------------------------------


def run_step(ctx: Context, record: Mapping[str, str] | None, values: Mapping[str, Any]) -> str | None:
    """The step of an automation; a record that somebody has taken meanwhile stays with that person."""
    if record is None or record["object"] not in ASSIGNED:
        raise Conflict("Rules assign leads, accounts and opportunities")
    if ctx.unrestricted().records.get(record["object"], record["id"], fields=["owner_id"])["owner_id"] is not None and not values.get("anew"):
        return None
    return assign(ctx, record["object"], record["id"])


def assign_now(object: str, ctx: Context, request: Request) -> dict[str, Any]:
    """Have the rules decide for a record, whoever has it now."""
    person = assign(ctx, object, request.ids["id"])
    if person is None:
        raise Conflict("No assignment rule fits this record and has somebody free")
    return {"user": person}


assign_step = Step(name="assignment_assign", label="Assign by rules", properties={"anew": {"type": "boolean"}}, run=run_step)
assign_endpoints = [
    Endpoint(method="POST", path=f"assign/{object}/<{object}:id>", object="assignment_rule", action="edit", view=partial(assign_now, object), summary=f"Have the rules assign a record of {object}")
    for object in ASSIGNED
]  # fmt: skip
assign_slots = [
    Slot(name=f"assign_{object}", place="record.header.action", label="Assign by rules", object=object, icon="route", endpoint=f"assign/{object}/{{id}}", visible_when="owner_id = NULL")
    for object in ASSIGNED
]  # fmt: skip
