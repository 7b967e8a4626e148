"""What can be wrong with an expression, said to the person who wrote it."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["ExpressionError", "ExpressionErrors", "FuelExhausted"]


class ExpressionError(ValueError):
    """One problem: what it is, and the character of `text` where it begins."""

    def __init__(self, message: str, position: int | None = None, text: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.text = text

    @property
    def problems(self) -> tuple[ExpressionError, ...]:
        """Every problem found, so that one and many are read alike."""
        return (self,)

    @property
    def excerpt(self) -> str:
        """The line with the problem, and a caret under the place."""
        if self.position is None:
            return self.text[:80]
        start = self.text.rfind("\n", 0, self.position) + 1
        start = max(start, self.position - 60)
        line = self.text[start : self.position + 20].split("\n")[0]
        return f"{line}\n{' ' * (self.position - start)}^"

    def __str__(self) -> str:
        if self.position is None:
            return self.message
        return f"{self.message} (at character {self.position + 1})"


class ExpressionErrors(ExpressionError):
    """All the problems of an expression, gathered before anything is refused."""

    def __init__(self, problems: Sequence[ExpressionError]) -> None:
        first = problems[0]
        super().__init__("; ".join(map(str, problems)), first.position, first.text)
        self._problems = tuple(problems)

    @property
    def problems(self) -> tuple[ExpressionError, ...]:
        return self._problems

    def __str__(self) -> str:
        return self.message


class FuelExhausted(RuntimeError):
    """An evaluation took more steps, or made more text, than one expression may."""
