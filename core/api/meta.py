"""Definitions over HTTP: read, put in force, retired, brought back. Everything goes the one path of configuration."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from core.api.ask import Answer, Ask
from core.api.parts import version_seen, words
from core.api.plans import DRY_RUN, PLAN, shown_plan
from core.api.routes import MEGA, Body, Param, Route
from core.api.schemas import ANY_OBJECT, MOMENT, TEXT, list_of, shape
from core.api.ui_objects import Texts
from core.configuration.change import change
from core.configuration.package import export_package, import_package
from core.configuration.rows import versions
from dougong import BadRequest, Definition, FieldProblem, Invalid, NotFound
from metadata.definitions import TENANT
from metadata.kinds import kind_of, kinds
from metadata.names import NAME_PATTERN

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.definitions import Effective

__all__ = ["ROUTES"]


def list_kinds(ctx: Ctx, ask: Ask) -> Answer:
    """The kinds of definitions."""
    texts = Texts(ctx.catalogue, ask.language)
    return Answer({"data": [{"name": kind.name, "label": texts.own(f"kind.{kind.name}.label", kind.label), "owner": kind.owner} for kind in kinds()]})


def schema(ctx: Ctx, ask: Ask) -> Answer:
    """The JSON Schema of a kind's documents."""
    return Answer(dict(kind_of(ask.path["kind"]).schema))


def list_definitions(ctx: Ctx, ask: Ask) -> Answer:
    """The definitions of a kind that stand; with `retired` those that were taken back."""
    kind, retired = kind_of(ask.path["kind"]).name, ask.query.get("retired", False)
    found = (effective for (of, _), effective in ctx.catalogue.effective.items() if of == kind)
    texts = Texts(ctx.catalogue, ask.language)
    return Answer({"data": [_entry(effective, texts) for effective in found if effective.retired == retired]})


def get(ctx: Ctx, ask: Ask) -> Answer:
    """One definition, as all layers together say it."""
    found = _effective(ctx, ask)
    return Answer(_entry(found, Texts(ctx.catalogue, ask.language)), headers=[("ETag", f'"{found.revision}"')])


def put(ctx: Ctx, ask: Ask) -> Answer:
    """Put a definition of the tenant in force, or say what that would do."""
    kind, name = kind_of(ask.path["kind"]).name, ask.path["name"]
    document = {"name": name, **ask.body}
    if document["name"] != name:
        raise Invalid(errors=[FieldProblem("/name", "name", "The address says {name}; both must be the same", {"name": name})])
    report = change(ctx, put=[(Definition(kind, document), TENANT, TENANT)], seen=_seen(ask), dry_run=ask.query.get("dry_run", False))
    return shown_plan(ask, report)


def put_several(ctx: Ctx, ask: Ask) -> Answer:
    """Put several definitions of the tenant in force together, so that they may name each other; or say what that would do."""
    wanted = [(Definition(kind_of(one["kind"]).name, one["definition"]), TENANT, TENANT) for one in ask.body["definitions"]]
    keys = [(one.kind, one.document["name"]) for one, _, _ in wanted]
    twice = [FieldProblem(f"/definitions/{place}", "unique", "{name} stands here twice", {"name": key[1]}) for place, key in enumerate(keys) if key in keys[:place]]
    if twice:
        raise Invalid(errors=twice)
    return shown_plan(ask, change(ctx, put=wanted, dry_run=ask.query.get("dry_run", False)))


def retire(ctx: Ctx, ask: Ask) -> Answer:
    """Take what the tenant says of a name back; what lower layers say holds again."""
    key = (kind_of(ask.path["kind"]).name, ask.path["name"], TENANT)
    return shown_plan(ask, change(ctx, retire=[key], seen=_seen(ask), dry_run=ask.query.get("dry_run", False)))


def list_versions(ctx: Ctx, ask: Ask) -> Answer:
    """How a definition of the tenant came to be what it is."""
    _effective(ctx, ask)
    names = _names(ctx)
    found = versions(ctx.unit, ask.path["kind"], ask.path["name"], TENANT)
    return Answer({"data": [_version(version, names) for version in found]})


def revert(ctx: Ctx, ask: Ask) -> Answer:
    """Put a version of before in force again."""
    kind, name, wanted = kind_of(ask.path["kind"]).name, ask.path["name"], ask.body["version"]
    found = next((v for v in versions(ctx.unit, kind, name, TENANT) if v["version"] == wanted), None)
    if found is None:
        raise NotFound("There is no version {version} of it here", version=wanted)
    dry_run, note = ask.query.get("dry_run", False), f"revert to {wanted}"
    if found["retired"]:
        return shown_plan(ask, change(ctx, retire=[(kind, name, TENANT)], note=note, dry_run=dry_run))
    again = [(Definition(kind, found["document"]), TENANT, TENANT)]
    return shown_plan(ask, change(ctx, put=again, note=note, dry_run=dry_run))


def export(ctx: Ctx, ask: Ask) -> Answer:
    """The tenant's own definitions as a package."""
    packed = export_package(ctx, words(ask, "kinds") or ())
    headers = [("Content-Disposition", f'attachment; filename="{ctx.tenant}-configuration.zip"')]
    return Answer(content=packed, type="application/zip", headers=headers)


def import_(ctx: Ctx, ask: Ask) -> Answer:
    """Put the definitions of a package in force, or say what that would do."""
    file = ask.request.files.get("file")
    if file is None:
        raise BadRequest("Send the package as multipart/form-data, in the form field file")
    with closing(file):
        package = file.read()
    return shown_plan(ask, import_package(ctx, package, dry_run=ask.query.get("dry_run", False)))


def _seen(ask: Ask) -> dict[tuple[str, str], int]:
    """The revision of the definition that the writer has read, if the request says so."""
    version = version_seen(ask)
    return {} if version is None else {(ask.path["kind"], ask.path["name"]): version}


def _effective(ctx: Ctx, ask: Ask) -> Effective:
    found = ctx.catalogue.effective.get((kind_of(ask.path["kind"]).name, ask.path["name"]))
    if found is None:
        raise NotFound("There is no {kind} called {name}", kind=ask.path["kind"], name=ask.path["name"])
    return found


def _entry(effective: Effective, texts: Texts) -> dict[str, Any]:
    return {
        "name": effective.name,
        "label": _label(effective, texts),
        "definition": effective.document,
        "layer": effective.layer,
        "owner": effective.owner,
        "version": effective.version,
        "revision": effective.revision,
        "adjusted": effective.adjusted,
        "retired": effective.retired,
    }


def _label(effective: Effective, texts: Texts) -> str:
    """What people read; who has given it another label is read as they wrote it."""
    label = effective.document.get("label")
    if label and label != effective.rows[0].document.get("label"):
        return str(label)
    return texts.own(f"{effective.kind}.{effective.name}.label", label) or effective.name


def _names(ctx: Ctx) -> dict[str, str]:
    people = ctx.as_system().records.list("user", fields=["id", "name"], limit=1000).data
    return {person["id"]: person["name"] for person in people}


def _version(version: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    shown = {str(name): value for name, value in version.items() if name != "author_id"}
    author = version["author_id"]
    return {**shown, "by": None if author is None else {"id": author, "name": names.get(author, "")}}


KIND = shape(name=TEXT, label=TEXT, owner=TEXT)
INTEGER = {"type": "integer"}
ENTRY = shape(name=TEXT, label=TEXT, definition=ANY_OBJECT, layer=TEXT, owner=TEXT, version=INTEGER, revision=INTEGER, adjusted={"type": "boolean"}, retired={"type": "boolean"})
VERSION = shape(version=INTEGER, document=ANY_OBJECT, retired={"type": "boolean"}, at=MOMENT, by={}, note=TEXT)
DOCUMENT = Body({"type": "object", "description": "Fits the JSON Schema of its kind"}, checked=False)
SEVERAL = Body(
    {
        "type": "object",
        "properties": {
            "definitions": {
                "type": "array",
                "minItems": 1,
                "maxItems": 500,
                "items": {
                    "type": "object",
                    "properties": {
                        "kind": TEXT,
                        "definition": {"type": "object", "properties": {"name": {"type": "string", "pattern": NAME_PATTERN}}, "required": ["name"]},
                    },
                    "required": ["kind", "definition"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["definitions"],
        "additionalProperties": False,
    },
    most=10 * MEGA,
)
REVERT = Body(
    {
        "type": "object",
        "properties": {"version": {"type": "integer", "minimum": 1}},
        "required": ["version"],
        "additionalProperties": False,
    }
)
PACKAGE = Body(
    {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]},
    checked=False,
    media="multipart/form-data",
    most=10 * MEGA,
)
KINDS, ONE = "/api/v1/meta/<kind>", "/api/v1/meta/<kind>/<name>"

ROUTES = (
    Route(
        method="GET", rule="/api/v1/meta", view=list_kinds, group="meta", summary="Kinds of definitions",
        action="administer", answers={200: list_of(KIND)},
    ),
    Route(
        method="POST", rule="/api/v1/meta", view=put_several, group="meta", summary="Put several definitions in force together",
        action="administer", query=(DRY_RUN,), body=SEVERAL, idempotency="stored", rate="heavy", answers={200: PLAN},
    ),
    Route(
        method="GET", rule="/api/v1/meta/export", view=export, group="meta", summary="The configuration as a package",
        action="administer", query=(Param("kinds", about="Kinds with commas between them; all when left out"),),
        rate="heavy", answers={200: {"type": "string", "format": "binary"}},
    ),
    Route(
        method="POST", rule="/api/v1/meta/import", view=import_, group="meta", summary="Take a package in",
        action="administer", query=(DRY_RUN,), body=PACKAGE, rate="heavy", answers={200: PLAN},
    ),
    Route(
        method="GET", rule=KINDS, view=list_definitions, group="meta", summary="Definitions of a kind",
        action="administer", names=("kind",), query=(Param("retired", "boolean", "Those taken back instead"),),
        answers={200: list_of(ENTRY)},
    ),
    Route(
        method="GET", rule=f"{KINDS}/schema", view=schema, group="meta", summary="The JSON Schema of a kind",
        action="administer", names=("kind",), answers={200: ANY_OBJECT},
    ),
    Route(
        method="GET", rule=ONE, view=get, group="meta", summary="One definition", action="administer",
        names=("kind", "name"), answers={200: ENTRY},
    ),
    Route(
        method="PUT", rule=ONE, view=put, group="meta", summary="Put a definition in force", action="administer",
        names=("kind", "name"), query=(DRY_RUN,), body=DOCUMENT, answers={200: PLAN},
    ),
    Route(
        method="DELETE", rule=ONE, view=retire, group="meta", summary="Take a definition back", action="administer",
        names=("kind", "name"), query=(DRY_RUN,), answers={200: PLAN},
    ),
    Route(
        method="GET", rule=f"{ONE}/versions", view=list_versions, group="meta", summary="Versions of a definition",
        action="administer", names=("kind", "name"), answers={200: list_of(VERSION)},
    ),
    Route(
        method="POST", rule=f"{ONE}/revert", view=revert, group="meta", summary="Bring a version back",
        action="administer", names=("kind", "name"), query=(DRY_RUN,), body=REVERT, idempotency="stored",
        answers={200: PLAN},
    ),
)  # fmt: skip
