"""What becomes of a notice that was chosen to be posted, each as one job for the writer."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from bot import standing
from bot.crier import KnownChats
from knowledge.broadcasts import running
from knowledge.broadcasts.telling import MARK as BROADCAST
from knowledge.escalation import telling
from office import files, outbox, silence, staff_chats
from office.outbox import Due, Kind, State
from office.unit import Unit
from register import sweep

_LONGEST_PAUSE = 600.0
# What Telegram says where it will not let the bot write to somebody: it was blocked, mostly.
_SHUT_OUT = "Forbidden"
_CHATS = KnownChats()


def start(unit: Unit, *, numbers: list[int]) -> list[Due]:
    """Mark notices as being sent; return what they say.

    A reminder is looked at again now: one that is no longer true is not sent.
    """
    started = outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault)
    if len(started) < len(numbers):
        _note_unreadable(unit, numbers)
    return [row for row in started if _is_true(unit, row)]


def _note_unreadable(unit: Unit, numbers: Sequence[int]) -> None:
    row = outbox.outbox.c
    lost = row.state == State.UNDELIVERABLE, row.finished_at == unit.now
    for number in unit.session.scalars(select(row.id).where(row.id.in_(numbers), *lost)):
        unit.record("notice.undeliverable", f"notice:{number}")


def _is_true(unit: Unit, row: Due) -> bool:
    mark = row.data.get("still")
    if mark is None:
        return True
    if mark[0] == BROADCAST:
        why = running.hindrance(unit, _CHATS, int(str(mark[1])), row.chat_id)
        is_so = why is None
    else:
        why, is_so = None, _is_so(unit, mark)
    if not is_so:
        outbox.obsolete(unit.session, row.number, now=unit.now, why=why)
    return is_so


def _is_so(unit: Unit, mark: Sequence[object]) -> bool:
    if mark[0] == telling.KIND:
        return telling.is_still_so(unit, mark)
    return sweep.is_still_late(unit, mark)


def hold(unit: Unit, *, number: int, span: timedelta) -> None:
    """Put a notice back, and keep the whole post silent for a span."""
    until = unit.now + span
    outbox.again(unit.session, number, not_before=until, failure="RetryAfter")
    silence.keep(unit.session, until)


def lost(unit: Unit, *, row: Due, failure: str) -> None:
    """Mark a notice that can never arrive.

    A group in which alarms fail is sent no more of them, and who blocked the bot no broadcasts
    until they write again.
    """
    outbox.undeliverable(unit.session, row.number, failure=failure, now=unit.now)
    unit.record("notice.undeliverable", f"notice:{row.number}")
    if row.chat_id > 0 and failure.startswith(_SHUT_OUT):
        standing.set_reachable(unit, row.chat_id, reachable=False)
    if row.kind is Kind.ALARM:
        staff_chats.mark_broken(unit, row.chat_id, failure)


def migrated(unit: Unit, *, row: Due, to: int) -> None:
    """Send a notice to where its group is now; only groups of the staff are followed."""
    if staff_chats.moved(unit, row.chat_id, to):
        outbox.again(unit.session, row.number, not_before=unit.now, failure="ChatMigrated")
    else:
        lost(unit, row=row, failure=f"pindah ke {to}")


def interrupted(unit: Unit, *, again_after: timedelta) -> None:
    """Settle what was in the air when the process ended: it may have arrived."""
    for number, repeats, kind in outbox.interrupted(unit.session):
        unknown(
            unit,
            number=number,
            repeats=repeats,
            kind=kind,
            failure="interrupted",
            again_after=again_after,
        )


def unknown(
    unit: Unit, *, number: int, repeats: int, kind: Kind, failure: str, again_after: timedelta
) -> None:
    """Repeat once what may or may not have arrived; after that a person decides.

    What goes to thousands is never said twice without a person.
    """
    if repeats or kind is Kind.BROADCAST:
        outbox.unsure(unit.session, number, failure=failure, now=unit.now)
        unit.record("notice.unsure", f"notice:{number}")
    else:
        at = unit.now + again_after
        outbox.again(unit.session, number, not_before=at, failure=failure, repeated=True)


def later(unit: Unit, *, row: Due, failure: str) -> None:
    """Put a notice back to be tried after a growing pause."""
    pause = min(_LONGEST_PAUSE, 0.5 * 2 ** min(row.tries, 12))
    at = unit.now + timedelta(seconds=pause)
    outbox.again(unit.session, row.number, not_before=at, failure=failure)


def arrived(
    unit: Unit, *, row: Due, said: str, message_id: int | None, uploaded: str | None
) -> None:
    """Keep what was said as evidence, and Telegram's own name of a file that was uploaded."""
    outbox.sent(
        unit.session, row.number, message_id=message_id, said=said, now=unit.now, vault=unit.vault
    )
    if row.file_id is not None and uploaded is not None:
        files.remember_upload(unit, row.file_id, uploaded)
