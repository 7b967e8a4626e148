"""Counts requests of this process, as Prometheus reads them; names of tenants and people don't appear."""

from __future__ import annotations

import threading
from collections import defaultdict

__all__ = ["Metrics"]


class Metrics:
    """How many answers of each route and status there were, and how long they took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self._seconds: defaultdict[tuple[str, str], float] = defaultdict(float)

    def count(self, method: str, rule: str, status: int, seconds: float) -> None:
        """Count one answer."""
        with self._lock:
            self._answers[method, rule, status] += 1
            self._seconds[method, rule] += seconds

    def text(self) -> str:
        """All counts in the text format of Prometheus."""
        with self._lock:
            answers, seconds = dict(self._answers), dict(self._seconds)
        lines = ["# TYPE dougong_requests_total counter"]
        lines += [
            f'dougong_requests_total{{method="{method}",route="{rule}",status="{status}"}} {count}'
            for (method, rule, status), count in sorted(answers.items())
        ]
        lines.append("# TYPE dougong_request_seconds_total counter")
        lines += [
            f'dougong_request_seconds_total{{method="{method}",route="{rule}"}} {total:.6f}'
            for (method, rule), total in sorted(seconds.items())
        ]
        return "\n".join(lines) + "\n"
