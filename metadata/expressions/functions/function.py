"""What a function is: one record that the checker, both compilers, the manual and the tests read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from metadata.expressions.functions.signature import Signature, signature_of
from metadata.expressions.parser import Parsed, parse
from metadata.expressions.sizes import Size

__all__ = ["Evaluator", "Function"]

Evaluator = Callable[[Any], Any]
"""An argument that is not evaluated yet: a function of the run at hand."""


@dataclass(frozen=True, kw_only=True)
class Function:
    """A function or operator of the language. To add one, add a record to the module of its group.

    - `signature` is read by `signature_of`; several records may share a name and differ in their arguments.
    - `example` is an expression that is true; tests run it in Python, on SQLite and on PostgreSQL.
    - `python` takes typed values, the named `env` values first, and must not raise. It is what SQLite calls too.
    - `postgresql` is SQL with `{0}`, `{1}` … for the arguments, `{*}` for all of them, `{1*}` for those from the
      second on, `{+}` and `{&}` for their sum and their texts joined, `{0:1..9}` for a number cut to a whole one between bounds, `{today}` and the like for `env` values,
      and `{unicode}` for the collation that knows upper and lower case. It must be closed: a call or in brackets.
    - `sqlite` is the same for SQLite, for the few that need no Python; numbers are decimal texts there.
    - `lazy` builds the evaluator from those of the arguments, for functions that don't need them all.
    - `means` defines it by an expression over its parameters instead; then nothing else is needed.
    - `strict`: NULL in, NULL out (FALSE for a boolean; a boolean function never gives NULL), and `python` never sees NULL.
    - `null_if`: the result can be NULL if `any` argument can, if `all` can, `always` or `never`.
    - `size` bounds a numeric result: a Size, or a function of the arguments' sizes and literal values.
    - `compares`: which parameters are compared with each other, so that choices of a field are checked.
    """

    name: str
    signature: str
    doc: str
    example: str
    group: str = ""
    key: str = ""
    python: Callable[..., Any] | None = None
    postgresql: str = ""
    sqlite: str = ""
    lazy: Callable[[tuple[Evaluator, ...]], Evaluator] | None = None
    means: str = ""
    env: tuple[str, ...] = ()
    strict: bool = True
    null_if: str = "any"
    size: Size | Callable[..., Size] | None = None
    compares: frozenset[str] = frozenset()
    is_operator: bool = False

    @cached_property
    def parsed_signature(self) -> Signature:
        return signature_of(self.signature)

    @cached_property
    def meaning(self) -> Parsed:
        """The expression this function stands for."""
        return parse(self.means)

    @property
    def identity(self) -> str:
        """Names this record among those of the same name, and its form in SQLite."""
        return self.key or self.name.lower()

    @property
    def is_predicate(self) -> bool:
        """A function that gives a boolean says FALSE where another would say NULL."""
        return self.parsed_signature.gives == "boolean"

    def is_nullable(self, arguments: Sequence[bool]) -> bool:
        """Whether the result can be NULL, from whether each argument can."""
        if self.is_predicate or self.null_if == "never":
            return False
        return self.null_if == "always" or (all if self.null_if == "all" else any)(arguments)
