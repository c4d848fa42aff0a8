"""Acts of the second person: approve what somebody else wrote, at once or for later, or not."""

from collections.abc import Collection
from datetime import datetime

from knowledge.broadcasts import recipients
from knowledge.broadcasts.recipients import Chats
from knowledge.broadcasts.tables import Broadcast
from knowledge.broadcasts.words import BroadcastCheck, BroadcastKind, BroadcastStatus
from knowledge.broadcasts.writing import acting, fresh
from office.people import Permission
from office.refusals import NotAllowed, NotNow, NotValid
from office.unit import Unit

SHORTEST_REASON, LONGEST_REASON = 10, 500


def approve(
    unit: Unit,
    number: int,
    *,
    version: int,
    checks: Collection[BroadcastCheck],
    at: datetime | None = None,
    shown: int | None = None,
    chats: Chats | None = None,
) -> None:
    """Let a broadcast begin, at once or, what is news only, at an instant; it was looked at.

    `shown` is to how many people it would have gone when it was looked at. Where `chats` can be
    asked they are counted again now. Raise `NotFound`, `NotNow` where it moved, does not wait or
    has lapsed, `NotAllowed` for who wrote it, and `NotValid` where a check is missing, the instant
    is no good, or those to be told are no longer as many as were shown.
    """
    unit.require(Permission.APPROVE_BROADCASTS)
    row = fresh(unit, number, version)
    if row.status != BroadcastStatus.WAITING:
        raise NotNow("broadcast_not_waiting")
    if row.written_by == acting(unit):
        raise NotAllowed("broadcast_own")
    if row.valid_until < unit.today:
        raise NotNow("broadcast_lapsed")
    if set(BroadcastCheck) - set(checks):
        raise NotValid("checks", "broadcast_unchecked")
    if at is not None and row.kind == BroadcastKind.IMMEDIATE:
        # UU 14/2008 Art. 10 and Perki 1/2021 Art. 25: it is announced without any delay.
        raise NotValid("at", "broadcast_no_delay")
    if at is not None and (at < unit.now or at.astimezone(unit.zone).date() > row.valid_until):
        raise NotValid("at", "broadcast_time")
    row.recipients = _counted(unit, row, shown, chats)
    row.status, row.starts_at = BroadcastStatus.SCHEDULED, at or unit.now
    row.approved_by, row.approved_at = acting(unit), unit.now
    row.version += 1
    facts = {"at": row.starts_at.isoformat(), "recipients": row.recipients}
    unit.record("broadcast.approved", f"broadcast:{row.id}", **facts)


def _counted(unit: Unit, row: Broadcast, shown: int | None, chats: Chats | None) -> int:
    """Return how many are to be told as things stand; raise `NotValid` where that was not shown."""
    kind = BroadcastKind(row.kind)
    now = recipients.expected(unit, kind, row.programme, row.village, chats=chats) or 0
    if chats is not None and (shown is None or recipients.has_moved(shown, now)):
        raise NotValid("audience", "broadcast_reach_moved", shown=shown or 0, now=now)
    return now


def send_back(unit: Unit, number: int, *, version: int, reason: str) -> None:
    """Give a broadcast back to who wrote it; raise as `approve` does, and `NotValid`."""
    unit.require(Permission.APPROVE_BROADCASTS)
    row = fresh(unit, number, version)
    if row.status != BroadcastStatus.WAITING:
        raise NotNow("broadcast_not_waiting")
    row.status, row.reason = BroadcastStatus.DRAFT, checked(reason)
    row.version += 1
    unit.record("broadcast.returned", f"broadcast:{row.id}", version=row.version)


def checked(reason: str) -> str:
    """Return a reason that is neither too short nor too long; raise `NotValid`."""
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise NotValid("reason", "too_short", shortest=SHORTEST_REASON)
    if len(reason) > LONGEST_REASON:
        raise NotValid("reason", "too_long", longest=LONGEST_REASON, length=len(reason))
    return reason
