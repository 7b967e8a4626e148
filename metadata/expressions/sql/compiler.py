"""Compiles a checked expression to SQL: what both databases have in common. Each adds its own side in a subclass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, false, true
from sqlalchemy.types import TypeEngine

from metadata.expressions.checked import Checked
from metadata.expressions.nodes import Call, Const, Field, Lit, Typed, walk
from metadata.expressions.sql.conditions import CONDITIONS, equal, in_twos
from metadata.expressions.sql.template import Argument, Element, filled, is_atomic
from metadata.expressions.types import Path, Type
from metadata.storage import Day, Id, Moment

__all__ = ["ColumnOf", "Compiler"]

ColumnOf = Callable[[Path], ColumnElement[Any]]
"""Gives the stored column of a field."""


class Compiler:
    """Two ways to compile a part: `value` gives exactly its value; `truth` gives a condition for rows where it is
    true (or is not), in which NULL may stand for false, so that plain comparisons of columns remain and find an index.
    """

    types: dict[Type, TypeEngine[Any]]
    """What values are in an expression, and how they are sent and read."""

    same: str
    """The operator for “equal, or both NULL”."""

    empty_list: str

    def __init__(self, checked: Checked, column: ColumnOf, prefix: str) -> None:
        self.column = column
        self.prefix = prefix
        self.uses = Counter(node.slot for node in walk(checked.root) if isinstance(node, Lit))
        self.known: dict[int, Element] = {}
        self.environment: dict[str, Element] = {
            "now": bindparam("env_now", type_=Moment()),
            "today": bindparam("env_today", type_=Day()),
            "me": bindparam("env_me", type_=Id()),
            "role": bindparam("env_role", type_=self.types[Type.TEXT]),
            "time_zone": bindparam("env_time_zone", type_=self.types[Type.TEXT]),
        }

    # What a database says for itself

    def field(self, node: Field) -> Element:
        """The value of a field, as expressions hold values of its type."""
        raise NotImplementedError

    def constant(self, node: Const) -> Element:
        raise NotImplementedError

    def function(self, node: Call) -> Element:
        """The call of a function by its template or by its name. A boolean function may give NULL here."""
        raise NotImplementedError

    def ordered_pair(self, sign: str, left: Typed, right: Typed) -> tuple[Element, Element]:
        """Both sides, as `sign` can compare them."""
        raise NotImplementedError

    def equal_pair(self, left: Typed, right: Typed) -> tuple[Element, Element]:
        """Both sides, as `=` can compare them."""
        raise NotImplementedError

    def stored(self, node: Typed, scale: int) -> Element:
        """A number as a column with so many decimals would store it."""
        raise NotImplementedError

    def whole(self, node: Typed) -> Element:
        """The value of the whole expression."""
        return self.value(node)

    # Conditions

    def truth(self, node: Typed, wanted: bool = True) -> Element:
        """A condition for rows where this is true, or with `wanted=False` for all the others."""
        if isinstance(node, Const):
            return true() if bool(node.value) is wanted else false()
        if isinstance(node, Call):
            if node.function.name in CONDITIONS:
                return CONDITIONS[node.function.name](self, node, wanted)
            element = self.function(node) if node.function.is_predicate else self.value(node)
            return element if wanted else self.not_true(element)
        element = self.value(node)
        return self.is_true(element) if wanted else self.not_true(element)

    def is_true(self, element: Element) -> Element:
        return element

    def not_true(self, element: Element) -> Element:
        return element.is_not(true())

    # Values

    def value(self, node: Typed) -> Element:
        """Compiled once: conditions ask for the same part several times."""
        if id(node) not in self.known:
            self.known[id(node)] = self.new_value(node)
        return self.known[id(node)]

    def new_value(self, node: Typed) -> Element:
        if isinstance(node, Lit):
            return self.parameter(node)
        if isinstance(node, Field):
            return self.field(node)
        if isinstance(node, Const):
            return self.constant(node)
        if node.function.name in CONDITIONS:
            return self.two_valued(self.truth(node))
        if node.function.name in VALUES:
            return VALUES[node.function.name](self, node)
        element = self.function(node)
        nullable = any(argument.nullable for argument in node.arguments)
        return self.two_valued(element) if node.function.is_predicate and nullable else element

    def raw(self, node: Typed) -> Element:
        """What can be asked whether it is NULL: the stored column itself, not a value made from it."""
        return self.column(node.name.path) if isinstance(node, Field) else self.value(node)

    def may_repeat(self, node: Typed) -> bool:
        """Names may stand in the text twice. Not literals: each is sent in one form, and two columns may want two."""
        return is_atomic(self.raw(node)) and not isinstance(node, Lit)

    def parameter(self, node: Lit, kind: TypeEngine[Any] | None = None) -> Element:
        """A literal: a parameter without a value, so that the statement serves every text of the template."""
        return bindparam(f"{self.prefix}{node.slot}", type_=kind or self.types[node.type])

    def two_valued(self, element: Element) -> Element:
        return element.is_(true())

    def fill(self, template: str, node: Call) -> Element:
        return filled(template, self.arguments(node), self.environment, self.types[node.type])

    def arguments(self, node: Call) -> list[Argument]:
        return [
            Argument(
                self.truth(argument) if parameter.kind == "condition" else self.argument(argument, parameter.kind),
                argument.nullable,
            )
            for argument, parameter in zip(node.arguments, node.parameters, strict=True)
        ]

    def argument(self, node: Typed, kind: str) -> Element:
        return self.value(node)

    def ifs(self, node: Call) -> Element:
        *pairs, otherwise = node.arguments
        branches = [(self.truth(condition), self.value(result)) for condition, result in in_twos(pairs)]
        return self.case(node, branches, otherwise)

    def case_of(self, node: Call) -> Element:
        subject, *pairs, otherwise = node.arguments
        if self.may_repeat(subject):
            branches = [(equal(self, subject, value), self.value(result)) for value, result in in_twos(pairs)]
            return self.case(node, branches, otherwise)
        last = len(node.arguments) - 1
        whens = "".join(f" WHEN {{0}} {self.same} {{{at}}} THEN {{{at + 1}}}" for at in range(1, last, 2))
        arguments = [Argument(self.value(argument), argument.nullable) for argument in node.arguments]
        return filled(f"CASE{whens} ELSE {{{last}}} END", arguments, {}, self.types[node.type])

    def case(self, node: Call, branches: Sequence[tuple[Element, Element]], otherwise: Typed) -> Element:
        element = case(*branches, else_=self.value(otherwise))
        element.type = self.types[node.type]
        return element


VALUES: dict[str, Callable[[Compiler, Call], Element]] = {
    "CASE": Compiler.case_of,
    "IFS": Compiler.ifs,
}
"""Functions that no template can write."""
