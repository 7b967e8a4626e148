"""`dougong token`: keys for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from core.cli.plain import opened, say
from core.identity.tokens import create_token
from core.transactions import in_transaction
from dougong import NotFound

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["token"]


@click.group()
def token() -> None:
    """Keys with which programs sign in."""


@token.command("create")
@click.option("--tenant", required=True)
@click.option("--email", required=True, help="The user for whom the token acts.")
@click.option("--name", default="command line", show_default=True, help="What it is for.")
def create(tenant: str, email: str, name: str) -> None:
    """Print a new API token, alone on its line."""
    with opened() as platform:
        say(in_transaction(platform, tenant, lambda ctx: _token(ctx, email, name), source="command line"))


def _token(ctx: Ctx, email: str, name: str) -> str:
    user = ctx.platform.actors.by_email(ctx, email).id
    if user is None:
        raise NotFound("No user of {tenant} has the address {email}", tenant=ctx.tenant, email=email)
    return create_token(ctx, user, name)
