"""Like requests of one's own: found in any order of words, never a stranger's, never an old one."""

from datetime import timedelta

import pytest

from office.clock import StandingClock
from office.unit import Office
from register import requests
from register.duplicates import similar_own
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO, a_form

WISH = "Dokumen RKPD tahun 2026 dari Bappeda"


@pytest.fixture(autouse=True)
def _filed(office: Office) -> None:
    with office.unit(BU_SARI) as unit:
        requests.submit(unit, a_form(information_detail=WISH), draft_key="d1")


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        (WISH, True),
        ("  dokumen rkpd   tahun 2026 dari BAPPEDA", True),
        ("RKPD tahun 2026 dari Bappeda, dokumen", True),
        ("Dokumen RKPD tahun 2026 dari Bapeda", True),
        ("Dokumen RKPD tahun 2025 dari Bappeda", False),
        ("Daftar penerima bantuan sosial Desa Sukamaju", False),
        ("", False),
        ("🙂", False),
    ],
)
def test_nearly_the_same_wish_is_recognised(office: Office, text: str, alike: bool) -> None:
    with office.reading(BU_SARI) as unit:
        found = similar_own(unit, text)
    assert [row.registration_number for row in found] == ["0001/PPID/XI/2026"] * alike


def test_a_wish_of_three_months_ago_is_a_new_one(office: Office, clock: StandingClock) -> None:
    clock.instant += timedelta(days=91)
    with office.reading(BU_SARI) as unit:
        assert similar_own(unit, WISH) == []


@pytest.mark.parametrize("actor", [PAK_JOKO, CLOCKWORK])
def test_nobody_sees_what_somebody_else_asked(office: Office, actor: object) -> None:
    with office.reading(actor) as unit:  # type: ignore[arg-type]
        assert similar_own(unit, WISH) == []


def test_three_are_enough_and_the_newest_comes_first(office: Office, clock: StandingClock) -> None:
    for number in range(2, 6):
        clock.instant += timedelta(days=1)
        with office.unit(BU_SARI) as unit:
            requests.submit(unit, a_form(information_detail=WISH), draft_key=f"d{number}")
    with office.reading(BU_SARI) as unit:
        found = similar_own(unit, WISH)
    assert [row.registration_number[:4] for row in found] == ["0005", "0004", "0003"]
