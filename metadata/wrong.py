"""What a field type says of a value it can't take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dougong import FieldProblem

__all__ = ["Wrong"]


class Wrong(ValueError):
    """A value that doesn't fit; `code` is for programs, the message (a template) for people."""

    def __init__(self, code: str, message: str, **params: Any) -> None:
        self.code = code
        self.message = message
        self.params: Mapping[str, Any] = params
        super().__init__(message)

    def __str__(self) -> str:
        return self.message.format(**self.params)

    def problem(self, field: str) -> FieldProblem:
        return FieldProblem(field, self.code, self.message, self.params)
