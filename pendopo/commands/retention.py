"""Runs the retention schedule from the command line, or only looks; prints the records."""

from pathlib import Path

import click

from bot import retention as whole
from office import loose_files, retention_runs
from office.files import Cabinet
from office.migrations.runner import is_current
from office.people import Clockwork
from office.retention_runs import Run
from office.settings import Settings
from office.unit import Office
from pendopo import processing
from pendopo.opening import office_or_exit, settings_or_exit

_KEEPER = Clockwork("command-line")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only look; nothing is erased.")
@click.option("--records", is_flag=True, help="Print the records of processing as Markdown.")
def retention(*, dry_run: bool, records: bool) -> None:
    """Erase what is past its retention, as every night does."""
    if records:
        click.echo(processing.document(), nl=False)
        return
    settings = settings_or_exit()
    office = office_or_exit(settings)
    if not is_current(office.engine):
        raise click.ClickException("The database is not migrated; run: pendopo migrate")
    run = _run(office, is_dry=dry_run)
    for line in _report(run):
        click.echo(line)
    if not dry_run:
        click.echo(f"{_clear(office, settings)} files destroyed")
    if any(one.failed for one in run.results):
        raise SystemExit(1)


def _run(office: Office, *, is_dry: bool) -> Run:
    """Carry a run to its end, part by part; return what it did."""
    with office.unit(_KEEPER) as unit:
        number = retention_runs.ask(unit, is_dry=is_dry)
    more = True
    while more:
        with office.unit(_KEEPER) as unit:
            more = whole.carry_on(unit)
    with office.reading(_KEEPER) as unit:
        return retention_runs.run(unit, number)


def _report(run: Run) -> list[str]:
    verb = "over their term" if run.is_dry else "erased"
    lines = [f"run {run.number}: {run.found if run.is_dry else run.gone} rows {verb}"]
    for one in run.results:
        count = one.found if run.is_dry else one.gone
        oldest = f", oldest {one.oldest}" if one.oldest else ""
        failed = f", failed: {one.failed}" if one.failed else ""
        lines.append(f"{one.name}: {count or 0} after {one.days} days{oldest}{failed}")
    return lines


def _clear(office: Office, settings: Settings) -> int:
    folder: Path = settings.data_dir / "files"
    cabinet = Cabinet(folder, office.vault)
    names = cabinet.names()
    with office.unit(_KEEPER) as unit:
        wanted = sorted(loose_files.without_entry(unit, names)) if names else []
        before = unit.now - whole.UNUSED
    gone = whole.destroyed(cabinet, wanted, before)
    if gone:
        with office.unit(_KEEPER) as unit:
            unit.record("contents.destroyed", "cabinet", sha256=gone)
    return len(gone)
