"""Rotate the keys that seal personal data."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import click
from sqlalchemy import inspect

from bot import service
from knowledge import reading
from office import api_keys, passkeys, roster, rotation
from office import keys as key_proof
from office.database import metadata
from office.files import Cabinet
from office.people import Clockwork
from office.settings import Settings
from office.sole import held, sole
from office.unit import Office
from office.vault import add_key, drop_old_keys
from pendopo import first_day
from pendopo.opening import office_or_exit, prove_key, settings_or_exit
from register import exporting, identities, open_subjects, reveals, sweep, views
from register.objection_tables import Objection
from register.reports import tables as report_tables
from register.tables import Request

_KEEPER = Clockwork("keys")
# Loading these loads every table; one that stayed unknown is noticed before anything happens.
_ROOMS = (
    service, reading, first_day, exporting, sweep, key_proof, roster, passkeys, report_tables,
    open_subjects, api_keys, reveals, views,
)  # fmt: skip


@click.group()
def keys() -> None:
    """The keys that seal personal data."""


@keys.command()
def rotate() -> None:
    """Make a new key and seal everything with it. Stop Pendopo before, start it again after."""
    settings = settings_or_exit()
    with _alone(settings) as before:
        _everything_is_known(before)
        add_key(settings.keys)
        office = office_or_exit(settings)
        count = _reseal(office, settings)
        with office.unit(_KEEPER) as unit:
            unit.record("keys.rotated", "keys", files=count, key=office.vault.current)
        office.engine.dispose()
    click.echo(
        f"Everything is sealed with key {office.vault.current}; {count} files. "
        "Start Pendopo again; when all of it runs with the new key: pendopo keys forget"
    )


@keys.command()
def forget() -> None:
    """Forget earlier keys, after sealing anew what was still written with them."""
    settings = settings_or_exit()
    with _alone(settings) as office:
        _everything_is_known(office)
        _reseal(office, settings)
        drop_old_keys(settings.keys)
        with office.unit(_KEEPER) as unit:
            unit.record("keys.forgotten", "keys", key=office.vault.current)
    click.echo(f"Only key {office.vault.current} is left.")


@contextmanager
def _alone(settings: Settings) -> Iterator[Office]:
    """Yield the office while no poster and no clockwork runs."""
    office = office_or_exit(settings)
    prove_key(office)
    with ExitStack() as stack:
        for task in ("postman", "clockwork", "courier"):
            lock = sole(office.engine, settings.data_dir, task)
            stack.enter_context(held(lock))
            if not lock.take():
                raise click.ClickException("Pendopo is running; stop every process of it first.")
        yield office
    office.engine.dispose()


def _everything_is_known(office: Office) -> None:
    """Refuse where a table is unknown here: what it seals would be lost with the old key."""
    there = set(inspect(office.engine).get_table_names()) - {"alembic_version"}
    unknown = sorted(there - set(metadata.tables))
    if unknown:
        raise click.ClickException(f"Tables nobody here knows: {', '.join(unknown)}")


def _reseal(office: Office, settings: Settings) -> int:
    """Portion by portion; what was interrupted goes on where it stopped when called again."""
    for table, column in rotation.sealed_columns():
        place: object = None
        while True:
            with office.unit(_KEEPER) as unit:
                place = rotation.reseal_rows(unit, table, column, after=place)
            if place is None:
                break
    for reindex in (
        partial(identities.reindex, table=Request), partial(identities.reindex, table=Objection)
    ):  # fmt: skip
        last: int | None = 0
        while last is not None:
            with office.unit(_KEEPER) as unit:
                last = reindex(unit, after=last)
    folder = settings.data_dir / "files"
    return rotation.reseal_files(folder, Cabinet(folder, office.vault))
