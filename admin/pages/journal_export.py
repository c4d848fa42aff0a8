"""The journal as a file: a table for people, or lines whose chain can be checked elsewhere."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from functools import partial

from starlette.responses import Response, StreamingResponse

from admin.pages import journal as journal_page
from admin.texts import texts
from admin.visit import Visit
from office import journal
from office.journal import Line, Wanted
from office.people import Permission
from office.refusals import NotValid
from office.unit import Unit
from register.sheets.plain import disarmed

_PORTION = 1_000
_MARK = "﻿"  # tells a spreadsheet that the text is UTF-8
_HEADINGS = ("nomor", "waktu", "pelaku", "kode_kegiatan", "kegiatan", "perihal", "rincian")


class Format(StrEnum):
    """In which form the journal leaves."""

    TABLE = "csv"
    CHAIN = "jsonl"


def fetch(visit: Visit) -> Response:
    """Hand out the lines that are looked for, oldest first, portion by portion; it is entered.

    What is entered here after the export began is no part of it.
    """
    try:
        form = Format(visit.sent("format"))
    except ValueError:
        raise NotValid("format", "choice_unclear") from None
    fields = {name: visit.sent(name) for name in journal_page.FILTERS}
    with visit.reading() as unit:
        wanted = journal_page.chosen(visit, unit, fields).wanted
    last = visit.act(partial(_note, form=form, wanted=wanted))
    portions = _portions(visit, wanted, last)
    made, media_type = {
        Format.TABLE: (_table, "text/csv; charset=utf-8"),
        Format.CHAIN: (_chain, "application/jsonl; charset=utf-8"),
    }[form]
    headers = {
        "Content-Disposition": f'attachment; filename="jurnal-sampai-{last}.{form}"',
        "Cache-Control": "no-store",
    }
    return StreamingResponse(made(visit, portions), media_type=media_type, headers=headers)


def _note(unit: Unit, *, form: Format, wanted: Wanted) -> int:
    """Enter that lines left, and which; return the last that belongs to them."""
    unit.require(Permission.READ_JOURNAL)
    last = journal.head(unit.session).number
    unit.record(
        "journal.exported", "journal", format=form.value, until_line=last, kind=wanted.act,
        by=wanted.actor, since=wanted.since, until=wanted.until,
        narrowed=bool(wanted.subject or wanted.subjects),
    )  # fmt: skip
    return last


def _portions(visit: Visit, wanted: Wanted, last: int) -> Iterator[list[Line]]:
    """Yield the lines in portions, each read by itself: nothing is held while somebody saves."""
    after = 0
    while True:
        with visit.reading() as unit:
            lines = journal.lines(unit.session, wanted, after=after, size=_PORTION)
        lines = [line for line in lines if line.number <= last]
        if lines:
            yield lines
        if len(lines) < _PORTION:
            return
        after = lines[-1].number


def _table(visit: Visit, portions: Iterator[list[Line]]) -> Iterator[str]:
    yield _MARK + _row(_HEADINGS)
    for lines in portions:
        yield "".join(map(_cells, journal_page.seen(visit, lines)))


def _cells(line: Line) -> str:
    at = line.at.isoformat(timespec="seconds")
    words = texts("act", line.act)
    return _row((str(line.number), at, line.actor, line.act, words, line.subject, line.facts))


def _row(cells: tuple[str, ...]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerow([disarmed(cell) for cell in cells])
    return sheet.getvalue()


def _chain(visit: Visit, portions: Iterator[list[Line]]) -> Iterator[str]:
    """Yield lines with their checksums; without any where citizens are hidden, and say so first.

    A checksum gives back what is hidden in its line to whoever tries every number, and so do its
    neighbours', for each holds the one before it: so all of them stay here.
    """
    if visit.may(Permission.REVEAL_IDENTITY):
        for lines in portions:
            yield "".join(_json(_fields(line)) for line in lines)
        return
    yield _json({"masked": True, "note": texts("journal_export", "masked")})
    for lines in portions:
        yield "".join(_json(_masked(line)) for line in lines)


def _fields(line: Line) -> dict[str, object]:
    return {**asdict(line), "at": line.at.isoformat()}


def _masked(line: Line) -> dict[str, object]:
    """Return a line without citizens and checksums; where something is hidden, it says so."""
    shown = journal_page.nameless(line)
    kept = _fields(shown)
    del kept["previous"], kept["checksum"]
    return kept if shown == line else {**kept, "masked": True}


def _json(fields: dict[str, object]) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"
