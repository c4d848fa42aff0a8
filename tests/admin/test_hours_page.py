"""The hours of service in the browser: seen by all, tried before they hold, kept with a reason."""

import re
from datetime import date, time, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import hours
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.service_hours import ServiceHours, Window
from office.unit import Office
from office.workdays import CountingRule, WorkWeek
from tests.admin.street import Street, sign_in
from tests.people import CLOCKWORK

USUAL = {
    **{f"day_{day}": "08.00-12.00, 13.00-15.30" for day in range(4)},
    "day_4": "08.00-11.30, 13.00-15.00",
}
LATE = {**USUAL, "day_0": "13.00-15.30"}
WHY = {"reason": "Upacara setiap Senin pagi", "seen": "0"}


def service(office: Office) -> ServiceHours:
    with office.reading(CLOCKWORK) as unit:
        return hours.at(unit)


def promised(page: str) -> list[str]:
    return re.findall(r"(?:dijawab|baru:) <b>([^<]+)</b>", page)


def test_the_hours_and_what_is_promised_now_are_shown_to_all_staff(
    budi: TestClient, agus: TestClient
) -> None:
    page = budi.get("/kalender/jam").text
    assert 'name="day_4" value="08.00-11.30, 13.00-15.00"' in page
    assert "sedang buka" in page
    assert promised(page) == ["hari ini pukul 09.00 sampai 09.30"]
    read_only = agus.get("/kalender/jam").text
    assert "<dd>08.00-11.30, 13.00-15.00</dd>" in read_only
    assert '<form method="post" action="/kalender' not in read_only
    assert agus.post("/kalender/jam", data={**LATE, **WHY}).status_code == 403
    assert 'href="/kalender/jam"' in agus.get("/kalender").text


def test_other_hours_are_tried_before_they_hold(budi: TestClient, office: Office) -> None:
    page = budi.post("/kalender/jam", data={**LATE, "do": "periksa"}).text
    assert promised(page) == [
        "hari ini pukul 09.00 sampai 09.30",
        "hari ini pukul 13.00 sampai 13.30",
    ]
    assert 'name="day_0" value="13.00-15.30"' in page
    assert service(office).version == 0


def test_hours_are_saved_with_a_reason_and_their_history_says_old_and_new(
    budi: TestClient, office: Office
) -> None:
    answer = budi.post("/kalender/jam", data={**LATE, **WHY})
    assert answer.headers["location"] == "/kalender/jam?pesan=hours_changed"
    page = budi.get("/kalender/jam?pesan=hours_changed").text
    assert "Jam layanan tersimpan." in page
    assert "sedang tutup" in page
    assert "Upacara setiap Senin pagi" in page
    assert "Senin: 08.00-12.00, 13.00-15.30 menjadi 13.00-15.30" in " ".join(page.split())
    assert promised(page) == ["hari ini pukul 13.00 sampai 13.30"]
    assert service(office).version == 1
    again = budi.post("/kalender/jam", data={**USUAL, **WHY})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("pagi", "Jam Senin tidak terbaca"),
        ("08.00", "Jam Senin tidak terbaca"),
        ("08.00-25.00", "Jam Senin tidak terbaca"),
        ("12.00-08.00", "Jam tutup harus sesudah jam buka"),
        ("08.00-12.00, 11.00-13.00", "tidak boleh bertumpuk"),
        ("08.00-12.00, 13.00-15.30", "sama dengan yang berlaku"),
    ],
)
def test_what_cannot_be_meant_comes_back_as_it_was_typed(
    budi: TestClient, office: Office, typed: str, words: str
) -> None:
    answer = budi.post("/kalender/jam", data={**USUAL, **WHY, "day_0": typed})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'name="day_0" value="{typed}"' in answer.text
    assert 'value="Upacara setiap Senin pagi"' in answer.text
    assert service(office).version == 0


def test_a_week_without_any_hours_is_refused(budi: TestClient) -> None:
    answer = budi.post("/kalender/jam", data=WHY)
    assert answer.status_code == 422
    assert "Sedikitnya satu hari kerja" in answer.text


def test_part_of_a_day_is_closed_and_opened_again(budi: TestClient, office: Office) -> None:
    meeting = {"day": "2026-11-23", "since": "09:00", "until": "11:00", "reason": "rapat"}
    answer = budi.post("/kalender/jam/tutup", data={**meeting, "seen": "0"})
    assert answer.headers["location"] == "/kalender/jam?pesan=closure_added"
    page = budi.get("/kalender/jam").text
    assert "09.00 sampai 11.00" in page
    assert promised(page) == ["hari ini pukul 11.00 sampai 11.30"]
    assert budi.post("/kalender/jam/tutup/1/cabut", data={"seen": "1"}).status_code == 303
    assert service(office).closures == ()
    assert promised(budi.get("/kalender/jam").text) == ["hari ini pukul 09.00 sampai 09.30"]
    assert budi.post("/kalender/jam/tutup/1/cabut", data={"seen": "2"}).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "besok"},
        {"since": "pagi"},
        {"until": "08:00"},
        {"day": "2026-11-20"},
        {"reason": ""},
    ],
)
def test_a_closure_that_cannot_be_meant_is_refused(
    budi: TestClient, office: Office, changes: dict[str, str]
) -> None:
    meeting = {"day": "2026-11-23", "since": "09:00", "until": "11:00", "reason": "rapat"}
    answer = budi.post("/kalender/jam/tutup", data={**meeting, "seen": "0", **changes})
    assert answer.status_code == 422
    assert service(office).version == 0


def test_what_waits_already_lengthens_what_is_promised(
    app: Starlette, budi: TestClient, street: Street, clock: StandingClock
) -> None:
    for number in range(40):
        street.asks(f"Pertanyaan {number}", citizen=Citizen(710_000_000 + number))
    assert promised(budi.get("/kalender/jam").text) != ["hari ini pukul 09.00 sampai 09.30"]
    clock.instant += timedelta(days=5)
    assert clock.now().date() == date(2026, 11, 28)
    page = sign_in(app, "budi").get("/kalender/jam").text
    assert "Senin, 30 November 2026 pukul" in page


def test_hours_that_fit_no_working_day_are_warned_of(
    budi: TestClient, agus: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    assert "tidak jatuh pada satu pun hari kerja" not in budi.get("/kalender/jam").text
    six = Office(
        office.engine, office.clock, office.zone, office.vault, CountingRule(week=WorkWeek.SIX)
    )
    with six.unit(pak_budi) as unit:
        saturday = {5: (Window(time(8), time(12)),)}
        hours.change(unit, saturday, reason="Hanya hari Sabtu", seen=0)
    page = budi.get("/kalender/jam").text
    assert "tidak jatuh pada satu pun hari kerja" in page
    assert "Tetapkan jam yang baru" in page
    assert "Beri tahu pengelola kalender" in agus.get("/kalender/jam").text
    assert budi.post("/kalender/jam", data={**USUAL, **WHY, "seen": "1"}).status_code == 303
    assert "tidak jatuh pada satu pun hari kerja" not in budi.get("/kalender/jam").text
