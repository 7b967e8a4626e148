"""The JSON Schemas of answers that don't depend on the catalogue; the description and the tests use them."""

from __future__ import annotations

from typing import Any

__all__ = [
    "ANY_OBJECT", "DUPLICATES", "EXPLANATION", "FIELD_PROBLEM", "HISTORY", "HIT", "ID", "MATCH", "ME", "MOMENT", "NAMED", "PROBLEM", "RECORD",
    "SESSION", "SHARE", "TEXT", "TIMELINE", "TOKEN", "TOKEN_WITH_SECRET", "VALUES", "list_of", "page_of", "shape",
]  # fmt: skip

Schema = dict[str, Any]


def shape(optional: tuple[str, ...] = (), **properties: Any) -> Schema:
    """An object with these properties, all of them there but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def list_of(schema: Schema) -> Schema:
    """A list under the key `data`."""
    return shape(data={"type": "array", "items": schema})


def page_of(schema: Schema) -> Schema:
    """A page of a list, with the cursor of the next one."""
    data = {"type": "array", "items": schema}
    return shape(optional=("count",), data=data, next={"type": ["string", "null"]}, count={"type": "integer"})


#: A record as it is read, and the values that may be written: the description puts the object's own fields here.
RECORD: Schema = {"type": "object", "x-record": "read"}
VALUES: Schema = {"type": "object", "x-record": "write"}
ANY_OBJECT: Schema = {"type": "object"}
TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "format": "uuid"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
NAMED = shape(id=ID, name=TEXT)
FIELD_PROBLEM = shape(field=TEXT, code=TEXT, message=TEXT)
#: A record that a duplicate rule takes for the same thing; of one that isn't visible only the owner's name is told.
MATCH = shape(
    optional=("object", "id", "name", "rule", "label", "action", "score", "fields", "owner"),
    visible={"type": "boolean"},
    owner={"type": ["string", "null"]},
    object=TEXT,
    id={"type": ["string", "null"]},
    name={"type": ["string", "null"]},
    rule=TEXT,
    label=TEXT,
    action={"enum": ["warn", "block"]},
    score={"type": "number"},
    fields={"type": "array", "items": TEXT},
)
DUPLICATES = shape(action={"enum": ["warn", "block"]}, matches={"type": "array", "items": MATCH})
PROBLEM = shape(
    optional=("type", "errors", "current", "duplicates", "merged_into"),
    type=TEXT,
    status={"type": "integer"},
    title=TEXT,
    detail=TEXT,
    errors={"type": "array", "items": FIELD_PROBLEM},
    current={"type": "object"},
    duplicates=DUPLICATES,
    merged_into=shape(object=TEXT, id=ID),
)
ME = shape(
    user=shape(
        id=ID, name=TEXT, email=TEXT, language={"enum": ["en", "zh", "pl"]}, time_zone=TEXT,
        role={"type": ["string", "null"]}, permission_sets={"type": "array", "items": TEXT},
    ),
    system={"type": "array", "items": TEXT},
    tenant=shape(optional=("map",), slug=TEXT, name=TEXT, currency=TEXT, map=shape(tiles=TEXT, credit=TEXT)),
    csrf=TEXT,
    has_tasks={"type": "boolean", "description": "Whether some decision waits for this user"},
)  # fmt: skip
SESSION = shape(
    id=ID, created_at=MOMENT, seen_at=MOMENT, expires_at=MOMENT, agent=TEXT, address=TEXT, current={"type": "boolean"}
)
TOKEN = shape(id=ID, name=TEXT, created_at=MOMENT, expires_at={"type": ["string", "null"], "format": "date-time"})
TOKEN_WITH_SECRET = {**TOKEN, "properties": {**TOKEN["properties"], "token": TEXT}, "required": [*TOKEN["required"], "token"]}

_CHANGE = shape(field=TEXT, label=TEXT, old={}, new={})
_BY = {"anyOf": [NAMED, {"type": "null"}]}
HISTORY = shape(at=MOMENT, by=_BY, event=TEXT, changes={"type": "array", "items": _CHANGE})
TIMELINE = {"type": "object", "properties": {"kind": TEXT, "id": TEXT, "at": MOMENT}, "required": ["kind", "id", "at"]}
HIT = shape(
    optional=("object", "detail", "passage"), object=TEXT, id=ID, name=TEXT, detail={"type": ["string", "null"]}, passage=TEXT
)
EXPLANATION = shape(
    user=NAMED, visible={"type": "boolean"}, level=TEXT, reasons={"type": "array", "items": TEXT}, fields=ANY_OBJECT
)
SHARE = {"type": "object", "properties": {"id": ID, "level": TEXT}, "required": ["id", "level"]}
