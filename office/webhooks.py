"""Addresses of other offices' programs that are told when something happens, and what they get."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from office import webhook_addresses, webhook_signing
from office.database import Base, Instant
from office.people import Permission, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.unit import Unit

SHORTEST_NAME, LONGEST_NAME = 3, 100
MOST = 20  # each costs every act one row
SHOWN = 20
TEST = "webhook.test"
# Numbers, names of entries, codes: what has a blank is somebody's own words and stays here.
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:-]{0,79}")

Fact = str | int | bool | date | None


class Event(StrEnum):
    """What a webhook can be told of."""

    CASE_CREATED = "case.created"
    CASE_STATUS_CHANGED = "case.status_changed"
    ENTRY_PUBLISHED = "entry.published"


class DeliveryState(StrEnum):
    """What became of a message to one address."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Webhook(Base):
    """An address that wants to know, and the sealed secret with which messages are signed."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    tag: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    address: Mapped[str] = mapped_column(String(webhook_addresses.LONGEST))
    events: Mapped[str] = mapped_column(String(200))
    sealed_secret: Mapped[bytes] = mapped_column(
        LargeBinary, info={"place": "webhooks:secret:{tag}"}
    )
    made_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime] = mapped_column(Instant)
    paused_at: Mapped[datetime | None] = mapped_column(Instant)


class WebhookDelivery(Base):
    """A message to one address; of the answer nothing is kept but its status."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook_id", "message"),
        Index("ix_webhook_deliveries_state_not_before", "state", "not_before"),
        Index("ix_webhook_deliveries_finished_at", "finished_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    message: Mapped[str] = mapped_column(String(40))
    event: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)
    # From then on it is tried, and from `since` on the days are counted until it is given up.
    not_before: Mapped[datetime] = mapped_column(Instant)
    since: Mapped[datetime] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[int | None]
    failure: Mapped[str | None] = mapped_column(String(40))


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to an address, as the page shows it."""

    number: int
    message: str
    event: str
    state: DeliveryState
    tries: int
    created_at: datetime
    not_before: datetime
    finished_at: datetime | None
    status: int | None
    failure: str | None


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook as the page shows it."""

    number: int
    name: str
    address: str
    events: tuple[Event, ...]
    made_by: int
    made_at: datetime
    paused_at: datetime | None
    waiting: int
    given_up: int
    latest: tuple[Delivery, ...]


def announce(unit: Unit, event: Event, subject: str, facts: Mapping[str, Fact]) -> None:
    """Write what has happened for every address that wants to know; it leaves after the commit.

    Identifiers and dates only: anything that could be somebody's words raises `ValueError`.
    """
    wanted = select(Webhook.id, Webhook.events).where(Webhook.paused_at.is_(None))
    # Whoever announces is in the middle of an act whose own rows are written when it says so.
    with unit.session.no_autoflush:
        hooks = [row.id for row in unit.session.execute(wanted) if event in row.events.split()]
    body = _body(unit, event, subject, facts)
    message = f"msg_{secrets.token_hex(12)}"
    unit.session.add_all(_delivery(unit, hook, message, event, body) for hook in hooks)


def _body(unit: Unit, event: str, subject: str, facts: Mapping[str, Fact]) -> str:
    data = {name: _plain(name, value) for name, value in {"subject": subject, **facts}.items()}
    told = {"type": event, "timestamp": _instant(unit.now), "data": data}
    return json.dumps(told, separators=(",", ":"))


def _plain(name: str, value: Fact) -> str | int | bool | None:
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and not _IDENTIFIER.fullmatch(value):
        raise ValueError(f"{name} is no identifier")
    return str(value) if isinstance(value, str) else value


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _delivery(unit: Unit, hook: int, message: str, event: str, body: str) -> WebhookDelivery:
    return WebhookDelivery(
        webhook_id=hook,
        message=message,
        event=event,
        body=body,
        state=DeliveryState.WAITING,
        tries=0,
        created_at=unit.now,
        not_before=unit.now,
        since=unit.now,
    )


def make(
    unit: Unit, *, name: str, address: str, events: frozenset[Event], private: bool = False
) -> str:
    """Add an address; return the secret with which its messages will be signed.

    It is shown this once. `private` is the operator's leave to call the office's own network.
    """
    by = _officer(unit)
    name = " ".join(name.split())
    if len(name) < SHORTEST_NAME:
        raise NotValid("name", "too_short", shortest=SHORTEST_NAME)
    if len(name) > LONGEST_NAME:
        raise NotValid("name", "too_long", longest=LONGEST_NAME, length=len(name))
    if not events:
        raise NotValid("events", "webhook_of_nothing")
    if (unit.session.scalar(select(func.count(Webhook.id))) or 0) >= MOST:
        raise NotValid("name", "webhooks_too_many", most=MOST)
    secret, tag = webhook_signing.new_secret(), secrets.token_hex(16)
    row = Webhook(
        tag=tag,
        name=name,
        address=webhook_addresses.checked(address, private=private),
        events=" ".join(sorted(events)),
        sealed_secret=unit.vault.seal(secret, f"webhooks:secret:{tag}"),
        made_by=by,
        made_at=unit.now,
    )
    unit.session.add(row)
    unit.flush()
    unit.record("webhook.made", _subject(row.id), events=row.events)
    return secret


def pause(unit: Unit, number: int) -> None:
    """Send an address nothing more for now; what happens meanwhile is not told later."""
    _officer(unit)
    row = _found(unit, number)
    if row.paused_at is not None:
        raise NotNow("webhook_paused")
    row.paused_at = unit.now
    unit.record("webhook.paused", _subject(number))


def resume(unit: Unit, number: int) -> None:
    """Send to an address again, what still waited for it first."""
    _officer(unit)
    row = _found(unit, number)
    if row.paused_at is None:
        raise NotNow("webhook_running")
    row.paused_at = None
    for waiting in _waiting(unit, number):
        waiting.not_before = waiting.since = unit.now
    unit.record("webhook.resumed", _subject(number))


def remove(unit: Unit, number: int) -> None:
    """Forget an address, its secret and everything that was or would be sent to it."""
    _officer(unit)
    unit.session.delete(_found(unit, number))
    unit.flush()
    unit.record("webhook.removed", _subject(number))


def try_out(unit: Unit, number: int) -> None:
    """Send an address a message that tells of nothing."""
    _officer(unit)
    row = _found(unit, number)
    if row.paused_at is not None:
        raise NotNow("webhook_paused")
    body = _body(unit, TEST, _subject(number), {})
    unit.session.add(_delivery(unit, number, f"msg_{secrets.token_hex(12)}", TEST, body))
    unit.record("webhook.tested", _subject(number))


def repeat(unit: Unit, number: int) -> int:
    """Try a message again that was given up, with its old identifier; return whose it is."""
    _officer(unit)
    row = unit.session.get(WebhookDelivery, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("webhook_unknown")
    if row.state != DeliveryState.GIVEN_UP:
        raise NotNow("webhook_not_given_up")
    row.state, row.finished_at, row.tries = DeliveryState.WAITING, None, 0
    row.not_before = row.since = unit.now
    unit.record("webhook.repeated", _subject(row.webhook_id), message=row.message)
    return row.webhook_id


def every(unit: Unit) -> list[Hook]:
    """Return every webhook with its latest messages, the newest first."""
    unit.require(Permission.MANAGE_API)
    rows = unit.session.scalars(select(Webhook).order_by(Webhook.id)).all()
    counted = {
        (row.webhook_id, row.state): row.number
        for row in unit.session.execute(
            select(
                WebhookDelivery.webhook_id,
                WebhookDelivery.state,
                func.count(WebhookDelivery.id).label("number"),
            ).group_by(WebhookDelivery.webhook_id, WebhookDelivery.state)
        )
    }
    return [
        Hook(
            row.id, row.name, row.address, tuple(Event(one) for one in row.events.split()),
            row.made_by, row.made_at, row.paused_at,
            counted.get((row.id, DeliveryState.WAITING), 0),
            counted.get((row.id, DeliveryState.GIVEN_UP), 0), _latest(unit, row.id),
        )
        for row in rows
    ]  # fmt: skip


def _latest(unit: Unit, hook: int) -> tuple[Delivery, ...]:
    rows = unit.session.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == hook)
        .order_by(WebhookDelivery.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        Delivery(
            row.id, row.message, row.event, DeliveryState(row.state), row.tries, row.created_at,
            row.not_before, row.finished_at, row.status, row.failure,
        )
        for row in rows
    )  # fmt: skip


def _waiting(unit: Unit, hook: int) -> list[WebhookDelivery]:
    query = select(WebhookDelivery).where(
        WebhookDelivery.webhook_id == hook, WebhookDelivery.state == DeliveryState.WAITING
    )
    return list(unit.session.scalars(query))


def _found(unit: Unit, number: int) -> Webhook:
    row = unit.session.get(Webhook, number, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFound("webhook_unknown")
    return row


def _subject(number: int) -> str:
    return f"webhook:{number}"


def _officer(unit: Unit) -> int:
    unit.require(Permission.MANAGE_API)
    if not isinstance(unit.actor, StaffMember):
        raise NotAllowed("staff_only")
    return unit.actor.staff_id
