"""Numbers without gaps, however many ask at once and whoever fails."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from office import counters
from office.unit import Office
from tests.people import CLOCKWORK


def take(office: Office, series: str = "UJI", year: int = 2026) -> int:
    with office.unit(CLOCKWORK) as unit:
        return counters.next_number(unit, series, year)


def test_each_series_and_year_counts_from_one(office: Office) -> None:
    assert [take(office) for _ in range(3)] == [1, 2, 3]
    assert take(office, "LAIN") == 1
    assert take(office, year=2027) == 1
    assert take(office) == 4


def test_whoever_fails_leaves_no_gap(office: Office) -> None:
    take(office)
    with pytest.raises(RuntimeError), office.unit(CLOCKWORK) as unit:
        assert counters.next_number(unit, "UJI", 2026) == 2
        raise RuntimeError
    assert take(office) == 2


def test_many_at_once_get_every_number_exactly_once(office: Office) -> None:
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: take(office), range(60)))
    assert sorted(numbers) == list(range(1, 61))
