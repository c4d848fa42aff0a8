"""What becomes of a notice that was chosen to be posted, each as one job for the writer."""

from datetime import timedelta

from office import files, outbox, silence
from office.outbox import Due
from office.unit import Unit
from register import sweep

_LONGEST_PAUSE = 600.0


def start(unit: Unit, *, numbers: list[int]) -> list[Due]:
    """Mark notices as being sent; return what they say.

    A reminder is looked at again now: one that is no longer true is not sent.
    """
    started = outbox.start(unit.session, numbers, now=unit.now, vault=unit.vault)
    return [row for row in started if _is_true(unit, row)]


def _is_true(unit: Unit, row: Due) -> bool:
    mark = row.data.get("still")
    if mark is None or sweep.is_still_late(unit, mark):
        return True
    outbox.obsolete(unit.session, row.number, now=unit.now)
    return False


def hold(unit: Unit, *, number: int, span: timedelta) -> None:
    """Put a notice back, and keep the whole post silent for a span."""
    until = unit.now + span
    outbox.again(unit.session, number, not_before=until, failure="RetryAfter")
    silence.keep(unit.session, until)


def lost(unit: Unit, *, number: int, failure: str) -> None:
    """Mark a notice that can never arrive."""
    outbox.undeliverable(unit.session, number, failure=failure, now=unit.now)
    unit.record("notice.undeliverable", f"notice:{number}")


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
