"""What things may be called, and which names are already taken."""

from __future__ import annotations

import hashlib
import re

from metadata.expressions import RESERVED

__all__ = [
    "NAME",
    "NAME_PATTERN",
    "RESERVED_FIELD_NAMES",
    "RESERVED_OBJECT_PREFIXES",
    "SYSTEM_FIELDS",
    "TENANT_PREFIX",
    "fitted",
    "is_name",
    "link_table_name",
    "title",
]

NAME_PATTERN = "^[a-z][a-z0-9_]{0,46}$"
NAME = re.compile(r"[a-z][a-z0-9_]{0,46}")
TENANT_PREFIX = "x_"

SYSTEM_FIELDS = ("id", "owner_id", "created_at", "created_by", "updated_at", "updated_by", "version", "deleted_at")

# What records say of their approvals (`metadata.system_fields`).
_TAKEN_BY_APPROVALS = (
    "approval_status", "approval_step", "approval_people", "approval_decision", "approval_decided_by", "approval_decided_at",
)  # fmt: skip
# PostgreSQL has columns of these names in every table, and SQLite answers to the last three with its own row number.
_TAKEN_BY_DATABASES = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "rowid", "oid", "_rowid_")
# Beside the words of the expression language: one that it may have some day, and an alias of a system field.
_TAKEN_BY_EXPRESSIONS = ("is", "owner")

RESERVED_FIELD_NAMES = frozenset((*SYSTEM_FIELDS, *_TAKEN_BY_APPROVALS, *_TAKEN_BY_DATABASES, *_TAKEN_BY_EXPRESSIONS, *RESERVED))

# Tables of these names belong to the databases, or to the core beside the tables of objects.
RESERVED_OBJECT_PREFIXES = ("pg_", "sqlite_", "alembic_", "dg_")

_LONGEST_IDENTIFIER = 63  # PostgreSQL cuts what is longer, silently


def is_name(text: object) -> bool:
    return isinstance(text, str) and NAME.fullmatch(text) is not None


def fitted(identifier: str) -> str:
    """The identifier itself, or a shortened one that is still its own where it is too long for PostgreSQL."""
    if len(identifier) <= _LONGEST_IDENTIFIER:
        return identifier
    digest = hashlib.sha256(identifier.encode()).hexdigest()[:8]
    return f"{identifier[: _LONGEST_IDENTIFIER - 9]}_{digest}"


def link_table_name(object_name: str, field_name: str) -> str:
    return fitted(f"{object_name}__{field_name}")


def title(name: str) -> str:
    """What people read where a definition gives no label."""
    return name.removeprefix(TENANT_PREFIX).replace("_", " ").capitalize()
