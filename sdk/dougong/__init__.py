"""The words a plugin author writes in. `from dougong import Object, hookimpl, reference, text` is where most begin."""

from dougong.context import Actor, Change, Context, Endpoint, Job, Page, Records, Request, Slot
from dougong.definitions import (
    Definition,
    Extension,
    Layout,
    NumberSeries,
    Object,
    PermissionSet,
    Role,
    Settings,
    SharingRule,
    Translation,
    View,
    rule,
    translations,
)
from dougong.errors import (
    BadRequest,
    Conflict,
    FieldProblem,
    Invalid,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Problem,
    Stale,
    TooLarge,
    TooMany,
    Unavailable,
)
from dougong.fields import (
    Field,
    address,
    any_reference,
    auto_number,
    boolean,
    choice,
    date,
    datetime,
    decimal,
    duration,
    email,
    file,
    formula,
    geo,
    image,
    integer,
    json,
    long_text,
    many_to_many,
    master_detail,
    money,
    multi_choice,
    option,
    options,
    percent,
    phone,
    reference,
    rich_text,
    rollup,
    secret,
    tags,
    text,
    time,
    url,
    user,
)
from dougong.hooks import Hooks, hookimpl, hookspec
from dougong.names import full_name

__version__ = "0.1.0"

__all__ = [
    "Actor", "BadRequest", "Change", "Conflict", "Context", "Definition", "Endpoint", "Extension", "Field",
    "FieldProblem", "Hooks", "Invalid", "Job", "Layout", "NotAllowed", "NotFound", "NotSignedIn", "NumberSeries",
    "Object", "Page", "PermissionSet", "Problem", "Records", "Request", "Role", "Settings", "SharingRule", "Slot",
    "Stale", "TooLarge", "TooMany", "Translation", "Unavailable", "View", "address", "any_reference", "auto_number",
    "boolean", "choice", "date", "datetime", "decimal", "duration", "email", "file", "formula", "full_name", "geo",
    "hookimpl", "hookspec", "image", "integer", "json", "long_text", "many_to_many", "master_detail", "money",
    "multi_choice", "option", "options", "percent", "phone", "reference", "rich_text", "rollup", "rule", "secret", "tags",
    "text", "time", "translations", "url", "user",
]  # fmt: skip
