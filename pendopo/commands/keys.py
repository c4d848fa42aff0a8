"""Rotate the keys that seal personal data."""

from contextlib import ExitStack
from functools import partial

import click

from bot.tables import chats
from knowledge.tables import EscalationLine
from office import rotation
from office.files import Cabinet
from office.people import Clockwork
from office.sole import held, sole
from office.unit import Office
from office.vault import add_key, drop_old_keys
from pendopo.opening import office_or_exit, prove_key, settings_or_exit
from register import identities, slips, survey
from register.letter_tables import Letter
from register.objection_tables import Objection
from register.tables import Request

_KEEPER = Clockwork("keys")
# Every room whose tables hold sealed values must be known before any is sealed anew.
_SEALING_ROOMS = (chats, EscalationLine, Letter, slips.IdentitySlip, survey.survey_answers)


@click.group()
def keys() -> None:
    """The keys that seal personal data."""


@keys.command()
def rotate() -> None:
    """Make a new key, seal everything with it, and forget the old one. Stop Pendopo before."""
    settings = settings_or_exit()
    before = office_or_exit(settings)
    prove_key(before)
    with ExitStack() as stack:
        for task in ("postman", "clockwork"):
            lock = sole(before.engine, settings.data_dir, task)
            stack.enter_context(held(lock))
            if not lock.take():
                raise click.ClickException("Pendopo is running; stop every process of it first.")
        add_key(settings.keys)
        office = office_or_exit(settings)
        _reseal(office)
        folder = settings.data_dir / "files"
        count = rotation.reseal_files(folder, Cabinet(folder, office.vault))
        with office.unit(_KEEPER) as unit:
            unit.record("keys.rotated", "keys", files=count, key=office.vault.current)
        drop_old_keys(settings.keys)
        for used in (before, office):
            used.engine.dispose()
    click.echo(f"everything is sealed with key {office.vault.current}; {count} files")


def _reseal(office: Office) -> None:
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
