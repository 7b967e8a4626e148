"""Sources of approvers that plugins bring: known to this process, asked where their plugin is enabled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from dougong import ApproverSource, Conflict, FieldProblem, Problem
from workflows.world import Unanswerable

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.catalogue import Catalogue

__all__ = ["people_by", "register_sources", "source_problems"]


@dataclass(frozen=True)
class _Brought:
    plugin: str
    source: ApproverSource


_brought: dict[str, _Brought] = {}


def register_sources(sources: Iterable[tuple[str, ApproverSource]]) -> None:
    """Make the sources of plugins known in this process. Raises Conflict for a name that is taken."""
    for plugin, source in sources:
        if not source.name.startswith(f"{plugin}_"):
            raise Conflict("The plugin {name} brings a source of approvers {source}, whose name must begin with {prefix}", name=plugin, source=source.name, prefix=f"{plugin}_")
        known = _brought.get(source.name)
        if known is not None and known.plugin != plugin:
            raise Conflict("The plugin {name} brings a source of approvers {source}, and there is one of that name", name=plugin, source=source.name)
        _brought[source.name] = _Brought(plugin, source)


def source_problems(catalogue: Catalogue, document: Mapping[str, Any], place: str) -> Iterator[FieldProblem]:
    """What is wrong with `{"source": name, "with": {…}}` in a definition."""
    brought = _brought.get(document["source"])
    # a catalogue that is only looked at knows its plugins by their rows
    if brought is None or brought.plugin not in {*catalogue.plugins, *(row.owner for row in catalogue.rows)}:
        yield FieldProblem(f"{place}/source", "unknown", "There is no source of approvers called {name}", {"name": document["source"]})
        return
    taken = {"properties": dict(brought.source.properties), "required": list(brought.source.required)}
    schema = {"type": "object", **taken, "additionalProperties": False}
    for error in Draft202012Validator(schema).iter_errors(document.get("with", {})):
        at = "".join(f"/{part}" for part in error.absolute_path)
        yield FieldProblem(f"{place}/with{at}", "schema", "{reason}", {"reason": error.message})


def people_by(ctx: Ctx, document: Mapping[str, Any], record: Mapping[str, str] | None) -> list[str]:
    """Whom a plugin's source names. Raises Unanswerable where its plugin isn't there any more (A-VER-08), and what it raises."""
    brought = _brought.get(document["source"])
    if brought is None or brought.plugin not in ctx.catalogue.plugins:
        raise Unanswerable("There is no source of approvers called {name}", name=document["source"])
    try:
        return list(brought.source.find(ctx, record, document.get("with", {})))
    except Problem as problem:
        raise Unanswerable(problem.message, **problem.params) from problem
