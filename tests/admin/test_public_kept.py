"""What is kept for a crowd, and how often one address may ask: by themselves."""

import random
import threading
from datetime import timedelta

import pytest
from starlette.responses import Response

from admin.public.kept import FRESH, STALE, Kept
from admin.public.pace import SPAN, Pace
from office.clock import StandingClock
from tests.people import MONDAY_MORNING


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(MONDAY_MORNING)


def test_only_one_of_a_crowd_makes_what_all_are_waiting_for(clock: StandingClock) -> None:
    kept, made, inside = Kept(), [], threading.Event()

    def make() -> Response:
        made.append(1)
        inside.wait(5)
        return Response("halaman")

    crowd = [
        threading.Thread(target=kept.get, args=(("/publik",), clock.now, make)) for _ in range(8)
    ]
    for one in crowd:
        one.start()
    inside.set()
    for one in crowd:
        one.join()
    assert len(made) == 1


def test_an_answer_too_large_to_keep_drives_nothing_else_out(clock: StandingClock) -> None:
    kept, made = Kept(), []
    kept.get(("/publik",), clock.now, lambda: Response("halaman"))
    content = random.Random(1).randbytes(13 * 1024 * 1024)

    def large() -> Response:
        made.append(1)
        return Response(content)

    for _ in range(2):
        assert kept.get(("/data",), clock.now, large).body == content
    assert len(made) == 2
    assert kept.fresh(("/publik",), clock.now()) is not None


def test_whoever_waits_is_told_what_went_wrong_too_and_the_next_one_tries_again(
    clock: StandingClock,
) -> None:
    kept, key = Kept(), ("/publik",)

    def fails() -> Response:
        raise RuntimeError("no database")

    for _ in range(2):
        with pytest.raises(RuntimeError, match="no database"):
            kept.get(key, clock.now, fails)
    assert kept.get(key, clock.now, lambda: Response("lagi")).body == b"lagi"


def test_while_a_newer_one_is_made_the_others_get_the_old_one(clock: StandingClock) -> None:
    kept, key = Kept(), ("/publik",)
    kept.get(key, clock.now, lambda: Response("lama"))
    clock.advance(FRESH + timedelta(seconds=1))
    started, may_end = threading.Event(), threading.Event()

    def slow() -> Response:
        started.set()
        may_end.wait(5)
        return Response("baru")

    maker = threading.Thread(target=kept.get, args=(key, clock.now, slow))
    maker.start()
    started.wait(5)
    assert kept.get(key, clock.now, lambda: Response("tidak dibuat")).body == b"lama"
    may_end.set()
    maker.join()
    assert kept.get(key, clock.now, lambda: Response("tidak dibuat")).body == b"baru"
    clock.advance(STALE)
    assert kept.get(key, clock.now, lambda: Response("terbaru")).body == b"terbaru"


def test_what_was_made_before_everything_was_forgotten_is_not_kept(clock: StandingClock) -> None:
    kept, key = Kept(), ("/publik",)

    def overtaken() -> Response:
        kept.forget()
        return Response("lama")

    assert kept.get(key, clock.now, overtaken).body == b"lama"
    assert kept.fresh(key, clock.now()) is None


def test_what_is_not_there_is_not_kept_and_addresses_nobody_has_fill_no_memory(
    clock: StandingClock,
) -> None:
    kept = Kept()
    kept.get(("/publik/x",), clock.now, lambda: Response("tidak ada", 404))
    assert kept.fresh(("/publik/x",), clock.now()) is None
    large = b"x" * 1024 * 1024
    for number in range(60):
        kept.get((str(number),), clock.now, lambda: Response(large))
    assert kept.fresh(("0",), clock.now()) is None
    assert kept.fresh(("59",), clock.now()) is not None


def test_an_address_may_ask_so_often_in_a_minute_and_others_are_not_held_up() -> None:
    pace = Pace(most=3)
    allowed = [pace.allows("203.0.113.7", MONDAY_MORNING) for _ in range(5)]
    assert allowed == [True, True, True, False, False]
    assert pace.allows("203.0.113.8", MONDAY_MORNING)
    assert pace.allows("203.0.113.7", MONDAY_MORNING + SPAN)


def test_a_household_has_one_network_of_the_newer_kind() -> None:
    pace = Pace(most=1)
    assert pace.allows("2001:db8:1:2::1", MONDAY_MORNING)
    assert not pace.allows("2001:db8:1:2:ffff::9", MONDAY_MORNING)
    assert pace.allows("2001:db8:1:3::1", MONDAY_MORNING)
    # Of the older kind each is one, also where it is written in the newer way.
    assert pace.allows("::ffff:203.0.113.7", MONDAY_MORNING)
    assert pace.allows("::ffff:203.0.113.8", MONDAY_MORNING)
    assert not pace.allows("203.0.113.7", MONDAY_MORNING)
