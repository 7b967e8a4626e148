"""Views: saved lists, as definitions or as a user's own records, evaluated with the rights of whoever looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.records.reading import get, list_records, resolve
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["with_view"]


def with_view(
    ctx: Ctx, object: str, name: str, filter: str | None, sort: str | None, fields: Sequence[str] | None
) -> tuple[str | None, str | None, Sequence[str] | None]:
    """What a view says, where the request is silent; both filters hold. Raises NotFound."""
    view = _view(ctx, object, name)
    own = view.get("filter")
    both = f"({own}) AND ({filter})" if own and filter else own or filter
    return both, sort or view.get("sort"), fields or view.get("columns")


def _view(ctx: Ctx, object: str, name: str) -> Mapping[str, Any]:
    resolve(ctx, object)
    found = ctx.catalogue.views.get(name)
    if found is not None and found["object"] == object:
        return found
    saved = _saved(ctx, object, name)
    if saved is None:
        raise NotFound("There is no view called {name}", name=name)
    return saved


def _saved(ctx: Ctx, object: str, name: str) -> Mapping[str, Any] | None:
    """A saved view by its id or its label, as far as the actor sees it."""
    if "saved_view" not in ctx.catalogue.objects:
        return None
    try:
        record = get(ctx, "saved_view", str(ctx.catalogue.object("saved_view").fields["id"].parse(name)))
    except (ValueError, NotFound):
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')
        page = list_records(ctx, "saved_view", filter=f'object = "{object}" AND label = "{quoted}"', limit=1)
        record = page.data[0] if page.data else {}
    return record["document"] if record and record.get("object") == object else None
