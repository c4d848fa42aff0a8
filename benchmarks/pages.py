"""The pages of the register and of a citizen, each as a visit to a register of any size."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from starlette.testclient import TestClient

from benchmarks import invented
from office.people import Citizen, StaffMember
from office.unit import Office, Unit
from register import book, dossier, objection_book, own_case, waiting
from register.book import Filters, Place
from register.figures.words import ClockState, Dimension, TimeClass, YesNo
from register.objection_tables import Objection
from register.tables import Request
from register.words import Decision

_EVERY = Filters()
_WAITING = objection_book.Filters(status="recorded")
_QUARTER = Filters(since=date(2025, 4, 1), until=date(2025, 6, 30))


@dataclass(slots=True)
class Register:
    """One filled register, who reads it, and where its pages are visited."""

    size: int
    office: Office
    reader: StaffMember
    panel: TestClient
    chance: random.Random = field(default_factory=lambda: random.Random(35))

    def read(self, seen: Callable[[Unit], int], citizen: Citizen | None = None) -> int:
        """Read something in a unit of its own; return how many lines it had."""
        with self.office.reading(citizen or self.reader) as unit:
            return seen(unit)

    def somewhere(self) -> int:
        """Return the number of a request, a different one each time."""
        return self.chance.randint(1, self.size)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is done again and again in registers of both sizes."""

    name: str
    visit: Callable[[Register], int]


def _page(filters: Filters = _EVERY, *, deep: bool = False) -> Callable[[Register], int]:
    def visit(register: Register) -> int:
        before = register.chance.randint(26, register.size) if deep else None
        return register.read(lambda unit: len(book.page(unit, filters, Place(before=before)).rows))

    return visit


def _searching(text: Callable[[Register], str], **filters: str) -> Callable[[Register], int]:
    def visit(register: Register) -> int:
        wanted = Filters(text=text(register), **filters)  # type: ignore[arg-type]
        return register.read(lambda unit: len(book.page(unit, wanted).rows))

    return visit


def _words(*words: str) -> Callable[[Register], str]:
    return lambda _: " ".join(words)


def _rare(register: Register) -> str:
    return invented.Invented(register.size).rare(register.somewhere())


def _number(register: Register) -> str:
    with register.office.reading(register.reader) as unit:
        return unit.session.get_one(Request, register.somewhere()).registration_number


def _nik(register: Register) -> str:
    return invented.nik_of(invented.Invented(register.size).person(register.somewhere()))


def _case(register: Register) -> int:
    number = register.somewhere()
    return register.read(lambda unit: len(dossier.dossier(unit, number).story))


def _objection(register: Register) -> int:
    def seen(unit: Unit) -> int:
        last = unit.session.scalar(select(func.max(Objection.id))) or 1
        return len(objection_book.record(unit, register.chance.randint(1, last)).story)

    return register.read(seen)


def _objections_saying(text: str) -> Callable[[Register], int]:
    wanted = objection_book.Filters(text=text)
    return lambda register: register.read(lambda unit: len(objection_book.page(unit, wanted).lines))


def _today(unit: Unit) -> int:
    book.figures(unit)
    objection_book.figures(unit)
    waiting.waiting(unit)
    late = book.page(unit, Filters(late=True)).rows
    return len(late) + len(book.next_due(unit))


def _citizen(register: Register) -> Citizen:
    return Citizen(invented.Invented(register.size).person(register.somewhere()))


def _own(register: Register) -> int:
    return register.read(lambda unit: len(own_case.lines(unit)), _citizen(register))


def _own_case(register: Register) -> int:
    """Visit a request as its owner, with every way to go on from it."""
    near = register.somewhere() - 20
    query = select(Request.id, Request.person).where(Request.person.is_not(None), Request.id > near)
    with register.office.reading(register.reader) as unit:
        number, person = unit.session.execute(query.order_by(Request.id).limit(1)).one()
    owner = Citizen(person or 0)
    return register.read(lambda unit: len(own_case.request(unit, number).story), owner)


def _http(path: Callable[[Register], str] | str) -> Callable[[Register], int]:
    def visit(register: Register) -> int:
        address = path if isinstance(path, str) else path(register)
        answer = register.panel.get(address)
        assert answer.status_code == 200, (address, answer.status_code, answer.text[:500])
        return answer.text.count("<tr") + answer.text.count("<li")

    return visit


MEASURES = (
    Measure("register, newest", _page()),
    Measure("register, deep", _page(deep=True)),
    Measure("status closed", _page(Filters(status="closed"))),
    Measure("status in process", _page(Filters(status="in_process"))),
    Measure("year", _page(Filters(year=2025))),
    Measure("year, deep", _page(Filters(year=2025), deep=True)),
    Measure("channel", _page(Filters(channel="email"))),
    Measure("status and year", _page(Filters(status="closed", year=2024))),
    Measure("status and year, none", _page(Filters(status="in_process", year=2024))),
    Measure("status, channel, year", _page(Filters(status="closed", channel="post", year=2025))),
    Measure("late", _page(Filters(late=True))),
    Measure("days of a quarter", _page(_QUARTER)),
    Measure("days of a quarter, deep", _page(_QUARTER, deep=True)),
    Measure("decision", _page(Filters(slices={Dimension.DECISION: Decision.GRANTED_FULL}))),
    Measure("late by the law", _page(Filters(slices={Dimension.STRICT_CLOCK: ClockState.LATE}))),
    Measure("over 17 days", _page(Filters(slices={Dimension.TIME_CLASS: TimeClass.OVER_17}))),
    Measure("extended", _page(Filters(slices={Dimension.EXTENDED: YesNo.YES}))),
    Measure("an office", _page(Filters(slices={Dimension.REGIONAL_OFFICE: "1"}))),
    Measure("search: rare word", _searching(_rare)),
    Measure("search: commonest word", _searching(_words(invented.COMMONEST))),
    Measure("search: rare and common", _searching(lambda one: f"dokumen {_rare(one)}")),
    Measure(
        "search: three common words",
        _searching(_words(invented.COMMONEST, invented.COMMON, invented.AS_COMMON)),
    ),
    Measure("search: unfinished word", _searching(_words(invented.UNFINISHED))),
    Measure("search: common, closed", _searching(_words(invented.COMMON), status="closed")),
    Measure("search: common, incomplete", _searching(_words(invented.COMMON), status="incomplete")),
    Measure("search: unfinished, closed", _searching(_words(invented.UNFINISHED), status="closed")),
    Measure("search: common, never together", _searching(_words(*invented.NEVER_TOGETHER))),
    Measure("search: register number", _searching(_number)),
    Measure("search: NIK", _searching(_nik)),
    Measure("search: no match", _searching(_words(invented.ABSENT))),
    Measure("case", _case),
    Measure(
        "objections, newest", lambda one: one.read(lambda u: len(objection_book.page(u).lines))
    ),
    Measure(
        "objections, waiting",
        lambda one: one.read(lambda u: len(objection_book.page(u, _WAITING).lines)),
    ),
    Measure("objections, searched", _objections_saying(invented.COMMON)),
    Measure("objections, searched, none", _objections_saying(invented.ABSENT)),
    Measure("objection", _objection),
    Measure("today", lambda one: one.read(_today)),
    Measure("citizen: own cases", _own),
    Measure("citizen: one case", _own_case),
    Measure("panel: today", _http("/")),
    Measure("panel: register", _http("/register")),
    Measure("panel: register, searched", _http(f"/register?cari={invented.COMMON}")),
    Measure("panel: case", _http(lambda one: f"/register/{one.somewhere()}")),
    Measure("panel: objections", _http("/keberatan")),
)
