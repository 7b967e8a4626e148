"""All functions by name; the place where a second owner of a name is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from metadata.expressions.functions import dates, identity, lists, logic, numbers, operators, periods, texts
from metadata.expressions.functions.function import Function

__all__ = ["FUNCTIONS", "Registry"]

GROUPS = {
    "logic": logic.FUNCTIONS,
    "numbers": numbers.FUNCTIONS,
    "texts": texts.FUNCTIONS,
    "dates": dates.FUNCTIONS,
    "periods": periods.FUNCTIONS,
    "lists": lists.FUNCTIONS,
    "identity": identity.FUNCTIONS,
    "operators": operators.OPERATORS,
}


class Registry:
    """Functions by name and by identity. It never changes; `extended` makes a larger one."""

    def __init__(self, functions: Iterable[Function]) -> None:
        self.all = tuple(functions)
        by_name: dict[str, tuple[Function, ...]] = {}
        self._by_identity: dict[str, Function] = {}
        for function in self.all:
            if (other := self._by_identity.get(function.identity)) is not None:
                raise ValueError(
                    f"{function.name}: the key {function.identity!r} already belongs to {other.group or other.name}"
                )
            self._by_identity[function.identity] = function
            by_name[function.name] = (*by_name.get(function.name, ()), function)
        self.by_name = MappingProxyType(by_name)

    def __iter__(self) -> Iterator[Function]:
        return iter(self.all)

    def __len__(self) -> int:
        return len({function.name for function in self.all if not function.is_operator})

    def __getitem__(self, identity: str) -> Function:
        return self._by_identity[identity]

    def extended(self, functions: Iterable[Function]) -> Registry:
        """This registry and some more functions, such as those of a plugin. A name that is taken is refused."""
        more = tuple(functions)
        for function in more:
            if owners := self.by_name.get(function.name):
                raise ValueError(f"The function {function.name} already exists in the group {owners[0].group}")
        return Registry((*self.all, *more))

    def suggestion(self, name: str) -> str:
        """The name that was probably meant, or nothing."""
        words = [known for known, records in self.by_name.items() if not records[0].is_operator]
        close = get_close_matches(name[:40], words, n=1, cutoff=0.6)
        return close[0] if close else ""


FUNCTIONS = Registry(replace(function, group=group) for group, functions in GROUPS.items() for function in functions)
