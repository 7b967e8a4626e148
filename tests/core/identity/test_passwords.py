"""Passwords: what is kept of them, and how long it takes to be refused."""

from __future__ import annotations

import threading

import pytest

from core.identity import passwords
from core.identity.login import sign_in
from core.identity.passwords import HASHER, NOBODYS, TURNS, check_password, fits, password_of, set_password
from core.identity.people import login_name
from dougong import Invalid, NotSignedIn, Unavailable
from tests.support.worlds import World


@pytest.fixture(autouse=True)
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes cost here what they cost outside of tests."""
    monkeypatch.setattr(passwords, "HASHER", HASHER)
    monkeypatch.setattr(passwords, "NOBODYS", NOBODYS)


def test_what_is_kept_is_a_hash(world: World) -> None:
    user = world.create_user("Hash")
    with world.system() as ctx:
        assert password_of(ctx, user) is None
        set_password(ctx, user, "a good password")
        hashed = password_of(ctx, user)
    assert hashed is not None and hashed.startswith("$argon2id$") and "good" not in hashed
    assert fits(hashed, "a good password", demo=False)
    assert not fits(hashed, "a bad password", demo=False)


def test_a_second_password_replaces_the_first(world: World) -> None:
    user = world.create_user("Second")
    with world.system() as ctx:
        set_password(ctx, user, "the first one")
        set_password(ctx, user, "the second one")
        hashed = password_of(ctx, user)
    assert not fits(hashed, "the first one", demo=False)
    assert fits(hashed, "the second one", demo=False)


def test_however_a_keyboard_composes_it_it_is_the_same_password() -> None:
    composed, decomposed = "pass\u00e9partout", "passe\u0301partout"
    assert check_password(composed, demo=False) == check_password(decomposed, demo=False)
    assert fits(HASHER.hash(check_password(composed, demo=False)), decomposed, demo=False)


@pytest.mark.parametrize("password", ["short", "1234567", "", "x" * 201, "a\nb\nc\nd\ne", "half \ud800 a sign", None, 7, ["a"], {}])
def test_what_is_no_password_is_refused(password: object) -> None:
    with pytest.raises(Invalid):
        check_password(password, demo=False)


def test_the_password_of_the_demo_is_good_for_nothing_else() -> None:
    assert check_password("demo", demo=True) == "demo"
    with pytest.raises(Invalid):
        check_password("other", demo=True)
    hashed = HASHER.hash("demo")
    assert fits(hashed, "demo", demo=True)
    assert not fits(hashed, "demo", demo=False)


def test_nobodys_hash_costs_what_everybodys_does() -> None:
    assert not HASHER.check_needs_rehash(NOBODYS)


def test_an_unknown_user_is_refused_as_slowly_as_a_known_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.create_user("Known", password="a good password")
    verify, compared = passwords._same, []

    def heard(hashed: str, password: str) -> bool:
        compared.append(hashed.split("$")[1:4])
        return verify(hashed, password)

    monkeypatch.setattr(passwords, "_same", heard)
    for email in ("known@example.com", "unknown@example.com"):
        with world.system() as ctx, pytest.raises(NotSignedIn):
            sign_in(ctx, email, "a wrong password")
    known, unknown = compared  # what a hash costs is written in it: one of each was computed, and they cost the same
    assert known == unknown and known[0] == "argon2id"


def test_a_flood_of_sign_ins_does_not_exhaust_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.05)
    held = [TURNS.acquire() for _ in range(2)]
    try:
        with pytest.raises(Unavailable):
            fits(None, "whatever it is", demo=False)
    finally:
        for _ in held:
            TURNS.release()
    running, most, lock = 0, 0, threading.Lock()
    verify = passwords._same

    def counted(hashed: str, password: str) -> bool:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        try:
            return verify(hashed, password)
        finally:
            with lock:
                running -= 1

    monkeypatch.setattr(passwords, "WAIT_SECONDS", 60)
    monkeypatch.setattr(passwords, "_same", counted)
    threads = [threading.Thread(target=fits, args=(None, "whatever it is"), kwargs={"demo": False}) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most <= 2


@pytest.mark.parametrize("email", ["Anna@Example.com", " anna@example.com ", "ａｎｎａ@example.com", "ANNA@EXAMPLE.COM"])
def test_there_is_one_spelling_of_an_address(email: str) -> None:
    assert login_name(email) == "anna@example.com"


def test_people_come_in_however_they_spell_their_address(world: World) -> None:
    with world.system() as ctx:
        for position, email in enumerate(("Zoë@Example.com", "straße@example.com", "ﬁn@example.com")):
            ctx.records.create("user", {"name": f"Spelling {position}", "email": email, "password": "a good password"})
    for email in ("zoë@example.com", "ZOË@EXAMPLE.com", "straße@EXAMPLE.com", "ﬁn@example.com", "fin@example.com"):
        with world.system() as ctx:
            sign_in(ctx, email, "a good password")
