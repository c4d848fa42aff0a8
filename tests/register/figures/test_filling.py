"""Cases that are older than the figures get what these need, and acts give it from the start."""

from datetime import date

from sqlalchemy import select, update

from office import daysoff
from office.periods import Period
from office.unit import Office
from register import completeness, decisions, requests
from register.figures import filling, reading
from register.figures.words import ClockState, Dimension
from register.objection_tables import Objection
from register.tables import Request
from register.words import ExtensionGround
from tests.house.year import fill
from tests.people import CLOCKWORK
from tests.register.desk import FREE, MISSING, REASON, Desk

KEPT = (Request.id, Request.strict_due, Request.perki_due, Request.notice_days)


def filled(office: Office) -> int:
    done = 0
    while True:
        with office.unit(CLOCKWORK) as unit:
            more = filling.fill(unit, most=70)
        if not more:
            return done
        done += more


def test_older_cases_are_reckoned_as_if_they_had_been_from_the_start(office: Office) -> None:
    fill(office, questions=0, requests=200, days=300)
    with office.unit(CLOCKWORK) as unit:
        before = unit.session.execute(select(*KEPT).order_by(Request.id)).all()
        answered = unit.session.execute(select(Objection.id, Objection.response_days)).all()
        unit.session.execute(
            update(Request).values(strict_due=None, perki_due=None, notice_days=None)
        )
        unit.session.execute(update(Objection).values(response_days=None))
    assert filled(office) == 200 + sum(days is not None for _, days in answered)
    with office.reading(CLOCKWORK) as unit:
        assert unit.session.execute(select(*KEPT).order_by(Request.id)).all() == before
        again = unit.session.execute(select(Objection.id, Objection.response_days)).all()
        assert sorted(again) == sorted(answered)
    assert filled(office) == 0


def test_both_clocks_are_kept_apart_through_a_letter_and_an_extension(desk: Desk) -> None:
    desk.at("2026-03-12")
    number = desk.filed()
    assert desk.request(number).strict_due == date(2026, 4, 2)
    assert desk.request(number).perki_due == date(2026, 4, 2)
    desk.at("2026-03-16")
    desk.by(desk.budi, completeness.find_incomplete, number, missing=MISSING)
    desk.deliver()
    assert desk.request(number).perki_due is None, "nobody knows when it will be complete"
    desk.at("2026-03-26")
    desk.by(desk.budi, completeness.repair, number, text="Surat kuasa terlampir")
    desk.by(desk.budi, requests.take_up, number)
    assert desk.request(number).strict_due == date(2026, 4, 2)
    assert desk.request(number).perki_due == desk.request(number).notice_due == date(2026, 4, 10)
    desk.by(desk.budi, decisions.extend, number, ground=ExtensionGround.NOT_YET_HELD, reason=REASON)
    assert desk.request(number).perki_due == date(2026, 4, 21)
    desk.at("2026-04-20")
    desk.by(desk.budi, decisions.grant, number, grant=FREE)
    assert desk.request(number).strict_due == date(2026, 4, 14)
    assert desk.request(number).notice_days == 21
    with desk.office.reading(CLOCKWORK) as unit:
        figures = reading.requests(unit, Period.month(2026, 3))
        calendar = daysoff.calendar(unit, date(2026, 3, 12))
    assert sum(calendar.works(day) for day in Period(date(2026, 3, 13), unit.today).each()) == 21
    assert figures.by[Dimension.STRICT_CLOCK][ClockState.LATE] == 1
    assert figures.by[Dimension.PERKI_CLOCK][ClockState.ON_TIME] == 1
    assert (figures.on_time_share(strict=True), figures.on_time_share(strict=False)) == (0.0, 1.0)
