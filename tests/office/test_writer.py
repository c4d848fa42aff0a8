"""The writer: who waits together is committed together, and one failure is one person's."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from office import counters, journal, outbox
from office.heartbeats import heartbeats
from office.outbox import Notice
from office.unit import Office, Overtaken, Unit
from office.writer import Writer
from tests.people import CLOCKWORK

MISS = update(heartbeats).where(heartbeats.c.part == "nobody").values(part="nobody")


class Gate:
    """A job that holds the writer until it is let go, so that others queue up behind it."""

    def __init__(self, writer: Writer) -> None:
        self._open, entered = threading.Event(), threading.Event()

        def wait(unit: Unit) -> None:
            entered.set()
            assert self._open.wait(20)

        self.future = writer.submit(wait, CLOCKWORK)
        assert entered.wait(20)

    def let_go(self) -> None:
        self._open.set()


@pytest.fixture
def gate(writer: Writer) -> Iterator[Gate]:
    held = Gate(writer)
    yield held
    held.let_go()


def count(unit: Unit) -> int:
    unit.record("test.counted", "uji:1")
    return counters.next_number(unit, "UJI", 2026)


def value(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        return unit.session.scalar(select(counters.counters.c.value)) or 0


def lines(office: Office) -> int:
    with office.reading(CLOCKWORK) as unit:
        assert journal.verify(unit.session).sound
        return len(journal.of_subject(unit.session, ["uji:1"]))


def settled(futures: list[Future[int]]) -> list[object]:
    return [future.exception(20) or future.result() for future in futures]


def test_a_result_is_there_only_once_it_is_durable(office: Office, writer: Writer) -> None:
    assert writer.do(count, CLOCKWORK) == 1
    assert value(office) == 1


def test_jobs_that_wait_together_are_one_transaction(
    office: Office, writer: Writer, gate: Gate
) -> None:
    seen: list[object] = []

    def look(unit: Unit) -> int:
        seen.append(unit.session)
        return count(unit)

    futures = [writer.submit(look, CLOCKWORK) for _ in range(20)]
    assert value(office) == 0
    gate.let_go()
    assert settled(futures) == list(range(1, 21))
    assert len({id(session) for session in seen}) == 1
    assert lines(office) == value(office) == 20


def test_one_failing_job_spoils_only_itself(office: Office, writer: Writer, gate: Gate) -> None:
    def fail(unit: Unit) -> int:
        count(unit)
        raise ValueError("mine alone")

    jobs = [count, count, fail, count, fail, count]
    futures = [writer.submit(job, CLOCKWORK) for job in jobs]
    gate.let_go()
    outcomes = settled(futures)
    assert [type(outcome) for outcome in outcomes] == [int, int, ValueError, int, ValueError, int]
    assert [outcome for outcome in outcomes if isinstance(outcome, int)] == [1, 2, 3, 4]
    assert lines(office) == value(office) == 4


def test_a_job_that_was_overtaken_takes_back_only_itself(
    office: Office, writer: Writer, gate: Gate
) -> None:
    def overtaken(unit: Unit) -> int:
        unit.later(MISS, {}, exact=True)
        return count(unit)

    futures = [writer.submit(job, CLOCKWORK) for job in (count, overtaken, count)]
    gate.let_go()
    first, second, third = settled(futures)
    assert (first, third) == (1, 2)
    assert isinstance(second, Overtaken)
    assert lines(office) == value(office) == 2


def test_a_job_that_spoils_the_session_spoils_only_itself(
    office: Office, writer: Writer, gate: Gate
) -> None:
    def clash(unit: Unit) -> int:
        for _ in range(2):
            unit.session.execute(heartbeats.insert().values(part="x", at=unit.now))
        return 0

    futures = [writer.submit(job, CLOCKWORK) for job in (count, clash, count)]
    gate.let_go()
    first, second, third = settled(futures)
    assert (first, third) == (1, 2)
    assert type(second).__name__ == "IntegrityError"


def test_the_post_is_rung_only_when_something_was_posted_and_after_its_commit(
    office: Office, writer: Writer
) -> None:
    rung: list[int] = []

    def ring() -> None:
        with office.reading(CLOCKWORK) as unit:
            rung.append(outbox.open_count(unit.session))

    def post(unit: Unit, once: str) -> None:
        unit.post(Notice(1, "glad", once))

    def fail(unit: Unit) -> None:
        post(unit, "lost")
        raise ValueError("mine alone")

    writer.posted = ring
    writer.do(count, CLOCKWORK)
    assert rung == []
    writer.do(partial(post, once="a"), CLOCKWORK)
    writer.do(count, CLOCKWORK)  # The bell rings in the writer's thread, before its next job.
    assert rung == [1]
    with pytest.raises(ValueError, match="mine alone"):
        writer.do(fail, CLOCKWORK)
    assert rung == [1]
    writer.do(lambda unit: unit.hasten(["a"]), CLOCKWORK)
    writer.do(count, CLOCKWORK)
    assert rung == [1, 1]


def test_a_database_that_comes_back_is_waited_for(office: Office, writer: Writer) -> None:
    tries: list[int] = []

    def stumble(unit: Unit) -> int:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("away", None, Exception("away"))
        return count(unit)

    assert writer.do(stumble, CLOCKWORK) == 1
    assert lines(office) == 1


def test_whatever_was_handed_in_is_finished_before_the_writer_stops(office: Office) -> None:
    writer = Writer(office)
    futures = [writer.submit(count, CLOCKWORK) for _ in range(300)]
    writer.start()
    writer.stop()
    assert [future.result(0) for future in futures] == list(range(1, 301))
    assert value(office) == 300
