"""The retention schedule: its terms within the law's bounds, and runs that can be interrupted."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from bot import retention as whole
from office import data_requests, journal, links, retention, retention_runs
from office.clock import StandingClock
from office.data_request_tables import DataRequest
from office.data_requests import About, Decision, Ground, Status
from office.links import OneTimeLink
from office.people import Role, StaffMember
from office.refusals import NotAllowed, NotFound, NotNow, NotValid
from office.retention import BATCH
from office.retention_tables import RetentionRun
from office.unit import Office, Unit
from register.law import Duty, interval
from tests.people import BU_SARI, CLOCKWORK, MONDAY_MORNING, PAK_JOKO, staff_member

WHY = "Sesuai JRA nomor 12 tahun 2026"
WORDS = "Nama saya pada permohonan keliru satu huruf."


@pytest.fixture
def bu_rina(office: Office) -> StaffMember:
    """The data protection officer."""
    with office.unit(CLOCKWORK) as unit:
        return staff_member(unit, "rina", "Rina PPDP", Role.DATA_PROTECTION_OFFICER)


def days(office: Office, name: str) -> int:
    with office.reading(CLOCKWORK) as unit:
        return retention.term(unit, name).days


def carried_on(office: Office) -> int:
    """Carry every run to its end; return how many small parts it took."""
    parts = 0
    while True:
        with office.unit(CLOCKWORK) as unit:
            if not whole.carry_on(unit):
                return parts
        parts += 1


def test_every_default_lies_within_its_own_bounds() -> None:
    for line in retention.schedule().lines:
        assert line.least <= line.days <= line.most, line.name


def test_papers_and_proof_outlast_objection_reply_and_dispute() -> None:
    # Of objecting, of the reply to it, of going to the Komisi Informasi, and of its decision.
    working_days = 30 + 30 + 14 + 100
    fewest_of_a_year = 235
    for name in ("identity_papers", "sent_texts"):
        assert retention.line(name).least >= working_days * 365 / fewest_of_a_year


def test_every_piece_stands_in_a_record_of_processing() -> None:
    known = retention.schedule()
    recorded = [name for one in known.activities for name in one.pieces]
    assert sorted(recorded) == sorted(line.name for line in known.lines)


def test_a_term_is_changed_with_a_reason_and_the_change_is_journaled(
    office: Office, bu_rina: StaffMember
) -> None:
    assert days(office, "request_identity") == 1825
    with office.unit(bu_rina) as unit:
        retention.change(unit, "request_identity", days=3650, reason=WHY)
    assert days(office, "request_identity") == 3650
    with office.reading(CLOCKWORK) as unit:
        facts = unit.session.scalar(
            select(journal.journal.c.facts).where(journal.journal.c.act == "retention.changed")
        )
    assert facts is not None
    assert "3650" in facts
    assert "JRA" not in facts


@pytest.mark.parametrize(
    ("name", "wrong"), [("identity_papers", 299), ("sent_texts", 299), ("question_texts", 366)]
)
def test_no_term_leaves_the_bounds_of_the_law(
    office: Office, bu_rina: StaffMember, name: str, wrong: int
) -> None:
    with office.unit(bu_rina) as unit, pytest.raises(NotValid) as refused:
        retention.change(unit, name, days=wrong, reason=WHY)
    assert refused.value.code == "retention_bounds"
    with office.unit(bu_rina) as unit, pytest.raises(NotValid):
        retention.change(unit, name, days=retention.line(name).least, reason="ya")
    with office.unit(bu_rina) as unit, pytest.raises(NotFound):
        retention.change(unit, "tidak_ada", days=30, reason=WHY)


def test_only_who_protects_data_changes_terms_or_asks(
    office: Office, pak_agus: StaffMember
) -> None:
    with office.unit(pak_agus) as unit, pytest.raises(NotAllowed):
        retention.change(unit, "links", days=8, reason=WHY)
    with office.unit(pak_agus) as unit, pytest.raises(NotAllowed):
        retention_runs.ask(unit)


def test_people_only_look_and_the_program_alone_erases(
    office: Office, bu_rina: StaffMember
) -> None:
    with office.unit(bu_rina) as unit, pytest.raises(NotAllowed):
        retention_runs.ask(unit, is_dry=False)
    with office.unit(bu_rina) as unit:
        first = retention_runs.ask(unit)
        assert retention_runs.ask(unit) == first


def test_a_run_takes_many_small_parts_and_goes_on_after_a_stop(
    office: Office, clock: StandingClock, bu_rina: StaffMember
) -> None:
    with office.unit(CLOCKWORK) as unit:
        for number in range(BATCH + 5):
            links.make(unit, "uji", str(number), lives=timedelta(minutes=1))
    clock.advance(timedelta(days=8))
    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
        retention_runs.tonight(unit)
    # Counted, then one batch erased; then the process is stopped.
    _parts(office, until="links", gone=BATCH)
    assert _left(office) == 5
    carried_on(office)
    assert _left(office) == 0
    with office.reading(bu_rina) as unit:
        (run,) = retention_runs.runs(unit)
    result = next(one for one in run.results if one.name == "links")
    assert (result.found, result.gone, result.failed) == (BATCH + 5, BATCH + 5, "")
    assert run.finished_at is not None


def test_a_piece_that_fails_is_named_and_keeps_nothing_else_back(
    office: Office, bu_rina: StaffMember, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(unit: Unit, before: datetime) -> int:
        unit.session.execute(delete(OneTimeLink))
        raise RuntimeError("the disk is full")

    over = retention.Piece(lambda *_: retention.Found(1), breaks)
    fine = retention.Piece(lambda *_: retention.Found(1), lambda *_: 1)
    pieces = {line.name: fine for line in retention.schedule().lines} | {"links": over}
    with office.unit(CLOCKWORK) as unit:
        links.make(unit, "uji", "1", lives=timedelta(minutes=1))
        retention_runs.tonight(unit)
    while _steps(office, pieces):
        pass
    with office.reading(bu_rina) as unit:
        (run,) = retention_runs.runs(unit)
    assert {one.name: one.failed for one in run.results if one.failed} == {"links": "RuntimeError"}
    assert run.gone == len(pieces) - 1
    assert run.finished_at is not None
    assert _left(office) == 1
    assert "the retention of links failed" in caplog.text


def _steps(office: Office, pieces: retention.Pieces) -> bool:
    with office.unit(CLOCKWORK) as unit:
        return retention_runs.step(unit, pieces=pieces)


def _parts(office: Office, *, until: str, gone: int) -> None:
    while True:
        with office.unit(CLOCKWORK) as unit:
            whole.carry_on(unit)
            (number,) = unit.session.scalars(select(RetentionRun.id))
            run = retention_runs.run(unit, number)
        if any(one.name == until and one.gone == gone for one in run.results):
            return


def _left(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(func.count()).select_from(OneTimeLink)) or 0


def test_seventy_two_hours_are_hours_of_the_clock_and_what_the_law_says(
    office: Office, clock: StandingClock
) -> None:
    assert (
        interval(Duty.PERSONAL_DATA, MONDAY_MORNING.date()).count * timedelta(hours=1)
        == data_requests.TERM
    )
    clock.advance(timedelta(days=4))  # Friday
    with office.unit(BU_SARI) as unit:
        taken = data_requests.receive(unit, About.CORRECTION, WORDS)
    assert taken.due_at - taken.received_at == timedelta(hours=72)
    assert taken.due_at.weekday() == 0


def test_the_same_is_not_asked_twice_while_it_waits(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        data_requests.receive(unit, About.CORRECTION, WORDS)
    with office.unit(BU_SARI) as unit, pytest.raises(NotNow):
        data_requests.receive(unit, About.CORRECTION, WORDS)
    with office.unit(PAK_JOKO) as unit:
        data_requests.receive(unit, About.CORRECTION, WORDS)


def test_two_presses_at_once_make_one_clock(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        first = data_requests.receive(unit, About.CORRECTION, WORDS).number
        # As the other press saw it before the first was written.
        row = unit.session.get_one(DataRequest, first)
        row.kind = About.ACCESS
        unit.flush()
        with pytest.raises(NotNow, match="data_request_waits"):
            data_requests.receive(unit, About.CORRECTION, WORDS)
        row.kind = About.CORRECTION
    with office.reading(BU_SARI) as unit:
        assert [one.number for one in data_requests.own(unit)] == [first]


def test_what_is_not_done_needs_a_ground_of_the_closed_list(
    office: Office, bu_rina: StaffMember
) -> None:
    with office.unit(BU_SARI) as unit:
        number = data_requests.receive(unit, About.ERASURE, WORDS).number
    for wrong in (
        Decision(Status.PARTLY), Decision(Status.DONE, Ground.DANGER), Decision(Status.OPEN),
    ):  # fmt: skip
        with office.unit(bu_rina) as unit, pytest.raises(NotValid):
            data_requests.decide(unit, number, wrong)
    decision = Decision(Status.PARTLY, Ground.STATE_ARCHIVE, "Identitas Anda kini dibatasi.")
    with office.unit(bu_rina) as unit:
        data_requests.decide(unit, number, decision)
    with office.unit(bu_rina) as unit, pytest.raises(NotNow):
        data_requests.decide(unit, number, decision)
    with office.reading(BU_SARI) as unit:
        (one,) = data_requests.own(unit)
    assert (one.status, one.ground, one.note) == (
        Status.PARTLY, Ground.STATE_ARCHIVE, "Identitas Anda kini dibatasi.",
    )  # fmt: skip


def test_staff_are_warned_once_before_the_term_and_once_after(
    office: Office, clock: StandingClock
) -> None:
    with office.unit(BU_SARI) as unit:
        data_requests.receive(unit, About.ACCESS, WORDS)
    warned = []
    for hours in (47, 2, 1, 23, 5):
        clock.advance(timedelta(hours=hours))
        with office.unit(CLOCKWORK) as unit:
            warned.append(data_requests.run(unit))
    assert warned == [0, 1, 0, 1, 0]
    with office.reading(CLOCKWORK) as unit:
        acts = unit.session.scalars(
            select(journal.journal.c.act)
            .where(journal.journal.c.act.startswith("data_request."))
            .order_by(journal.journal.c.id)
        ).all()
    assert acts == ["data_request.received", "data_request.due", "data_request.lapsed"]


def test_what_somebody_asked_is_let_go_after_its_own_term(
    office: Office, clock: StandingClock, bu_rina: StaffMember
) -> None:
    with office.unit(BU_SARI) as unit:
        number = data_requests.receive(unit, About.ACCESS, WORDS).number
    with office.unit(bu_rina) as unit:
        data_requests.decide(unit, number, Decision(Status.DONE, note="Sudah kami kirim."))
    clock.advance(timedelta(days=731))
    with office.unit(CLOCKWORK) as unit:
        retention_runs.tonight(unit)
    carried_on(office)
    with office.reading(bu_rina) as unit:
        one = data_requests.one(unit, number)
    assert (one.words, one.note, one.person, one.status) == ("", "", None, Status.DONE)
