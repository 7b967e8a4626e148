"""One statement says who asks, and which versions hold."""

from __future__ import annotations

from datetime import timedelta

from core.database.unit import Unit
from core.identity.identify import Credentials, identify
from core.identity.secrets import fingerprint, new_secret
from core.identity.sessions import IDLE, LIFETIME, MOST_PER_USER, SEEN_EVERY, list_sessions, open_session
from core.identity.tokens import create_token
from tests.support.worlds import World


def test_versions_come_back_for_nobody_too(world: World) -> None:
    with world.system() as ctx:
        version = ctx.catalogue.version
    for credentials in (Credentials(), Credentials(session="x"), Credentials(token="dg_x")):
        with Unit(world.platform.control.store(world.tenant)) as unit:
            found = identify(unit, credentials, world.platform.now())
            assert unit.statements == 1
        assert (found.user_id, found.status, found.catalogue_version) == (None, "active", version)


def test_a_session_tells_its_user_and_its_word(world: World) -> None:
    user = world.create_user("Session")
    with world.system() as ctx:
        made, now = open_session(ctx, user, agent="a browser", address="192.0.2.1"), ctx.now
    with Unit(world.platform.control.store(world.tenant)) as unit:
        found = identify(unit, Credentials(session=made.secret), now)
        assert (found.user_id, found.session_id, found.csrf, found.seen_long_ago) == (user, made.id, made.csrf, False)
        assert identify(unit, Credentials(session=made.secret), now + 2 * SEEN_EVERY).seen_long_ago
        assert identify(unit, Credentials(session=made.secret), now + IDLE).user_id is None
        assert identify(unit, Credentials(session=made.secret), now + LIFETIME).user_id is None
        assert identify(unit, Credentials(session=made.id), now).user_id is None
        assert identify(unit, Credentials(token=made.secret), now).user_id is None


def test_a_token_tells_its_user_until_it_ends(world: World) -> None:
    user = world.create_user("Token")
    with world.system() as ctx:
        secret, now = create_token(ctx, user, "a", expires_at=ctx.now + timedelta(days=1)), ctx.now
    with Unit(world.platform.control.store(world.tenant)) as unit:
        assert identify(unit, Credentials(token=secret), now).user_id == user
        assert identify(unit, Credentials(token=secret), now + timedelta(days=1)).user_id is None
        assert identify(unit, Credentials(session=secret), now).user_id is None


def test_secrets_are_kept_as_fingerprints(world: World) -> None:
    user = world.create_user("Secret")
    with world.system() as ctx:
        secrets = [create_token(ctx, user, "a"), open_session(ctx, user).secret]
        tables = ("dg_token", "dg_session")
        prefix = f'"{ctx.store.schema}".' if ctx.store.schema else ""
        stored = repr([ctx.unit.connection.exec_driver_sql(f"SELECT * FROM {prefix}{table}").all() for table in tables])
    for secret in secrets:
        assert secret not in stored and fingerprint(secret) in stored


def test_secrets_hold_256_bits_and_never_repeat() -> None:
    made = {new_secret() for _ in range(1000)}
    assert len(made) == 1000 and min(map(len, made)) >= 43


def test_a_user_has_a_bounded_number_of_sessions_of_which_the_oldest_end(world: World) -> None:
    user = world.create_user("Many")
    with world.system() as ctx:
        made = [open_session(ctx, user).id for _ in range(MOST_PER_USER + 5)]
    with world.system() as ctx:
        left = {session["id"] for session in list_sessions(ctx, user)}
    assert len(left) == MOST_PER_USER and made[-1] in left
