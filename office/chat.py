"""Where the bot is talked to, so that links to it can be printed by whoever runs elsewhere."""

from sqlalchemy import select

from office import heartbeats
from office.settings import Settings
from office.unit import Unit

_PART = "bot:"


def remember(unit: Unit, username: str) -> None:
    """Note under which name the bot is at work."""
    heartbeats.beat(unit, f"{_PART}{username}")


def address(unit: Unit, settings: Settings) -> str | None:
    """Return the address of the chat with the bot, or None while it was never at work."""
    if settings.practising:
        return settings.practice_chat
    table = heartbeats.heartbeats
    newest = (
        select(table.c.part)
        .where(table.c.part.startswith(_PART, autoescape=True))
        .order_by(table.c.at.desc())
        .limit(1)
    )
    part = unit.session.scalar(newest)
    return None if part is None else named(part.removeprefix(_PART))


def named(username: str) -> str:
    """Return the address of the chat with a bot."""
    return f"https://t.me/{username}"
