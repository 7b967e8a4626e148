"""What a bulk job does to a batch of records: each operation goes through the door of everyone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.records.reading import resolve
from dougong import BadRequest, Conflict, FieldProblem, Invalid, NotAllowed, Problem

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.fields import Field

__all__ = ["OPERATIONS", "check", "perform"]

Failures = dict[str, Problem]
Arguments = Mapping[str, Any]
Perform = Callable[["Ctx", str, Sequence[str], Arguments], Failures]
PAGE = 1000


def perform(ctx: Ctx, object: str, operation: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    """Do it; answers by record what was refused."""
    return OPERATIONS[operation](ctx, object, ids, arguments)


def check(ctx: Ctx, object: str, operation: str, arguments: Arguments) -> None:
    """Refuse what no record could take, before the first. Raises a Problem."""
    kind = resolve(ctx, object)
    access = ctx.records.access(object)
    if not (access.delete if operation == "delete" else access.edit):
        action = "delete" if operation == "delete" else "edit"
        raise NotAllowed("You may not {action} records of {object}", action=action, object=kind.label)
    needed = NEEDED[operation]
    missing = [name for name in needed if not arguments.get(name)]
    if missing:
        raise Invalid(errors=[FieldProblem(name, "required", "This is needed") for name in missing])
    extra = set(arguments) - {*needed, *ALLOWED.get(operation, ())}
    if extra:
        raise Invalid(errors=[FieldProblem(name, "unknown", "There is no field of this name") for name in sorted(extra)])
    if operation in ("tag", "untag"):
        _tag_field(ctx, object, arguments)
    if operation == "transfer":
        for carried in arguments.get("carry", ()):
            _references(ctx, object, carried["object"])


# -- values --------------------------------------------------------------------------------------------------


def _update(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    return _bulk(ctx, object, "update", [{"id": id, **arguments["values"]} for id in ids])


def _assign(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    return _bulk(ctx, object, "update", [{"id": id, "owner_id": arguments["owner_id"]} for id in ids])


def _delete(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    return _bulk(ctx, object, "delete", [{"id": id} for id in ids])


def _bulk(ctx: Ctx, object: str, op: str, records: Sequence[Mapping[str, Any]]) -> Failures:
    results = ctx.records.bulk(object, op, records, save_anyway=True) if records else []
    pairs = zip(records, results, strict=True)
    return {str(record["id"]): result["problem"] for record, result in pairs if result["status"] == "error"}


# -- tags ----------------------------------------------------------------------------------------------------


def _tag(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    return _retag(ctx, object, ids, arguments, lambda old, given: [*old, *(tag for tag in given if tag not in old)])


def _untag(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    return _retag(ctx, object, ids, arguments, lambda old, given: [tag for tag in old if tag not in given])


def _retag(
    ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments, changed: Callable[[list[str], list[str]], list[str]]
) -> Failures:
    """Tags are read and written by version, so that nobody's tag is lost in between."""
    field, given = _tag_field(ctx, object, arguments), list(arguments["tags"])
    ctx.unit.begin()
    found = {record["id"]: record for record in _pages(ctx, object, _among("id", ids), ["id", "version", field])}
    records = []
    for id in ids:
        old = list(found[id][field] or ()) if id in found else []
        new = changed(old, given)
        if id not in found or new != old:
            records.append({"id": id, "version": found[id]["version"] if id in found else None, field: new})
    return _bulk(ctx, object, "update", records)


def _tag_field(ctx: Ctx, object: str, arguments: Arguments) -> str:
    """The field that is named, or the only one that holds tags."""
    kind = resolve(ctx, object)
    visible = ctx.records.access(object).visible
    names = [field.name for field in kind.fields.values() if field.type.name == "tags" and field.name in visible]
    wanted = arguments.get("field") or ("tags" if "tags" in names else names[0] if len(names) == 1 else None)
    if wanted not in names:
        raise BadRequest("Say which field holds the tags: {names}", names=names or "-")
    return str(wanted)


# -- sharing and handing over --------------------------------------------------------------------------------


def _share(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    failures: Failures = {}
    for id in ids:
        try:
            ctx.records.share(object, id, arguments["share"])
        except Problem as problem:
            failures[id] = problem
    return failures


def _transfer(ctx: Ctx, object: str, ids: Sequence[str], arguments: Arguments) -> Failures:
    """Give records another owner, and with them what belonged to the same owner and refers to them."""
    carried = arguments.get("carry", ())
    before = {record["id"]: record["owner_id"] for record in _pages(ctx, object, _among("id", ids), ["id", "owner_id"])}
    failures = _assign(ctx, object, ids, arguments)
    moved = {id: owner for id, owner in before.items() if id not in failures and owner != arguments["owner_id"]}
    for along in carried if moved else ():
        for id, problem in _carry(ctx, object, along, moved, arguments["owner_id"]).items():
            failures.setdefault(id, problem)
    return failures


def _carry(ctx: Ctx, object: str, along: Mapping[str, Any], moved: Mapping[str, Any], owner: str) -> Failures:
    """Hand over the records of one object that refer to those; a refusal is told of the record that they refer to."""
    other = along["object"]
    to: dict[str, list[str]] = defaultdict(list)
    for field in _references(ctx, object, other):
        path = f"{field.name}.id" if field.type.name == "any_reference" else field.name
        filter = _among(path, list(moved))
        if along.get("filter"):
            filter = f"({filter}) AND ({along['filter']})"
        for record in _pages(ctx, other, filter, ["id", "owner_id", field.name]):
            target = record[field.name]["id"] if field.type.name == "any_reference" else record[field.name]
            if record["owner_id"] == moved[target]:
                to[record["id"]].append(target)
    failures = _bulk(ctx, other, "update", [{"id": id, "owner_id": owner} for id in to])
    label = resolve(ctx, other).label
    return {
        target: Conflict("{object} could not be handed over with it: {cause}", object=label, cause=problem)
        for id, problem in failures.items()
        for target in to[id]
    }


def _references(ctx: Ctx, object: str, other: str) -> list[Field]:
    """The fields by which records of another object refer to these. Raises BadRequest where there are none."""
    target = resolve(ctx, other)
    found = [field for field in target.fields.values() if not field.system and _leads_to(field, object)]
    if not found:
        raise BadRequest("{other} does not refer to {object}", other=target.label, object=resolve(ctx, object).label)
    return found


def _leads_to(field: Field, object: str) -> bool:
    if field.type.name == "any_reference":
        return field.to == "*" or object in (field.to or ())
    return field.references == object


def _among(path: str, ids: Iterable[str]) -> str:
    return f"{path} IN ({', '.join(repr(str(id)) for id in ids)})"


def _pages(ctx: Ctx, object: str, filter: str, fields: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    after: str | None = None
    while True:
        page = ctx.records.list(object, filter=filter, fields=fields, sort="id", limit=PAGE, after=after)
        yield from page.data
        after = page.next
        if after is None:
            return


OPERATIONS: Mapping[str, Perform] = {
    "update": _update, "assign": _assign, "transfer": _transfer, "tag": _tag, "untag": _untag, "share": _share, "delete": _delete,
}  # fmt: skip
NEEDED: Mapping[str, tuple[str, ...]] = {
    "update": ("values",), "assign": ("owner_id",), "transfer": ("owner_id",), "tag": ("tags",), "untag": ("tags",), "share": ("share",),
    "delete": (),
}  # fmt: skip
ALLOWED: Mapping[str, tuple[str, ...]] = {"transfer": ("carry",), "tag": ("field",), "untag": ("field",)}
