"""What the pages about failures to protect data refuse, and what they say after all is done."""

import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.pages import breach_papers
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import Street, sign_in, version_on
from tests.admin.test_breaches_page import (
    FORM,
    HOME,
    OTHERS,
    acts,
    presses,
    recorded,
    rina,
    sent,
)
from tests.office.breached import night
from tests.people import PAK_JOKO

__all__ = ["rina"]

BODY = {"at": "2026-11-23T08:30", "letter": "500/12/2026"}
LESSONS = "Laptop wajib terenkripsi."


def sent_to_both(budi: TestClient, rina: TestClient, office: Office) -> str:
    """Record a failure and let its notice go to two accounts, of which one is reached."""
    path = recorded(budi)
    presses(budi, path, "ajukan")
    presses(rina, path, "setujui")
    sent(office)
    return path


@pytest.mark.parametrize(
    "odd",
    [
        "2026-11-23T08:00+14:00", "2026-11-23T08:00Z", "20261123", "2026-W47-1", "2026-11-23",
        "2026-11-23T08:00:00.5", "2026-11-23 08:00", "٢٠٢٦-11-23T08:00", "2026-02-30T00:00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_instant_is_read_only_as_the_form_writes_it(rina: TestClient, odd: str) -> None:
    for field in ("known_at", "happened_at"):
        answer = rina.post(f"{HOME}/baru", data=FORM | {field: odd})
        assert answer.status_code == 422, field
        assert "tidak terbaca" in answer.text


def test_a_refused_change_is_not_saved_over_what_another_wrote_meanwhile(
    budi: TestClient, rina: TestClient
) -> None:
    path = recorded(budi)
    seen = version_on(budi.get(path).text)
    other = FORM | {"version": seen, "how": "Surel terkirim ke alamat yang salah."}
    assert rina.post(f"{path}/ubah", data=other).status_code == 303
    answer = budi.post(f"{path}/ubah", data=FORM | {"version": seen, "people": "sari"})
    assert answer.status_code == 422
    again = version_on(answer.text.partition(f'action="{path}/ubah"')[2])
    assert again == seen
    assert budi.post(f"{path}/ubah", data=FORM | {"version": again}).status_code == 409
    assert "alamat yang salah" in budi.get(path).text


def test_a_text_with_somebodys_number_is_refused_beside_its_field(rina: TestClient) -> None:
    answer = rina.post(f"{HOME}/baru", data=FORM | {"how": "Berkas NIK 3507152102900001 hilang."})
    assert answer.status_code == 422
    assert 'id="salah-amend-how"' in answer.text
    assert "hapus data pribadinya" in answer.text


def test_no_list_leaves_before_a_second_person_confirmed(
    budi: TestClient, rina: TestClient, office: Office, street: Street
) -> None:
    street.request()
    street.request("of Joko", citizen=PAK_JOKO)
    path = recorded(budi, whom="rooms", room_requests="1")
    name, shown = f"{path}/tidak-terjangkau", "sesudah orang kedua mengonfirmasi"
    assert shown in budi.get(path).text
    assert budi.post(name).status_code == 409
    presses(budi, path, "ajukan")
    assert budi.post(name).status_code == 409
    assert f'action="{name}"' not in budi.get(path).text
    presses(rina, path, "setujui")
    sent(office)
    assert f'action="{name}"' in budi.get(path).text
    assert budi.post(name).status_code == 200
    form = {"outcome": "no_breach", "lessons": LESSONS}
    assert rina.post(f"{path}/tutup", data=form).status_code == 303
    assert budi.post(name).status_code == 409
    assert f'action="{name}"' not in budi.get(path).text


def test_where_nobody_has_an_account_no_notice_is_said_to_have_left(
    budi: TestClient, rina: TestClient, office: Office, street: Street, pak_budi: StaffMember
) -> None:
    street.enters(pak_budi)
    path = recorded(budi, whom="rooms", room_requests="1")
    presses(budi, path, "ajukan")
    assert "Tidak ada akun yang dikirimi." in rina.get(path).text
    presses(rina, path, "setujui")
    sent(office)
    page = rina.get(path).text
    assert "tidak ada akun yang dikirimi" in page
    assert "berangkat" not in page
    assert "Tanpa akun Telegram" in rina.post(f"{path}/tidak-terjangkau").text


def test_who_recorded_it_is_told_why_somebody_else_has_to_deny_it(
    budi: TestClient, rina: TestClient
) -> None:
    path = recorded(budi)
    assert "harus orang lain: Rina PPDP." in budi.get(path).text
    form = {"outcome": "no_breach", "lessons": LESSONS}
    answer = budi.post(f"{path}/tutup", data=form)
    assert answer.status_code == 403
    assert "Mintalah orang lain yang berwenang menutupnya." in answer.text
    assert "harus orang lain" not in rina.get(path).text
    assert rina.post(f"{path}/tutup", data=form).status_code == 303


def test_the_page_tells_from_when_the_term_counts_where_that_was_put_off(rina: TestClient) -> None:
    path = recorded(rina, known_at="2026-11-20T08:00", happened_at="")
    assert "Tenggat dihitung dari" not in rina.get(path).text
    version = {"version": version_on(rina.get(path).text)}
    assert rina.post(f"{path}/ubah", data=FORM | version).status_code == 303
    page = rina.get(path).text
    assert "Tenggat dihitung dari" in page
    assert "terlambat 1 jam" in page


def test_what_the_body_was_told_is_corrected_on_the_page(rina: TestClient, office: Office) -> None:
    path = recorded(rina)
    assert rina.post(f"{path}/lembaga", data=BODY).status_code == 303
    assert 'value="500/12/2026"' in rina.get(path).text
    assert rina.post(f"{path}/lembaga", data=BODY | {"letter": "500/13/2026"}).status_code == 303
    page = rina.get(path).text
    assert "surat nomor 500/13/2026 (semula dicatat" in page
    assert "surat nomor 500/12/2026)" in page
    assert acts(office)[0] == "data_breach.body_corrected"


def test_what_did_not_arrive_keeps_it_open_and_closed_it_shows_what_arrived(
    app: Starlette, budi: TestClient, rina: TestClient, office: Office, clock: StandingClock
) -> None:
    path = sent_to_both(budi, rina, office)
    rina.post(f"{path}/lembaga", data=BODY)
    assert "belum semua terjangkau" in rina.get(path).text
    form = {"outcome": "confirmed", "lessons": LESSONS}
    answer = rina.post(f"{path}/tutup", data=form)
    assert answer.status_code == 409
    assert "Masih ada yang tidak terjangkau" in answer.text
    rina.post(f"{path}/cara-lain", data=OTHERS)
    assert rina.post(f"{path}/tutup", data=form).status_code == 303
    assert re.search(r"Sampai saat ditutup</td><td [^>]*>1 dari 2<", rina.get(path).text)
    assert rina.post(f"{path}/surat", data={"addressee": "Menteri"}).status_code == 200
    clock.advance(timedelta(days=1826))
    night(office)
    again = sign_in(app, "rina")
    assert re.search(r"Sampai saat ditutup</td><td [^>]*>1 dari 2<", again.get(path).text)
    for what in ("surat", "tidak-terjangkau"):
        assert again.post(f"{path}/{what}", data={"addressee": "Menteri"}).status_code == 409


def test_a_letter_that_could_not_be_drawn_is_not_noted(
    rina: TestClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object, **__: object) -> bytes:
        raise RuntimeError

    path = recorded(rina)
    monkeypatch.setattr(breach_papers, "draw", breaks)
    with pytest.raises(RuntimeError):
        rina.post(f"{path}/surat", data={"addressee": "Menteri"})
    assert acts(office) == []
