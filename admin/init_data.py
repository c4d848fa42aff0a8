"""Pure: checks what Telegram signs when it opens a page inside itself."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from office.refusals import NotAllowed

LONGEST = timedelta(hours=1)
_AHEAD = timedelta(minutes=5)  # clocks differ
_LONGEST_TEXT = 4096


def person_of(signed: str, token: str, *, now: datetime) -> int:
    """Return who opened the page; raise `NotAllowed` unless Telegram vouches for it.

    The signature must be made with the bot's token, and be no older than an hour.
    """
    if not token or len(signed) > _LONGEST_TEXT:
        raise NotAllowed("not_from_telegram")
    try:
        fields = dict(parse_qsl(signed, strict_parsing=True, keep_blank_values=True))
        given = fields.pop("hash")
        person = int(json.loads(fields["user"])["id"])
        age = now.timestamp() - int(fields["auth_date"])
    except (ValueError, KeyError, TypeError):
        raise NotAllowed("not_from_telegram") from None
    is_fresh = -_AHEAD.total_seconds() <= age <= LONGEST.total_seconds()
    if not is_fresh or not hmac.compare_digest(_signature(fields, token), given.encode()):
        raise NotAllowed("not_from_telegram")
    return person


def _signature(fields: dict[str, str], token: str) -> bytes:
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)
    return hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest().encode()
