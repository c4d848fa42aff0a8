"""The table of contents, continued: the queue, its live stream, and answering several at once."""

from admin.doorkeeper import Page
from admin.pages import queue, together, watching
from office.people import Permission as Needs


def pages() -> list[Page]:
    """Return these pages; what a page asks for by itself is no sign of somebody sitting there."""
    answers, seen = Needs.ANSWER_CITIZENS, "/percakapan/{number:number}/hadir"
    return [
        Page("/antrean", queue.show, answers),
        Page("/antrean/berikutnya", queue.claim_next, answers, "POST"),
        Page("/antrean/jalur", queue.move, answers, "POST"),
        Page("/antrean/arus", queue.stream, answers, unattended=True),
        Page(seen, queue.seen, answers, "POST", unattended=True),
        Page("/antrean/serupa", together.show, answers),
        Page("/antrean/serupa", together.write, answers, "POST"),
        Page("/antrean/serupa/hasil", together.result, answers),
        Page("/antrean/serupa/batal", together.take_back, answers, "POST"),
        Page("/antrean/pantau", watching.show, Needs.SUPERVISE_DESK),
    ]
