"""Pure: the signature of a webhook's message (Standard Webhooks, HMAC-SHA256)."""

import base64
import hmac
import secrets
from datetime import datetime

_SECRET = "whsec_"  # noqa: S105 - how the standard begins every secret
_BYTES = 32


def new_secret() -> str:
    """Return a random secret in the form that receivers' libraries expect."""
    return _SECRET + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def headers(secret: str, message: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return what goes with a message so that its receiver can tell who sent it, and when."""
    moment = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(_SECRET))
    signed = b".".join((message.encode(), moment.encode(), body))
    signature = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    return {
        "webhook-id": message,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{signature}",
    }
