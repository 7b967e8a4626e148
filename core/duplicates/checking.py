"""The check at saving: is there a record already that a rule takes for the same thing?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.duplicates.dismissing import dismissed
from core.duplicates.keys import lock_keys, look_up
from core.duplicates.rules import Forms, MatchRule, rules_of
from core.duplicates.scoring import Likeness, Scorer
from core.records.drafts import Draft, good
from core.records.reading import accesses, list_records
from core.records.storing import chunks
from dougong import Duplicates

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["check_duplicates", "matches_of"]

#: Of one record so many matches are told.
MOST_TOLD = 10
ASKS = "There are records like this one already: look at them, or save it anyway"
FORBIDS = "This is there already, and may not be saved a second time"

Record = Mapping[str, Any]


@dataclass
class _Hit:
    """A record that a rule takes for the same thing as a draft; `record` is None for another draft of the same write."""

    rule: MatchRule
    id: str
    likeness: Likeness
    record: Record | None = None


@dataclass
class _Looked:
    """What one rule looks for, for one draft."""

    draft: Draft
    rule: MatchRule
    forms: Forms
    keys: list[str]
    ids: dict[str, None] = field(default_factory=dict)


def check_duplicates(ctx: Ctx, kind: ObjectType, drafts: Sequence[Draft], moment: str, *, anyway: bool | None) -> None:
    """Refuse drafts that a rule takes for records that are there. `anyway`: only rules that forbid it are asked.

    Unless somebody says, a person who waits for the answer is asked; in jobs, in reactions of plugins and where the platform
    itself writes, nobody is there to be asked.
    """
    rules = rules_of(ctx.catalogue).checks(kind.name, moment)
    unattended = ctx.actor.id is None or not ctx.attended
    if unattended if anyway is None else anyway:
        rules = [rule for rule in rules if rule.blocking]
    if not rules or not good(drafts):
        return
    ctx.unit.begin()
    looked = _looked(ctx, rules, good(drafts))
    lock_keys(ctx, _by_rule(looked))
    by_id = {draft.id: draft for draft in drafts}
    for draft, hits in _hits(ctx, looked, within=True).items():
        forbidden = [hit for hit in hits if hit.rule.blocking]
        told = _told(ctx, forbidden or hits)
        by_id[draft].failure = Duplicates(FORBIDS if forbidden else ASKS, matches=told, blocks=bool(forbidden))


def matches_of(ctx: Ctx, kind: ObjectType, draft: Draft, moment: str) -> list[dict[str, Any]]:
    """What the rules find for values that aren't saved yet."""
    rules = rules_of(ctx.catalogue).checks(kind.name, moment)
    found = _hits(ctx, _looked(ctx, rules, [draft]), within=False)
    return _told(ctx, found.get(draft.id, []))


# -- looking -------------------------------------------------------------------------------------------------


def _looked(ctx: Ctx, rules: Sequence[MatchRule], drafts: Iterable[Draft]) -> list[_Looked]:
    region = rules_of(ctx.catalogue).region
    found = []
    for draft in drafts:
        changed = draft.changed
        for rule in rules:
            if draft.before is not None and rule.own.fields.isdisjoint(changed):
                continue
            forms = rule.own.forms(draft.values, region)
            keys = rule.own.keys(forms)
            if keys:
                found.append(_Looked(draft, rule, forms, keys))
    return found


def _by_rule(looked: Iterable[_Looked]) -> dict[MatchRule, list[str]]:
    found: dict[MatchRule, list[str]] = defaultdict(list)
    for look in looked:
        if look.rule.blocking:
            found[look.rule] += look.keys
    return found


def _hits(ctx: Ctx, looked: Sequence[_Looked], *, within: bool) -> dict[str, list[_Hit]]:
    """By the id of the draft; `within`: also among the drafts themselves."""
    under = look_up(ctx, (key for look in looked for key in look.keys))
    for look in looked:
        found = [id for key in look.keys for id in under.get(key, ()) if id != look.draft.id]
        look.ids = dict.fromkeys(found)
    records = _records(ctx, looked)
    apart = _apart(ctx, looked)
    hits: dict[str, list[_Hit]] = defaultdict(list)
    for look in looked:
        known = {id: records[look.rule.against, id] for id in look.ids if (look.rule.against, id) in records}
        known = {id: record for id, record in known.items() if _pair(look.draft.id, id) not in apart}
        hits[look.draft.id] += _compared(ctx, look, known)
    if within:
        for look, other, likeness in _among(looked):
            hits[look.draft.id].append(_Hit(look.rule, other, likeness))
    return {id: _best(some) for id, some in hits.items() if some}


def _records(ctx: Ctx, looked: Iterable[_Looked]) -> dict[tuple[str, str], Record]:
    """The records under the keys, whoever may see them: a key alone proves nothing."""
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    fields: dict[str, set[str]] = defaultdict(set)
    for look in looked:
        if look.ids:
            wanted[look.rule.against] |= look.ids
            fields[look.rule.against] |= look.rule.there.fields
    found: dict[tuple[str, str], Record] = {}
    for object, ids in wanted.items():
        for record in _listed(ctx.as_system(), object, list(ids), [*sorted(fields[object]), "owner_id"], ("owner",)):
            found[object, record["id"]] = record
    return found


def _listed(
    ctx: Ctx, object: str, ids: Sequence[str], fields: Sequence[str], expand: Sequence[str] = ()
) -> Iterable[Record]:
    for chunk in chunks(ids):
        listed = ", ".join(f"'{id}'" for id in dict.fromkeys(chunk))
        yield from list_records(ctx, object, filter=f"id IN ({listed})", fields=fields, expand=expand, limit=len(chunk)).data


def _compared(ctx: Ctx, look: _Looked, records: Mapping[str, Record]) -> list[_Hit]:
    region = rules_of(ctx.catalogue).region
    forms = {id: look.rule.there.forms(record, region) for id, record in records.items()}
    scorer = Scorer(look.rule, [look.forms, *forms.values()])
    found = ((id, scorer.likeness(look.forms, theirs)) for id, theirs in forms.items())
    return [_Hit(look.rule, id, likeness, records[id]) for id, likeness in found if likeness is not None]


def _among(looked: Sequence[_Looked]) -> Iterable[tuple[_Looked, str, Likeness]]:
    """Drafts of one write that are the same thing: all but the first of them are refused."""
    first: dict[tuple[str, str], _Looked] = {}
    for look in looked:
        if look.rule.against != look.rule.object:
            continue
        for key in look.keys:
            before = first.setdefault((look.rule.name, key), look)
            likeness = None if before.draft is look.draft else Scorer(look.rule, ()).likeness(look.forms, before.forms)
            if likeness is not None and before.draft.failure is None:
                yield look, before.draft.id, likeness
                break


def _apart(ctx: Ctx, looked: Iterable[_Looked]) -> set[tuple[str, str]]:
    """The pairs of which somebody said that they are not the same; a new record has none."""
    old = [look for look in looked if look.draft.before is not None and look.ids]
    ids = {id for look in old for id in (look.draft.id, *look.ids)}
    return dismissed(ctx, ids) if ids else set()


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _best(hits: Iterable[_Hit]) -> list[_Hit]:
    """Each record once, by the rule that is the surest of it; rules that forbid first."""
    found: dict[str, _Hit] = {}
    for hit in sorted(hits, key=lambda hit: (not hit.rule.blocking, -hit.likeness.score)):
        found.setdefault(hit.id, hit)
    return list(found.values())


# -- telling -------------------------------------------------------------------------------------------------


def _told(ctx: Ctx, hits: Sequence[_Hit]) -> list[dict[str, Any]]:
    """What the actor may know of each: of a record that he doesn't see, just that it is there, and whose it is."""
    seen = _seen(ctx, hits)
    told: list[dict[str, Any]] = []
    for hit in hits[:MOST_TOLD]:
        shown = _shown(ctx, hit, seen)
        if shown not in told:  # of several hidden records of one owner only one is told
            told.append(shown)
    return told


def _seen(ctx: Ctx, hits: Iterable[_Hit]) -> dict[str, Record]:
    """The records of hits as the actor sees them."""
    wanted: dict[str, list[str]] = defaultdict(list)
    fields: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        if hit.record is not None and accesses(ctx)[hit.rule.against].grants.read:
            wanted[hit.rule.against].append(hit.id)
            fields[hit.rule.against] |= hit.rule.there.fields
    found: dict[str, Record] = {}
    for object, ids in wanted.items():
        visible = accesses(ctx)[object].visible
        named = {*fields[object], ctx.catalogue.object(object).name_field} & visible
        found |= {record["id"]: record for record in _listed(ctx, object, ids, sorted(named))}
    return found


def _shown(ctx: Ctx, hit: _Hit, seen: Mapping[str, Record]) -> dict[str, Any]:
    record = seen.get(hit.id)
    if hit.record is None:
        return {"visible": True, "object": hit.rule.object, "id": None, "name": None, **_why(ctx, hit)}
    if record is None or not _sees_why(ctx, hit, record):
        return {"visible": False, "owner": _owner(hit.record)}
    name = record.get(ctx.catalogue.object(hit.rule.against).name_field)
    return {
        "visible": True,
        "object": hit.rule.against,
        "id": hit.id,
        "name": None if name is None else str(name),
        "owner": _owner(hit.record),
        **_why(ctx, hit),
    }


def _owner(record: Record) -> str | None:
    """The name of a record's owner, which everybody may know of a duplicate."""
    owner = record.get("owner")
    return str(owner["name"]) if isinstance(owner, Mapping) else None


def _why(ctx: Ctx, hit: _Hit) -> dict[str, Any]:
    return {
        "rule": hit.rule.name,
        "label": ctx.catalogue.label(f"duplicate_rule.{hit.rule.name}.label", ctx.actor.language) or hit.rule.label,
        "action": "block" if hit.rule.blocking else "warn",
        "score": hit.likeness.score,
        "fields": list(hit.likeness.fields),
    }


def _sees_why(ctx: Ctx, hit: _Hit, record: Record) -> bool:
    """Whether what is alike is visible: else the answer would tell the value of a field that isn't."""
    rules = rules_of(ctx.catalogue)
    ours = hit.rule.there.forms(hit.record or {}, rules.region)
    theirs = hit.rule.there.forms(record, rules.region)
    return ours == theirs
