"""A broadcast on its way: begun, carried on a little at a time, counted, stopped, finished."""

import json
from collections import Counter
from collections.abc import Sequence
from functools import partial

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
)

from knowledge.broadcasts import recipients, telling
from knowledge.broadcasts.approving import checked
from knowledge.broadcasts.recipients import Chats, Page
from knowledge.broadcasts.tables import Broadcast, Underway
from knowledge.broadcasts.wording import from_json
from knowledge.broadcasts.words import OVER, BroadcastKind, BroadcastStatus, Hindrance
from knowledge.broadcasts.writing import acting, fresh
from office import recall, staff_chats, switches
from office.outbox import Kind, Notice, State
from office.people import Permission
from office.refusals import NotNow
from office.staff_chats import Purpose
from office.switches import Function
from office.unit import Unit

_GONE = ("blocked", "deactivated", "chat not found")
_LONGEST_FAILURE = 80
# Where very many are passed over, so many lists of people are gone through at a time.
_PAGES = 20


def is_due(unit: Unit) -> bool:
    """Tell whether anything has to be done about broadcasts now."""
    if recipients.is_counting_due(unit):
        return True
    return unit.session.scalar(select(Broadcast.id).where(_wants_care(unit)).limit(1)) is not None


def run(unit: Unit, chats: Chats, *, ahead: int) -> int:
    """Carry every broadcast on, what is urgent first; return how many people were written to.

    Never more than `ahead` notices wait at a time: so a stop takes effect at once. A person's
    notice, the place in the list and the figures are kept together or not at all.
    """
    unit.require(Permission.KEEP_TIME)
    recipients.count(unit, chats)
    is_urgent = Broadcast.kind == BroadcastKind.IMMEDIATE
    numbers = unit.session.scalars(
        select(Broadcast.id).where(_wants_care(unit)).order_by(is_urgent.desc(), Broadcast.id)
    ).all()
    rows = [fresh(unit, number) for number in numbers]
    for row in rows:
        _settle(unit, row)
        _next_step(unit, chats, row)
    if switches.is_closed(unit, Function.BROADCAST):
        return 0
    room = ahead - (unit.session.scalar(select(func.count()).select_from(Underway)) or 0)
    written = 0
    for row in rows:
        written += _carry_on(unit, chats, row, room - written)
    return written


def _wants_care(unit: Unit) -> ColumnElement[bool]:
    is_time = and_(Broadcast.status == BroadcastStatus.SCHEDULED, Broadcast.starts_at <= unit.now)
    is_underway = select(Underway.once).where(Underway.broadcast_id == Broadcast.id).exists()
    is_unasked = and_(
        Broadcast.status == BroadcastStatus.WAITING,
        Broadcast.kind == BroadcastKind.IMMEDIATE,
        Broadcast.asked_at.is_(None),
    )
    return or_(Broadcast.status == BroadcastStatus.RUNNING, is_time, is_underway, is_unasked)


def _ask_at_once(unit: Unit, row: Broadcast) -> None:
    # No delay is allowed (UU 14/2008 Art. 10): whoever may approve it hears wherever they are.
    for group in staff_chats.at_work(unit, Purpose.DESK):
        once = f"broadcast-asked:{row.id}:{row.version}:{group.number}"
        facts = {"number": row.id}
        unit.post(Notice(group.chat_id, "group_broadcast", once, Kind.ALARM, facts))
    row.asked_at = unit.now


def _next_step(unit: Unit, chats: Chats, row: Broadcast) -> None:
    if row.status in OVER:
        return
    if row.status == BroadcastStatus.WAITING:
        _ask_at_once(unit, row)
    elif row.valid_until < unit.today:
        _end(unit, row, BroadcastStatus.STOPPED, "broadcast.lapsed")
        _call_off(unit, row)
    elif row.status == BroadcastStatus.SCHEDULED:
        row.status, row.started_at = BroadcastStatus.RUNNING, unit.now
        row.recipients = (
            chats.reachable(unit)
            if row.kind == BroadcastKind.IMMEDIATE
            else recipients.followers(unit, row.programme, row.village)
        )
        row.version += 1
        unit.record("broadcast.started", f"broadcast:{row.id}", recipients=row.recipients)


def _carry_on(unit: Unit, chats: Chats, row: Broadcast, room: int) -> int:
    """Write to the next people, as far as there is room; return how many."""
    written = 0
    if row.status != BroadcastStatus.RUNNING:
        return written
    for _ in range(_PAGES):
        if written >= room:
            return written
        found = recipients.page(unit, chats, row, room - written)
        if found is None:
            break
        _write(unit, row, found)
        written += len(found.told)
    else:
        return written
    if not written and not _underway(unit, row):
        _end(unit, row, BroadcastStatus.FINISHED, "broadcast.finished")
    return written


def _write(unit: Unit, row: Broadcast, found: Page) -> None:
    texts, kind = from_json(row.texts), BroadcastKind(row.kind)
    data = {
        language: telling.facts(kind, texts, language, row.source, row.valid_until)
        for language in {chat.language for chat in found.told}
    }
    notices = [
        telling.notice(row.id, chat.person, chat.language, data[chat.language])
        for chat in found.told
    ]
    for notice in notices:
        unit.post(notice)
    if notices:
        rows = [{"once": notice.once, "broadcast_id": row.id} for notice in notices]
        unit.session.execute(insert(Underway), rows)
    row.cursor = found.last
    row.unreachable += found.unreachable
    row.declined += found.declined


def _underway(unit: Unit, row: Broadcast) -> Sequence[str]:
    mine = select(Underway.once).where(Underway.broadcast_id == row.id)
    return unit.session.scalars(mine).all()


def _settle(unit: Unit, row: Broadcast) -> None:
    """Count what became of the notices that are no longer on their way."""
    over = recall.settled(unit.session, _underway(unit, row))
    if not over:
        return
    failures: Counter[str] = Counter(json.loads(row.failures))
    for _, state, failure in over:
        if state is State.SENT:
            row.sent += 1
        elif state is State.UNSURE:
            row.unsure += 1
        elif state is State.OBSOLETE:
            _count_unsent(row, failure)
        elif any(words in failure.lower() for words in _GONE):
            row.blocked += 1
        else:
            row.failed += 1
            failures[failure[:_LONGEST_FAILURE]] += 1
    row.failures = json.dumps(failures, ensure_ascii=False)
    unit.session.execute(delete(Underway).where(Underway.once.in_([once for once, *_ in over])))


def _count_unsent(row: Broadcast, why: str) -> None:
    if why == Hindrance.DECLINED:
        row.declined += 1
    elif why == Hindrance.UNREACHABLE:
        row.unreachable += 1
    else:
        row.called_off += 1


def stop(unit: Unit, number: int, *, reason: str) -> None:
    """Stop a broadcast for good: what has not left is taken back in the same instant.

    Raise `NotFound`, `NotNow` where it is over, `NotAllowed`, and `NotValid` without a reason.
    """
    unit.require(Permission.STOP_BROADCASTS)
    row = fresh(unit, number)
    if row.status in OVER:
        raise NotNow("broadcast_over")
    row.reason, row.stopped_by = checked(reason), acting(unit)
    _settle(unit, row)
    _end(unit, row, BroadcastStatus.STOPPED, "broadcast.stopped")
    _call_off(unit, row)


def _call_off(unit: Unit, row: Broadcast) -> None:
    recall.call_off(unit.session, _underway(unit, row), now=unit.now)
    _settle(unit, row)


def _end(unit: Unit, row: Broadcast, status: BroadcastStatus, act: str) -> None:
    row.status, row.finished_at = status, unit.now
    row.version += 1
    unit.record(act, f"broadcast:{row.id}", sent=row.sent, failed=row.failed + row.blocked)


def hindrance(unit: Unit, chats: Chats, number: int, person: int) -> Hindrance | None:
    """Return why, at the moment a notice is to leave, it must not; None: it is still so.

    Meanwhile its broadcast may have been stopped, and who was to be told may have declined, ended
    the subscription that made it come, or blocked the bot.
    """
    columns = Broadcast.status, Broadcast.kind, Broadcast.programme, Broadcast.village
    row = unit.session.execute(select(*columns).where(Broadcast.id == number)).first()
    if row is None or row.status == BroadcastStatus.STOPPED:
        return Hindrance.STOPPED
    kind, whom = BroadcastKind(row.kind), literal(person, BigInteger)
    wants = recipients.wants(kind, row.programme, row.village, whom)
    if not unit.session.scalar(select(wants)):
        return Hindrance.DECLINED
    chat = chats.among(unit, [person]).get(person)
    return None if chat is None or chat.reachable else Hindrance.UNREACHABLE


def say_again(unit: Unit, number: int) -> int:
    """Send once more to whom it may not have reached and who still wants it; return how many.

    The program never does so by itself: they may get it twice. Who cannot be reached is passed over
    when it leaves. Raise `NotFound`, `NotNow` where it is not finished or has lapsed, `NotAllowed`.
    """
    unit.require(Permission.STOP_BROADCASTS)
    row = fresh(unit, number)
    if row.status != BroadcastStatus.FINISHED or row.valid_until < unit.today:
        raise NotNow("broadcast_not_again")
    wants = partial(recipients.wants, BroadcastKind(row.kind), row.programme, row.village)
    onces = recall.say_again(unit.session, telling.family(row.id), to=wants, now=unit.now)
    if onces:
        rows = [{"once": once, "broadcast_id": row.id} for once in onces]
        unit.session.execute(insert(Underway), rows)
        row.unsure -= len(onces)
        row.version += 1
        unit.record("broadcast.said_again", f"broadcast:{row.id}", count=len(onces))
    return len(onces)
