"""What is wrong with a definition beyond its shape: names that name nothing, expressions that can't be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from core.processes.added import Added, added
from core.processes.names import Names, names_of, object_of
from core.processes.schedules import is_schedule
from core.processes.sources import source_problems
from core.processes.texts import paths_in
from dougong import FieldProblem
from metadata.catalogue import Catalogue
from metadata.check.expressions import problems_at
from metadata.expressions import Scope, Type
from metadata.objects import ObjectType
from workflows.programs import LISTS, do_of, lists_of, problems_of

__all__ = ["examine_approval", "examine_automation"]

Document = Mapping[str, Any]
Problems = Iterator[FieldProblem]
Place = tuple[str | int, ...]

#: Keys of steps that hold people.
PEOPLE = ("approvers", "to", "among", "passes", "vetoes")
#: Keys of steps that hold texts with values in them.
TEXTS = ("message", "subject", "body", "comment")


def examine_automation(catalogue: Catalogue, document: Document) -> Problems:
    """Everything that is wrong with an automation of the right shape."""
    yield from problems_of("automation", document)
    examination = _Examination(catalogue, "automation", document)
    yield from examination.trigger()
    yield from examination.steps()


def examine_approval(catalogue: Catalogue, document: Document) -> Problems:
    """Everything that is wrong with an approval of the right shape."""
    yield from problems_of("approval", document)
    if document["object"] not in catalogue.objects:
        return  # said already, as a reference that leads nowhere
    examination = _Examination(catalogue, "approval", document)
    yield from examination.approval()
    yield from examination.steps()


def _at(place: Place) -> str:
    return "".join(f"/{part}" for part in place)


def _unknown(place: Place, message: str, **params: Any) -> FieldProblem:
    return FieldProblem(_at(place), "unknown", message, params)


class _Examination:
    """Goes through one definition."""

    def __init__(self, catalogue: Catalogue, kind: str, document: Document) -> None:
        self.catalogue = catalogue
        self.kind = kind
        self.document = document
        self.names = names_of(catalogue, kind, document)

    # -- the head --------------------------------------------------------------------------------------------

    def trigger(self) -> Problems:
        on, place = self.document["on"], ("on",)
        begins = [key for key in ("events", "schedule", "date", "webhook", "button", "called") if on.get(key)]
        if not begins and not on.get("changed"):
            yield FieldProblem("/on", "required", "Say what begins it: events, a schedule, a date, a webhook, a button, or a call")
        if "object" not in on and (set(begins) - {"schedule", "webhook", "called"} or on.get("changed")):
            yield FieldProblem("/on/object", "required", "Say the records of which object begin it")
        object = self._object(on.get("object"), (*place, "object"))
        if object is None and "object" in on:
            return
        yield from self._fields(object, on.get("changed", ()), (*place, "changed"))
        yield from self._condition(on.get("when"), (*place, "when"))
        if "date" in on and object is not None:
            yield from self._moment_field(object, on["date"]["field"], (*place, "date", "field"))
        if "schedule" in on and not is_schedule(on["schedule"]):
            yield FieldProblem("/on/schedule", "schedule", "This is no schedule: minute, hour, day, month and weekday, such as 0 9 * * 1-5")
        for owner in (on, on.get("date", {})):
            yield from self._calendar(owner, place)

    def approval(self) -> Problems:
        own = self.catalogue.objects[self.document["object"]]
        yield from self._condition(self.document.get("entry"), ("entry",))
        yield from self._fields(own, self.document.get("watch", ()), ("watch",))
        yield from self._fields(own, self.document.get("gate", {}).get("fields", ()), ("gate", "fields"))
        yield from self._people(self.document.get("submitters", ()), ("submitters",))
        yield from self._empty(self.document, ())
        yield from self._calendar(self.document.get("expires", {}), ("expires",))

    def _moment_field(self, object: ObjectType, name: str, place: Place) -> Problems:
        field = object.fields.get(name)
        if field is None:
            yield _unknown(place, "{object} has no field called {field}", object=object.name, field=name)
        elif field.result.type.name not in ("date", "datetime"):
            yield FieldProblem(_at(place), "type", "{field} is neither a date nor a moment", {"field": name})

    # -- the steps -------------------------------------------------------------------------------------------

    def steps(self) -> Problems:
        for phase in LISTS:
            yield from self._list(self.document.get(phase) or (), (phase,))

    def _list(self, steps: Sequence[Document], place: Place) -> Problems:
        for number, spec in enumerate(steps):
            here = (*place, number)
            do = do_of(spec, self.kind)
            yield from self._step(spec, do, here)
            for inner in lists_of(spec, do):
                yield from self._list(inner.steps, (*here, *inner.path))

    def _step(self, spec: Document, do: str, place: Place) -> Problems:
        yield from self._condition(spec.get("when"), (*place, "when"))
        for key in ("cases", "branches"):
            for number, part in enumerate(spec.get(key) or ()):
                yield from self._condition(part.get("when"), (*place, key, number, "when"))
        for key in PEOPLE:
            if isinstance(spec.get(key), list):
                yield from self._people(spec[key], (*place, key))
        for key in TEXTS:
            if isinstance(spec.get(key), str):
                yield from self._text(spec[key], (*place, key))
        yield from self._result(spec, place)
        yield from self._calendar(spec, place)
        yield from _STEPS.get(do, _nothing)(self, spec, place)
        if (plugins := added(do)) is not None:
            yield from self._of_plugin(plugins, spec, place)

    def _of_plugin(self, one: Added, spec: Document, place: Place) -> Problems:
        if one.plugin not in {*self.catalogue.plugins, *(row.owner for row in self.catalogue.rows)}:
            yield _unknown((*place, "do"), "The step {name} comes with the plugin {plugin}, which is switched off", name=one.step.name, plugin=one.plugin)
        for name in one.step.properties:
            if isinstance(spec.get(name), Mapping) and "formula" in spec[name]:
                yield from problems_at(_at((*place, name, "formula")), spec[name]["formula"], self.names, None)

    def _result(self, spec: Document, place: Place) -> Problems:
        """What a result is called must not hide a field."""
        own = self.catalogue.objects.get(self.names.object or "")
        name = spec.get("as")
        if name is not None and own is not None and name in own.fields:
            yield FieldProblem(_at((*place, "as")), "unique", "{name} is a field of the record; call the result something else", {"name": name})

    def ask(self, spec: Document, place: Place) -> Problems:
        own = self.catalogue.objects.get(self.names.object or "")
        for key in ("watch", "fields"):
            yield from self._fields(own, spec.get(key, ()), (*place, key))
        yield from self._empty(spec, place)
        if isinstance(spec.get("on_timeout"), Mapping):
            yield from self._people(spec["on_timeout"]["to"], (*place, "on_timeout", "to"))
        due = spec.get("due", {})
        for part in (due, due.get("remind_every", {})):
            yield from self._calendar(part, (*place, "due"))

    def update(self, spec: Document, place: Place) -> Problems:
        target = yield from self._target(spec, place)
        yield from self._values(target, spec["set"], place)

    def delete(self, spec: Document, place: Place) -> Problems:
        yield from self._target(spec, place)

    def create(self, spec: Document, place: Place) -> Problems:
        target = self._object(spec["object"], (*place, "object"))
        if target is None:
            yield self._no_object(spec["object"], (*place, "object"))
        else:
            yield from self._values(target, spec["set"], place)

    def find(self, spec: Document, place: Place) -> Problems:
        target = self._object(spec["object"], (*place, "object"))
        if target is None:
            yield self._no_object(spec["object"], (*place, "object"))
        else:
            yield from problems_at(_at((*place, "where")), spec.get("where"), self._within(target.name), Type.BOOLEAN)

    def each(self, spec: Document, place: Place) -> Problems:
        listed = self.names.variables.get(spec["in"])
        if listed is None or not listed.many:
            many = sorted(name for name, variable in self.names.variables.items() if variable.many)
            yield _unknown((*place, "in"), "Name the result of a step that looks for records: {known}", known=", ".join(many) or "–")

    def wait(self, spec: Document, place: Place) -> Problems:
        yield from problems_at(_at((*place, "until")), spec.get("until"), self.names, Type.DATETIME)

    def wait_for(self, spec: Document, place: Place) -> Problems:
        event = spec["event"]
        target = self._object(event["object"], place)
        if target is None:
            yield self._no_object(event["object"], (*place, "event", "object"))
            return
        yield from self._fields(target, event.get("changed", ()), (*place, "event", "changed"))
        yield from problems_at(_at((*place, "event", "when")), event.get("when"), self._within(target.name), Type.BOOLEAN)

    def assign(self, spec: Document, place: Place) -> Problems:
        yield from self._user_field(spec.get("field", "owner_id"), (*place, "field"))

    def email(self, spec: Document, place: Place) -> Problems:
        if "to" not in spec and "addresses" not in spec:
            yield FieldProblem(_at((*place, "to")), "required", "Say to whom it goes")
        yield from problems_at(_at((*place, "addresses")), spec.get("addresses"), self.names, Type.TEXT)

    def sms(self, spec: Document, place: Place) -> Problems:
        if "to" not in spec and "numbers" not in spec:
            yield FieldProblem(_at((*place, "to")), "required", "Say to whom it goes")
        yield from problems_at(_at((*place, "numbers")), spec.get("numbers"), self.names, Type.TEXT)

    def approve(self, spec: Document, place: Place) -> Problems:
        found = self.catalogue.of_kind("approval").get(spec["approval"])
        if found is None:
            yield _unknown((*place, "approval"), "There is no approval called {name}", name=spec["approval"])
        elif found["object"] != self.names.object:
            yield FieldProblem(_at((*place, "approval")), "type", "{name} is for records of {object}", {"name": spec["approval"], "object": found["object"]})

    def decide(self, spec: Document, place: Place) -> Problems:
        if spec["table"] not in self.catalogue.of_kind("decision_table"):
            yield _unknown((*place, "table"), "There is no decision table called {name}", name=spec["table"])

    def call(self, spec: Document, place: Place) -> Problems:
        found = self.catalogue.of_kind("automation").get(spec["automation"])
        if found is None:
            yield _unknown((*place, "automation"), "There is no automation called {name}", name=spec["automation"])
        elif not found["on"].get("called"):
            yield FieldProblem(_at((*place, "automation")), "type", "{name} isn't one that others call: its trigger doesn't say called", {"name": spec["automation"]})
        elif object_of(found) not in (None, self.names.object):
            yield FieldProblem(_at((*place, "automation")), "type", "{name} is for records of {object}", {"name": spec["automation"], "object": object_of(found)})

    # -- parts -----------------------------------------------------------------------------------------------

    def _object(self, name: str | None, place: Place) -> ObjectType | None:
        return None if name is None else self.catalogue.objects.get(name)

    def _no_object(self, name: str, place: Place) -> FieldProblem:
        return _unknown(place, "There is no object called {object}", object=name)

    def _condition(self, text: str | None, place: Place) -> Problems:
        yield from problems_at(_at(place), text, self.names, Type.BOOLEAN)

    def _within(self, object: str) -> Scope:
        """The names in a condition about records of another object: theirs, and those of the process."""
        return _Both(Names(self.catalogue, object, {}), self.names)

    def _fields(self, object: ObjectType | None, names: Any, place: Place) -> Problems:
        for name in names:
            if object is not None and name not in object.fields:
                yield _unknown(place, "{object} has no field called {field}", object=object.name, field=name)

    def _target(self, spec: Document, place: Place) -> Any:
        """The object whose records a step changes."""
        if "object" in spec:
            found = self._object(spec["object"], place)
            if found is None:
                yield self._no_object(spec["object"], (*place, "object"))
            elif "where" not in spec:
                yield FieldProblem(_at((*place, "where")), "required", "Say which of them")
            else:
                yield from problems_at(_at((*place, "where")), spec["where"], self._within(found.name), Type.BOOLEAN)
            return found
        if "record" in spec:
            return (yield from self._record(spec["record"], (*place, "record")))
        if self.names.object is None:
            yield FieldProblem(_at((*place, "object")), "required", "Say the records of which object")
        return self.catalogue.objects.get(self.names.object or "")

    def _record(self, text: str, place: Place) -> Any:
        """A record that a path leads to: a variable, or a reference."""
        variable = self.names.variables.get(text)
        if variable is not None and not variable.many:
            return self.catalogue.objects.get(variable.object)
        field = self.names.field(text)
        target = None if field is None else field.references
        if target is None:
            yield _unknown(place, "{name} leads to no record", name=text)
        return self.catalogue.objects.get(target or "")

    def _values(self, target: ObjectType | None, values: Document, place: Place) -> Problems:
        for name, value in values.items():
            here = (*place, "set", name)
            field = None if target is None else target.fields.get(name)
            if target is not None and (field is None or field.computed):
                yield _unknown(here, "{object} has no field called {field}", object=target.name, field=name)
            elif isinstance(value, Mapping):
                yield from problems_at(_at((*here, "formula")), value["formula"], self.names, None)

    def _text(self, text: str, place: Place) -> Problems:
        for path in paths_in(text):
            if self.names.field(path) is None:
                yield _unknown(place, "There is no field “{path}” here: check its spelling", path=path)

    def _people(self, sources: Sequence[Any], place: Place) -> Problems:
        for number, source in enumerate(sources):
            here = (*place, number)
            for key in ("role", "with_role"):
                if key in source and source[key] not in self.catalogue.of_kind("role"):
                    yield _unknown((*here, key), "There is no role called {name}", name=source[key])
            yield from self._people(source.get("among", ()), (*here, "among"))
            if "roles" in source and self.names.resolve(tuple(source["roles"].split("."))) is None:
                yield _unknown((*here, "roles"), "There is no field “{path}” here: check its spelling", path=source["roles"])
            if "source" in source:
                yield from source_problems(self.catalogue, source, _at(here))
            if "field" in source:
                yield from self._user_field(source["field"], (*here, "field"))
            for key in ("manager_of", "lead_of"):
                if source.get(key, "initiator") != "initiator":
                    yield from self._user_field(source[key], (*here, key))
            if "where" in source:
                yield from problems_at(_at((*here, "where")), source["where"], self._within("user"), Type.BOOLEAN)

    def _user_field(self, text: str, place: Place) -> Problems:
        field = self.names.field(text)
        if field is None:
            yield _unknown(place, "There is no field “{path}” here: check its spelling", path=text)
        elif field.references != "user" and field.type.name != "user" and field.to != "user":
            yield FieldProblem(_at(place), "type", "{field} holds no users", {"field": text})

    def _empty(self, spec: Document, place: Place) -> Problems:
        if isinstance(spec.get("empty"), Mapping):
            yield from self._people(spec["empty"]["to"], (*place, "empty", "to"))

    def _calendar(self, spec: Document, place: Place) -> Problems:
        name = spec.get("calendar")
        if name is not None and name not in self.catalogue.of_kind("calendar"):
            yield _unknown((*place, "calendar"), "There is no calendar called {name}", name=name)


class _Both:
    """Two scopes, the first of which hides what both have."""

    def __init__(self, first: Names, second: Names) -> None:
        self._first, self._second = first, second

    def resolve(self, path: Any) -> Any:
        if path[0] == "origin" and len(path) > 1:
            return self._second.resolve(path[1:])
        return self._first.resolve(path)


def _nothing(examination: _Examination, spec: Document, place: Place) -> Problems:
    return iter(())


_STEPS: Mapping[str, Callable[[_Examination, Document, Place], Problems]] = {
    name: getattr(_Examination, name)
    for name in ("ask", "update", "create", "delete", "find", "each", "wait", "wait_for", "assign", "email", "sms", "approve", "call", "decide")
}
