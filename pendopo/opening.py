"""Opens the office: settings, keys, database; the only place that puts them together."""

import logging
import re
import sys

import click

from office import keys
from office.clock import SystemClock
from office.database import open_engine
from office.migrations.runner import is_current
from office.people import Clockwork
from office.settings import Settings, SettingsRefused, read_settings
from office.unit import Office
from office.vault import open_vault


def settings_or_exit() -> Settings:
    """Return the settings, or end the program with one clear message."""
    try:
        return read_settings()
    except SettingsRefused as refused:
        raise click.ClickException(str(refused)) from None


def open_office(settings: Settings) -> Office:
    """Return the office of these settings; its database may still need migrating."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return Office(
        engine=open_engine(settings.database),
        clock=SystemClock(),
        zone=settings.zone,
        vault=open_vault(settings.keys),
        rule=settings.counting,
    )


def office_or_exit(settings: Settings) -> Office:
    """Return the office, or end the program where its database is not migrated."""
    office = open_office(settings)
    if not is_current(office.engine):
        raise click.ClickException("The database is not migrated; run: pendopo migrate")
    return office


def prove_key(office: Office) -> None:
    """End the program if the key file is not the one this database was sealed with."""
    try:
        with office.unit(Clockwork("command-line")) as unit:
            keys.prove(unit)
    except keys.WrongKey:
        raise click.ClickException(
            "The key file does not belong to this database. Put the right one back; "
            "nothing sealed can be read without it."
        ) from None


def prove_lifecycles() -> None:
    """End the program if a lifecycle is not whole or one of its notices has no words."""
    # Imported here: most commands say nothing to anybody and must not load the templates.
    from bot import speak  # noqa: PLC0415
    from register.lifecycle import Broken  # noqa: PLC0415

    try:
        speak.check()
    except Broken as broken:
        raise click.ClickException(f"Pendopo does not start: {broken}") from None


_TOKEN = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)


class Discreet(logging.Formatter):
    """Writes no bot token, whatever message or error holds one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line or lines of a record, its error included."""
        return _TOKEN.sub("[token]", super().format(record))


def log_to_stderr() -> None:
    """Log to standard error, without addresses: they would hold the bot's token."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    for name in ("httpx", "httpcore", "aiohttp", "aiogram", "alembic", "uvicorn", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
