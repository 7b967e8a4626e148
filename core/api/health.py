"""Whether this process lives and can work, for load balancers and Prometheus."""

from __future__ import annotations

from core.api.ask import Answer, Ask
from core.api.routes import Open
from core.api.schemas import TEXT, shape

__all__ = ["ROUTES"]

STATUS = shape(status=TEXT)


def alive(ask: Ask) -> Answer:
    """The process answers."""
    return Answer({"status": "ok"})


def ready(ask: Ask) -> Answer:
    """The control database answers too; raises Unavailable otherwise."""
    ask.services.readiness.check()
    return Answer({"status": "ready"})


def metrics(ask: Ask) -> Answer:
    """Counts of this process."""
    return Answer(content=ask.services.metrics.text().encode(), type="text/plain; version=0.0.4; charset=utf-8")


ROUTES = (
    Open(
        method="GET", rule="/healthz", view=alive, group="operation", summary="The process answers", rate="free",
        answers={200: STATUS},
    ),
    Open(
        method="GET", rule="/readyz", view=ready, group="operation", summary="The database answers too", rate="free",
        answers={200: STATUS},
    ),
    Open(method="GET", rule="/metrics", view=metrics, group="operation", summary="Counts, for Prometheus", rate="free"),
)  # fmt: skip
