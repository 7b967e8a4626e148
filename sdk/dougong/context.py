"""What the host hands to a plugin: who acts, in which tenant, and the door to records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from dougong.channels import Reply

__all__ = ["Actor", "ApproverSource", "Change", "Context", "Endpoint", "Job", "Page", "Panel", "Records", "Request", "Slot", "Step"]


class Actor(Protocol):
    """Who acts: a user, or the system itself (`id` is then None)."""

    @property
    def id(self) -> str | None: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def time_zone(self) -> str: ...


@dataclass(frozen=True)
class Page:
    """A page of a list: the records, the cursor of the next page, and the number of all where it was asked for."""

    data: list[dict[str, Any]]
    next: str | None = None
    count: int | None = None


class Records(Protocol):
    """The one door to records, with the rights of the actor. Values are Python values: str, Decimal, date and so on.

    Every method raises `NotFound` for an object or record the actor may not know of, `NotAllowed` for an action that is
    not granted, `Invalid` with every field problem, `Conflict` for a unique value that is taken.
    Writing raises `Duplicates` where a duplicate rule finds the record there already; with `save_anyway`, and where nobody
    waits for the answer (the system itself, jobs, `record_saved`), only rules that forbid it are asked.
    """

    def get(self, object: str, id: str, *, fields: Sequence[str] | None = None) -> dict[str, Any]: ...
    def list(
        self,
        object: str,
        *,
        filter: str | None = None,
        sort: str | None = None,
        fields: Sequence[str] | None = None,
        limit: int = 50,
        after: str | None = None,
        count: bool = False,
    ) -> Page: ...
    def each(
        self, object: str, *, filter: str | None = None, fields: Sequence[str] | None = None
    ) -> Iterator[dict[str, Any]]:
        """All records that there are, one by one, in the order of their ids; fetched in pages while you go on."""
    def create(self, object: str, values: Mapping[str, Any], *, save_anyway: bool | None = None) -> dict[str, Any]: ...
    def update(
        self, object: str, id: str, values: Mapping[str, Any], *, version: int | None = None, save_anyway: bool | None = None
    ) -> dict[str, Any]: ...
    def delete(self, object: str, id: str) -> None: ...
    def restore(self, object: str, id: str) -> dict[str, Any]: ...
    def query(self, document: Mapping[str, Any]) -> Sequence[dict[str, Any]]: ...
    def may(self, action: str, object: str, id: str) -> bool:
        """Whether the actor may `read`, `edit` or `delete` a record; False for one that isn't there."""
    def duplicates(self, object: str, values: Mapping[str, Any], id: str | None = None) -> Sequence[dict[str, Any]]:
        """The records that duplicate rules take for the same thing as these values, as `Duplicates.matches` has them."""
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
    ) -> Sequence[dict[str, Any]]:
        """Many records in the same steps as one: `op` is create, update, upsert (by the field `key`) or delete.

        Answers `{"status", "id", "errors"}` for each, in order; with `atomic` any error raises and nothing is written.
        With `backdate`, which needs every right, records bring their own created_at, created_by and updated_at, and their
        ids lie where created_at says.
        """


class Context(Protocol):
    """Everything a plugin's code may use. It is valid for one request or job."""

    @property
    def tenant(self) -> str: ...
    @property
    def actor(self) -> Actor: ...
    @property
    def now(self) -> datetime: ...
    @property
    def records(self) -> Records: ...
    def unrestricted(self) -> Context:
        """The same actor in the same transaction, with every right, for what your plugin has found that the actor may do.

        History and notifications tell of the actor. Never hand it, or what it reads, on to somebody whom you haven't checked.
        """
    def settings(self, name: str) -> Mapping[str, Any]:
        """The values of the settings called `name`, defaults filled in."""
    def enqueue(self, job: str, payload: Mapping[str, Any], *, due: datetime | None = None) -> str:
        """Write a job in this transaction; it runs after the commit. Answers the job's id."""
    def ask(self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Ask another server once, for the sending of a channel. The platform looks at the address; time and size are bounded.

        Raises `Undeliverable` for an address that may not be asked, `Unavailable` where no answer came, `Conflict` while a
        transaction is open, which others would wait for.
        """
    def upload(self, name: str, content: bytes, about: Mapping[str, str] | None = None) -> str:
        """Keep content as a file of the actor's, about a record (`{"object", "id"}`) or nothing yet; answers the file's id.

        Refused like an upload by HTTP: a kind of file that isn't taken, a name that lies about the content.
        """
    def content(self, file: str) -> bytes:
        """What is in an uploaded file that the actor may read. Raises NotFound."""
    def fields(self, object: str) -> Mapping[str, Mapping[str, Any]]:
        """The fields of an object that the actor may see, as documents: type, label, options, and the tenant's own."""
    def option(self, object: str, field: str, value: str) -> Mapping[str, Any]:
        """The option of a choice, as the tenant has it; empty where there is none."""


@dataclass
class Change:
    """One record being written. `before` is None when it is made; `values` is the whole record as it will be."""

    object: str
    id: str
    before: Mapping[str, Any] | None
    values: MutableMapping[str, Any]

    @property
    def changed(self) -> set[str]:
        """The names of the fields whose values differ from before."""
        if self.before is None:
            return {name for name, value in self.values.items() if value is not None}
        return {name for name, value in self.values.items() if self.before.get(name) != value}


@dataclass(frozen=True)
class Request:
    """What a plugin's endpoint gets: the ids of its path, the query parameters and the JSON body."""

    ids: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An HTTP endpoint at `/x/<plugin>/<path>`.

    object, action: what the actor must be allowed to do (create, read, edit, delete) for the endpoint to answer.
    path: may hold record ids, `leads/<lead:id>/convert`: object before the colon, name after it.
    view: called with the context and the request; what it returns is the JSON answer.
    """

    method: str
    path: str
    object: str
    action: str
    view: Callable[[Context, Request], Any]
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class Job:
    """Durable work that a plugin does outside the request.

    run: does it, in one transaction; may be called again after a crash.
    steps: instead of `run`, for work on many records. Called with the payload, it yields functions of a context. Each is a
    transaction of its own and answers how far the work is, in percent, which people see. The next one is asked for when the last
    is committed; a step that lost a race is called again, and after a crash the work begins anew, so look for what is still to do.
    """

    name: str
    run: Callable[[Context, Mapping[str, Any]], None] | None = None
    steps: Callable[[Mapping[str, Any]], Iterable[Callable[[Context], int | None]]] | None = None

    def __post_init__(self) -> None:
        if (self.run is None) == (self.steps is None):
            raise ValueError(f"The job {self.name} has either `run` or `steps`")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A kind of step of automations and approvals, `{"do": name, …}` in a definition.

    name: begins with the plugin's name. properties: what a definition says of it beside what every step says, each with its
    JSON Schema; `required` names those that must be there. A definition may have any of them worked out, `{"formula": …}`.
    run: gets a context with the rights of the definition's identity, the record that the process is about (`{"object", "id"}`,
    or None) and the properties as values. It runs in the transaction of the process, may run again after a crash, and asks
    no other system (write a delivery or a job for that). What it answers (a text, a number, a truth value or None) is kept under
    the step's `as`. A Problem that it raises holds the process for repair.
    """

    name: str
    label: str
    run: Callable[[Context, Mapping[str, str] | None, Mapping[str, Any]], Any]
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    required: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ApproverSource:
    """A way to find whom a step asks, `{"source": name, "with": {…}}` among its approvers.

    name: begins with the plugin's name. properties: what a definition says under `with`, each with its JSON Schema; `required`
    names those that must be there.
    find: gets a context with every right, the record that the process is about (`{"object", "id"}`, or None) and what stands
    under `with`; answers the ids of users, in the order in which they are asked. It changes nothing, and asks no other system.
    Who isn't active is left out, and one who comes twice is asked once. Nobody at all is the step's `empty`. A Problem that it raises
    holds the process for repair; so does a plugin that was switched off.
    """

    name: str
    find: Callable[[Context, Mapping[str, str] | None, Mapping[str, Any]], Iterable[str]]
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    required: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Something a plugin puts into a named place of the pages.

    name: what translations call it, `slot.<name>.label`.
    place: `record.header.action` or `list.toolbar`. object: for which object; None for all.
    endpoint: the plugin's endpoint (path with `{id}`) that a click posts to. fields: the form asked for before, as field
    documents. visible_when: an expression over the record.
    sets, saves: instead of an endpoint, the record itself is saved: with the values of `sets`, and with what the form asks
    for the fields named in `saves`. It is a change like any other, so it may wait in a phone that has no connection.
    opens: a GET endpoint of the plugin (path with `{id}`) that is asked when the form opens. It answers any of `message`;
    `values` to begin with; `required`, names of fields; `near`, by the name of a captured place `{"lat", "lng", "within",
    "strict"}`: how far from there is near, in metres, and whether it must be.
    """

    name: str
    place: str
    label: str
    object: str | None = None
    icon: str | None = None
    endpoint: str | None = None
    visible_when: str | None = None
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sets: Mapping[str, Any] = field(default_factory=dict)
    saves: Sequence[str] = ()
    opens: str | None = None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A part of a page that the plugin draws itself, with one JavaScript file.

    name: what translations call it, `panel.<name>.label` and `panel.<name>.texts.<English text>`.
    place: `record` (on the page of each record of `object`), `home` (on the first page) or `page` (a page of its own, in
    the menu). object: who may not read it doesn't see the panel. menu: where a page stands, `{"group": "work", "order": 10}`.
    module: the file in the plugin's folder; its default export is called with the panel and draws into `panel.root`.
    reads, writes: the objects whose records the panel may ask for and change, as far as whoever looks at it may. It reads its
    `object`, and what it writes.
    """

    name: str
    place: str
    label: str
    module: str
    object: str | None = None
    icon: str | None = None
    menu: Mapping[str, Any] | None = None
    reads: Sequence[str] = ()
    writes: Sequence[str] = ()
