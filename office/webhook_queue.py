"""Messages that wait to be sent to webhooks: which are due, what became of each, what is let go."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select

from office.people import Permission
from office.unit import Unit
from office.webhooks import DeliveryState, Webhook, WebhookDelivery

TRIED_FOR = timedelta(days=3)
KEPT_FOR = timedelta(days=30)
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(hours=8)
_FACTOR: int = 3
_MOST_POWERS = 12
_JITTER = 20  # percent, either way; many that failed together do not come back together
GONE = 410  # what a receiver answers that wants nothing more


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message that is due, with where it goes and what signs it."""

    number: int
    message: str
    body: str
    address: str = field(repr=False)
    secret: str = field(repr=False)


def due(unit: Unit) -> list[int]:
    """Return the webhooks for which something is due."""
    unit.require(Permission.KEEP_TIME)
    query = (
        select(WebhookDelivery.webhook_id)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(*_is_due(unit.now))
        .distinct()
        .order_by(WebhookDelivery.webhook_id)
    )
    return list(unit.session.scalars(query))


def take(unit: Unit, hook: int) -> Parcel | None:
    """Return the oldest message that is due for a webhook, or None."""
    unit.require(Permission.KEEP_TIME)
    found = unit.session.execute(
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(Webhook.id == hook, *_is_due(unit.now))
        .order_by(WebhookDelivery.id)
        .limit(1)
    ).first()
    if found is None:
        return None
    row, to = found
    secret = unit.vault.unseal(to.sealed_secret, f"webhooks:secret:{to.tag}")
    return Parcel(row.id, row.message, row.body, to.address, secret)


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        WebhookDelivery.state == DeliveryState.WAITING,
        WebhookDelivery.not_before <= now,
        Webhook.paused_at.is_(None),
    )


def arrived(unit: Unit, number: int, *, status: int) -> None:
    """Note that a receiver took a message."""
    row = _waiting(unit, number)
    if row is None:
        return
    row.tries += 1
    row.state, row.status, row.failure = DeliveryState.SENT, status, None
    row.finished_at = unit.now


def failed(unit: Unit, number: int, failure: str, *, status: int | None = None) -> None:
    """Note that a message was not taken: it is tried again later, for three days.

    A receiver that says it is gone for good is sent nothing more until a person looks at it.
    """
    row = _waiting(unit, number)
    if row is None:
        return
    row.tries += 1
    row.status, row.failure = status, failure
    pause = _pause(row.tries)
    if status == GONE:
        _pause_hook(unit, row.webhook_id)
    elif unit.now + pause - row.since <= TRIED_FOR:
        row.not_before = unit.now + pause
        return
    row.state, row.finished_at = DeliveryState.GIVEN_UP, unit.now
    unit.record(
        "webhook.given_up", f"webhook:{row.webhook_id}", message=row.message, tries=row.tries
    )


def _waiting(unit: Unit, number: int) -> WebhookDelivery | None:
    """Return a message that still waits; it may have been taken away while it was under way."""
    unit.require(Permission.KEEP_TIME)
    row = unit.session.get(WebhookDelivery, number, with_for_update=True, populate_existing=True)
    return row if row is not None and row.state == DeliveryState.WAITING else None


def _pause(tries: int) -> timedelta:
    """Return how long to wait after so many tries: ever longer, and never quite the same."""
    # Bounded before it is raised: a power of a thousand tries is no span of time.
    factor = int(_FACTOR ** min(tries - 1, _MOST_POWERS))
    return (
        min(_LONGEST_PAUSE, _FIRST_PAUSE * factor)
        * (100 - _JITTER + secrets.randbelow(2 * _JITTER + 1))
        / 100
    )


def _pause_hook(unit: Unit, hook: int) -> None:
    row = unit.session.get(Webhook, hook, with_for_update=True, populate_existing=True)
    if row is not None and row.paused_at is None:
        row.paused_at = unit.now
        unit.record("webhook.paused", f"webhook:{hook}", status=GONE)


def forget(unit: Unit, *, before: datetime) -> None:
    """Forget what was sent or given up before an instant."""
    unit.require(Permission.KEEP_TIME)
    unit.session.execute(delete(WebhookDelivery).where(WebhookDelivery.finished_at < before))
