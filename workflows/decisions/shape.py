"""What documents of decision tables look like: a JSON Schema (2020-12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.decisions.cells import LONGEST
from workflows.shapes import DEFINITIONS

__all__ = ["MOST_COLUMNS", "MOST_RULES", "TABLE"]

MOST_RULES = 1000
MOST_COLUMNS = 20

_NAME: Mapping[str, Any] = {"$ref": "#/$defs/name"}
_CELL: Mapping[str, Any] = {"type": "string", "maxLength": LONGEST}
_VALUE: Mapping[str, Any] = {"type": ["string", "number", "boolean", "null"]}
_SAID: Mapping[str, Any] = {
    "anyOf": [_VALUE, {"type": "object", "properties": {"formula": {"$ref": "#/$defs/expression"}}, "required": ["formula"], "additionalProperties": False}]
}

TABLE: Mapping[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Decision table",
    "description": "What follows from some values, row by row.",
    "type": "object",
    "properties": {
        "name": _NAME,
        "label": {"$ref": "#/$defs/label"},
        "help": {"$ref": "#/$defs/help"},
        "requires": {
            "type": "array", "items": _NAME, "maxItems": MOST_COLUMNS, "uniqueItems": True,
            "description": "Tables that are looked into first; their results are values of that name here",
        },
        "inputs": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_COLUMNS,
            "items": {
                "type": "object",
                "properties": {
                    "label": {"$ref": "#/$defs/label"},
                    "value": {"$ref": "#/$defs/expression"},
                    "values": {**_CELL, "description": "A cell that says which values there are; gaps are looked for among them"},
                },
                "required": ["value"],
                "additionalProperties": False,
            },
        },
        "outputs": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_COLUMNS,
            "items": {
                "type": "object",
                "properties": {
                    "name": _NAME,
                    "label": {"$ref": "#/$defs/label"},
                    "values": {"type": "array", "items": _VALUE, "minItems": 1, "maxItems": MOST_RULES, "description": "What may come out, the most important first"},
                    "default": {**_SAID, "description": "What comes out where no rule holds"},
                },
                "required": ["name"],
                "additionalProperties": False,
            },
        },
        "hit": {"enum": ["unique", "any", "first", "priority", "collect", "rule_order", "output_order"], "description": "What counts where several rules hold; unique when left out"},
        "gather": {"enum": ["list", "sum", "min", "max", "count"], "description": "With collect: what is made of all results; a list when left out"},
        "rules": {
            "type": "array",
            "maxItems": MOST_RULES,
            "items": {
                "type": "object",
                "properties": {
                    "label": {"$ref": "#/$defs/label"},
                    "if": {"type": "array", "items": _CELL, "maxItems": MOST_COLUMNS},
                    "then": {"type": "array", "items": _SAID, "minItems": 1, "maxItems": MOST_COLUMNS},
                },
                "required": ["if", "then"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["name", "inputs", "outputs", "rules"],
    "additionalProperties": False,
    "$defs": {one: DEFINITIONS[one] for one in ("name", "label", "help", "expression")},
}  # fmt: skip
