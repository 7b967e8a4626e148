"""Makes a call node: its type, how large its number can get, and whether it can be NULL."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from metadata.expressions.functions.function import Function
from metadata.expressions.functions.signature import KINDS, Parameter
from metadata.expressions.limits import MAX_CHECKED_DEPTH, MAX_CHECKED_NODES, MAX_DIGITS
from metadata.expressions.nodes import Call, Const, Lit, Typed
from metadata.expressions.sizes import Size, TooLarge, widest
from metadata.expressions.types import NUMERIC, Type

__all__ = ["called"]


def called(
    function: Function,
    arguments: tuple[Typed, ...],
    at: int,
    parameters: tuple[Parameter, ...] | None = None,
    variables: dict[str, Type] | None = None,
) -> Call:
    """The call of a function with arguments of the right types. Raises TooLarge."""
    signature = function.parsed_signature
    variables = variables or {}
    kind = KINDS.get(signature.gives) or variables[signature.gives]
    depth = 1 + max((argument.depth for argument in arguments), default=0)
    weight = 1 + sum(argument.weight for argument in arguments)
    if depth > MAX_CHECKED_DEPTH or weight > MAX_CHECKED_NODES:
        raise TooLarge("This expression is nested too deeply. Move an inner part to a formula field of its own")
    return Call(
        function=function,
        arguments=arguments,
        parameters=signature.first if parameters is None else parameters,
        type=kind,
        size=result_size(function, arguments, kind),
        nullable=function.is_nullable([argument.nullable for argument in arguments]),
        at=at,
        depth=depth,
        weight=weight,
        variable=variables.get(signature.variable) if signature.variable else None,
    )


def result_size(function: Function, arguments: tuple[Typed, ...], kind: Type) -> Size:
    if kind not in NUMERIC:
        return Size(1)
    sizes = [argument.size for argument in arguments]
    if function.size is None:
        size = widest(argument.size for argument in arguments if argument.type in NUMERIC)
    elif isinstance(function.size, Size):
        size = function.size
    else:
        size = function.size(sizes, [known_value(argument) for argument in arguments])
    if max(size) > MAX_DIGITS:
        raise TooLarge(
            f"This number could get more than {MAX_DIGITS:,} digits. ROUND a part of it, or split it into formula fields"
        )
    return size


def known_value(node: Typed) -> Any:
    """The number that is written here, or None where it depends on the record."""
    value = node.value if isinstance(node, (Lit, Const)) else None
    return value if isinstance(value, Decimal) else None
