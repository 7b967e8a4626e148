"""Compiles a checked expression to a Python function, out of closures: nothing is generated, nothing is evaluated as code."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

from metadata.expressions.checked import Checked
from metadata.expressions.env import Env
from metadata.expressions.errors import FuelExhausted
from metadata.expressions.functions.function import Evaluator, Function
from metadata.expressions.limits import MAX_STEPS, MAX_TEXT
from metadata.expressions.nodes import Call, Const, Field, Lit, Typed, walk
from metadata.expressions.types import NUMERIC, Getter, Type

__all__ = ["Evaluate", "to_python"]

Evaluate = Callable[[Getter, Env], Any]
"""Takes a function that gives the value of a field, and the surroundings; gives the value of the expression."""

CHARACTERS_PER_STEP = 100


class Run:
    """One evaluation: where values come from, and how many steps are left."""

    __slots__ = ("env", "fuel", "get", "literals")

    def __init__(self, get: Getter, env: Env, literals: Any, fuel: int) -> None:
        self.get = get
        self.env = env
        self.literals = literals
        self.fuel = fuel


def to_python(checked: Checked, steps: int = MAX_STEPS) -> Evaluate:
    """The function that evaluates the expression. It raises FuelExhausted after `steps` steps."""
    root = evaluator(checked.root)
    values = checked.values
    fuel = steps - sum(isinstance(node, Call) for node in walk(checked.root))

    def evaluate(get: Getter, env: Env) -> Any:
        if fuel < 0:
            raise FuelExhausted(f"This expression needs more than {steps:,} steps")
        literals = env.literals
        return root(Run(get, env, values if literals is None else literals, fuel))

    return evaluate


def evaluator(node: Typed) -> Evaluator:
    if isinstance(node, Call):
        return call(node)
    if isinstance(node, Field):
        return field(node)
    if isinstance(node, Lit):
        name = f"x{node.slot}"
        return lambda run: run.literals[name]
    return constant(node)


def constant(node: Const) -> Evaluator:
    value = node.value
    return lambda run: value


def field(node: Field) -> Evaluator:
    path = node.name.path
    if node.type is Type.LIST:
        return lambda run: as_tuple(run.get(path))
    if node.type in NUMERIC:
        return lambda run: as_decimal(run.get(path))
    return lambda run: run.get(path)


def as_tuple(items: Any) -> tuple[str, ...] | None:
    return None if items is None else tuple(items)


def as_decimal(number: Any) -> Decimal | None:
    if number is None or number.__class__ is Decimal:
        return number
    if isinstance(number, int) and not isinstance(number, bool):
        return Decimal(number)
    raise TypeError(f"A number must be a Decimal, not {number!r}")


def call(node: Call) -> Evaluator:
    """The function applied to its arguments; every kind of call has the shortest closure that does it."""
    function = node.function
    arguments = tuple(evaluator(argument) for argument in node.arguments)
    if function.lazy is not None:
        return function.lazy(arguments)
    if function.name == "IN" and all(isinstance(item, (Lit, Const)) for item in node.arguments[1:]):
        return membership(*arguments)
    implementation = function.python
    assert implementation is not None
    if function.env:
        return with_env(function, implementation, arguments)
    if not function.strict:
        return charged(node, loose(implementation, arguments))
    return charged(node, strict(implementation, arguments, False if function.is_predicate else None))


def membership(subject: Evaluator, *items: Evaluator) -> Evaluator:
    """IN with values written out: a set, made again only for other literals."""
    known: tuple[Any, frozenset[Any]] = (None, frozenset())

    def apply(run: Run) -> bool:
        nonlocal known
        literals, members = known
        if literals is not run.literals:
            members = frozenset(item(run) for item in items)
            known = (run.literals, members)
        return subject(run) in members

    return apply


def strict(function: Callable[..., Any], arguments: tuple[Evaluator, ...], null: bool | None) -> Evaluator:
    """Not called at all if an argument is NULL."""
    if len(arguments) == 1:
        return partial(strict_one, function, arguments[0], null)
    if len(arguments) == 2:
        return strict_two(function, *arguments, null)

    def apply(run: Run) -> Any:
        values = [argument(run) for argument in arguments]
        return null if None in values else function(*values)

    return apply


def strict_one(function: Callable[..., Any], argument: Evaluator, null: bool | None, run: Run) -> Any:
    value = argument(run)
    return null if value is None else function(value)


def strict_two(function: Callable[..., Any], first: Evaluator, second: Evaluator, null: bool | None) -> Evaluator:
    def apply(run: Run) -> Any:
        a = first(run)
        if a is None:
            return null
        b = second(run)
        return null if b is None else function(a, b)

    return apply


def loose(function: Callable[..., Any], arguments: tuple[Evaluator, ...]) -> Evaluator:
    """Called with NULLs too."""
    if len(arguments) == 1:
        only = arguments[0]
        return lambda run: function(only(run))
    if len(arguments) == 2:
        first, second = arguments
        return lambda run: function(first(run), second(run))
    return lambda run: function(*[argument(run) for argument in arguments])


def with_env(function: Function, implementation: Callable[..., Any], arguments: tuple[Evaluator, ...]) -> Evaluator:
    """The values it needs to know come before the arguments."""
    names = function.env
    null = False if function.is_predicate else None

    def apply(run: Run) -> Any:
        known = run.env.values
        values = [argument(run) for argument in arguments]
        if function.strict and None in values:
            return null
        return implementation(*[known[name] for name in names], *values)

    return apply


def charged(node: Call, evaluate: Evaluator) -> Evaluator:
    """Texts and lists cost steps by their length, and a text may only become so long."""
    if node.type is Type.TEXT:
        return partial(charged_text, evaluate)
    if node.type is Type.LIST:
        return partial(charged_list, evaluate)
    return evaluate


def charged_text(evaluate: Evaluator, run: Run) -> Any:
    text = evaluate(run)
    if text is not None and len(text) > CHARACTERS_PER_STEP:
        if len(text) > MAX_TEXT:
            raise FuelExhausted(f"An expression can't make a text of more than {MAX_TEXT:,} characters")
        spend(run, len(text) // CHARACTERS_PER_STEP)
    return text


def charged_list(evaluate: Evaluator, run: Run) -> Any:
    items = evaluate(run)
    if items is not None:
        spend(run, len(items))
    return items


def spend(run: Run, steps: int) -> None:
    run.fuel -= steps
    if run.fuel < 0:
        raise FuelExhausted("This expression works on more text than one evaluation may")
