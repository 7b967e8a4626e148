"""Decision tables from DMN 1.1 to 1.5: what comes in, and what doesn't, each with the id of its element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jsonschema import Draft202012Validator

from dougong import FieldProblem, Invalid, TooLarge
from workflows.decisions.cells import Path, parse, renamed
from workflows.decisions.shape import MOST_COLUMNS, MOST_RULES, TABLE
from workflows.decisions.writing import AGGREGATIONS, POLICIES, write_dmn
from workflows.foreign import name_from, title_from, translated
from workflows.kept import LARGEST, object_in, said_in
from workflows.markup import Node, read

__all__ = ["Tables", "read_dmn"]

MOST_DECISIONS = 200
HITS = {theirs: ours for ours, theirs in POLICIES.items()}
GATHERS = {theirs: ours for ours, theirs in AGGREGATIONS.items()}
#: What a document of ours looks like.
SHAPE = Draft202012Validator(TABLE)


@dataclass(frozen=True, slots=True)
class Tables:
    """What a file came to: documents in the order in which they need each other, what each element has become, and what
    isn't taken over or not as it stood: `field` is the id of the element, or its name where it has none."""

    documents: tuple[Mapping[str, Any], ...]
    names: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[FieldProblem, ...] = ()


def read_dmn(data: bytes) -> Tables:
    """The decision tables of a DMN file; those that we wrote are what they were. Raises Invalid and TooLarge for what isn't one."""
    root = read(data)
    if root.name != "definitions" or "/DMN/" not in root.space:
        raise Invalid("This is no DMN file: it begins with {name}", name=root.name)
    if sum(1 for _ in root.all("decision")) > MOST_DECISIONS:
        raise TooLarge("A file may have {most} decisions at most", most=MOST_DECISIONS)
    return _File(root).tables()


class _File:
    def __init__(self, root: Node, *, own: bool = True) -> None:
        """own: whether tables that we wrote are taken as we kept them."""
        self.decisions = list(root.all("decision"))
        self.own = own
        self.root = root
        self.remarks: list[FieldProblem] = []
        self.names: dict[str, str] = {}

    def tables(self) -> Tables:
        taken = set[str]()
        for number, decision in enumerate(self.decisions, 1):
            name = self.kept_name(decision) or name_from(_readable_id(decision) or decision.get("name")) or f"decision_{number}"
            if name in taken:
                name = f"{name[:40]}_n{number}"
            taken.add(name)
            self.names[decision.get("id")] = name
        documents = [document for decision in self.decisions if (document := self.document(decision)) is not None]
        for other in self.root.all("businessKnowledgeModel", "decisionService"):
            self.say(other, "unsupported", "Only decision tables are taken over")
        return Tables(tuple(_sorted(documents)), self.names, tuple(self.remarks))

    def say(self, node: Node, code: str, message: str, **params: Any) -> None:
        self.remarks.append(FieldProblem(node.get("id") or node.get("name") or node.name, code, message, params))

    def kept_name(self, decision: Node) -> str:
        return str(found["name"]) if self.own and (found := _kept(decision)) is not None else ""

    def document(self, decision: Node) -> Mapping[str, Any] | None:
        """What we wrote, where nobody has changed it since; else what any program finds there."""
        found = _kept(decision) if self.own else None
        if found is None:
            return self.plain(decision)
        needed = [self.names[one] for one in _needed(decision) if one in self.names]
        if _plainly(decision) == _plainly(_written(found)) and needed == [one for one in found.get("requires", ()) if one in self.names.values()]:
            return found
        self.say(decision, "changed", "It was changed elsewhere, so it is read as any other table; look at all of it")
        return self.plain(decision)

    def plain(self, decision: Node) -> Mapping[str, Any] | None:
        table = decision.one("decisionTable")
        if table is None:
            self.say(decision, "unsupported", "Only decision tables are taken over")
            return None
        if table.get("preferredOrientation") == "CrossTable":
            self.say(decision, "unsupported", "Tables with rules down and across aren't taken over")
            return None
        rules, inputs, outputs = (list(table.all(part)) for part in ("rule", "input", "output"))
        if len(rules) > MOST_RULES or max(len(inputs), len(outputs)) > MOST_COLUMNS:
            self.say(decision, "size", "A table has {rules} rules and {columns} columns at most", rules=MOST_RULES, columns=MOST_COLUMNS)
            return None
        if not inputs or not outputs:
            self.say(decision, "empty", "The table has no inputs, or no outputs")
            return None
        found: dict[str, Any] = {
            "name": self.names[decision.get("id")],
            "inputs": [self.input(one) for one in inputs],
            "outputs": [self.output(one, decision, number) for number, one in enumerate(outputs, 1)],
            "rules": [rule for one in rules if (rule := self.rule(one)) is not None],
        }
        hit = HITS.get(table.get("hitPolicy") or "UNIQUE")
        if hit is None:
            self.say(table, "unsupported", "There is no hit policy {found}", found=table.get("hitPolicy"))
        elif hit != "unique":
            found["hit"] = hit
        if hit == "collect" and table.get("aggregation") in GATHERS:
            found["gather"] = GATHERS[table.get("aggregation")]
        self.describe(found, decision)
        return found

    def describe(self, found: dict[str, Any], decision: Node) -> None:
        if label := title_from(decision.get("name")):
            found["label"] = label
        if help := decision.words("description")[:2000]:
            found["help"] = help
        needed = _needed(decision)
        known = [self.names[one] for one in needed if one in self.names]
        if known:
            found["requires"] = known
        for one in (one for one in needed if one not in self.names):
            self.say(decision, "reference", "It needs the decision {name}, which isn't in this file", name=one)

    def input(self, one: Node) -> dict[str, Any]:
        found: dict[str, Any] = {"value": self.expression(one, one.words("inputExpression", "text"))}
        if label := title_from(one.get("label")):
            found["label"] = label
        if values := one.words("inputValues", "text"):
            found["values"] = self.cell(one, values)
        return found

    def output(self, one: Node, decision: Node, number: int) -> dict[str, Any]:
        name = name_from(one.get("name") or one.get("label")) or (self.names[decision.get("id")] if number == 1 else f"output_{number}")
        found: dict[str, Any] = {"name": name}
        if label := title_from(one.get("label") or one.get("name")):
            found["label"] = label
        if values := self.values(one):
            found["values"] = values
        if default := one.words("defaultOutputEntry", "text"):
            found["default"] = self.said(one, default)
        return found

    def values(self, one: Node) -> list[Any]:
        text = one.words("outputValues", "text")
        if not text:
            return []
        try:
            return [_plain(end) for end in parse(text).ends()]
        except (Invalid, ValueError) as error:
            self.say(one, "syntax", "The values {text} can't be read: {error}", text=text, error=error)
            return []

    def rule(self, one: Node) -> dict[str, Any] | None:
        """A rule one of whose cells can't be read is left out whole: without the condition it would hold too often."""
        try:
            found: dict[str, Any] = {"if": [_condition(cell.words("text")) for cell in one.all("inputEntry")]}
        except Invalid as error:
            self.say(one, "syntax", "The rule is left out: {error}", error=error)
            return None
        found["then"] = [self.said(one, cell.words("text")) for cell in one.all("outputEntry")]
        if label := title_from(one.words("description") or one.words("annotationEntry", "text")):
            found["label"] = label
        return found

    def cell(self, node: Node, text: str) -> str:
        try:
            return _condition(text)
        except Invalid as error:
            self.say(node, "syntax", "The values {text} can't be read: {error}", text=text, error=error)
            return ""

    def expression(self, node: Node, text: str) -> str:
        try:
            return translated(text)
        except Invalid as error:
            self.say(node, "expression", "The expression {text} can't be translated: {error}", text=text, error=error)
            return "NULL"

    def said(self, node: Node, text: str) -> Any:
        """What an output cell says: a value, or a formula."""
        try:
            [test] = parse(text).tests or [None]
            if test is None:
                return None
            if test.only and not isinstance(test.low, Path):
                return _plain(test.low)
        except (Invalid, ValueError):
            pass
        return {"formula": self.expression(node, text)}


def _needed(decision: Node) -> list[str]:
    """The ids of the decisions that one stands on."""
    return [one.get("href").lstrip("#") for need in decision.all("informationRequirement") for one in need.all("requiredDecision")]


def _kept(decision: Node) -> dict[str, Any] | None:
    """The table that we wrote into a decision; None for those of others."""
    said = said_in(decision, "definition")
    found = None if said is None else object_in(said)
    return found if found is not None and SHAPE.is_valid(found) else None


def _written(table: Mapping[str, Any]) -> Node:
    [decision] = read(write_dmn([table])).all("decision")
    return decision


def _plainly(decision: Node) -> Mapping[str, Any] | None:
    """What any program finds in a decision, whatever it stands on."""
    [found] = _File(Node("definitions", children=[decision]), own=False).tables().documents or (None,)
    return found and {key: value for key, value in found.items() if key != "requires"}


def _readable_id(decision: Node) -> str:
    """Engines that were written for people have ids that say something, and others name elements by them."""
    return "" if decision.get("id").startswith("_") else decision.get("id")


def _condition(text: str) -> str:
    """A cell with the names in it written as ours are."""
    parse(text)
    return renamed(text, translated)


def _plain(end: Any) -> Any:
    """A value as JSON has it. Raises ValueError for what it has none for."""
    if isinstance(end, Decimal):
        if end == end.to_integral_value() and abs(end) <= LARGEST:
            return int(end)
        if abs(end) <= LARGEST and Decimal(str(float(end))) == end:
            return float(end)
        raise ValueError("more digits than a number of JSON keeps")
    if end is None or isinstance(end, bool | str):
        return end
    raise ValueError("no value of JSON")


def _sorted(documents: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each after those that it requires, as far as they don't require each other."""
    left, found = list(documents), list[Mapping[str, Any]]()
    while left:
        names = {one["name"] for one in left}
        ready = [one for one in left if not names & set(one.get("requires", ()))] or left
        found += ready
        left = [one for one in left if one not in ready]
    return found
