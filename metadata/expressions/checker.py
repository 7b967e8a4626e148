"""Finds out what an expression means: fields, types, functions and limits, with all problems gathered."""

from __future__ import annotations

from metadata.expressions.checked import Checked
from metadata.expressions.coercion import Coerced, Misfit, coerce
from metadata.expressions.errors import ExpressionError, ExpressionErrors
from metadata.expressions.functions.function import Function
from metadata.expressions.functions.registry import FUNCTIONS, Registry
from metadata.expressions.nodes import Const, Field, Lit, Typed
from metadata.expressions.overloads import best_fit, checked_choices
from metadata.expressions.parser import Parsed
from metadata.expressions.sizes import TooLarge
from metadata.expressions.tree import Application, Chain, Constant, Literal, Node, Reference
from metadata.expressions.types import NUMERIC, Name, Path, Scope, Type, a_type
from metadata.expressions.values import ANY_VALUE, BadLiteral, literal_value

__all__ = ["check"]


def check(parsed: Parsed, scope: Scope, expects: Type | None = None, functions: Registry = FUNCTIONS) -> Checked:
    """The typed form of an expression. Raises ExpressionErrors with every problem that was found."""
    checker = Checker(parsed, scope, functions)
    root = checker.visit(parsed.tree)
    if root is not None and expects is not None:
        root = checker.expected(root, expects)
    if root is None or checker.problems:
        raise ExpressionErrors(checker.problems)
    return Checked.of(root, parsed)


NOT_FOR_SUMS = frozenset({Type.TEXT, Type.LIST, Type.BOOLEAN})


class Checker:
    """One walk over one tree. A part with a problem is None, and says nothing more about what is around it."""

    def __init__(self, parsed: Parsed, scope: Scope, functions: Registry) -> None:
        self.parsed = parsed
        self.scope = scope
        self.functions = functions
        self.problems: list[ExpressionError] = []
        self.names: dict[Path, Name | None] = {}

    def visit(self, node: Node) -> Typed | None:
        if isinstance(node, Literal):
            return self.literal(node)
        if isinstance(node, Reference):
            return self.reference(node)
        if isinstance(node, Constant):
            return Const(node.value, Type.NULL if node.value is None else Type.BOOLEAN, self.place(node.at))
        if isinstance(node, Chain):
            return self.chain(node)
        return self.application(node)

    def literal(self, node: Literal) -> Typed | None:
        raw = self.parsed.literals[node.slot]
        kind = Type.NUMBER if node.is_number else Type.TEXT
        try:
            value = literal_value(raw, kind, ANY_VALUE, node.negative)
        except BadLiteral as problem:
            self.problem(str(problem), node.at)
            return None
        return Lit(node.slot, raw, node.negative, kind, value, ANY_VALUE, node.at)

    def reference(self, node: Reference) -> Typed | None:
        if node.path not in self.names:
            self.names[node.path] = self.scope.resolve(node.path)
        name = self.names[node.path]
        if name is not None:
            return Field(name, node.at)
        path = ".".join(node.path)
        self.problem(f"There is no field “{path[:80]}” here: check its spelling, or put a text in quotes", node.at)
        return None

    def application(self, node: Application) -> Typed | None:
        records = self.functions.by_name.get(node.name, ())
        if not records or (records[0].is_operator and not node.infix):
            self.unknown_function(node)
            return None
        arguments = [self.visit(argument) for argument in node.arguments]
        known = tuple(argument for argument in arguments if argument is not None)
        if len(known) < len(arguments):
            return None
        return self.apply(node.name, known, node.at)

    def unknown_function(self, node: Application) -> None:
        for argument in node.arguments:
            self.visit(argument)
        close = self.functions.suggestion(node.name)
        way_out = f"did you mean {close}?" if close else "the manual lists all functions"
        self.problem(f"There is no function {node.name[:40]}: {way_out}", node.at)

    def chain(self, node: Chain) -> Typed | None:
        operands = [self.visit(operand) for operand in node.operands]
        terms = [operand for operand in operands if operand is not None]
        if len(terms) < len(operands):
            return None
        dated = any(term.type in (Type.DATE, Type.DATETIME) for term in terms)
        for term in terms:
            if term.type in NOT_FOR_SUMS and not isinstance(term, Const) and not (dated and isinstance(term, Lit)):
                sign = node.signs[1]
                way_out = ": join texts with &" if sign == "+" and term.type is Type.TEXT else ""
                self.problem(f"{sign} can't calculate with {a_type(term.type)}{way_out}", term.at)
                return None
        if len(terms) > 2 and all(term.type in NUMERIC for term in terms):
            return self.total(node, terms)
        return self.step_by_step(node, terms)

    def total(self, node: Chain, terms: list[Typed]) -> Typed | None:
        """One sum of all terms, however many, so that a long chain is not a deep tree."""
        signed = [
            term if sign == "+" else self.apply("NEGATE", (term,), node.at)
            for sign, term in zip(node.signs, terms, strict=True)
        ]
        known = tuple(term for term in signed if term is not None)
        return self.apply("+", known, node.at) if len(known) == len(terms) else None

    def step_by_step(self, node: Chain, terms: list[Typed]) -> Typed | None:
        result: Typed | None = terms[0]
        for sign, term in zip(node.signs[1:], terms[1:], strict=True):
            if result is None:
                return None
            result = self.apply(sign, (result, term), node.at)
        return result

    def apply(self, name: str, arguments: tuple[Typed, ...], at: int) -> Typed | None:
        """The call that this name and these arguments mean."""
        try:
            fit = checked_choices(best_fit(self.functions.by_name[name], arguments, at, self.functions))
            if fit.flaws:
                for flaw in fit.flaws:
                    self.problem(flaw.message, flaw.at)
                return None
            if fit.function.means:
                return self.expand(fit.function, tuple(argument.node for argument in fit.arguments), at)
            return fit.call(at)
        except Misfit as misfit:
            self.problem(misfit.message, misfit.at)
            return None
        except TooLarge as problem:
            self.problem(str(problem), at)
            return None

    def expand(self, function: Function, arguments: tuple[Typed, ...], at: int) -> Typed | None:
        """A function that stands for an expression: that expression, with the arguments for its fields."""
        names = [parameter.name for parameter in function.parsed_signature.first]
        inner = MeaningChecker(function.meaning, dict(zip(names, arguments, strict=True)), self, at)
        return inner.visit(inner.parsed.tree)

    def expected(self, root: Typed, expects: Type) -> Typed | None:
        try:
            coerced: Coerced = coerce(root, expects, self.functions)
        except Misfit as misfit:
            self.problem(misfit.message, misfit.at)
            return None
        if coerced.flaw:
            self.problem(coerced.flaw, coerced.at)
            return None
        return coerced.node

    def problem(self, message: str, at: int) -> None:
        self.problems.append(self.parsed.template.error(message, at))

    def place(self, at: int) -> int:
        return at


class MeaningChecker(Checker):
    """Checks the expression that a function stands for: its fields are arguments, its literals are fixed."""

    def __init__(self, parsed: Parsed, arguments: dict[str, Typed], outer: Checker, at: int) -> None:
        super().__init__(parsed, outer.scope, outer.functions)
        self.outer = outer
        self.at = at
        self.arguments = arguments

    def literal(self, node: Literal) -> Typed:
        raw = self.parsed.literals[node.slot]
        if isinstance(raw, str):
            return Const(raw, Type.TEXT, self.at)
        return Const(-raw if node.negative else raw, Type.NUMBER, self.at)

    def reference(self, node: Reference) -> Typed:
        return self.arguments[node.path[0]]

    def place(self, at: int) -> int:
        return self.at

    def apply(self, name: str, arguments: tuple[Typed, ...], at: int) -> Typed | None:
        return super().apply(name, arguments, self.at)

    def problem(self, message: str, at: int) -> None:
        self.outer.problem(message, self.at)
