"""The context of a job: for whoever started it, with the claim of this attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.context import Ctx
from core.jobs.claims import Claim
from core.rights.actor import SYSTEM
from dougong import Conflict

if TYPE_CHECKING:
    from core.database.unit import Unit
    from core.platform import Platform

__all__ = ["JobCtx", "LostClaim", "job_context"]


class LostClaim(Conflict):
    """Somebody else has the job by now, or it was cancelled: what this attempt did must not count."""

    def __init__(self, claim: Claim) -> None:
        super().__init__("The job {name} is no longer this process's to finish", name=claim.name)


class JobCtx(Ctx):
    """The context of a job's function."""

    attended = False
    claim: Claim


def job_context(platform: Platform, tenant: str, unit: Unit, claimed: Claim) -> JobCtx:
    """A context with the catalogue and the rights of now."""
    catalogue = platform.catalogues.get(tenant, unit)
    actor = platform.actors.get(tenant, unit, catalogue, claimed.actor_id) if claimed.actor_id else SYSTEM
    ctx = JobCtx(platform, tenant, unit, catalogue, actor, now=platform.now, source=claimed.name)
    ctx.claim = claimed
    return ctx
