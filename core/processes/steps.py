"""What the steps of a definition do: each one a function, by the name that stands behind `do`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from core.deliveries.queue import deliver
from core.jobs.queue import enqueue
from core.processes.added import added
from core.processes.marks import count_up
from core.processes.proposals import APPLY, apply
from core.processes.seeing import Sight
from core.processes.storing import Stored
from core.processes.telling import notify
from core.processes.texts import filled
from core.processes.world import TenantWorld
from core.rights.actor import SYSTEM, Actor
from dougong import Invalid, NotFound
from workflows.decisions.tables import compiled as compiled_table
from workflows.decisions.tables import decide
from workflows.events import Do, Done, Failed
from workflows.programs import Program
from workflows.world import Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["BEGIN", "DELIVERED", "Work", "carry_out"]

#: The job that begins a process for another one, which waits for its end.
BEGIN = "process.begin"
#: The job that tells a process that its delivery has ended.
DELIVERED = "process.delivered"
#: So many records does a step change at most.
MOST = 10_000

Answer = Done | Failed | None


@dataclass(frozen=True)
class Work:
    """A step that is to be carried out."""

    ctx: Ctx
    stored: Stored
    program: Program
    effect: Do
    world: TenantWorld

    @property
    def spec(self) -> Mapping[str, Any]:
        """What the definition says of it."""
        return self.effect.spec

    def done(self, result: Any = None) -> Done:
        """It is done."""
        return Done(self.effect.visit, result)

    def acting(self) -> Ctx:
        """A context for whoever the definition runs as; what it writes bears the name of the process."""
        made = self.ctx.acting(self._actor())
        made.source = f"{self.program.kind}/{self.stored.id}"
        made.attended = False
        made.process = self.stored.id
        return made

    def _actor(self) -> Actor:
        """The system, who began it, or who owns the record (A-WF-25)."""
        who = self.program.spec.get("as_user", "system")
        if who == "system":
            return SYSTEM
        person = self.stored.process.submitter if who == "actor" else self.world.expressions.at("owner_id", self.effect.scope)
        if person is None:
            return SYSTEM if who == "actor" else _nobody(who)
        return self.ctx.platform.actors.get(self.ctx.tenant, self.ctx.unit, self.ctx.catalogue, person)

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Values for a record: as they stand, or what a formula comes to."""
        return {name: self.worked_out(value) for name, value in given.items()}

    def worked_out(self, value: Any) -> Any:
        """A value as it stands, or what its formula comes to."""
        if isinstance(value, Mapping) and set(value) == {"formula"}:
            return self.world.value(value["formula"], self.effect.scope)
        return value

    def said(self, key: str, language: str | None = None) -> str:
        """What the step says under a key, with values in it, in a language; without one in the organisation's."""
        return self.text(self._template(key, language or str(self.ctx.settings("organisation").get("language") or "en")))

    def _template(self, key: str, language: str) -> str:
        place = f"{self.program.kind}.{self.program.name}.steps.{self.effect.step}.{key}"
        return str(self.ctx.catalogue.translations.get(language, {}).get(place) or self.spec.get(key, ""))

    def said_to(self, key: str, user: Mapping[str, Any]) -> str:
        """The same to a user, in their language and with what they may see."""
        sight = Sight(self.ctx, self.world.expressions, self.effect.scope, user["id"])
        return filled(self._template(key, user["language"] or "en"), lambda path: _shown(sight.at(path)))

    def text(self, text: str) -> str:
        """A text with values in it."""
        return filled(text, lambda path: _shown(self.world.expressions.at(path, self.effect.scope)))

    def people(self, key: str) -> list[str]:
        """The people that the step names under a key."""
        return list(dict.fromkeys(self.world.people(self.spec.get(key, ()), self.effect.scope)))

    def targets(self) -> tuple[str, list[str]]:
        """The records that it is about: those of a condition, one that a path leads to, or the process's own."""
        if "object" in self.spec:
            filter = self.world.expressions.written(self.spec["where"], self.effect.scope)
            rows = self.acting().records.each(self.spec["object"], filter=filter, fields=["id"])
            found = [row["id"] for row in islice(rows, MOST + 1)]
            if len(found) > MOST:
                raise Unanswerable("More than {most} records fit, and a step changes no more at once", most=MOST)
            return self.spec["object"], found
        if "record" in self.spec:
            leads = self.world.expressions.reference(self.spec["record"], self.effect.scope)
            return (leads["object"], [leads["id"]]) if leads else ("", [])
        return self.stored.object, [self.stored.record_id] if self.stored.record_id else []


def carry_out(work: Work) -> Answer:
    """Do what a step says. Raises a Problem where it can't be done."""
    step = _STEPS.get(work.effect.do) or _of_plugin(work)
    if step is None:
        raise NotFound("No step called {name} is carried out here", name=work.effect.do)
    try:
        return step(work)
    except Unanswerable as error:
        return Failed(work.effect.visit, error)


def _of_plugin(work: Work) -> Callable[[Work], Answer] | None:
    """What a plugin's step does; None where its plugin isn't there (A-VER-08)."""
    one = added(work.effect.do)
    if one is None or one.plugin not in work.ctx.catalogue.plugins:
        return None
    step = one.step

    def run(work: Work) -> Answer:
        given = {name: work.spec[name] for name in step.properties if name in work.spec}
        record = {"object": work.stored.object, "id": work.stored.record_id} if work.stored.record_id else None
        said = step.run(work.acting(), record, {name: work.worked_out(value) for name, value in given.items()})
        return work.done(_kept(said))

    return run


def _nobody(who: str) -> Actor:
    raise Unanswerable("It runs as whoever owns the record, and nobody does")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


# -- records -------------------------------------------------------------------------------------------------


def _update(work: Work) -> Answer:
    object, ids = work.targets()
    values = work.values(work.spec["set"])
    _write(work, object, "update", [{"id": id, **values} for id in ids])
    return work.done()


def _delete(work: Work) -> Answer:
    object, ids = work.targets()
    _write(work, object, "delete", [{"id": id} for id in ids])
    return work.done()


def _write(work: Work, object: str, op: str, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    records = work.acting().records
    if len(rows) == 1 and op == "update":
        records.update(object, rows[0]["id"], {name: value for name, value in rows[0].items() if name != "id"})
    else:
        records.bulk(object, op, rows, atomic=True)


def _create(work: Work) -> Answer:
    made = work.acting().records.create(work.spec["object"], work.values(work.spec["set"]), save_anyway=True)
    return work.done({"object": work.spec["object"], "id": made["id"]})


def _find(work: Work) -> Answer:
    object = work.spec["object"]
    filter = work.world.expressions.written(work.spec["where"], work.effect.scope) if "where" in work.spec else None
    most = work.spec.get("limit", 1000)
    page = work.acting().records.list(object, filter=filter, sort=work.spec.get("sort"), fields=["id"], limit=min(most, 1000))
    rows = list(page.data)
    while page.next is not None and len(rows) < most:
        page = work.acting().records.list(object, filter=filter, sort=work.spec.get("sort"), fields=["id"], limit=1000, after=page.next)
        rows += page.data
    return work.done([{"object": object, "id": row["id"]} for row in rows[:most]])


def _post(work: Work) -> Answer:
    _, ids = work.targets()
    about = {"object": work.stored.object, "id": ids[0]} if ids else None
    work.acting().records.create("comment", {"about": about, "body": work.said("message")})
    return work.done()


def _decide(work: Work) -> Answer:
    """What a decision table says of the record as it is."""
    tables = {name: compiled_table(document) for name, document in work.ctx.catalogue.of_kind("decision_table").items()}
    scope = work.effect.scope
    said = decide(work.spec["table"], tables, lambda text, known: known[text] if text in known else work.world.value(text, scope))
    return work.done(_kept(said))


def _kept(value: Any) -> Any:
    """What a table has said, as a variable keeps it."""
    if isinstance(value, Mapping):
        return {name: _kept(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_kept(each) for each in value]
    return value if value is None or isinstance(value, (str, bool, int)) else str(value)


# -- people --------------------------------------------------------------------------------------------------


def _notify(work: Work) -> Answer:
    people = work.people("to")
    if work.stored.record_id is not None:
        about = (work.stored.object, work.stored.record_id)
        notify(work.ctx, people, "told", about, work.world.organisation, by=None, message=lambda user: work.said_to("message", user))
    return work.done()


def _assign(work: Work) -> Answer:
    """Give the record to one of some people: in turn, to who has fewest of them, or to the first."""
    people = work.people("among")
    if not people:
        raise Unanswerable("There is nobody to assign it to")
    field = work.spec.get("field", "owner_id")
    chosen = _CHOICES[work.spec.get("by", "turn")](work, people, field)
    _write(work, work.stored.object, "update", [{"id": work.stored.record_id, field: chosen}])
    return work.done()


def _in_turn(work: Work, people: list[str], field: str) -> str:
    turn = count_up(work.ctx, f"assign:{work.program.kind}:{work.stored.name}:{work.effect.step}")
    return sorted(people)[(turn - 1) % len(people)]


def _least_loaded(work: Work, people: list[str], field: str) -> str:
    """Whoever has fewest records of the object; of equals the one who was named first."""
    listed = ", ".join(f"'{person}'" for person in people)
    question = {"object": work.stored.object, "filter": f"{field} IN ({listed})", "group_by": [field], "measures": [{"count": "*"}]}
    counts = {row[field]: row["count"] for row in work.ctx.as_system().records.query(question)}
    return min(people, key=lambda person: counts.get(person, 0))


def _first(work: Work, people: list[str], field: str) -> str:
    return people[0]


_CHOICES: Mapping[str, Callable[[Work, list[str], str], str]] = {"turn": _in_turn, "load": _least_loaded, "order": _first}


# -- other processes -----------------------------------------------------------------------------------------


def _begin(kind: str, key: str) -> Callable[[Work], Answer]:
    """Begin another process for the same record; this one goes on when that has ended."""

    def begin(work: Work) -> Answer:
        payload = {
            "kind": kind, "name": work.spec[key], "object": work.stored.object, "record": work.stored.record_id,
            "parent": work.stored.id, "visit": work.effect.visit, "comment": work.said("comment"),
        }  # fmt: skip
        enqueue(work.ctx.as_system(), BEGIN, payload, key=f"process:{work.stored.id}:{work.effect.visit}")
        return None

    return begin


# -- outside -------------------------------------------------------------------------------------------------


def _email(work: Work) -> Answer:
    """One mail for each receiver; a retry of the step sends none a second time."""
    receivers = [*_addresses(work, work.people("to"), "email"), *_listed(work, "addresses")]
    return _deliver(work, "email", receivers, subject=work.said("subject"), body=work.said("body"))


def _sms(work: Work) -> Answer:
    receivers = [*_addresses(work, work.people("to"), "phone"), *_listed(work, "numbers")]
    return _deliver(work, "sms", receivers, body=work.said("message"))


def _webhook(work: Work) -> Answer:
    """What is sent is the body of the definition with its values, or who the record is; `await`: go on when the receiver has it."""
    body = _filled(work, work.spec["body"]) if "body" in work.spec else {"object": work.stored.object, "id": work.stored.record_id}
    then = (DELIVERED, {"process": work.stored.id, "visit": work.effect.visit}) if work.spec.get("await") else None
    done = _deliver(work, "webhook", [work.spec["url"]], body={"process": work.stored.id, "step": work.effect.step, **body}, then=then)
    return None if then else done


def _deliver(work: Work, channel: str, receivers: Iterable[str], **message: Any) -> Answer:
    wanted = list(dict.fromkeys(receivers))
    _refuse_empty(wanted)
    own = work.acting()
    about = (work.stored.object, work.stored.record_id) if work.stored.record_id else None
    for receiver in wanted:
        deliver(own, channel=channel, to=receiver, key=f"process:{work.stored.id}:{work.effect.visit}:{receiver}"[:300], about=about, **message)
    return work.done()


def _listed(work: Work, key: str) -> list[str]:
    """What an expression comes to, with commas between several."""
    if key not in work.spec:
        return []
    found = work.world.value(work.spec[key], work.effect.scope)
    return [part.strip() for part in str(found or "").split(",") if part.strip()]


def _filled(work: Work, body: Any) -> Any:
    """A body with values in its texts."""
    if isinstance(body, str):
        return work.text(body)
    if isinstance(body, Mapping):
        return {name: _filled(work, value) for name, value in body.items()}
    return [_filled(work, value) for value in body] if isinstance(body, list) else body


def _addresses(work: Work, people: Iterable[str], field: str) -> list[str]:
    """Where some people can be reached."""
    ids = ", ".join(f"'{person}'" for person in people)
    rows = work.ctx.as_system().records.list("user", filter=f"id IN ({ids})", fields=[field], limit=1000).data if ids else []
    return [row[field] for row in rows if row[field]]


def _refuse_empty(addresses: list[str]) -> None:
    if not addresses:
        raise Invalid("There is nobody to send it to")


def _apply(work: Work) -> Answer:
    """Do what was held back, which people have agreed to (A-START-06, A-START-08)."""
    apply(work.ctx, work.stored)
    return work.done()


_STEPS: Mapping[str, Callable[[Work], Answer]] = {
    APPLY: _apply,
    "update": _update,
    "create": _create,
    "delete": _delete,
    "find": _find,
    "notify": _notify,
    "assign": _assign,
    "post": _post,
    "approve": _begin("approval", "approval"),
    "call": _begin("automation", "automation"),
    "email": _email,
    "sms": _sms,
    "webhook": _webhook,
    "decide": _decide,
}
