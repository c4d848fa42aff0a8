"""Export the registers, and say what may be done about a case on a day."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import or_, select

from office.people import Role, StaffMember
from office.refusals import NotValid
from office.unit import Unit
from pendopo.opening import office_or_exit, settings_or_exit
from register import cases, exporting, list_import
from register.exporting import Book, Format, Wish
from register.labels import label
from register.ledger import Range
from register.list_words import ListKind
from register.objection_tables import Objection
from register.remedies import Remedy
from register.tables import Request

_DAY = click.DateTime(["%Y-%m-%d"])
# Whoever has the shell has the key file as well; the journal names the command line.
_OPERATOR = StaffMember(0, "command line", frozenset({Role.PPID}))


@click.command()
@click.argument("book", type=click.Choice([book.value for book in Book]))
@click.option("--from", "since", type=_DAY, required=True, help="First day of receipt.")
@click.option("--to", "until", type=_DAY, required=True, help="Last day of receipt.")
@click.option("--format", "kind", type=click.Choice([kind.value for kind in Format]),
              default="xlsx", show_default=True)  # fmt: skip
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--nameless", is_flag=True, help="Mask who asked.")
@click.option("--with-nik", is_flag=True, help="Print identity numbers in full (CSV only).")
def export(
    book: str, since: datetime, until: datetime, kind: str, out: Path,
    *, nameless: bool, with_nik: bool,
) -> None:  # fmt: skip
    """Write a register in the form of Lampiran VIII or XI."""
    span = Range(since.date(), until.date(), nameless=nameless, with_numbers=with_nik)
    if span.until < span.since:
        raise click.UsageError("--to lies before --from")
    settings = settings_or_exit()
    office = office_or_exit(settings)
    wish = Wish(Book(book), Format(kind), span)
    part = out.with_name(f".{out.name}.part")
    with office.unit(exporting.COMMAND_LINE) as writing:
        exporting.note(writing, wish)
    with part.open("wb") as file, office.reading(_OPERATOR) as unit:
        rows = exporting.produce(
            unit, wish, office_name=settings.office_name, out=file, heard=_heard
        )
    part.replace(out)
    click.echo(f"{rows} rows in {out}")


def _heard(rows: int) -> None:
    click.echo(f"\r{rows} rows", nl=False, err=True)


@click.command()
@click.argument("number")
@click.option("--on", "on", type=_DAY, help="A day; today without it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def remedies(number: str, on: datetime | None, *, as_json: bool) -> None:
    """Print the lawful steps about a request or an objection on a day, each with its last day."""
    office = office_or_exit(settings_or_exit())
    with office.reading(_OPERATOR) as unit:
        found = _remedies(unit, number, on.date() if on else unit.today)
    if found is None:
        raise click.ClickException(f"{number} is in no register")
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for row in found["remedies"] or [None]:
        click.echo(_line(row) if row else "Tidak ada langkah yang terbuka.")


def _remedies(unit: Unit, number: str, on: date) -> dict[str, Any] | None:
    wanted = number.strip().upper()
    request = unit.session.scalar(
        select(Request).where(
            or_(Request.registration_number == wanted, Request.tracking_code == wanted)
        )
    )
    if request is not None:
        rows = cases.open_remedies(unit, request, on)
        return {"number": request.registration_number, "on": on.isoformat(),
                "status": request.status, "remedies": [_plain(row) for row in rows]}  # fmt: skip
    objection = unit.session.scalar(select(Objection).where(Objection.objection_number == wanted))
    if objection is None:
        return None
    way = cases.dispute_of(unit, objection, on)
    return {"number": objection.objection_number, "on": on.isoformat(),
            "status": objection.status, "remedies": [_plain(way)] if way else []}  # fmt: skip


def _plain(row: Remedy) -> dict[str, Any]:
    counted = row.counted
    return {
        "kind": row.kind.value,
        "ground": row.ground.value if row.ground else None,
        "ground_letter": row.ground.letter if row.ground else None,
        "until": row.until.isoformat(),
        "source": counted.term.source if counted else None,
        "derivation": counted.derivation.as_facts() if counted else None,
    }


def _line(row: dict[str, Any]) -> str:
    ground = f" ({label('ground', row['ground'])})" if row["ground"] else ""
    return f"{label('remedy_kind', row['kind'])}{ground}: sampai {row['until']}"


@click.group()
def lists() -> None:
    """The list of public information (DIP) and of exempt information (DIK)."""


@lists.command("import")
@click.argument("kind", type=click.Choice([kind.value for kind in ListKind]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(kind: str, file: Path) -> None:
    """Read a list from a CSV or XLSX file: the whole of it, or nothing."""
    office = office_or_exit(settings_or_exit())
    try:
        sheet = list_import.read(ListKind(kind), file.name, file.read_bytes())
    except NotValid as refused:
        raise click.ClickException(f"{file.name}: {refused.code}") from None
    with office.unit(exporting.COMMAND_LINE) as unit:
        report = list_import.import_rows(unit, ListKind(kind), sheet)
    for problem in report.problems:
        click.echo(f"line {problem.line}, {problem.column}: {problem.code} {problem.facts or ''}")
    if report.problems:
        raise click.ClickException("Nothing was imported.")
    click.echo(f"{report.added} of {report.rows} rows added")
