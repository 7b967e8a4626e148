"""What a route declares about itself; a route that declares less than this does not register."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol

from jsonschema import Draft202012Validator
from referencing import Registry

from core.api.ask import Answer, Ask

__all__ = ["MEGA", "NOTHING", "Action", "Body", "Declared", "Open", "Param", "Route", "View"]

SLOT = re.compile(r"<(?:[a-z]+:)?([a-z_]+)>")
MEGA = 1024 * 1024
METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})

#: What the actor must be allowed to do: with records of the object, to administer, or just to be signed in (`self`).
Action = Literal["read", "create", "edit", "delete", "administer", "self", "anyone"]
#: `natural`: doing it twice is doing it once. `stored`: the first answer is kept with its Idempotency-Key.
#: `never`: the answer holds a secret, which is not kept.
Idempotency = Literal["natural", "stored", "never"]
Rate = Literal["api", "heavy", "free"]


class View(Protocol):
    """Answers a request of a tenant; `ctx` carries tenant, actor, catalogue and unit of work."""

    def __call__(self, ctx: Any, ask: Ask, /) -> Answer: ...


@dataclass(frozen=True)
class Param:
    """A query parameter. Any other is refused by name."""

    name: str
    type: Literal["text", "integer", "boolean"] = "text"
    about: str = ""
    least: int | None = None
    most: int | None = None
    required: bool = False


@dataclass(frozen=True)
class Body:
    """A body: the JSON Schema it must fit.

    `checked` is False where the door to records checks it against the catalogue. media: anything but JSON is for the
    view to read. form: the same as a form, where a request may come either way; the view gets no body then.
    """

    schema: Mapping[str, Any]
    checked: bool = True
    required: bool = True
    media: str = "application/json"
    most: int = MEGA
    form: Body | None = None

    @property
    def forms(self) -> tuple[Body, ...]:
        """Every way in which the body may come."""
        return (self,) if self.form is None else (self, self.form)

    @cached_property
    def validator(self) -> Draft202012Validator:
        """The compiled schema, which fetches nothing from anywhere."""
        return Draft202012Validator(dict(self.schema), registry=Registry())


#: The body of a request that says everything by its address.
NOTHING = Body({"type": "object", "properties": {}, "additionalProperties": False}, required=False)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What every route says, whoever it is for.

    rule: a path with slots: `<object>` names an object, those in `ids` are ids of records, those in `names` are names.
    query: the parameters it takes; None: any, they are not for the server.
    answers: the JSON Schema of each good answer by its status. page: whether a person looks at it, not a program.
    """

    method: str
    rule: str
    summary: str
    group: str
    action: Action
    object: str | None = None
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    query: tuple[Param, ...] | None = ()
    body: Body | None = None
    idempotency: Idempotency = "natural"
    rate: Rate = "api"
    answers: Mapping[int, Any] = field(default_factory=dict)
    page: bool = False

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"{self.name} has a method that no route has")
        declared = {*self.ids, *self.names, *(["object"] if "<object>" in self.rule else [])}
        if set(self.slots) != declared:
            raise ValueError(f"{self.name} must declare each of its slots: {sorted(set(self.slots) ^ declared)}")
        if self.method == "GET" and (self.body or self.idempotency != "natural"):
            raise ValueError(f"{self.name} reads, so it has neither a body nor an answer to keep")

    @property
    def name(self) -> str:
        """The route as people write it."""
        return f"{self.method} {self.rule}"

    @property
    def slots(self) -> list[str]:
        """The names of the parts of the path that vary."""
        return SLOT.findall(self.rule)

    @property
    def path(self) -> str:
        """The path as OpenAPI writes it."""
        return SLOT.sub(r"{\1}", self.rule)

    @cached_property
    def params(self) -> Mapping[str, Param]:
        """The query parameters by name."""
        return {param.name: param for param in self.query or ()}


@dataclass(frozen=True, kw_only=True)
class Route(Declared):
    """A route within a tenant. `sign_in`: whether nobody in particular is refused.

    plugin: the plugin whose endpoint it is; it is there only where the plugin is enabled.
    """

    view: View
    sign_in: bool = True
    plugin: str | None = None


@dataclass(frozen=True, kw_only=True)
class Open(Declared):
    """A route outside of any tenant, such as the health of the process."""

    view: Callable[[Ask], Answer]
    action: Action = "anyone"
