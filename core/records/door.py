"""`ctx.records`: the door to records, with the rights of the actor. Implements `dougong.Records`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.duplicates.asking import duplicates
from core.ids import new_id
from core.records.drafts import Draft, raise_first
from core.records.explaining import explain
from core.records.forms import form
from core.records.history import history, timeline
from core.records.limits import within
from core.records.merged import refuse_merged
from core.records.merging import merge
from core.records.permitted import may
from core.records.querying import query
from core.records.reading import accesses, get, list_records, missing, resolve
from core.records.searching import lookup, search
from core.records.sharing import share_record, shares, transfer, unshare
from core.records.storing import check_version, fetch_before
from core.records.upserting import find_existing
from core.records.viewing import with_view
from core.records.writing import create_records, delete_records, restore_records, update_records
from core.rights.access import Accesses, ObjectAccess
from dougong import BadRequest, FieldProblem, Invalid, NotFound, Page, Problem

if TYPE_CHECKING:
    from core.context import Ctx
    from metadata.objects import ObjectType

__all__ = ["Door"]

Rows = list[dict[str, Any]]
PAGE = 1000
OPERATIONS = ("create", "update", "upsert", "delete")


class Door:
    """Bound to one context. See `dougong.Records` for what every method raises."""

    def __init__(self, ctx: Ctx) -> None:
        self._ctx = ctx

    @property
    def rights(self) -> Accesses:
        """The actor's rights."""
        return accesses(self._ctx)

    def access(self, object: str) -> ObjectAccess:
        """What the actor may do with an object."""
        resolve(self._ctx, object)
        return ObjectAccess(self.rights[object])

    # -- reading ---------------------------------------------------------------------------------------------

    def get(
        self, object: str, id: str, *, fields: Sequence[str] | None = None, expand: Sequence[str] = ()
    ) -> dict[str, Any]:
        """One record. Raises Merged where it went into another one."""
        id = self._id(object, id)
        try:
            return get(self._ctx, object, id, fields, expand)
        except NotFound:
            refuse_merged(self._ctx, object, id)
            raise

    def list(
        self,
        object: str,
        *,
        filter: str | None = None,
        sort: str | None = None,
        fields: Sequence[str] | None = None,
        expand: Sequence[str] = (),
        limit: int = 50,
        after: str | None = None,
        count: bool = False,
        view: str | None = None,
        q: str | None = None,
        deleted: bool = False,
    ) -> Page:
        """A page of records; `view` gives what is not said, and its filter is added to the given one."""
        if view is not None:
            filter, sort, fields = with_view(self._ctx, object, view, filter, sort, fields)
        return list_records(
            self._ctx, object, filter=filter, sort=sort, fields=fields, expand=expand, limit=limit, after=after,
            count=count, q=q, deleted=deleted,
        )  # fmt: skip

    def each(self, object: str, *, filter: str | None = None, fields: Sequence[str] | None = None) -> Iterator[dict[str, Any]]:
        """All records, one by one, a page at a time."""
        after = None
        while True:
            page = self.list(object, filter=filter, sort="id", fields=fields, limit=PAGE, after=after)
            yield from page.data
            after = page.next
            if after is None:
                return

    def may(self, action: str, object: str, id: str) -> bool:
        """Whether the actor may read, edit or delete a record."""
        return may(self._ctx, action, object, self._id(object, id))

    def query(self, document: Mapping[str, Any]) -> Rows:
        """An aggregate query."""
        return query(self._ctx, document)

    def search(self, q: str, objects: Sequence[str] | None = None, limit: int = 20) -> Rows:
        """Records of any object by words."""
        return search(self._ctx, q, objects, limit)

    def lookup(self, object: str, q: str = "", limit: int = 10) -> Rows:
        """Records of one object to pick from."""
        return lookup(self._ctx, object, q, limit)

    def history(self, object: str, id: str) -> Rows:
        """The changes of a record."""
        return history(self._ctx, object, self._id(object, id))

    def timeline(self, object: str, id: str, limit: int = 50, after: str | None = None) -> Page:
        """Everything around a record in one order."""
        return timeline(self._ctx, object, self._id(object, id), limit, after)

    def explain(self, object: str, id: str, user_id: str | None = None) -> dict[str, Any]:
        """Why a user sees a record."""
        user = None if user_id is None else self._id("user", user_id)
        return explain(self._ctx, object, self._id(object, id), user)

    def form(self, object: str, values: Mapping[str, Any], id: str | None = None) -> dict[str, Any]:
        """What the conditions of fields say."""
        return form(self._ctx, object, values, None if id is None else self._id(object, id))

    def duplicates(self, object: str, values: Mapping[str, Any], id: str | None = None) -> Rows:
        """The records that duplicate rules take for the same thing as these values, which aren't saved yet."""
        return duplicates(self._ctx, object, values, None if id is None else self._id(object, id))

    # -- writing ---------------------------------------------------------------------------------------------

    def create(self, object: str, values: Mapping[str, Any], *, save_anyway: bool | None = None) -> dict[str, Any]:
        """Make a record. Raises Duplicates where a rule finds it there already; `save_anyway` passes those that ask."""
        draft = Draft(position=0, id=new_id(), given=values)
        create_records(self._ctx, object, [draft], save_anyway=save_anyway)
        raise_first([draft])
        return self._answer(object, draft)

    def update(
        self, object: str, id: str, values: Mapping[str, Any], *, version: int | None = None, save_anyway: bool | None = None
    ) -> dict[str, Any]:
        """Change a record. Raises Stale if it is no longer of `version`, Duplicates as `create` does."""
        draft = self._prepared(object, id, values, version)
        update_records(self._ctx, object, [draft], save_anyway=save_anyway)
        raise_first([draft])
        return self._answer(object, draft)

    def delete(self, object: str, id: str, *, version: int | None = None) -> None:
        """Put a record into the recycle bin."""
        draft = self._prepared(object, id, {}, version)
        delete_records(self._ctx, object, [draft])
        raise_first([draft])

    def restore(self, object: str, id: str) -> dict[str, Any]:
        """Take a record out of the recycle bin."""
        draft = Draft(position=0, id=self._id(object, id))
        restore_records(self._ctx, object, [draft])
        raise_first([draft])
        return self._answer(object, draft)

    def bulk(
        self,
        object: str,
        op: str,
        records: Sequence[Mapping[str, Any]],
        *,
        key: str | None = None,
        atomic: bool = False,
        backdate: bool = False,
        save_anyway: bool | None = None,
    ) -> Rows:
        """Write up to 10,000 records; answers for each in order. With `atomic`, any problem refuses all (Invalid)."""
        if op not in OPERATIONS:
            raise BadRequest("op is one of create, update, upsert and delete")
        within(self._ctx, "bulk_records", len(records))
        kind = resolve(self._ctx, object)
        drafts = [self._bulk_draft(kind, n, record, op, key) for n, record in enumerate(records)]
        if op != "create" and key is not None:
            find_existing(self._ctx, kind, key, drafts, new=op == "upsert")
        self._write(object, op, drafts, apart=not atomic, backdate=backdate, save_anyway=save_anyway)
        if atomic and any(draft.failure for draft in drafts):
            raise Invalid("Nothing was written, because some records are not right", errors=_all_problems(drafts))
        return [_result(draft) for draft in drafts]

    def _write(
        self, object: str, op: str, drafts: Sequence[Draft], *, apart: bool, backdate: bool, save_anyway: bool | None
    ) -> None:
        ctx = self._ctx
        if op == "delete":
            delete_records(ctx, object, drafts, apart=apart)
            return
        new = [draft for draft in drafts if draft.status == "created"]
        old = [draft for draft in drafts if draft.status != "created"]
        if new:
            create_records(ctx, object, new, apart=apart, backdate=backdate, save_anyway=save_anyway)
        if old and (apart or not any(draft.failure for draft in new)):
            update_records(ctx, object, old, apart=apart, save_anyway=save_anyway)

    def _bulk_draft(self, kind: ObjectType, position: int, record: Any, op: str, key: str | None) -> Draft:
        if not isinstance(record, Mapping):
            return Draft(position=position, id="", failure=BadRequest("Each record is an object of fields and values"))
        given = dict(record)
        if op == "create":
            return Draft(position=position, id=new_id(), given=given, status="created")
        if key is not None and key != "id":
            return Draft(position=position, id="", given=given)
        id, expected = given.pop("id", None), given.pop("version", None)
        if not isinstance(id, str):
            problem = BadRequest("Each record names its id, or `key` names the field by which it is found")
            return Draft(position=position, id="", given=given, failure=problem)
        if expected is not None and (isinstance(expected, bool) or not isinstance(expected, int)):
            return Draft(position=position, id=id, given=given, failure=BadRequest("The version that was seen is a whole number"))
        try:
            return Draft(position=position, id=str(kind.fields["id"].parse(id)), given=given, expected=expected)
        except ValueError:
            return Draft(position=position, id=id, given=given, failure=missing(kind))

    # -- sharing, handing over, merging ----------------------------------------------------------------------

    def shares(self, object: str, id: str) -> Rows:
        """With whom a record is shared."""
        return shares(self._ctx, object, self._id(object, id))

    def share(self, object: str, id: str, document: Mapping[str, Any]) -> dict[str, Any]:
        """Share a record."""
        return share_record(self._ctx, object, self._id(object, id), document)

    def unshare(self, object: str, id: str, share_id: str) -> None:
        """Take a share back."""
        unshare(self._ctx, object, self._id(object, id), self._id(object, share_id))

    def transfer(self, object: str, id: str, owner_id: str, carry: Sequence[str] = ()) -> dict[str, Any]:
        """Hand a record over."""
        return transfer(self._ctx, object, self._id(object, id), owner_id, carry)

    def merge(
        self,
        object: str,
        keep: str,
        others: Sequence[str],
        values: Mapping[str, Any],
        take: Mapping[str, str] | None = None,
        versions: Mapping[str, int] | None = None,
    ) -> dict[str, Any]:
        """Make one record of several."""
        named = {name: self._id(object, id) for name, id in (take or {}).items()}
        seen = {self._id(object, id): version for id, version in (versions or {}).items()}
        keep, ids = self._id(object, keep), [self._id(object, id) for id in others]
        return merge(self._ctx, object, keep, ids, values, named, seen)

    # -- helpers ---------------------------------------------------------------------------------------------

    def _id(self, object: str, id: str) -> str:
        """An id in the form we keep; one that can't be an id belongs to no record."""
        kind = resolve(self._ctx, object)
        try:
            parsed = kind.fields["id"].parse(id)
        except ValueError:
            parsed = None
        if parsed is None:
            raise NotFound("There is no such record: {object}", object=kind.label)
        return str(parsed)

    def _prepared(self, object: str, id: str, values: Mapping[str, Any], version: int | None) -> Draft:
        """A draft of an existing record, locked, and of the version that was expected."""
        ctx = self._ctx
        kind = resolve(ctx, object)
        draft = Draft(position=0, id=self._id(object, id), given=values, expected=version)
        fetch_before(ctx, kind, accesses(ctx)[object], [draft])
        if isinstance(draft.failure, NotFound):
            refuse_merged(ctx, object, draft.id)
        raise_first([draft])
        if version is not None and draft.before is not None and draft.before["version"] != version:
            check_version(draft, get(ctx, object, draft.id))
            raise_first([draft])
        return draft

    def _answer(self, object: str, draft: Draft) -> dict[str, Any]:
        """The record as the actor sees it now; only its id and version where he no longer does."""
        try:
            return get(self._ctx, object, draft.id)
        except NotFound:
            return {"id": draft.id, "version": draft.values.get("version")}


def _result(draft: Draft) -> dict[str, Any]:
    if draft.failure is None:
        return {"status": draft.status or "deleted", "id": draft.id, "version": draft.values.get("version")}
    return {"status": "error", "id": draft.id or None, "problem": draft.failure}


def _all_problems(drafts: Sequence[Draft]) -> Any:
    for draft in drafts:
        if draft.failure is not None:
            yield from _placed(draft.position, draft.failure)


def _placed(position: int, problem: Problem) -> Any:
    from_fields = [
        type(error)(f"records.{position}.{error.field}", error.code, error.message, error.params) for error in problem.errors
    ]
    return from_fields or [_as_field(position, problem)]


def _as_field(position: int, problem: Problem) -> Any:
    return FieldProblem(f"records.{position}", "refused", problem.message, problem.params)
