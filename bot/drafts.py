"""What was begun and not sent: kept while filing is closed, told when it opens, then forgotten."""

from datetime import datetime, timedelta

from bot import standing
from office import retention, switches
from office.outbox import Kind, Notice
from office.switches import Function, Switch
from office.unit import Unit

_TOLD_WITHIN = timedelta(hours=1)


def look_after(unit: Unit) -> None:
    """Tell who can send again, and forget what nobody touched for its term."""
    filing = switches.of(unit, Function.FILING)
    if filing.closed:
        return
    _tell(unit, filing)
    before = forgotten_before(unit)
    if before is not None:
        standing.forget_drafts(unit, before=before)


def forgotten_before(unit: Unit) -> datetime | None:
    """Return since when nobody may have touched what is forgotten now; None where nothing is.

    A time in which nothing could be sent is no time in which somebody left a draft alone.
    """
    filing = switches.of(unit, Function.FILING)
    kept = retention.term(unit, "drafts")
    is_open = not filing.closed
    if is_open and (filing.since is None or unit.now - filing.since >= kept):
        return unit.now - kept
    return None


def _tell(unit: Unit, filing: Switch) -> None:
    """Tell whoever has a draft from before that it can be sent now, once for each opening."""
    if filing.since is None or unit.now - filing.since > _TOLD_WITHIN:
        return
    for chat_id, language in standing.drafts_before(unit, filing.since):
        once = f"filing_open:{filing.version}:{chat_id}"
        unit.post(Notice(chat_id, "filing_open_again", once, Kind.ANSWER, language=language))
