"""What people read about the functions: the table of the manual, and what an editor shows while somebody types."""

from __future__ import annotations

from collections.abc import Iterator

from metadata.expressions.functions.function import Function
from metadata.expressions.functions.registry import FUNCTIONS, Registry
from metadata.expressions.functions.signature import Parameter
from metadata.expressions.values import Unit

__all__ = ["functions_table", "gives", "usage"]

TITLES = {
    "logic": "Decisions",
    "numbers": "Numbers",
    "texts": "Texts",
    "dates": "Dates, times, durations",
    "periods": "Periods around today",
    "lists": "Lists",
    "identity": "Who is asking",
    "operators": "Operators",
}

KINDS = {
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
    kinds = [KINDS.get(parameter.kind, parameter.kind) for parameter in (*signature.first, *signature.repeated)]
    if function.name in SPELLED:
        return SPELLED[function.name].format(*kinds)
    return f"{kinds[0]} {function.name} {kinds[-1]}"


def gives(function: Function) -> str:
    """What the result is, in a word."""
    kind = function.parsed_signature.gives
    return KINDS.get(kind, kind)


def units(function: Function) -> str:
    for parameter in function.parsed_signature.first:
        if isinstance(parameter.rule, Unit):
            return f" Units: {', '.join(parameter.rule.units)}."
    return ""


def functions_table(functions: Registry = FUNCTIONS) -> str:
    """Markdown: one table for each group, one row for each function and each kind of argument it takes."""
    groups = dict.fromkeys(function.group for function in functions)
    return "\n\n".join("\n".join(group_table(group, functions)) for group in groups)


def group_table(group: str, functions: Registry) -> Iterator[str]:
    yield f"### {TITLES.get(group, group)}"
    yield ""
    yield "| write | gives | what it does | true |"
    yield "|---|---|---|---|"
    for function in functions:
        if function.group == group:
            cells = (f"`{usage(function)}`", gives(function), function.doc + units(function), f"`{function.example}`")
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(functions_table())
