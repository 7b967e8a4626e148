"""From text to tree: a lark grammar, with every limit of size kept while the tree grows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import methodcaller
from pathlib import Path as File
from typing import Any, cast

from lark import Lark, Token, Transformer, UnexpectedToken

from metadata.expressions.lexer import WORDS, Misplaced, TokenLexer
from metadata.expressions.limits import MAX_DEPTH, MAX_ITEMS, MAX_NODES
from metadata.expressions.scanner import NUMBER_SLOT, TEXT_SLOT, Template, split
from metadata.expressions.tree import Application, Chain, Constant, Literal, Node, Reference

__all__ = ["Parsed", "parse"]

CONSTANTS = {"TRUE": True, "FALSE": False, "NULL": None}
SPELLING = {"!=": "<>"}
COMPARISONS = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text that is well formed; whether it makes sense is for `check` to say."""

    template: Template
    tree: Node

    @property
    def text(self) -> str:
        return self.template.text

    @property
    def literals(self) -> tuple[Any, ...]:
        return self.template.literals


def parse(text: str) -> Parsed:
    """The tree of an expression. Raises ExpressionError for the first place that can't be understood."""
    template = split(text)
    try:
        return Parsed(template, tree_of(template.key))
    except Misplaced as problem:
        raise template.error(problem.message, problem.at) from None


@lru_cache(maxsize=512)
def tree_of(key: str) -> Node:
    """The tree of all texts with this key."""
    if not key:
        raise Misplaced('The expression is empty: write a condition such as stage = "won"', 0)
    try:
        tree = cast(Node, GRAMMAR.parse(key))
    except UnexpectedToken as problem:
        raise unexpected(problem, key.split(" ")) from None
    if tree.size > MAX_NODES:
        raise Misplaced(
            f"This expression is too large: it has {tree.size:,} parts, and {MAX_NODES} are allowed. "
            "Split it into several formula fields",
            0,
        )
    return tree


def unexpected(problem: UnexpectedToken, words: list[str]) -> Misplaced:
    """Why the grammar stopped here, in words."""
    token, expected = problem.token, accepted(problem)
    if token.type == "$END":
        return Misplaced("The expression ends too early: " + missing(expected), len(words))
    at = token.start_pos or 0
    word = shown(words[at])
    before = words[at - 1] if at else ""
    if token.type == "COMPARE" and "AND" in expected:
        return Misplaced(f"Comparisons can't follow each other: join them with AND before {word}, or use BETWEEN", at)
    if token.type == "OPEN" and before:
        return Misplaced(f"{word} can't follow {shown(before)}: an operator is missing between them", at)
    if before in COMPARISONS and token.type == "NOT":
        return Misplaced("Put the part that begins with NOT into brackets", at)
    if token.type in ("PATH", "FUNCTION") and (hint := WORDS.get(words[at].upper())):
        return Misplaced(hint, at)
    return Misplaced(f"{word} is not expected here: {missing(expected)}", at)


def accepted(problem: UnexpectedToken) -> set[str]:
    """The kinds of token that could really follow here; `expected` alone also lists what could only end the part."""
    parser = problem.interactive_parser
    return set(problem.expected) if parser is None else set(methodcaller("accepts")(parser))


def missing(expected: set[str]) -> str:
    if "PATH" in expected:
        return "a field, a value or a function is missing"
    if "CLOSE" in expected:
        return "a closing bracket is missing"
    if "OPEN" in expected:
        return "an opening bracket is missing"
    return "an operator such as AND or = is missing"


def shown(word: str) -> str:
    return {TEXT_SLOT: "this text", NUMBER_SLOT: "this number"}.get(word, f"“{word[:60]}”")


class TreeBuilder(Transformer[Token, Node]):
    """Called by the parser from the leaves up, so nothing here recurses and depth is known at once."""

    def text(self, children: list[Token]) -> Node:
        return Literal(int(children[0]), False, False, place(children[0]))

    def number(self, children: list[Token]) -> Node:
        return Literal(int(children[0]), True, False, place(children[0]))

    def constant(self, children: list[Token]) -> Node:
        return Constant(CONSTANTS[children[0].upper()], place(children[0]))

    def reference(self, children: list[Token]) -> Node:
        return Reference(tuple(children[0].split(".")), place(children[0]))

    def group(self, children: list[Any]) -> Node:
        node: Node = children[1]
        return node

    def call(self, children: list[Any]) -> Node:
        return applied(children[0].upper(), children[2:-1:2], place(children[0]))

    def operation(self, children: list[Any]) -> Node:
        return applied(children[1].upper(), children[::2], place(children[1]), infix=True)

    def binary(self, children: list[Any]) -> Node:
        left, sign, right = children
        return applied(str(sign), [left, right], place(sign), infix=True)

    def comparison(self, children: list[Any]) -> Node:
        left, sign, right = children
        return applied(SPELLING.get(sign, str(sign)), [left, right], place(sign), infix=True)

    def prefix(self, children: list[Any]) -> Node:
        return applied("NOT", children[1:], place(children[0]), infix=True)

    def negative(self, children: list[Any]) -> Node:
        sign, operand = children
        if isinstance(operand, Literal) and operand.is_number and not operand.negative:
            return Literal(operand.slot, True, True, place(sign))
        return applied("NEGATE", [operand], place(sign), infix=True)

    def items(self, children: list[Any]) -> list[Node]:
        found = children[1:-1:2]
        if len(found) > MAX_ITEMS:
            message = f"This list has {len(found):,} items, and {MAX_ITEMS:,} are allowed"
            raise Misplaced(message, place(children[0]))
        return found

    def membership(self, children: list[Any]) -> Node:
        subject, sign, items = children
        return applied("IN", [subject, *items], place(sign), infix=True)

    def absence(self, children: list[Any]) -> Node:
        subject, negation, sign, items = children
        inside = applied("IN", [subject, *items], place(sign), infix=True)
        return applied("NOT", [inside], place(negation), infix=True)

    def range(self, children: list[Any]) -> Node:
        return applied("BETWEEN", children[::2], place(children[1]), infix=True)

    def outside(self, children: list[Any]) -> Node:
        subject, negation, sign, low, _, high = children
        inside = applied("BETWEEN", [subject, low, high], place(sign), infix=True)
        return applied("NOT", [inside], place(negation), infix=True)

    def chain(self, children: list[Any]) -> Node:
        operands = tuple(children[::2])
        signs = ("+", *map(str, children[1::2]))
        at = place(children[1])
        return Chain(signs, operands, at, deeper(operands, at), 1 + weight(operands))


def place(token: Token) -> int:
    return token.start_pos or 0


def applied(name: str, arguments: list[Node], at: int, infix: bool = False) -> Application:
    operands = tuple(arguments)
    size = 1 + weight(operands[:1] if name == "IN" else operands)
    if name == "IN":
        size += sum(item.size for item in operands[1:] if not isinstance(item, Literal))
    return Application(name, operands, at, deeper(operands, at), size, infix)


def weight(operands: tuple[Node, ...]) -> int:
    return sum(operand.size for operand in operands)


def deeper(operands: tuple[Node, ...], at: int) -> int:
    """One more than the deepest operand, which must not become too deep."""
    depth = 1 + max((operand.depth for operand in operands), default=0)
    if depth > MAX_DEPTH:
        message = f"This expression is nested more than {MAX_DEPTH} levels deep. Move an inner part to a formula field of its own"
        raise Misplaced(message, at)
    return depth


#: The tables of the grammar take longer to make than all else of a start; they are kept with the bytecode.
GRAMMAR = Lark(
    (File(__file__).parent / "grammar.lark").read_text("utf-8"),
    parser="lalr",
    lexer=TokenLexer,
    transformer=TreeBuilder(),
    maybe_placeholders=False,
    cache=str(File(__file__).parent / "__pycache__" / "grammar.bin"),
)
