"""The description of the API (OpenAPI 3.1), made from the routes' declarations and what this actor sees of the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import dougong
from core.api.ask import Answer, Ask
from core.api.errors import PROBLEM_TYPE
from core.api.openapi_records import record_schemas
from core.api.routes import Declared, Open, Param, Route
from core.api.schemas import ANY_OBJECT, PROBLEM
from core.api.ui_objects import Texts, readable

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["ROUTES", "describe"]

Schema = dict[str, Any]
WORDS = re.compile(r"[^A-Za-z0-9]+")
REFUSED: Schema = {"$ref": "#/components/responses/Problem"}
KEY: Schema = {"$ref": "#/components/parameters/IdempotencyKey"}
MATCH: Schema = {"$ref": "#/components/parameters/IfMatch"}
#: What the view of each action needs of the object.
GRANTS = {"create": "create", "edit": "edit", "delete": "delete", "read": "read"}


def describe(ctx: Ctx, routes: Iterable[Declared]) -> Schema:
    """Everything the actor may ask for."""
    texts = Texts(ctx.catalogue, ctx.actor.language)
    seen = readable(ctx)
    schemas: Schema = {"Problem": PROBLEM}
    for name, access in seen.items():
        schemas |= record_schemas(ctx.catalogue.object(name), access, texts)
    paths: dict[str, Schema] = {}
    for route in routes:
        if _is_open_to(ctx, route):
            for path, operation in _operations(route, seen):
                paths.setdefault(path, {})[route.method.lower()] = operation
    return _document(ctx, paths, schemas)


def _document(ctx: Ctx, paths: dict[str, Schema], schemas: Schema) -> Schema:
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Dougong · {ctx.tenant}", "version": f"{dougong.__version__}+{ctx.catalogue.version}"},
        "servers": [{"url": "/"}],
        "security": [{"token": []}, {"session": []}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "responses": {"Problem": _content("A refusal, in the reader's language", {"$ref": "#/components/schemas/Problem"}, PROBLEM_TYPE)},
            "parameters": {"IdempotencyKey": IDEMPOTENCY_KEY, "IfMatch": IF_MATCH},
            "securitySchemes": SECURITY,
        },
    }


def _is_open_to(ctx: Ctx, route: Declared) -> bool:
    if route.page or (isinstance(route, Open) and not route.answers):
        return False
    if not isinstance(route, Route):
        return True
    if route.plugin is not None and route.plugin not in ctx.catalogue.plugins:
        return False
    if route.action == "administer" and not ctx.actor.administers:
        return False
    return ctx.actor.id is not None or not route.sign_in


def _operations(route: Declared, seen: Mapping[str, Any]) -> Iterator[tuple[str, Schema]]:
    """The operation of a route; of one that is about any object, one for each that the actor may do this with."""
    if "<object>" not in route.rule:
        yield route.path, _operation(route, None)
        return
    for name, access in seen.items():
        if getattr(access, GRANTS.get(route.action, "read")):
            yield route.path.replace("{object}", name), _operation(route, name)


def _operation(route: Declared, object: str | None) -> Schema:
    path = route.path.replace("{object}", object or "")
    made: Schema = {
        "operationId": "_".join([route.method.lower(), *filter(None, WORDS.split(path))]),
        "summary": route.summary,
        "tags": [object or route.group],
        "responses": _responses(route, object),
    }
    parameters = [*_in_path(route), *map(_in_query, route.query or ()), *_in_headers(route)]
    if parameters:
        made["parameters"] = parameters
    if route.body is not None:
        kind = "new" if route.method == "POST" else "changes"
        content = {body.media: {"schema": _of_object(body.schema, object, kind)} for body in route.body.forms}
        made["requestBody"] = {"required": route.body.required, "content": content}
    if isinstance(route, Open) or (isinstance(route, Route) and not route.sign_in):
        made["security"] = []
    return made


def _in_path(route: Declared) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _slot(name in route.ids)}
        for name in route.slots
        if name != "object"
    ]


def _slot(is_id: bool) -> Schema:
    return {"type": "string", "format": "uuid"} if is_id else {"type": "string"}


def _in_query(param: Param) -> Schema:
    made: Schema = {"name": param.name, "in": "query", "required": param.required, "schema": _query_schema(param)}
    return {**made, "description": param.about} if param.about else made


def _query_schema(param: Param) -> Schema:
    if param.type == "integer":
        return {"type": "integer", "minimum": param.least or 0, "maximum": param.most if param.most is not None else 2**31}
    return {"type": "boolean" if param.type == "boolean" else "string"}


def _in_headers(route: Declared) -> list[Schema]:
    keys = [KEY] if route.idempotency == "stored" else []
    matched = (route.method, route.rule) in MATCHED
    return [*keys, MATCH] if matched else keys


def _responses(route: Declared, object: str | None) -> Schema:
    made = {str(status): _answer(status, schema, object) for status, schema in route.answers.items()}
    return {**made, "4XX": REFUSED, "503": REFUSED}


def _answer(status: int, schema: Any, object: str | None) -> Schema:
    if schema is None:
        return {"description": "Done" if status == 204 else "As you have it"}
    if isinstance(schema, Mapping) and schema.get("format") == "binary":
        return _content("The content", dict(schema), "*/*")
    return _content("Done", _of_object(schema, object, ""))


def _content(about: str, schema: Any, media: str = "application/json") -> Schema:
    return {"description": about, "content": {media: {"schema": schema}}}


def _of_object(schema: Any, object: str | None, form: str) -> Any:
    """The schema with the object's own records where it says `x-record`."""
    if isinstance(schema, Mapping):
        if "x-record" in schema:
            name = object and (f"{object}_{form}" if schema["x-record"] == "write" else object)
            return {"$ref": f"#/components/schemas/{name}"} if name else dict(ANY_OBJECT)
        return {key: _of_object(part, object, form) for key, part in schema.items()}
    return schema


def openapi(ctx: Ctx, ask: Ask) -> Answer:
    """The description."""
    actor = ctx.actor
    key = (ctx.tenant, ctx.catalogue.version, actor.signature, actor.id is None, actor.language)
    return Answer(ask.services.descriptions.get(key, lambda: describe(ctx, ask.services.routes)))


MATCHED = {
    *((method, "/api/v1/records/<object>/<id>") for method in ("PATCH", "DELETE")),
    *((method, "/api/v1/meta/<kind>/<name>") for method in ("PUT", "DELETE")),
}
IDEMPOTENCY_KEY: Schema = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A repetition with the same key gets the first answer",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9_.-]+$"},
}
IF_MATCH: Schema = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag that was read: refused with 412 where the record or the definition has changed since",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,9}"$'},
}
SECURITY: Schema = {
    "token": {"type": "http", "scheme": "bearer", "description": "An API token, dg_…"},
    "session": {"type": "apiKey", "in": "cookie", "name": "dougong"},
}

ROUTES = (
    Route(
        method="GET", rule="/api/v1/openapi.json", view=openapi, group="meta", summary="This description", action="anyone",
        sign_in=False, rate="heavy", answers={200: ANY_OBJECT},
    ),
)  # fmt: skip
