"""The log of questions: what was asked, what was considered, what followed, and who judged it."""

from functools import partial
from urllib.parse import urlencode

from starlette.responses import Response

from admin.dates import typed_day
from admin.visit import Visit
from knowledge import editions, judging, reading
from knowledge.edition import LANGUAGES
from knowledge.reading import Wanted
from knowledge.words import Band
from office.people import Permission
from office.refusals import NotValid

_KEPT = ("hasil", "cari", "bahasa", "dari", "sampai", "sebelum")
# Beyond them a day has no midnight that every database can hold.


def show(visit: Visit) -> Response:
    """Show the log, newest first."""
    wanted = _wanted(visit)
    with visit.reading() as unit:
        rows = reading.asked(unit, wanted, before=visit.count("sebelum"))
        # Words are looked for in every row, and all there ever was is many: neither is counted.
        is_counted = not wanted.text and (wanted.since or wanted.until) is not None
        total = reading.counted(unit, wanted) if is_counted else None
        judged = judging.judged(unit, [row.id for row in rows])
        titles = editions.titles(unit)
    more = rows[-1].id if len(rows) == reading.PAGE_SIZE else None
    return visit.page(
        "questions.html",
        rows=rows,
        wanted=wanted,
        total=total,
        languages=("id", *LANGUAGES),
        older=urlencode({name: visit.query(name) for name in _KEPT[:-1] if visit.query(name)}),
        bands=list(Band),
        more=more,
        judged=judged,
        titles=titles,
        may_judge=visit.may(Permission.CURATE),
        kept={name: visit.query(name) for name in _KEPT},
    )


def _wanted(visit: Visit) -> Wanted:
    """Return what is looked for; what nobody knows narrows nothing."""
    band, language = visit.query("hasil"), visit.query("bahasa")
    return Wanted(
        band if band in set(Band) else "",
        visit.query("cari"),
        language if language in {"id", *LANGUAGES} else "",
        typed_day(visit.query("dari")),
        typed_day(visit.query("sampai")),
    )


def judge(visit: Visit) -> Response:
    """Say whether a question got the right entry, and which one would be."""
    said = visit.sent("do")
    if said not in {"benar", "salah"}:
        raise NotValid("do", "choice_unclear")
    work = partial(
        judging.judge,
        question_id=visit.number,
        is_right=said == "benar",
        right_slug=visit.sent("right_slug") or None,
    )
    visit.act(work)
    kept = {name: visit.sent(name) for name in _KEPT if visit.sent(name)}
    return visit.go(f"/pertanyaan?{urlencode({**kept, 'pesan': 'judged'})}")
