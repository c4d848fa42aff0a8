"""The reports on the information service: the year's list, one edition, its files and its fate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote

from starlette.responses import Response

from admin.public import finished
from admin.visit import Visit
from knowledge.figures import reading as asked_of_the_bot
from knowledge.words import Band
from office import staff
from office.people import Permission
from office.periods import Period
from office.refusals import NotFound, NotValid
from office.unit import Unit
from register.reports import compose, editions, files, gathering, proposals, shelf
from register.reports.document import Document, Table, Words, number, written
from register.reports.facts import Facts, Head
from register.reports.files import Made
from register.reports.terms import term
from register.reports.words import ENTERED_OF, FIELDS_OF, Field, Format, Size, Span, State

_SIZES = {"lengkap": Size.FULL, "ringkas": Size.SUMMARY}
FILES = tuple((f"{name}-{kind}", size, kind) for name, size in _SIZES.items() for kind in Format)
_FIRST_YEAR, _LAST_YEAR = 2010, 9998


def show(visit: Visit) -> Response:
    """Show the reports of a year, with what is owed and when."""
    with visit.reading() as unit:
        years = shelf.years(unit)
        asked = visit.count("tahun")
        wanted = asked if asked and _FIRST_YEAR <= asked <= _LAST_YEAR else years[0]
        slots = shelf.year(unit, wanted)
        # What is owed now is the report on the year before.
        owed = shelf.year(unit, unit.today.year - 1)[0]
    return visit.page(
        "reports.html",
        groups=[(span, [slot for slot in slots if slot.span is span]) for span in Span],
        years=sorted({*years, wanted}, reverse=True),
        year=wanted,
        owed=owed,
        term=term,
        State=State,
    )


def begin(visit: Visit) -> Response:
    """Begin the report on a period, and go there."""
    try:
        span = Span(visit.sent("span"))
    except ValueError:
        raise NotValid("span", "choice_unclear") from None
    year, place = visit.sent_number("year"), visit.sent_number("place")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotValid("year", "choice_unclear")
    made = visit.act(partial(editions.begin, span=span, year=year, place=place))
    return visit.go(f"/laporan/{made}")


def head(visit: Visit) -> Head:
    """Return whose report it is."""
    return gathering.head_of(visit.desk.workshop.own.letterhead)


def asked(unit: Unit, period: Period) -> dict[str, int] | None:
    """Return what the bot was asked, as the report knows it; None for who may not read that."""
    if Permission.READ_QUESTIONS not in unit.actor.permissions:
        return None
    found = asked_of_the_bot.questions(unit, period)
    bands = {"answered": Band.ANSWER, "chosen": Band.CHOOSE, "unknown": Band.UNKNOWN}
    return {
        "questions": found.total,
        **{name: found.by_band.get(band, 0) for name, band in bands.items()},
        "escalated": found.escalated,
    }


def facts_of(visit: Visit, unit: Unit) -> Facts:
    """Return the facts of the edition in the address."""
    known = shelf.find(unit, visit.number)
    is_draft = known.state is not State.FINISHED
    counted = asked(unit, known.period) if is_draft else None
    return shelf.facts(unit, visit.number, head(visit), counted)


def show_one(visit: Visit) -> Response:
    """Show an edition: its figures with the cases behind them, its texts, and what is missing."""
    return _page(visit)


def _page(visit: Visit, fault: NotValid | None = None) -> Response:
    with visit.reading() as unit:
        known = shelf.find(unit, visit.number)
        facts = facts_of(visit, unit)
        names = staff.names(unit)
        today = unit.today
        finishers = shelf.finishers(unit, visit.number)
        returned = shelf.returned(unit, visit.number)
    document = compose.compose(facts, Size.FULL, is_inside=True)
    is_writer = visit.may(Permission.WRITE_REPORTS)
    return visit.page(
        "report.html",
        422 if fault else 200,
        known=known,
        document=document,
        places={table.name: place for place, table in document.tables()},
        missing=proposals.missing_texts(facts.texts),
        unentered=proposals.missing_numbers(facts.entered),
        numbered_parts=[str(part) for part in ENTERED_OF],
        names=names,
        today=today,
        files=FILES,
        may_write=is_writer and known.state is State.DRAFT,
        is_writer=is_writer,
        finishers=sorted(finishers.values()),
        may_finish=visit.member is not None and visit.member.staff_id in finishers,
        fault=fault,
        typed=visit.fields,
        returned=returned,
        saved=_saved(visit, document),
        term=term,
        written=written,
        number=number,
        is_words=lambda block: isinstance(block, Words),
        length=_length,
        State=State,
    )


@dataclass(frozen=True, slots=True)
class Saved:
    """What was just saved: its message, and the text or else the part at which it is said."""

    code: str = ""
    block: str = ""
    part: str = ""


def _saved(visit: Visit, document: Document) -> Saved:
    """Return what was just saved, as the address names it."""
    name = visit.query("simpan").replace("-", "_")
    if name == "angka":
        return Saved("report_entered", part=next(iter(ENTERED_OF)))
    if name not in set(Field):
        return Saved()
    if any(block.name == name for chapter in document.chapters for block in chapter.blocks):
        return Saved("report_written", block=name)
    # An optional text that was emptied has no place of its own, and a foreword stands before all.
    part = next((one for one, fields in FIELDS_OF.items() if name in fields), name)
    return Saved("report_written", part=part)


def _length(table: Table, place: int) -> int | None:
    """Return how long a row's bar is, of 300; None where there is none."""
    row = table.rows[place]
    if table.bars is None or row.is_total or row.values[table.bars] is None or not table.largest:
        return None
    return int(number(row.values[table.bars]) * 300 / table.largest)


def announcement(visit: Visit) -> Response:
    """Show the yearly announcement, to be read and to be copied (UU 14/2008 Pasal 12)."""
    with visit.reading() as unit:
        known = shelf.find(unit, visit.number)
        facts = facts_of(visit, unit)
    address = finished.page_of(known.period.since.year, visit.desk.settings)
    lines = proposals.announcement(facts, address)
    return visit.page("report_announcement.html", known=known, lines=lines, State=State)


def download(visit: Visit) -> Response:
    """Hand out a report as a file; a draft says on its cover that it is one."""
    wanted = visit.request.path_params["slug"]
    found = next((one for one in FILES if one[0] == wanted), None)
    if found is None or visit.member is None:
        raise NotFound("page_unknown")
    with visit.reading() as unit:
        known = shelf.find(unit, visit.number)
        is_draft = known.state is not State.FINISHED
        counted = asked(unit, known.period) if is_draft else None
    _, size, kind = found
    made = files.at_hand(visit.desk.workshop, visit.member, visit.number, size, kind, counted)
    return handed_out(made)


def handed_out(made: Made) -> Response:
    """Return a file to be kept."""
    name = quote(made.name, safe="")
    return Response(
        made.content,
        media_type=made.media_type,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Cache-Control": "no-store",
        },
    )


def _moved(visit: Visit, act: Callable[..., object], message: str, **given: object) -> Response:
    visit.act(partial(act, number=visit.number, **given))
    return visit.go(f"/laporan/{visit.number}", message)


def propose(visit: Visit) -> Response:
    """Hand the draft to a second person."""
    return _moved(visit, editions.propose, "report_proposed")


def send_back(visit: Visit) -> Response:
    """Make it a draft again, and say why."""
    seen, reason = visit.sent_number("seen"), visit.sent("reason")
    try:
        return _moved(visit, editions.send_back, "report_returned", reason=reason, seen=seen)
    except NotValid as fault:
        return _page(visit, fault)


def finish(visit: Visit) -> Response:
    """Finish it, as somebody other than who wrote or proposed it, who says to have read it."""
    paper, seen, is_read = head(visit), visit.sent_number("seen"), bool(visit.sent("read"))

    def work(unit: Unit) -> None:
        period = shelf.find(unit, visit.number).period
        counted = asked(unit, period)
        editions.finish(unit, visit.number, paper, counted, seen=seen, is_read=is_read)

    try:
        visit.publish(work)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/laporan/{visit.number}", "report_finished")


def open_anew(visit: Visit) -> Response:
    """Begin a new edition, and go there."""
    try:
        work = partial(editions.open_anew, number=visit.number, reason=visit.sent("reason"))
        made = visit.act(work)
    except NotValid as fault:
        return _page(visit, fault)
    return visit.go(f"/laporan/{made}", "report_reopened")


def sent_to_commission(visit: Visit) -> Response:
    """Note when the copy went to the Komisi Informasi."""
    try:
        on = _day(visit.sent("on"))
        return _moved(
            visit, editions.sent_to_commission, "report_copied", on=on, letter=visit.sent("letter")
        )
    except NotValid as fault:
        return _page(visit, fault)


def _day(written_day: str) -> date:
    try:
        return date.fromisoformat(written_day)
    except ValueError:
        raise NotValid("on", "date_unclear") from None
