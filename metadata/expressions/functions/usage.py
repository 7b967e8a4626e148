"""How a function is written, for messages, the manual, and an editor that shows it while somebody types."""

from __future__ import annotations

from metadata.expressions.functions.function import Function
from metadata.expressions.functions.signature import Parameter

__all__ = ["gives", "usage"]

IN_WORDS = {
    "whole": "number",
    "unit": "unit",
    "condition": "condition",
    "shown": "anything",
    "any": "anything",
    "same": "value",
    "result": "value",
    "ordered": "value",
}

SPELLED = {"NEGATE": "-{0}", "IN": "{0} IN ({1})"}


def usage(function: Function) -> str:
    """How it is written: `LEFT(text, count = 1)`."""
    signature = function.parsed_signature
    if function.is_operator:
        return operator(function)
    parts = [named(parameter) for parameter in signature.first]
    if signature.repeated:
        parts += [parameter.name for parameter in signature.repeated] + ["…"]
    parts += [named(parameter) for parameter in signature.last]
    return f"{function.name}({', '.join(parts)})"


def named(parameter: Parameter) -> str:
    default = parameter.default
    if not parameter.is_optional:
        return parameter.name
    if default is None or len(str(default)) > 5:
        return f"[{parameter.name}]"
    return f'{parameter.name} = "{default}"' if isinstance(default, str) else f"{parameter.name} = {default}"


def operator(function: Function) -> str:
    """Operators are told apart by the types they take."""
    signature = function.parsed_signature
    kinds = [IN_WORDS.get(parameter.kind, parameter.kind) for parameter in (*signature.first, *signature.repeated)]
    if function.name in SPELLED:
        return SPELLED[function.name].format(*kinds)
    return f"{kinds[0]} {function.name} {kinds[-1]}"


def gives(function: Function) -> str:
    """What the result is, in a word."""
    kind = function.parsed_signature.gives
    return IN_WORDS.get(kind, kind)
