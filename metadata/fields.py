"""A field of an object: its document, read once, with its type beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column

if TYPE_CHECKING:
    from metadata.field_types.base import FieldType

__all__ = ["DEFAULT_TRACK", "Field", "Move", "Option", "Parser", "make_field"]

Parser = Callable[[Any], Any]
DEFAULT_TRACK = True


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a choice. `within`: the values of the field named by `depends_on` for which it is offered."""

    value: str
    label: str
    color: str | None = None
    within: tuple[str, ...] | None = None
    entry: str | None = None
    message: str | None = None
    help: str | None = None
    retired: bool = False
    data: Mapping[str, Any] = attribute(default_factory=dict)
    document: Mapping[str, Any] = attribute(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A way that the value of a choice may go: from some options, None for all, to one; by holders of roles, None for everybody."""

    sources: tuple[str, ...] | None
    to: str
    roles: tuple[str, ...] | None = None
    when: str | None = None
    requires: tuple[str, ...] = ()
    message: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Field:
    """A typed attribute of an object. What its document says stands in attributes; keys of a plugin's own field type
    are in `document`.

    system: one of the fields every record has. virtual: has no column of its own (a formula, a many-to-many).
    companion_of: the field that this one comes with, as `amount_currency` comes with `amount`.
    references: the object that a column of this field refers to; None for fields that refer to none or to several.
    result: the field that its value is shown, compared and formatted as: itself, but for formulas and roll-ups.
    """

    name: str
    type: FieldType
    object: str
    document: Mapping[str, Any]
    owner: str = "core"
    system: bool = False
    companion_of: str | None = None
    computed_as: Field | None = None
    region: str | None = None

    label: str = ""
    help: str | None = None
    required: bool = False
    unique: bool = False
    index: bool = False
    read_only: bool = False
    default: Any = None
    default_expression: str | None = None
    max_length: int | None = None
    min: Any = None
    max: Any = None
    pattern: str | None = None
    scale: int | None = None
    options: tuple[Option, ...] = ()
    depends_on: str | None = None
    moves: tuple[Move, ...] = ()
    visible_when: str | None = None
    required_when: str | None = None
    read_only_when: str | None = None
    to: str | tuple[str, ...] | None = None
    on_delete: str | None = None
    track: bool = DEFAULT_TRACK
    heavy: bool = False
    mask: int | None = None
    translate: bool = False
    search: bool = False
    expression: str | None = None
    returns: str | None = None
    of: str | None = None
    function: str | None = None
    measure: str | None = None
    filter: str | None = None
    series: str | None = None
    retired: bool = False
    capture: bool = False

    @property
    def result(self) -> Field:
        return self.computed_as or self

    @property
    def virtual(self) -> bool:
        return self.type.virtual

    @property
    def computed(self) -> bool:
        """Whether the platform gives the value, and nobody may write it."""
        return self.type.computed

    @property
    def editable(self) -> bool:
        """Whether anybody at all may write it through the record doors."""
        return not (self.system or self.read_only or self.type.computed)

    @property
    def references(self) -> str | None:
        return self.type.references(self)

    @property
    def widget(self) -> str:
        return self.result.type.widget

    @property
    def operators(self) -> tuple[str, ...]:
        return self.result.type.operators

    @property
    def sortable(self) -> bool:
        return self.result.type.sortable

    @property
    def groupable(self) -> bool:
        return self.result.type.groupable

    @property
    def summable(self) -> bool:
        return self.result.type.summable

    @property
    def conditional(self) -> bool:
        """Whether what a form shows of it depends on other values."""
        return bool(self.visible_when or self.required_when or self.read_only_when or self.depends_on or self.moves)

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        return self.type.column_names(self)

    @cached_property
    def value_names(self) -> tuple[str, ...]:
        """The keys of a record that belong to this field: its own name, and those of its companions."""
        return (self.name, *self.type.companions(self))

    @cached_property
    def parse(self) -> Parser:
        """Turns a value from outside into the Python value, or raises `Wrong`. None stays None."""
        parse = self.type.parser(self)
        return lambda value: None if value is None else parse(value)

    @cached_property
    def _options_by_value(self) -> dict[str, Option]:
        return {option.value: option for option in self.options}

    def option(self, value: Any) -> Option | None:
        return self._options_by_value.get(value)

    def columns(self) -> list[Column[Any]]:
        return self.type.columns(self)

    def store(self, value: Any) -> dict[str, Any]:
        return self.type.store(self, value)

    def load(self, row: Mapping[str, Any]) -> Any:
        return self.type.load(self, row)

    def __str__(self) -> str:
        return f"{self.object}.{self.name}"

    def __repr__(self) -> str:
        return f"<{self.type.name} {self}>"


# Keys of the document that stand in an attribute of the same name, as they are.
_PLAIN_KEYS = (
    "label", "help", "required", "unique", "index", "read_only", "max_length", "min", "max", "pattern", "scale",
    "depends_on", "visible_when", "required_when", "read_only_when", "on_delete", "track", "heavy", "mask",
    "translate", "search", "expression", "returns", "of", "function", "filter", "series", "retired", "capture",
)  # fmt: skip


def make_field(name: str, type: FieldType, object: str, document: Mapping[str, Any], **more: Any) -> Field:
    """Read a field's document. Keys that the document leaves out take what the type says, then the general default."""
    given = {**type.defaults, **document}
    attributes = {key: given[key] for key in _PLAIN_KEYS if key in given}
    if "default" in given:
        attributes |= _default(given["default"])
    if "options" in given:
        attributes["options"] = tuple(map(_option, sorted(given["options"], key=_order)))
    if "moves" in given:
        attributes["moves"] = tuple(map(_move, given["moves"]))
    if "to" in given:
        attributes["to"] = given["to"] if isinstance(given["to"], str) else tuple(given["to"])
    if "field" in given:
        attributes["measure"] = given["field"]
    return Field(name=name, type=type, object=object, document=document, **attributes, **more)


def _move(document: Mapping[str, Any]) -> Move:
    return Move(
        sources=tuple(document["from"]) if "from" in document else None,
        to=document["to"],
        roles=tuple(document["roles"]) if "roles" in document else None,
        when=document.get("when"),
        requires=tuple(document.get("requires", ())),
        message=document.get("message"),
    )


def _default(default: Any) -> dict[str, Any]:
    if isinstance(default, Mapping) and set(default) == {"expression"}:
        return {"default_expression": default["expression"]}
    return {"default": default}


def _order(option: Mapping[str, Any]) -> float:
    """Options stand as they are written; those that say their place stand by it, before the others."""
    return float(option.get("order", "inf"))


def _option(document: Mapping[str, Any]) -> Option:
    return Option(
        value=document["value"],
        label=document.get("label", document["value"]),
        color=document.get("color"),
        within=tuple(document["for"]) if "for" in document else None,
        entry=document.get("entry"),
        message=document.get("message"),
        help=document.get("help"),
        retired=document.get("retired", False),
        data=document.get("data", {}),
        document=document,
    )
