"""The account of every act, for auditors; says whether its chain is whole."""

import logging
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from threading import Event
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from admin import journal_facts
from admin.dates import typed_day
from admin.texts import table, texts
from admin.visit import Desk, Visit
from office import journal, journal_proof, regional, staff
from office.journal import Line, Wanted
from office.people import Clockwork, Permission
from office.unit import Unit
from register import openings

log = logging.getLogger(__name__)
SIZE = 50
_CITIZEN = re.compile(r"citizen:\d+")
_KEEPER = Clockwork("journal")
# One chain, one walk along it; whoever looks at the page waits for a few portions at most.
_bench = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
_AT_ONCE = 5
_BREATH = 0.02
_ACTORS = ("citizen", "system")
FILTERS = ("kegiatan", "perihal", "pelaku", "dari", "sampai")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader of the journal looks for, as it was typed, and the lines that are meant."""

    fields: dict[str, str]
    wanted: Wanted

    @property
    def query(self) -> str:
        """Return it as it stands in an address."""
        return urlencode({name: value for name, value in self.fields.items() if value})


def show(visit: Visit) -> Response:
    """Show the journal, newest first, and how its proof stands."""
    with visit.reading() as unit:
        found = chosen(visit, unit, {name: visit.query(name) for name in FILTERS})
        lines = journal.lines(
            unit.session, found.wanted, before=visit.count("sebelum"), size=SIZE + 1
        )
        more, lines = len(lines) > SIZE, lines[:SIZE]
        return visit.page(
            "journal.html",
            lines=seen(visit, lines),
            fields=found.fields,
            query=found.query,
            more=lines[-1].number if more else None,
            acts=_acts(),
            **proof(unit),
            **context(visit, unit, lines),
        )


def context(visit: Visit, unit: Unit, lines: Iterable[Line]) -> dict[str, Any]:
    """Return what the journal's pages name people and cases by."""
    lines = list(lines)
    names = staff.names(unit)
    subjects = [subject for line in lines for subject in journal_facts.about(line)]
    cases = openings.named(unit, subjects) if visit.may(Permission.READ_REGISTER) else {}
    reader = journal_facts.Reader(unit.zone, names, regional.names(unit), cases)
    return {"names": names, "cases": cases, "told": reader.said}


def seen(visit: Visit, lines: list[Line]) -> list[Line]:
    """Return lines as the visitor may see them."""
    if visit.may(Permission.REVEAL_IDENTITY):
        return lines
    return [nameless(line) for line in lines]


def nameless(line: Line) -> Line:
    """Return a line without the number by which Telegram knows a citizen."""
    return replace(
        line,
        actor=_CITIZEN.sub("warga", line.actor),
        subject=_CITIZEN.sub("warga", line.subject),
        facts=_CITIZEN.sub("warga", line.facts),
    )


def chosen(visit: Visit, unit: Unit, fields: dict[str, str]) -> Chosen:
    """Return which lines are meant by what was typed."""
    subject, actor = fields["perihal"], fields["pelaku"]
    cases = openings.find(unit, subject) if "/" in subject else []
    if not visit.may(Permission.REVEAL_IDENTITY) and subject.casefold().startswith("citizen:"):
        # Whose number it is must not be guessed by trying; one of the databases knows no case.
        subject = "citizen:"
    is_actor = actor in _ACTORS or re.fullmatch(r"staff:\d{1,9}", actor)
    since, until = typed_day(fields["dari"]), typed_day(fields["sampai"])
    wanted = Wanted(
        act=fields["kegiatan"][:60],
        actor=actor if is_actor else "",
        subject="" if cases else subject[:80],
        subjects=tuple(case.subject for case in cases),
        since=instant_of(unit, since),
        until=instant_of(unit, until + timedelta(days=1)) if until else None,
    )
    days = {
        "dari": since.isoformat() if since else "",
        "sampai": until.isoformat() if until else "",
    }
    return Chosen(fields | days, wanted)


def instant_of(unit: Unit, day: date | None) -> datetime | None:
    """Return when a day begins at the office."""
    return None if day is None else datetime.combine(day, time(), unit.zone)


def _acts() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return every act in words, by what it is about."""
    every = sorted(table()["act"].items())
    groups = []
    for kind, rows in groupby(every, key=lambda row: row[0].partition(".")[0]):
        words = texts("act_about", kind)
        groups.append((f"{kind}.", words, sorted(rows, key=lambda row: row[1])))
    return sorted(groups, key=lambda group: group[1])


def proof(unit: Unit) -> dict[str, Any]:
    """Return how the chain's proof stands, and how many lines there are now."""
    return {"proof": journal_proof.standing(unit.session), "end": journal.head(unit.session).number}


def check(visit: Visit) -> Response:
    """Begin at the first line again; what takes longer goes on without the page."""
    visit.act(journal_proof.begin_anew)
    desk = visit.desk
    if all(desk.writer.do(journal_proof.run, _KEEPER) for _ in range(_AT_ONCE)):
        _bench.submit(_walk, desk)
    return visit.go("/jurnal")


def _walk(desk: Desk) -> None:
    breath = Event()
    try:
        while desk.writer.do(journal_proof.run, _KEEPER):
            breath.wait(_BREATH)  # others write in between
    except Exception:
        log.exception("the journal was not proven to its end")
