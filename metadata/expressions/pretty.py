"""An expression written out again, in one way whoever wrote it."""

from __future__ import annotations

from decimal import Decimal

from metadata.expressions.parser import Parsed
from metadata.expressions.quoting import quote
from metadata.expressions.tree import Application, Chain, Constant, Literal, Node, Reference

__all__ = ["pretty"]

# How tightly an operator binds, as in grammar.lark; a part in a place for a tighter one needs brackets.
OR, AND, NOT, COMPARISON, JOIN, SUM, PRODUCT, UNARY, POWER, ATOM = range(10)

BINDING = {
    "OR": OR,
    "AND": AND,
    "NOT": NOT,
    "IN": COMPARISON,
    "BETWEEN": COMPARISON,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">="), COMPARISON),
    "&": JOIN,
    **dict.fromkeys("*/%", PRODUCT),
    "NEGATE": UNARY,
    "^": POWER,
}


def pretty(parsed: Parsed) -> str:
    """The expression with even spaces, capital keywords and no needless brackets. It parses to the same tree."""
    return Printer(parsed.literals).text(parsed.tree, OR)


class Printer:
    def __init__(self, literals: tuple[str | Decimal, ...]) -> None:
        self.literals = literals

    def text(self, node: Node, place: int) -> str:
        """The node, in brackets if it binds less tightly than its place demands."""
        return self.bare(node) if binding(node) >= place else f"({self.bare(node)})"

    def bare(self, node: Node) -> str:
        if isinstance(node, Literal):
            return self.literal(node)
        if isinstance(node, Constant):
            return "NULL" if node.value is None else str(node.value).upper()
        if isinstance(node, Reference):
            return ".".join(node.path)
        if isinstance(node, Chain):
            return self.chain(node)
        return self.infix(node) if node.infix else f"{node.name}({self.listed(node.arguments)})"

    def literal(self, node: Literal) -> str:
        value = self.literals[node.slot]
        if isinstance(value, str):
            return quote(value)
        return f"-{value:f}" if node.negative else f"{value:f}"

    def listed(self, nodes: tuple[Node, ...]) -> str:
        return ", ".join(self.text(node, OR) for node in nodes)

    def chain(self, node: Chain) -> str:
        first, *rest = node.operands
        parts = [self.text(first, PRODUCT)]
        for sign, operand in zip(node.signs[1:], rest, strict=True):
            parts.append(f"{sign} {self.text(operand, PRODUCT)}")
        return " ".join(parts)

    def infix(self, node: Application) -> str:
        name, arguments = node.name, node.arguments
        if name == "NOT":
            return self.negation(arguments[0])
        if name == "NEGATE":
            return f"-{self.text(arguments[0], UNARY)}"
        if name in ("IN", "BETWEEN"):
            return self.comparison(node, "")
        if name == "^":
            return f"{self.text(arguments[0], ATOM)} ^ {self.text(arguments[1], UNARY)}"
        if name in "*/%":
            return f"{self.text(arguments[0], PRODUCT)} {name} {self.text(arguments[1], UNARY)}"
        return f" {name} ".join(self.text(argument, BINDING[name] + 1) for argument in arguments)

    def negation(self, inner: Node) -> str:
        """`a NOT IN (…)` where it was written so or could have been."""
        if isinstance(inner, Application) and inner.infix and inner.name in ("IN", "BETWEEN"):
            return self.comparison(inner, "NOT ")
        return f"NOT {self.text(inner, NOT)}"

    def comparison(self, node: Application, negation: str) -> str:
        subject, *rest = node.arguments
        if node.name == "IN":
            return f"{self.text(subject, JOIN)} {negation}IN ({self.listed(tuple(rest))})"
        low, high = (self.text(bound, JOIN) for bound in rest)
        return f"{self.text(subject, JOIN)} {negation}BETWEEN {low} AND {high}"


def binding(node: Node) -> int:
    """How tightly the outermost operator of a node binds."""
    if isinstance(node, Chain):
        return SUM
    if isinstance(node, Literal) and node.negative:
        return UNARY
    if isinstance(node, Application) and node.infix:
        return BINDING[node.name]
    return ATOM
