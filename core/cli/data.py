"""`dougong import` and `dougong export`: records from files and into files."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from core.cli.drawn import bar
from core.cli.plain import fail, opened, say
from core.exchange.exporter import export_records
from core.exchange.importer import Import
from core.exchange.mapping import mapping_from_file
from core.exchange.refused import write_refused
from core.exchange.report import ImportReport
from core.platform import Platform
from core.rights.actor import SYSTEM, Actor
from core.transactions import in_transaction

__all__ = ["export_command", "import_command"]

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("object")
@click.argument("file", type=A_FILE)
@click.option("--tenant", required=True)
@click.option("--mapping", type=A_FILE, help="How rows become records (YAML or JSON); without it headings are matched.")
@click.option("--key", multiple=True, help="The field by which a row finds the record it updates.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and write nothing.")
@click.option(
    "--duplicates", type=click.Choice(["keep", "refuse"]), default="keep", show_default=True,
    help="What becomes of rows that a duplicate rule finds there already; what it forbids is refused in any case.",
)
@click.option("--as", "email", default="", help="The user in whose name it happens; without it the platform's own.")
@click.option("--report", type=NEW_FILE, help="Write the report as JSON to this file.")
@click.option("--rejects", type=NEW_FILE, help="Write refused rows here [default: in the current folder].")
@click.option("--strict", is_flag=True, help="End with an error when the report differs from what the mapping expects.")
def import_command(
    object: str, file: Path, tenant: str, mapping: Path | None, key: tuple[str, ...], dry_run: bool,
    duplicates: str, email: str, report: Path | None, rejects: Path | None, strict: bool,
) -> None:  # fmt: skip
    """Import records of OBJECT from FILE (CSV or JSON)."""
    with opened() as platform:
        wanted = mapping_from_file(mapping) if mapping else None
        work = Import(
            platform, tenant, object, file, wanted, key=key, dry_run=dry_run, actor=_actor(platform, tenant, email),
            duplicates=duplicates,
        )  # fmt: skip
        with bar(f"{object} from {file.name}", work.lines) as progress:
            told = work.run(progress)
    _tell(told)
    if report:
        report.write_bytes(orjson.dumps(told.document(), option=orjson.OPT_INDENT_2))
    if not told.clean:
        place = rejects or Path.cwd() / f"{file.stem}.refused.csv"
        write_refused(place, work.headings, told)
        say(f"  The refused rows are in {place}; mend them and import that file.")
    _judge(told, strict)


def _actor(platform: Platform, tenant: str, email: str) -> Actor:
    if not email:
        return SYSTEM
    return in_transaction(platform, tenant, lambda ctx: platform.actors.by_email(ctx, email))


def _tell(report: ImportReport) -> None:
    verb = "would be " if report.dry_run else ""
    say(
        f"{report.rows} rows: {report.created} {verb}created, {report.updated} {verb}updated, {report.unchanged} unchanged, "
        f"{report.skipped.total()} skipped, {report.folded} folded, {report.refused_count} refused, {report.malformed_count} malformed"
    )
    for reason, count in report.skipped.items():
        say(f"  {count} skipped: {reason}")
    for item in report.corrections:
        say(f"  {item['count']} corrected: {item['column']} {item['from']} -> {item['to']} ({item['reason']})")
    for name, counts in report.looked_up.items():
        say(f"  {name}: {counts['found']} found, {counts['missing']} missing, {counts['created']} made")
    for name, count in report.later.items():
        say(f"  {name}: {count} set in the second pass")
    for row in report.malformed[:10]:
        say(f"  line {row['line']}: {row['cells']} cells instead of {row['expected']}")
    for refused in report.refused[:10]:
        say(f"  line {refused.line}: {'; '.join(map(str, refused.errors))}")


def _judge(report: ImportReport, strict: bool) -> None:
    for item in report.expected:
        if item["expected"] != item["found"]:
            say(f"  expected {item['what']}: {item['expected']}, found {item['found']}")
    if strict and not report.as_expected:
        fail("the import differs from what its mapping expects")
    if not report.clean:
        fail(f"{report.refused_count + report.malformed_count} rows were refused")


@click.command("export")
@click.argument("object")
@click.argument("file", type=NEW_FILE)
@click.option("--tenant", required=True)
@click.option("--filter", default="", help="An expression that records must fulfil.")
@click.option("--fields", default="", help="Fields with commas between them; paths such as account.name too.")
@click.option("--as", "email", default="", help="The user whose rights count; without it the platform's own.")
def export_command(object: str, file: Path, tenant: str, filter: str, fields: str, email: str) -> None:
    """Export records of OBJECT to FILE as CSV."""
    names = [name.strip() for name in fields.split(",") if name.strip()]
    with opened() as platform, platform.open(tenant, _actor(platform, tenant, email)) as ctx:
        total = ctx.records.list(object, filter=filter or None, limit=1, count=True).count
        with (
            file.open("w", encoding="utf-8-sig", newline="") as out,
            bar(f"{object} to {file.name}", total) as progress,
        ):
            count = export_records(ctx, object, out, fields=names, filter=filter or None, progress=progress)
    say(f"{count} records are in {file}.")
