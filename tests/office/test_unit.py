"""The unit of work: everything becomes true together, or nothing; reading never writes."""

import pytest
from sqlalchemy import bindparam, insert, select, update

from office import counters, journal, posted
from office.heartbeats import heartbeats
from office.outbox import Notice
from office.people import Permission
from office.refusals import NotAllowed
from office.unit import Office, Overtaken, Unit
from tests.people import BU_SARI, CLOCKWORK

ADD = insert(heartbeats)
MOVE = update(heartbeats).where(heartbeats.c.part == "nobody").values(at=bindparam("to"))


def act(unit: Unit, name: str = "uji") -> None:
    """Touch everything a unit can touch."""
    counters.next_number(unit, "UJI", 2026)
    unit.record("test.happened", f"{name}:1")
    unit.post(Notice(BU_SARI.person, "glad", f"{name}:1"))
    unit.later(ADD, {"part": name, "at": unit.now})


def traces(office: Office, name: str = "uji") -> list[int]:
    with office.reading(CLOCKWORK) as unit:
        return [
            unit.session.scalar(
                select(counters.counters.c.value).where(counters.counters.c.series == "UJI")
            )
            or 0,
            len(journal.of_subject(unit.session, [f"{name}:1"])),
            len(posted.about(unit.session, unit.vault, f"{name}:")),
            len(
                unit.session.scalars(
                    select(heartbeats.c.part).where(heartbeats.c.part == name)
                ).all()
            ),
        ]


def test_a_clean_exit_keeps_everything(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        act(unit)
    assert traces(office) == [1, 1, 1, 1]


@pytest.mark.parametrize("stop", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_any_exception_takes_everything_back(office: Office, stop: type[BaseException]) -> None:
    with pytest.raises(stop), office.unit(CLOCKWORK) as unit:
        act(unit)
        unit.flush()
        raise stop
    assert traces(office) == [0, 0, 0, 0]


def test_a_failure_at_the_very_end_takes_everything_back(office: Office) -> None:
    with pytest.raises(Overtaken), office.unit(CLOCKWORK) as unit:
        act(unit)
        unit.later(MOVE, {"to": unit.now}, exact=True)
    assert traces(office) == [0, 0, 0, 0]


def test_units_of_one_batch_become_true_together_or_not_at_all(office: Office) -> None:
    def both(*, fail: bool) -> None:
        with office.batch() as batch:
            act(office.unit_in(batch, CLOCKWORK), "a")
            act(office.unit_in(batch, BU_SARI), "b")
            if fail:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        both(fail=True)
    assert traces(office, "a")[1:] == traces(office, "b")[1:] == [0, 0, 0]
    both(fail=False)
    assert traces(office, "a")[1:] == traces(office, "b")[1:] == [1, 1, 1]


def test_a_late_row_that_may_miss_is_no_failure(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        act(unit)
        unit.later(MOVE, {"to": unit.now})
    assert traces(office) == [1, 1, 1, 1]


def test_a_unit_that_reads_refuses_every_way_of_writing(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        ways = [
            lambda: unit.record("test.happened", "uji:1"),
            lambda: unit.post(Notice(1, "glad", "uji:1")),
            lambda: unit.later(ADD, {"part": "uji", "at": unit.now}),
            unit.flush,
        ]
        for way in ways:
            with pytest.raises(RuntimeError, match="reading"):
                way()


def test_what_slips_past_in_a_reading_unit_is_not_kept(office: Office) -> None:
    with office.reading(CLOCKWORK) as unit:
        unit.session.execute(ADD.values(part="uji", at=unit.now))
    assert traces(office) == [0, 0, 0, 0]


def test_a_unit_knows_one_instant_and_the_office_s_date(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        assert unit.now == office.clock.now()
        assert unit.today.isoformat() == "2026-11-23"


def test_permission_is_asked_of_the_actor(office: Office) -> None:
    with office.reading(BU_SARI) as unit:
        unit.require(Permission.ASK)
        with pytest.raises(NotAllowed) as declined:
            unit.require(Permission.DECIDE_REQUESTS)
    assert declined.value.facts == {"permission": "decide_requests"}


def test_a_part_that_fails_is_taken_back_by_itself(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        with unit.attempt():
            act(unit, "satu")
        with pytest.raises(ZeroDivisionError), unit.attempt():
            act(unit, "dua")
            unit.later(MOVE, {"to": unit.now}, exact=True)
            unit.flush()
            raise ZeroDivisionError
        with unit.attempt():
            act(unit, "tiga")
    assert traces(office, "satu") == [2, 1, 1, 1]
    assert traces(office, "dua") == [2, 0, 0, 0]
    assert traces(office, "tiga") == [2, 1, 1, 1]
