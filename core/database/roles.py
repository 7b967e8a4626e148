"""Which role of a PostgreSQL server a connection works in; nothing else decides it.

A tenant's role can't sign in. It owns the tenant's schema and all that is in it, and nobody inherits from it: a connection
reaches a tenant's data only while it works in that tenant's role.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.schema import CreateSchema, DropSchema

__all__ = ["REFUSED", "begin", "drop_schema", "enter", "forget", "is_superuser", "provide", "reach", "refuses"]

log = logging.getLogger(__name__)

#: What a pooled connection says of itself: the role it was last put in.
TAG = "dougong_role"
#: No privilege; no such role.
REFUSED = ("42501", "22023")
#: The first version in which a role can be entered without being inherited from.
LEAST_VERSION = 160000

MAY_CREATE = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
SUPERUSER = "SELECT rolsuper FROM pg_roles WHERE rolname = session_user"
MAY_ENTER = "SELECT pg_has_role(session_user, oid, 'SET') FROM pg_roles WHERE rolname = :role"
NOT_OWNED = (
    "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = :schema AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_get_userbyid(c.relowner) <> :role"
    " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND c.relkind = 'S' AND d.deptype IN ('a', 'i'))"
)
OWNER = "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = :schema"


def begin(driver: Any, role: str, isolation: str = "READ COMMITTED") -> None:
    """Begin a transaction that works in a role, in one message to the server; `driver` is the driver's connection."""
    enter = f"; SET LOCAL ROLE {_quoted(role)}" if role else ""
    driver.execute(f"BEGIN ISOLATION LEVEL {isolation}{enter}", prepare=False)


def enter(connection: sa.Connection, role: str) -> None:
    """Work in another role, or with none in the login's own, until the transaction ends."""
    connection.exec_driver_sql(f"SET LOCAL ROLE {_quoted(role) if role else 'NONE'}")


def reach(pooled: PoolProxiedConnection, role: str) -> None:
    """Put a connection that is outside a transaction into a role, unless it is in it since it last served."""
    if pooled.info.get(TAG) == role:
        return
    forget(pooled)
    driver: Any = pooled.driver_connection
    driver.execute(f"SET ROLE {_quoted(role) if role else 'NONE'}")
    pooled.info[TAG] = role


def forget(pooled: PoolProxiedConnection) -> None:
    """Something went wrong on this connection: whoever is next has to say his role."""
    pooled.info.pop(TAG, None)


def refuses(error: Any) -> bool:
    """Whether a driver's error says that the role is gone, or may not do this."""
    return getattr(error, "sqlstate", None) in REFUSED


# -- a tenant's role -----------------------------------------------------------------------------------------


def provide(connection: sa.Connection, schema: str, role: str) -> str:
    """See to it that a tenant has its schema, and a role that owns everything in it. Safe to run again.

    role: the one that it has. Answers the name, empty where the login may not create roles.
    """
    name = role or f"{schema}_{secrets.token_hex(4)}"
    may_enter = _enterable(connection, name)
    connection.execute(CreateSchema(schema, if_not_exists=True))
    if not may_enter:
        return ""
    if connection.execute(sa.text(OWNER), {"schema": schema}).scalar_one() != name:
        connection.exec_driver_sql(f"GRANT ALL ON SCHEMA {_quoted(schema)} TO {_quoted(name)}")
    for table in connection.execute(sa.text(NOT_OWNED), {"schema": schema, "role": name}).scalars().all():
        connection.exec_driver_sql(f"ALTER TABLE {_quoted(schema)}.{_quoted(table)} OWNER TO {_quoted(name)}")
    connection.exec_driver_sql(f"ALTER SCHEMA {_quoted(schema)} OWNER TO {_quoted(name)}")
    return name


def drop_schema(connection: sa.Connection, schema: str, role: str) -> None:
    """Drop a tenant's schema, and then its role."""
    enter(connection, role)
    connection.execute(DropSchema(schema, cascade=True, if_exists=True))
    enter(connection, "")
    if not role:
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"DROP ROLE IF EXISTS {_quoted(role)}")
    except sa.exc.DBAPIError as error:
        log.warning("the role %s stays behind, owning nothing: %s", role, str(error.orig).splitlines()[0])


def is_superuser(connection: sa.Connection) -> bool:
    """Whether the login may do anything, whatever roles there are."""
    return bool(connection.execute(sa.text(SUPERUSER)).scalar_one())


def _enterable(connection: sa.Connection, role: str) -> bool:
    """Make a role if need be, and let the login enter it; raises what the database raises where it is another's."""
    driver: Any = connection.connection.driver_connection
    if driver.info.server_version < LEAST_VERSION:
        return False
    may_enter = connection.execute(sa.text(MAY_ENTER), {"role": role}).scalar()
    if may_enter is None:
        if not connection.execute(sa.text(MAY_CREATE)).scalar_one():
            return False
        connection.exec_driver_sql(f"CREATE ROLE {_quoted(role)} NOLOGIN")
    if not may_enter:
        connection.exec_driver_sql(f"GRANT {_quoted(role)} TO SESSION_USER WITH INHERIT FALSE, SET TRUE")
    return True


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
