"""What people read about the functions: the table of the manual."""

from __future__ import annotations

from collections.abc import Iterator

from metadata.expressions.functions.function import Function
from metadata.expressions.functions.registry import FUNCTIONS, Registry
from metadata.expressions.functions.usage import gives, usage
from metadata.expressions.values import Unit

__all__ = ["functions_table"]

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
