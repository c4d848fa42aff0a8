"""Pure: the links that open an entry or a programme in the chat, and what their payload means."""

import hashlib
import re
from collections.abc import Iterable
from enum import StrEnum

LONGEST = 64  # Telegram's limit for what follows ?start=
ON_A_BUTTON = 40  # of a slug, so that a button's 64 bytes hold it
_PLAIN = re.compile(r"[A-Za-z0-9-]+")
_DIGEST = 16
_PAYLOAD = re.compile(r"([jp])-([A-Za-z0-9_-]+)")


class Opens(StrEnum):
    """What a link opens."""

    ENTRY = "j"
    PROGRAMME = "p"


def payload(opens: Opens, slug: str) -> str:
    """Return what follows `?start=` in the link to an entry or programme."""
    return f"{opens}-{short(slug, LONGEST - 2)}"


def short(slug: str, longest: int) -> str:
    """Return a slug as it is, or its beginning and a digest where it is too long or unusual.

    The mark between the two stands in no plain slug, so the two forms are never confused.
    """
    if len(slug) <= longest and _PLAIN.fullmatch(slug):
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:_DIGEST]
    beginning = re.sub(r"[^A-Za-z0-9-]", "-", slug)[: longest - _DIGEST - 1]
    return f"{beginning}_{digest}"


def meant(shortened: str, slugs: Iterable[str], longest: int = LONGEST - 2) -> str | None:
    """Return the slug that a short form stands for, or None."""
    if "_" not in shortened:
        return shortened if shortened in set(slugs) else None
    return next((slug for slug in slugs if short(slug, longest) == shortened), None)


def read(text: str) -> tuple[Opens, str] | None:
    """Return what a payload opens, and the short form of its slug; None for any other text."""
    found = _PAYLOAD.fullmatch(text)
    return (Opens(found[1]), found[2]) if found and len(text) <= LONGEST else None


def address(chat: str, opens: Opens, slug: str) -> str:
    """Return the link to an entry or programme; `chat` is where the bot is talked to."""
    return f"{chat}?start={payload(opens, slug)}"
