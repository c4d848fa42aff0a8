"""Several people at one report at the same moment: one edition of each, and no text lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from threading import Barrier, Event, Thread

from sqlalchemy import func, select

from office.clock import StandingClock
from office.files import Cabinet
from office.people import StaffMember
from office.refusals import Refusal
from office.settings import Settings
from office.unit import Office, Unit
from office.writer import Writer
from register import requests
from register.drawing import Workshop, particulars
from register.figures.words import Dimension
from register.reports import editions, files, shelf
from register.reports.tables import Report, ReportFile
from register.reports.words import Entered, Field, Format, Size, Span, State
from tests.people import CLOCKWORK, a_form
from tests.register.reports.sample import HEAD, seen
from tests.register.reports.test_editions import begun, finished, proposed

Act = Callable[[Unit], object]
_ROUNDS = 5
_BEFORE = 3  # requests that are there when the report is frozen, while more come


def at_once(office: Office, *acts: tuple[StaffMember, Act]) -> list[object]:
    """Let everybody act at the same moment; return what each got, or why not."""
    start = Barrier(len(acts))

    def one(member: StaffMember, act: Act) -> object:
        try:
            with office.unit(member) as unit:
                start.wait()
                return act(unit)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(len(acts)) as everybody:
        return [one.result() for one in [everybody.submit(one, *act) for act in acts]]


def editions_of(office: Office, span: Span) -> list[tuple[int, str]]:
    with office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(
            select(Report.edition, Report.state).where(Report.span == span).order_by(Report.edition)
        )
        return [(edition, state) for edition, state in rows]


def test_of_several_who_begin_it_all_get_the_same_edition(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    for place in range(1, 1 + _ROUNDS):
        act = partial(editions.begin, span=Span.MONTH, year=2026, place=place)
        found = at_once(office, (pak_budi, act), (bu_dewi, act), (bu_ratna, act))
        assert len(set(found)) == 1, found
        assert isinstance(found[0], int)
    assert editions_of(office, Span.MONTH) == [(1, State.DRAFT)] * _ROUNDS


def test_of_two_who_propose_it_one_does(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for place in range(1, 1 + _ROUNDS):
        number = begun(office, pak_budi, place=place)
        act = partial(editions.propose, number=number)
        found = at_once(office, (pak_budi, act), (bu_dewi, act))
        assert sorted(map(str, found)) == ["None", "report_no_draft"]


def test_of_two_who_finish_it_one_does(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    for place in range(1, 1 + _ROUNDS):
        number = begun(office, pak_budi, place=place)
        with office.unit(pak_budi) as unit:
            editions.propose(unit, number)
        with office.reading(pak_budi) as unit:
            read = seen(unit, number)
        act = partial(editions.finish, number=number, head=HEAD, seen=read, is_read=True)
        found = at_once(office, (bu_dewi, act), (bu_ratna, act))
        assert sorted(map(str, found)) == ["None", "report_not_proposed"]
        with office.reading(pak_budi) as unit:
            known = shelf.find(unit, number)
        winner = (bu_dewi, bu_ratna)[found.index(None)]
        assert (known.state, known.finished_by) == (State.FINISHED, winner.staff_id)


def test_of_two_who_open_it_anew_one_makes_the_next_edition(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    act = partial(editions.open_anew, number=number, reason="Angka keliru")
    found = at_once(office, (pak_budi, act), (bu_dewi, act), (pak_budi, act))
    assert sorted(map(str, found))[1:] == ["report_not_newest"] * 2
    assert editions_of(office, Span.YEAR) == [(1, State.FINISHED), (2, State.DRAFT)]
    [second] = [one for one in found if isinstance(one, int)]
    with office.reading(pak_budi) as unit:
        texts = shelf.facts(unit, second, HEAD).texts
    assert texts == {field: f"Isi {field}" for field in Field}


def test_what_several_write_at_once_is_all_kept_and_nothing_over_another(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, bu_ratna: StaffMember
) -> None:
    number = begun(office, pak_budi)
    people = (pak_budi, bu_dewi, bu_ratna)
    fields = (Field.POLICY, Field.STRUCTURE, Field.BUDGET)
    for turn in range(_ROUNDS):
        acts = [
            (one, partial(editions.write, number=number, field=field, body=f"{field} {turn}",
                          seen=turn))
            for one, field in zip(people, fields, strict=True)
        ]  # fmt: skip
        assert at_once(office, *acts) == [None] * 3
    same = [
        (one, partial(editions.write, number=number, field=Field.DISPUTES, body=f"Dari {place}",
                      seen=0))
        for place, one in enumerate(people)
    ]  # fmt: skip
    found = at_once(office, *same)
    assert sorted(map(str, found)) == ["None", "version_moved", "version_moved"]
    with office.reading(pak_budi) as unit:
        texts = shelf.facts(unit, number, HEAD).texts
        assert [len(shelf.history(unit, number, field)) for field in fields] == [_ROUNDS] * 3
    assert texts[Field.DISPUTES] == f"Dari {found.index(None)}"
    assert [texts[field] for field in fields] == [f"{field} {_ROUNDS - 1}" for field in fields]


def test_what_is_written_while_it_is_proposed_stands_in_it_or_is_refused(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    for place in range(1, 1 + _ROUNDS):
        number = begun(office, pak_budi, place=place)
        write = partial(editions.write, number=number, field=Field.POLICY, body="Baru", seen=0)
        enter = partial(editions.enter, number=number, values={Entered.KI_FILED: 1}, seen={})
        propose = partial(editions.propose, number=number)
        found = at_once(office, (pak_budi, write), (pak_budi, enter), (bu_dewi, propose))
        assert found[2] is None
        assert set(found[:2]) <= {None, "report_no_draft"}
        with office.reading(pak_budi) as unit:
            facts = shelf.facts(unit, number, HEAD)
        assert (Field.POLICY in facts.texts) == (found[0] is None)
        assert (Entered.KI_FILED in facts.entered) == (found[1] is None)


def test_a_correction_and_a_copy_at_once_leave_the_finished_edition_as_it_was(
    office: Office, pak_budi: StaffMember, bu_dewi: StaffMember, clock: StandingClock
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    with office.reading(pak_budi) as unit:
        before = shelf.facts(unit, number, HEAD)
        today = unit.today
    anew = partial(editions.open_anew, number=number, reason="Angka keliru")
    copied = partial(editions.sent_to_commission, number=number, on=today, letter="480/1")
    found = at_once(office, (pak_budi, anew), (bu_dewi, copied))
    assert isinstance(found[0], int)
    assert found[1] is None
    with office.reading(pak_budi) as unit:
        assert shelf.facts(unit, number, HEAD) == before
        assert shelf.find(unit, number).commission_on == today


def test_what_is_frozen_while_figures_move_adds_up(
    office: Office,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    bu_ratna: StaffMember,
    clock: StandingClock,
) -> None:
    number = proposed(office, pak_budi, clock)
    over, begun_moving = Event(), Event()

    def others() -> None:
        turn = 0
        while not over.is_set() and turn < 60:
            with office.unit(pak_budi) as unit:
                requests.enter(
                    unit, a_form(delivery_method="pickup"), draft_key=f"meanwhile-{turn}",
                    channel="walk_in", received=date(2026, 12, 30),
                )  # fmt: skip
            turn += 1
            if turn == _BEFORE:
                begun_moving.set()

    busy = Thread(target=others)
    busy.start()
    begun_moving.wait(10)
    try:
        with office.unit(bu_dewi) as unit:
            editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))
    finally:
        over.set()
        busy.join()
    with office.reading(bu_ratna) as unit:
        facts = shelf.published_facts(unit, number)
    assert facts.requests.total >= _BEFORE
    for figures in (facts.requests, facts.before):
        assert sum(figures.per_month.values()) == figures.total
        for dimension in Dimension:
            if dimension.adds_up:
                assert sum(figures.by[dimension].values()) == figures.total, dimension


def test_a_file_that_two_processes_draw_at_once_is_kept_once(
    office: Office,
    pak_budi: StaffMember,
    bu_dewi: StaffMember,
    clock: StandingClock,
    cabinet: Cabinet,
    writer: Writer,
    tmp_path: Path,
) -> None:
    number = finished(office, pak_budi, bu_dewi, clock)
    own = particulars(Settings(data_dir=tmp_path, _env_file=None))
    second = Writer(office)
    second.start()
    try:
        shops = [Workshop(office, one.do, cabinet, own) for one in (writer, second)]
        with ThreadPoolExecutor(2) as both:
            made = list(
                both.map(
                    lambda shop: files.of_finished(shop, number, Size.SUMMARY, Format.XLSX), shops
                )
            )
    finally:
        second.stop()
    assert made[0] == made[1]
    with office.reading(CLOCKWORK) as unit:
        kept = unit.session.scalar(select(func.count()).select_from(ReportFile))
    assert kept == 1
