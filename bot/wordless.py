"""Pure: what a message without words is, as staff read it in the conversation."""

from aiogram.types import Message

_NAMED = (("story", "cerita"), ("game", "permainan"), ("paid_media", "media berbayar"))


def told(message: Message) -> tuple[str, str] | None:
    """Return the kind of a message that is no text and no file, and the line staff read."""
    if message.sticker is not None:
        return "sticker", f"(stiker {message.sticker.emoji or ''})".replace(" )", ")")
    if message.venue is not None:
        venue = message.venue
        return "location", f"(tempat: {venue.title}, {venue.address}; {_at(message)})"
    if message.location is not None:
        return "location", f"(lokasi: {_at(message)})"
    if message.contact is not None:
        contact = message.contact
        name = " ".join(filter(None, (contact.first_name, contact.last_name)))
        return "contact", f"(kontak: {name}, {contact.phone_number})"
    if message.poll is not None:
        options = "; ".join(option.text for option in message.poll.options)
        return "poll", f"(jajak pendapat: {message.poll.question} [{options}])"
    if message.dice is not None:
        return "dice", f"(dadu {message.dice.emoji} {message.dice.value})"
    return _other(message)


def _other(message: Message) -> tuple[str, str] | None:
    """Return what can only be named; None for what is a text, a file or a note of Telegram's."""
    found = (name for kind, name in _NAMED if getattr(message, kind, None) is not None)
    name = next(found, None)
    return None if name is None else ("other", f"({name})")


def _at(message: Message) -> str:
    place = message.location
    return "" if place is None else f"{place.latitude:.6f}, {place.longitude:.6f}"
