"""An expression that makes sense, and everything that can be known about it before it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from metadata.expressions.env import VOLATILE
from metadata.expressions.errors import ExpressionError
from metadata.expressions.nodes import Call, Field, Lit, Typed, walk
from metadata.expressions.parser import Parsed
from metadata.expressions.scanner import Template
from metadata.expressions.types import NUMERIC, Path, Type
from metadata.expressions.values import AnyValue, BadLiteral, Rule, literal_value

__all__ = ["Checked", "Slot"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a literal: what its values must be, so that another text of the same template can be bound."""

    number: int
    type: Type
    rule: Rule
    negative: bool
    is_number: bool
    at: int


@dataclass(frozen=True)
class Checked:
    """A typed expression. It serves every text with the same template key, through `bind`."""

    root: Typed
    parsed: Parsed
    slots: tuple[Slot, ...]
    paths: frozenset[Path]
    environment: frozenset[str]

    @classmethod
    def of(cls, root: Typed, parsed: Parsed) -> Checked:
        nodes = list(walk(root))
        return cls(
            root=root,
            parsed=parsed,
            slots=slots_of(nodes),
            paths=frozenset(node.name.path for node in nodes if isinstance(node, Field)),
            environment=frozenset(name for node in nodes if isinstance(node, Call) for name in node.function.env),
        )

    @property
    def text(self) -> str:
        return self.parsed.text

    @property
    def key(self) -> str:
        """The template key: checked expressions with one key differ only in what `bind` gives."""
        return self.parsed.template.key

    @property
    def type(self) -> Type:
        return self.root.type

    @property
    def scale(self) -> int:
        """The most decimals that a numeric result can have, with the literals of this text."""
        return self.root.size.decimals if self.type in NUMERIC else 0

    @property
    def volatile(self) -> bool:
        """Whether the value can change though the record doesn't: it asks for the time or the person.

        What only depends on the time zone (`"time_zone" in environment`) is not volatile.
        """
        return not VOLATILE.isdisjoint(self.environment)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The bound literals of the text that was checked."""
        return self.bind(self.parsed.template)

    def bind(self, literals: Template | Sequence[str | Decimal], prefix: str = "x") -> dict[str, Any]:
        """Typed values for the literals of a text with the same template, by parameter name.

        Pass the Template itself to have errors point at the place. Raises ExpressionError.
        """
        template: Template | None = None
        values: Sequence[str | Decimal]
        if isinstance(literals, Template):
            template, values = literals, literals.literals
        else:
            values = literals
        if len(values) != len(self.slots) or (template is not None and template.key != self.key):
            raise ExpressionError("These literals belong to another expression", None, self.text)
        bound = {}
        for slot, raw in zip(self.slots, values, strict=True):
            try:
                bound[f"{prefix}{slot.number}"] = slot_value(slot, raw)
            except BadLiteral as problem:
                raise self.bad_literal(str(problem), slot, template) from None
        return bound

    def bad_literal(self, message: str, slot: Slot, template: Template | None) -> ExpressionError:
        if template is None:
            return ExpressionError(message, None, self.text)
        return template.error(message, slot.at)


def slot_value(slot: Slot, raw: str | Decimal) -> Any:
    if slot.is_number is not isinstance(raw, Decimal):
        raise BadLiteral(f"{raw} is not of the type that stood here before")
    return literal_value(raw, slot.type, slot.rule, slot.negative)


def slots_of(nodes: Sequence[Typed]) -> tuple[Slot, ...]:
    """One slot for each literal; where a function uses one twice, the stricter rule holds."""
    slots: dict[int, Slot] = {}
    for node in nodes:
        if isinstance(node, Lit) and (node.slot not in slots or isinstance(slots[node.slot].rule, AnyValue)):
            is_number = isinstance(node.raw, Decimal)
            slots[node.slot] = Slot(node.slot, node.type, node.rule, node.negative, is_number, node.at)
    return tuple(slots[number] for number in sorted(slots))
