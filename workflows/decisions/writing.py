"""Decision tables as a DMN 1.3 file with a drawing, which `read_dmn` makes the same documents of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from workflows.kept import OURS, as_json, kept
from workflows.markup import Node, write

__all__ = ["AGGREGATIONS", "POLICIES", "write_dmn"]

POLICIES = {"unique": "UNIQUE", "first": "FIRST", "priority": "PRIORITY", "any": "ANY", "collect": "COLLECT", "rule_order": "RULE ORDER", "output_order": "OUTPUT ORDER"}
AGGREGATIONS = {"sum": "SUM", "min": "MIN", "max": "MAX", "count": "COUNT"}
SPACES = {
    "": "https://www.omg.org/spec/DMN/20191111/MODEL/",
    "dmndi": "https://www.omg.org/spec/DMN/20191111/DMNDI/",
    "dc": "http://www.omg.org/spec/DMN/20180521/DC/",
    "di": "http://www.omg.org/spec/DMN/20180521/DI/",
    "dougong": OURS,
}
#: The size of a decision in the drawing, and how far they stand from each other.
WIDTH, HEIGHT, GAP = 180, 80, 60

Table = Mapping[str, Any]


def write_dmn(tables: Sequence[Table]) -> bytes:
    """Decision tables without problems as a DMN 1.3 file, each after those that it requires."""
    names = {table["name"] for table in tables}
    root = {"id": "Definitions", "name": str(tables[-1]["name"]), "namespace": OURS, "exporter": "Dougong"}
    return write(Node("definitions", root, [*(_decision(one, names) for one in tables), _drawing(tables)]), SPACES)


def _decision(table: Table, names: set[str]) -> Node:
    name = table["name"]
    node = Node("decision", {"id": name, "name": table.get("label") or name})
    if table.get("help"):
        node.children.append(Node("description", text=table["help"]))
    node.children.append(kept(Node("dougong:definition", {"kind": "decision_table"}, text=as_json(dict(table)))))
    node.children += [
        Node("informationRequirement", {"id": f"{name}.needs.{one}"}, [Node("requiredDecision", {"href": f"#{one}"})])
        for one in table.get("requires", ()) if one in names
    ]  # fmt: skip
    node.children.append(_table(table))
    return node


def _table(table: Table) -> Node:
    name = table["name"]
    node = Node("decisionTable", {"id": f"{name}.table", "hitPolicy": POLICIES[table.get("hit", "unique")]})
    if table.get("gather") in AGGREGATIONS:
        node.attributes["aggregation"] = AGGREGATIONS[table["gather"]]
    node.children += [_input(one, f"{name}.input.{number}") for number, one in enumerate(table["inputs"], 1)]
    node.children += [_output(one, f"{name}.output.{number}") for number, one in enumerate(table["outputs"], 1)]
    node.children += [_rule(one, f"{name}.rule.{number}") for number, one in enumerate(table["rules"], 1)]
    return node


def _input(column: Mapping[str, Any], id: str) -> Node:
    node = Node("input", {"id": id, **_labelled(column)}, [Node("inputExpression", {"id": f"{id}.expression"}, [_text(column["value"])])])
    if column.get("values"):
        node.children.append(Node("inputValues", {"id": f"{id}.values"}, [_text(column["values"])]))
    return node


def _output(column: Mapping[str, Any], id: str) -> Node:
    node = Node("output", {"id": id, **_labelled(column), "name": column["name"]})
    if column.get("values"):
        node.children.append(Node("outputValues", {"id": f"{id}.values"}, [_text(", ".join(map(_said, column["values"])))]))
    if "default" in column:
        node.children.append(Node("defaultOutputEntry", {"id": f"{id}.default"}, [_text(_said(column["default"]))]))
    return node


def _rule(rule: Mapping[str, Any], id: str) -> Node:
    node = Node("rule", {"id": id}, [Node("description", text=rule["label"])] if rule.get("label") else [])
    node.children += [Node("inputEntry", {"id": f"{id}.if.{number}"}, [_text(cell.strip() or "-")]) for number, cell in enumerate(rule["if"], 1)]
    node.children += [Node("outputEntry", {"id": f"{id}.then.{number}"}, [_text(_said(value))]) for number, value in enumerate(rule["then"], 1)]
    return node


def _labelled(column: Mapping[str, Any]) -> dict[str, str]:
    return {"label": column["label"]} if column.get("label") else {}


def _text(text: str) -> Node:
    return Node("text", text=text)


def _said(value: Any) -> str:
    """A value or a formula as an expression of DMN."""
    if isinstance(value, Mapping):
        return str(value["formula"])
    if isinstance(value, float):
        return format(Decimal(str(value)), "f")
    return json.dumps(value, ensure_ascii=False)


# -- the drawing -------------------------------------------------------------------------------------------------


def _drawing(tables: Sequence[Table]) -> Node:
    """One decision below the other, the last on top, since it stands on the others."""
    tops = {table["name"]: (len(tables) - number) * (HEIGHT + GAP) for number, table in enumerate(tables)}
    shapes = [_shape(name, top) for name, top in tops.items()]
    edges = [_edge(table["name"], one, tops) for table in tables for one in table.get("requires", ()) if one in tops]
    return Node("dmndi:DMNDI", children=[Node("dmndi:DMNDiagram", {"id": "Diagram"}, [*shapes, *edges])])


def _shape(name: str, top: int) -> Node:
    bounds = {"x": str(GAP), "y": str(top), "width": str(WIDTH), "height": str(HEIGHT)}
    return Node("dmndi:DMNShape", {"id": f"{name}.shape", "dmnElementRef": name}, [Node("dc:Bounds", bounds)])


def _edge(name: str, needed: str, tops: Mapping[str, int]) -> Node:
    way = list(_points(tops[needed], tops[name]))
    return Node("dmndi:DMNEdge", {"id": f"{name}.needs.{needed}.edge", "dmnElementRef": f"{name}.needs.{needed}"}, way)


def _points(start: int, end: int) -> Iterator[Node]:
    for x, y in ((GAP + WIDTH // 2, start), (GAP + WIDTH // 2, end + HEIGHT)):
        yield Node("di:waypoint", {"x": str(x), "y": str(y)})
