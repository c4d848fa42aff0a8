"""The random life of an office: acts of everybody on the real desk, held against the model."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from office import calendar_changes, journal, posted
from office.clock import StandingClock
from office.outbox import outbox as notices
from office.people import Actor
from office.refusals import Refusal
from office.unit import Office, Unit
from office.workdays import DayOff, DayOffKind
from register import cases, moving
from register.law import Clock
from register.objection_tables import Objection, ObjectionEvent
from register.tables import Request, RequestEvent
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, WIB
from tests.register.desk import Case, Desk
from tests.register.life_model import Claim, Matter, Model

BEGIN = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
LAST = datetime(2027, 8, 2, 2, 0, tzinfo=UTC)  # the decreed calendar reaches far enough beyond
_BESIDE = {
    "letter_enclosed",
    "request_rights",
    "request_late",
    "request_document",
    "objection_late",
}


@dataclass(frozen=True)
class Done:
    """An act that was done, to be handed in once more."""

    actor: Actor
    act: Callable[..., Any]
    given: tuple[Any, ...]
    named: dict[str, Any]


class Life:
    """One office, its model, and what both must agree on."""

    def __init__(self, desk: Desk, reopen: Callable[[StandingClock], Office]) -> None:
        self.desk = desk
        self.reopen = reopen
        self.model = Model()
        self.done: Done | None = None
        self.clock.instant = BEGIN

    @property
    def clock(self) -> StandingClock:
        assert isinstance(self.desk.office.clock, StandingClock)
        return self.desk.office.clock

    @property
    def today(self) -> date:
        return self.clock.instant.astimezone(WIB).date()

    @property
    def by_day(self) -> bool:
        return 8 <= self.clock.instant.astimezone(WIB).hour < 20

    def actor(self, name: str) -> Actor:
        citizens: dict[str, Actor] = {"sari": BU_SARI, "joko": PAK_JOKO}
        return citizens[name] if name in citizens else getattr(self.desk, name)  # type: ignore[no-any-return]

    def attempt(
        self, name: str, act: Callable[..., Any], *given: Any, lawful: bool, again: bool = True,
        **named: Any,
    ) -> bool:  # fmt: skip
        """Do an act; it succeeds exactly where it is lawful, and refused it changes nothing."""
        before = self.trace()
        named = self.desk.with_version(act, given, named)
        refused = self._refusal(self.actor(name), act, given, named)
        assert lawful == (refused is None), f"{name}: {act.__name__}: {refused!r}"
        if refused is not None:
            assert self.trace() == before
            return False
        self.done = Done(self.actor(name), act, given, named) if again else None
        return True

    def _refusal(
        self, actor: Actor, act: Callable[..., Any], given: tuple[Any, ...], named: dict[str, Any]
    ) -> str | None:
        try:
            self.desk.by(actor, act, *given, **named)
        except Refusal as refused:
            return f"{refused.code} {refused.facts}"
        return None

    def hand_in_again(self) -> None:
        """Hand in the last act once more, as a network does: nothing happens twice."""
        if self.done is None:
            return
        before = self.trace()
        self._refusal(self.done.actor, self.done.act, self.done.given, self.done.named)
        assert self.trace() == before

    def trace(self) -> tuple[object, ...]:
        """Return everything that an act can change, to compare before and after."""
        return (self.desk.weight(), *(tuple(row) for kind in self.rows() for row in kind))

    def rows(self) -> tuple[list[Case], list[Case]]:
        """Return all requests and all objections as they are stored."""
        kinds = [kind.__table__.c for kind in (Request, Objection)]
        with self.desk.office.reading(CLOCKWORK) as unit:
            requests, objections = (
                list(unit.session.execute(select(*columns).order_by(columns.id)))
                for columns in kinds
            )
        return requests, objections

    def change_calendar(self, *, add: list[DayOff], remove: list[date]) -> None:
        """Change the calendar as the panel does: preview, change, move, in one unit."""
        plan = calendar_changes.Plan(tuple(add), tuple(remove))

        def change(unit: Unit) -> tuple[list[Clock], int]:
            shown = moving.preview(unit, calendar_changes.planned(unit, plan))
            version = calendar_changes.change(
                unit, add=add, remove=remove, reason="Perubahan kalender untuk uji."
            )
            return [row.clock for row in shown.rows], moving.move(unit, version)

        shown, moved = self.desk.by(self.desk.budi, change)
        for off in add:
            leave = off.kind is DayOffKind.COLLECTIVE_LEAVE
            (self.model.almanac.leave if leave else self.model.almanac.firm).add(off.day)
        for day in remove:
            self.model.almanac.leave.discard(day)
            self.model.almanac.firm.discard(day)
        assert len(shown) == moved
        owed = [clock for clock in shown if clock in {Clock.NOTICE, Clock.OBJECTION_RESPONSE}]
        assert len(owed) == self.model.recalendar(self.today)

    def restart(self) -> None:
        """Close the office and open it anew on the same database."""
        clock = self.clock
        self.desk.office.engine.dispose()
        self.desk.office = self.reopen(clock)

    def advance(self, span: timedelta) -> None:
        """Let time pass, but not beyond the decreed calendar."""
        if self.clock.instant + span < LAST:
            self.clock.advance(span)

    def wake(self) -> None:
        """Let the clockwork wake, here and in the model."""
        self.desk.sweep()
        self.model.wake(self.today, by_day=self.by_day)

    def deliver(self) -> None:
        """Deliver what waits."""
        self.desk.deliver()
        for matter in self.model.matters:
            if matter.letter and not matter.delivered:
                matter.delivered = self.today

    # What must hold after every step.

    def check_journal(self) -> None:
        with self.desk.office.reading(CLOCKWORK) as unit:
            assert journal.verify(unit.session).sound

    def check_rows(self) -> None:
        requests, objections = self.rows()
        for matter, row in zip(self.model.matters, requests, strict=True):
            assert _stored(row) == _expected(matter), matter
        for claim, row in zip(self.model.claims, objections, strict=True):
            assert _stored_claim(row) == _expected_claim(claim), claim
        for rows in (requests, objections):
            _check_numbers(rows)

    def check_stories(self) -> None:
        marks: dict[int, dict[str, date]] = {one.number: {} for one in self.model.matters}
        with self.desk.office.reading(CLOCKWORK) as unit:
            for row in unit.session.scalars(select(RequestEvent)):
                if row.once is not None:
                    assert row.once not in marks[row.request_id], "a milestone came twice"
                    marks[row.request_id][row.once] = row.effective_on
            assert marks == {one.number: one.marks for one in self.model.matters}
            found: dict[int, dict[str, date]] = {one.number: {} for one in self.model.claims}
            for event in unit.session.scalars(select(ObjectionEvent)):
                if event.once is not None:
                    found[event.objection_id][event.once] = event.effective_on
            assert found == {one.number: one.marks for one in self.model.claims}

    def check_notices(self) -> None:
        for matter in self.model.matters:
            self._said(f"request:{matter.number}:", matter.said, late="told_late" in matter.marks)
        for claim in self.model.claims:
            self._said(f"objection:{claim.number}:", claim.said, late="told_late" in claim.marks)
        with self.desk.office.reading(CLOCKWORK) as unit:
            by_itself = select(notices.c.created_at).where(notices.c.by.startswith("system:"))
            hours = {at.astimezone(WIB).hour for at in unit.session.scalars(by_itself)}
        assert hours <= set(range(8, 20)), "nobody is told of anything at night"

    def _said(self, prefix: str, expected: list[str], *, late: bool) -> None:
        with self.desk.office.reading(CLOCKWORK) as unit:
            said = [one.key for one in posted.about(unit.session, unit.vault, prefix)]
        assert [key for key in said if key not in _BESIDE] == expected
        assert sum(key.endswith("_late") for key in said) == late

    def check_remedies(self) -> None:
        with self.desk.office.reading(CLOCKWORK) as unit:
            for matter in self.model.matters:
                request = unit.session.get_one(Request, matter.number)
                found = [
                    (row.kind.value, row.ground.letter if row.ground else "", row.until)
                    for row in cases.open_remedies(unit, request)
                ]
                expected = matter.remedies(self.today, self.model.almanac)
                assert sorted(found) == expected, matter
                assert [row[2] for row in found] == sorted(row[2] for row in found)


def _check_numbers(rows: list[Case]) -> None:
    given: dict[int, list[int]] = {}
    for row in rows:
        given.setdefault(row.year, []).append(row.sequence)
        assert row.year == row.received_date.year
    for sequence in given.values():
        assert sorted(sequence) == list(range(1, len(sequence) + 1))


def _stored(row: Case) -> tuple[object, ...]:
    return (
        row.status, row.decision, row.received_date, row.complete_date, row.incomplete_received,
        row.notice_date, row.provided_date, row.closed_on, row.fee_total, row.paid_on is not None,
        row.check_due, row.fix_due, row.notice_due, row.notice_due_internal, row.objection_until,
    )  # fmt: skip


def _expected(one: Matter) -> tuple[object, ...]:
    return (
        one.status, one.decision, one.received, one.complete, one.arrived,
        one.notice, one.provided, one.ended, one.fee, one.paid,
        one.check, one.fix, one.due, one.careful, one.window,
    )  # fmt: skip


def _stored_claim(row: Case) -> tuple[object, ...]:
    return (
        row.request_id, row.status, row.received_date, row.grounds, row.past_window,
        row.response_due, row.response_due_internal, row.response_date, row.dispute_until,
    )  # fmt: skip


def _expected_claim(one: Claim) -> tuple[object, ...]:
    return (
        one.matter.number, one.status, one.received, "".join(sorted(one.grounds)), one.past,
        one.due, one.careful, one.answered, one.dispute,
    )  # fmt: skip
