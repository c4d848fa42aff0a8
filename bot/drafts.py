"""What was begun and not sent: kept while filing is closed, told when it opens, then forgotten."""

from datetime import timedelta

from bot import standing
from office import retention, switches
from office.outbox import Kind, Notice
from office.switches import Function, Switch
from office.unit import Unit

_TOLD_WITHIN = timedelta(hours=1)


def look_after(unit: Unit) -> None:
    """Forget what nobody touched for its term; a time in which nothing could be sent is no such."""
    filing = switches.of(unit, Function.FILING)
    if filing.closed:
        return
    _tell(unit, filing)
    kept = retention.term(unit, "drafts")
    if filing.since is None or unit.now - filing.since >= kept:
        standing.forget_drafts(unit, before=unit.now - kept)


def _tell(unit: Unit, filing: Switch) -> None:
    """Tell whoever has a draft from before that it can be sent now, once for each opening."""
    if filing.since is None or unit.now - filing.since > _TOLD_WITHIN:
        return
    for chat_id, language in standing.drafts_before(unit, filing.since):
        once = f"filing_open:{filing.version}:{chat_id}"
        unit.post(Notice(chat_id, "filing_open_again", once, Kind.ANSWER, language=language))
