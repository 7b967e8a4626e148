"""How often somebody may ask."""

from __future__ import annotations

import pytest

from core.api.rates import PER_MINUTE, Rates
from dougong import NotSignedIn, TooMany


def test_a_program_gone_wild_is_stopped_until_the_minute_is_over() -> None:
    now = [30.0]
    rates = Rates(clock=lambda: now[0])
    for _ in range(PER_MINUTE["heavy"]):
        rates.count("heavy", "acme", "user")
    with pytest.raises(TooMany) as refused:
        rates.count("heavy", "acme", "user")
    assert refused.value.retry_after == 30
    rates.count("heavy", "acme", "another")
    rates.count("heavy", "other", "user")
    rates.count("api", "acme", "user")
    now[0] = 60.0
    rates.count("heavy", "acme", "user")


def test_what_is_free_is_not_counted() -> None:
    rates = Rates()
    for _ in range(10):
        rates.count("free", "acme", "user")
    assert not rates._counts


def test_memory_for_counting_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rates, "MOST_COUNTED", 100)
    rates = Rates()
    for n in range(1000):
        rates.count("api", "acme", str(n))
    assert len(rates._counts) <= 101


def test_a_good_sign_in_forgets_the_failures_before_it() -> None:
    rates = Rates()
    for _ in range(3):
        for _ in range(9):
            with pytest.raises(NotSignedIn), rates.login("acme", "me", "192.0.2.1"):
                raise NotSignedIn("no")
        with rates.login("acme", "me", "192.0.2.1"):
            pass


def test_many_accounts_cannot_be_tried_from_one_address() -> None:
    rates = Rates()
    with pytest.raises(TooMany):
        for n in range(100):
            with pytest.raises(NotSignedIn), rates.login("acme", f"user{n}", "192.0.2.1"):
                raise NotSignedIn("no")
    with rates.login("acme", "user1", "192.0.2.2"):
        pass
