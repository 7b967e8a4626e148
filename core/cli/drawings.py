"""`dougong drawing`: definitions from files of BPMN and DMN, and as such files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.plain import fail, opened, say
from core.cli.plans import show_plan
from core.configuration.change import Report, change
from core.processes.drawings import KINDS, Drawing, Proposal, read_drawing, write_drawing
from core.transactions import in_transaction
from dougong import Definition, NotFound
from metadata.definitions import TENANT

if TYPE_CHECKING:
    from core.context import Ctx

__all__ = ["drawing"]


@click.group()
def drawing() -> None:
    """Bring automations, approvals and decision tables in from BPMN and DMN, and take them out."""


@drawing.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tenant", required=True)
@click.option("--object", default="", help="Whose records the approvals in it are about.")
@click.option("--only", multiple=True, help="The name of a definition that is wanted; all when left out.")
@click.option("--dry-run", is_flag=True, help="Say what would come of it, and write nothing.")
def import_command(file: Path, tenant: str, object: str, only: tuple[str, ...], dry_run: bool) -> None:
    """Put the definitions of FILE in force, after a list of what comes in and what doesn't."""
    data = file.read_bytes()
    with opened() as platform:
        found, wanted = in_transaction(platform, tenant, lambda ctx: _read(ctx, data, object, only))
        _tell(found, wanted)
        wrong = sum(len(one.problems) for one in wanted) + len(found.problems)
        if wrong and (dry_run or len(wanted) == len(found.proposals)):
            fail(f"{wrong} problems keep it from standing here; mend the file, or what it names and isn't here yet")
        show_plan(in_transaction(platform, tenant, lambda ctx: _put(ctx, wanted, file.name, dry_run), source="command line"))


def _read(ctx: Ctx, data: bytes, object: str, only: tuple[str, ...]) -> tuple[Drawing, list[Proposal]]:
    found = read_drawing(ctx, data, object)
    for name in only:
        if name not in [one.name for one in found.proposals]:
            raise NotFound("This file holds no {name}, but {known}", name=name, known=", ".join(one.name for one in found.proposals))
    return found, [one for one in found.proposals if not only or one.name in only]


def _tell(found: Drawing, wanted: list[Proposal]) -> None:
    for one in wanted:
        say(f"{one.kind} {one.name}: {len(one.taken)} elements come in" + (", in the place of the one that is there" if one.stands else ""))
        for remark in one.remarks:
            say(f"  - {remark}")
        for problem in one.problems:
            say(f"  ! {problem}")
    for remark in found.remarks:
        say(f"  - {remark}")
    for problem in found.problems:
        say(f"  ! {problem}")


def _put(ctx: Ctx, wanted: list[Proposal], name: str, dry_run: bool) -> Report:
    return change(ctx, [(Definition(one.kind, one.document), TENANT, TENANT) for one in wanted], note=f"import of {name}", dry_run=dry_run)


@drawing.command("export")
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--tenant", required=True)
def export_command(kind: str, name: str, file: Path, tenant: str) -> None:
    """Write the definition NAME of a KIND to FILE: BPMN 2.0, or DMN 1.3 for decision tables."""
    with opened() as platform, platform.open(tenant) as ctx:
        _, content = write_drawing(ctx, kind, name)
    file.write_bytes(content)
    say(f"{name} is in {file}.")
