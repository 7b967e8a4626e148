"""What can go wrong, in words a person can act on.

A message is a template in English with named parameters; it is translated where it is shown, so raise
`Invalid("{field} must be later than {other}", field="End", other="Start")` and never a formatted string.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

__all__ = [
    "BadRequest",
    "Conflict",
    "Duplicates",
    "FieldProblem",
    "Invalid",
    "Merged",
    "NeedsApproval",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "Problem",
    "Stale",
    "TooLarge",
    "TooMany",
    "Unavailable",
    "Undeliverable",
]


@dataclass(frozen=True)
class FieldProblem:
    """One thing wrong with one field; `field` is its name, a path (`lines.0.price`), or empty for the whole record."""

    field: str
    code: str
    message: str
    params: Mapping[str, Any] = attribute(default_factory=dict)

    def __str__(self) -> str:
        text = self.message.format(**self.params)
        return f"{self.field}: {text}" if self.field else text


class Problem(Exception):
    """The base of every error a person may read."""

    def __init__(self, message: str, *, errors: Iterable[FieldProblem] = (), **params: Any) -> None:
        self.message = message
        self.params = params
        self.errors = tuple(errors)
        super().__init__(message)

    def __str__(self) -> str:
        text = self.message.format(**self.params)
        return "; ".join([text, *map(str, self.errors)])


class BadRequest(Problem):
    """The request can't be understood: bad JSON, an unknown parameter, a filter that doesn't parse."""


class NotSignedIn(Problem):
    """Nobody is signed in, or the session or token is no longer good."""


class NotAllowed(Problem):
    """The actor sees the thing but may not do this with it."""


class NotFound(Problem):
    """There is no such thing, as far as the actor may know."""

    def __init__(self, message: str = "There is no such thing here", **params: Any) -> None:
        super().__init__(message, **params)


class Conflict(Problem):
    """The state of things forbids it: a unique value taken, a record that others depend on."""


class Duplicates(Conflict):
    """Records like this one are there already.

    matches: what is known of each, as far as the actor may see it: `{"visible": True, "object", "id", "name", "owner",
    "rule", "label", "fields", "score"}`, or just `{"visible": False, "owner"}`. blocks: whether a rule forbids to save
    it; else it can be saved with `save_anyway`.
    """

    def __init__(self, message: str, *, matches: Iterable[Mapping[str, Any]], blocks: bool, **params: Any) -> None:
        super().__init__(message, **params)
        self.matches = tuple(matches)
        self.blocks = blocks


class NeedsApproval(Conflict):
    """An approval holds this back until people have agreed to it; `approval` is its name, `label` what people call it."""

    def __init__(self, message: str, *, approval: str, label: str) -> None:
        super().__init__(message, approval=label)
        self.approval = approval
        self.label = label


class Merged(Conflict):
    """The record was merged into another one; `into` is the id of that one."""

    def __init__(self, message: str, *, object: str, into: str) -> None:
        super().__init__(message, id=into)
        self.object = object
        self.into = into


class Stale(Problem):
    """The record was changed by somebody else since it was read; `current` is the record as it is now."""

    def __init__(self, message: str, *, current: Mapping[str, Any], **params: Any) -> None:
        super().__init__(message, **params)
        self.current = current


class Invalid(Problem):
    """The values don't hold up; `errors` names every field at once."""

    def __init__(self, message: str = "Some values are not right", **params: Any) -> None:
        super().__init__(message, **params)


class TooLarge(Problem):
    """The request exceeds a limit, which the message names."""


class TooMany(Problem):
    """Too many requests; try again after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int, **params: Any) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Unavailable(Problem):
    """Something we depend on doesn't answer; try again after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: int = 5, **params: Any) -> None:
        super().__init__(message, **params)
        self.retry_after = retry_after


class Undeliverable(Problem):
    """What a channel was asked to send will never arrive: no such receiver, an address that may not be asked."""
