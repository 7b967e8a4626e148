"""Whom a user task of BPMN asks, as sources of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dougong import Invalid
from workflows.foreign import name_from, translated
from workflows.markup import Node

__all__ = ["Said", "group", "sources"]

Source = Mapping[str, Any]
Said = Callable[..., None]

#: So many names of a list are looked at; fewer than these are taken over.
MOST = 100
#: Who performs a task, by the standard.
PERFORMERS = ("humanPerformer", "performer", "potentialOwner")
WRAPPED = re.compile(r"(user|group)\(([^()]*)\)")


def sources(task: Node, resources: Mapping[str, str], initiator: str, remark: Said) -> list[Source]:
    """The people of a task: an assignee counts before candidates. `remark` hears of what isn't taken over."""
    found = [one for text in _parts(task.foreign("assignee")) for one in _person(task, text, initiator, remark)]
    if found:
        return found
    for text in _parts(task.foreign("candidateUsers")):
        found += _person(task, text, initiator, remark)
    for text in _parts(task.foreign("candidateGroups")):
        found += _group(task, text, remark)
    for performer in task.all(*PERFORMERS):
        if not found or not performer.one("resourceRef"):
            found += _performer(task, performer, resources, initiator, remark)
    return [one for number, one in enumerate(found) if one not in found[:number]]


def _performer(task: Node, performer: Node, resources: Mapping[str, str], initiator: str, remark: Said) -> Iterator[Source]:
    if (resource := performer.words("resourceRef")) and resources.get(resource):
        yield group(resources[resource])
    for text in _parts(performer.words("resourceAssignmentExpression", "formalExpression")):
        wrapped = WRAPPED.fullmatch(text)
        if wrapped is not None and wrapped[1] == "user" or wrapped is None and performer.name != "potentialOwner":
            yield from _person(task, wrapped[2] if wrapped else text, initiator, remark)
        else:
            yield from _group(task, wrapped[2] if wrapped else text, remark)


def _parts(text: str) -> list[str]:
    """The names in a list; an expression is one, whatever commas it has."""
    text = text.strip()
    if text[:2] in ("${", "#{"):
        return [text]
    return [part.strip() for part in text.split(",", MOST)[:MOST] if part.strip()]


def _person(task: Node, text: str, initiator: str, remark: Said) -> Iterator[Source]:
    if text[:2] not in ("${", "#{"):
        yield {"user": text[:255]}
        return
    if initiator and text[2:-1].strip() == initiator:
        yield {"initiator": True}
    elif (path := _path(task, text, remark)) is not None:
        yield {"field": path}


def _group(task: Node, text: str, remark: Said) -> Iterator[Source]:
    if text[:2] not in ("${", "#{"):
        yield group(text)
    elif (path := _path(task, text, remark)) is not None:
        yield {"roles": path}


def group(text: str) -> Source:
    """A group is a role of that name; where no name can be made of it, a team."""
    name = name_from(text)
    return {"role": name} if name and text.isascii() else {"team": " ".join(text.split())[:255]}


def _path(task: Node, text: str, remark: Said) -> str | None:
    try:
        return translated(text)
    except Invalid as error:
        remark(task, "people", "The people {text} can't be found: {error}", text=text, error=error)
        return None
