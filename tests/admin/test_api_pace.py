"""How often programs may ask: no stranger escapes the count, and none undoes another's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import IPv4Address

from starlette.testclient import TestClient

from admin.api import pace
from admin.api.pace import OPEN_PER_MINUTE, Pace
from tests.admin.asking import ROOT
from tests.people import MONDAY_MORNING

SECOND = timedelta(seconds=1)


def test_a_household_of_the_newer_network_is_counted_as_one() -> None:
    counted = Pace()
    hosts = [f"2001:db8:1:2::{number:x}" for number in range(1, 1001)]
    answered = [not counted.of_address(host, MONDAY_MORNING) for host in hosts]
    assert sum(answered) == OPEN_PER_MINUTE
    assert counted.of_address("2001:db8:1:3::1", MONDAY_MORNING) == 0


def test_a_blocked_key_stays_blocked_however_many_strangers_come() -> None:
    counted = Pace()
    assert [counted.of_key(1, 2, MONDAY_MORNING) for _ in range(3)] == [0, 0, 60]
    for number in range(pace._REMEMBERED + 1):
        host = str(IPv4Address("203.0.0.0") + number)
        counted.of_address(host, MONDAY_MORNING)
        counted.of_address(host, MONDAY_MORNING, guesses=True)
    assert counted.of_key(1, 2, MONDAY_MORNING) == 60
    assert counted.of_key(1, 2, MONDAY_MORNING + timedelta(minutes=1)) == 0


def test_who_asked_longest_ago_is_forgotten_first_and_memory_has_an_end() -> None:
    counted = Pace()
    for _ in range(OPEN_PER_MINUTE + 1):
        counted.of_address("198.51.100.1", MONDAY_MORNING)
    for number in range(2 * pace._REMEMBERED):
        if number % 1000 == 0:
            assert counted.of_address("198.51.100.1", MONDAY_MORNING) == 60, "it still asks"
        counted.of_address(str(IPv4Address("203.0.0.0") + number), MONDAY_MORNING)
    assert len(counted._strangers) == pace._REMEMBERED


def test_guessing_keys_is_counted_apart_from_asking_without_one() -> None:
    counted = Pace()
    for _ in range(OPEN_PER_MINUTE + 1):
        blocked = counted.of_address("198.51.100.1", MONDAY_MORNING, guesses=True)
    assert blocked == 60
    assert counted.of_address("198.51.100.1", MONDAY_MORNING) == 0


def test_a_clock_read_just_before_the_minute_changed_begins_no_new_one() -> None:
    counted, next_minute = Pace(), MONDAY_MORNING + timedelta(minutes=1)
    assert [counted.of_key(1, 1, next_minute) for _ in range(2)] == [0, 60]
    assert counted.of_key(1, 1, next_minute - SECOND) == 1
    assert counted.of_key(1, 1, next_minute) == 60
    # A clock that was set back much farther holds nobody for as long.
    assert counted.of_key(1, 1, next_minute - timedelta(hours=1)) == 0


def test_many_threads_lose_no_question() -> None:
    counted = Pace()
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda _: counted.of_key(1, 500, MONDAY_MORNING), range(4000)))
    assert waits.count(0) == 500


def test_what_a_proxy_calls_an_address_is_remembered_no_longer_than_one() -> None:
    counted = Pace()
    for _ in range(3):
        counted.of_address("x" * 60_000, MONDAY_MORNING)
    (remembered,) = counted._strangers
    assert len(remembered) < 60


def test_asking_without_a_key_where_one_is_needed_is_counted_as_well(api: TestClient) -> None:
    path = f"{ROOT}/offices/statistics"
    asked = [api.get(path).status_code for _ in range(OPEN_PER_MINUTE + 1)]
    assert asked == [401] * OPEN_PER_MINUTE + [429]
    assert api.get(f"{ROOT}/accuracy").status_code == 200
