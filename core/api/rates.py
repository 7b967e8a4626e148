"""How often somebody may ask: far beyond any work, and strict for guessing passwords. Each process counts for itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from dougong import Invalid, NotSignedIn, TooMany

__all__ = ["Rates"]

WINDOW = 60
#: Requests a minute of one user, or of one address where nobody is signed in: what only a program gone wild makes.
PER_MINUTE = {"api": 600_000, "heavy": 6_000}
#: Tries a minute to sign in to one account from one address, and failures from one address at all.
PER_ACCOUNT, PER_ADDRESS = RateLimitItemPerMinute(10), RateLimitItemPerMinute(60)


class Rates:
    """Counts in memory."""

    MOST_COUNTED = 100_000

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._window = 0
        self._counts: dict[tuple[str, str, str], int] = {}
        self._logins = MovingWindowRateLimiter(MemoryStorage())

    def count(self, rate: str, tenant: str, principal: str) -> None:
        """Count a request. Raises TooMany when there were too many in this minute."""
        most = PER_MINUTE.get(rate)
        if most is None:
            return
        now = self._clock()
        counts = self._counts_of(int(now // WINDOW))
        key = (rate, tenant, principal)
        counts[key] = so_far = counts.get(key, 0) + 1
        if so_far > most:
            raise TooMany("More than {most} requests in a minute", most=most, retry_after=WINDOW - int(now % WINDOW))

    @contextmanager
    def login(self, tenant: str, account: str, address: str) -> Iterator[None]:
        """A try to sign in, which fails by raising NotSignedIn or Invalid. Raises TooMany after too many that failed.

        A stranger's tries don't shut out the user, who comes from another address.
        """
        who, where = (tenant, account, address), (tenant, address)
        if not (self._logins.test(PER_ADDRESS, *where) and self._logins.hit(PER_ACCOUNT, *who)):
            raise TooMany("Too many tries to sign in; wait a minute", retry_after=WINDOW)
        try:
            yield
        except (NotSignedIn, Invalid):
            self._logins.hit(PER_ADDRESS, *where)
            raise
        self._logins.clear(PER_ACCOUNT, *who)

    def _counts_of(self, window: int) -> dict[tuple[str, str, str], int]:
        if window != self._window or len(self._counts) > self.MOST_COUNTED:
            self._window, self._counts = window, {}
        return self._counts
