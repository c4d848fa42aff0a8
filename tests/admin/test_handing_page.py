"""Who has a conversation next, in the browser: taken, passed on, taken over, ended, reopened."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from knowledge.escalation.moving import LEASE
from office.clock import StandingClock
from office.people import StaffMember
from tests.admin.street import Street, sign_in
from tests.admin.talking import ANSWER, answered, closed, seen, take


def test_an_officer_takes_a_conversation_and_sees_it_whole(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Selamat pagi.", "Kapan kantor buka?")
    assert 'id="balas"' not in budi.get(f"/percakapan/{number}").text
    answer = budi.post(f"/percakapan/{number}/ambil")
    assert answer.headers["location"] == f"/percakapan/{number}?pesan=claimed"
    page = budi.get(answer.headers["location"]).text
    assert "Percakapan Anda ambil." in page
    assert page.index("Selamat pagi.") < page.index("Kapan kantor buka?")
    assert 'id="balas"' in page


def test_a_conversation_of_somebody_else_is_read_but_not_answered(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    answer = dewi.post(f"/percakapan/{number}/ambil")
    assert answer.headers["location"].endswith("pesan=taken")
    page = dewi.get(answer.headers["location"]).text
    assert "sudah diambil orang lain" in page
    assert "sedang dipegang Budi Santoso" in page
    assert 'id="balas"' not in page
    forms = {
        "balas": {"text": ANSWER, "seen_line": line},
        "catatan": {"note": "x"},
        "lepas": {},
        "serahkan": {"handing_note": "x"},
        "permohonan": {"information": "x", "seen_line": "999999"},
        "peka": {"sensitive": "1"},
        "tutup": {"outcome": "answered", "seen_line": "999999"},
    }
    for act, form in forms.items():
        refused = dewi.post(f"/percakapan/{number}/{act}", data=form)
        assert refused.status_code == 409, act
        assert "tidak sedang Anda pegang" in refused.text
    assert street.keys(f"escalation:{number}:") == ["escalation_opened"]


def test_a_forgotten_conversation_may_be_taken_by_another(
    budi: TestClient, dewi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    clock.advance(LEASE + timedelta(seconds=1))
    assert f'action="/percakapan/{number}/ambil"' in dewi.get(f"/percakapan/{number}").text
    take(dewi, number)
    assert "1 kali terlepas" in dewi.get(f"/percakapan/{number}").text


def test_a_released_conversation_waits_again(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    answer = budi.post(f"/percakapan/{number}/lepas")
    assert answer.headers["location"] == "/antrean?pesan=released"
    assert take(dewi, number)


def test_a_conversation_is_handed_to_a_colleague_with_a_note(
    budi: TestClient, dewi: TestClient, bu_dewi: StaffMember, street: Street
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    page = budi.get(f"/percakapan/{number}").text
    assert f'<option value="{bu_dewi.staff_id}">Dewi Lestari</option>' in page
    assert "Budi Santoso</option>" not in page
    unsaid = budi.post(f"/percakapan/{number}/serahkan", data={"handing_note": ""})
    assert unsaid.status_code == 422
    form = {"to": str(bu_dewi.staff_id), "handing_note": "Ibu lebih tahu soal pupuk."}
    answer = budi.post(f"/percakapan/{number}/serahkan", data=form)
    assert answer.headers["location"] == "/antrean?pesan=handed_over"
    assert dewi.post("/antrean/berikutnya").headers["location"] == (
        f"/percakapan/{number}?pesan=claimed"
    )
    assert "Ibu lebih tahu soal pupuk." in dewi.get(f"/percakapan/{number}").text


def test_a_conversation_is_taken_over_with_a_reason(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    assert "/ambil-alih" not in budi.get(f"/percakapan/{number}").text
    assert "/ambil-alih" in dewi.get(f"/percakapan/{number}").text
    unsaid = dewi.post(f"/percakapan/{number}/ambil-alih", data={"taking_reason": " "})
    assert unsaid.status_code == 422
    form = {"taking_reason": "Pak Budi sedang rapat."}
    answer = dewi.post(f"/percakapan/{number}/ambil-alih", data=form)
    assert answer.headers["location"].endswith("pesan=taken_over")
    assert "Pak Budi sedang rapat." in budi.get(f"/percakapan/{number}").text
    assert 'id="balas"' in dewi.get(f"/percakapan/{number}").text


def test_a_conversation_changes_its_lane(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    answer = budi.post(f"/percakapan/{number}/jalur", data={"lane": "urgent"})
    assert answer.headers["location"].endswith("pesan=lane_moved")
    assert "lane-urgent" in budi.get(f"/percakapan/{number}").text
    assert budi.post(f"/percakapan/{number}/jalur", data={"lane": "x"}).status_code == 422


def test_closing_needs_an_outcome_an_answer_and_its_reason(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    address = f"/percakapan/{number}/tutup"
    for form, said in (
        ({"outcome": "entah"}, "Pilihan tidak dikenal"),
        ({"outcome": "left"}, "Pilihan tidak dikenal"),
        ({"outcome": "answered"}, "Belum ada balasan untuk warga"),
        ({"outcome": "not_possible"}, "masih kosong"),
    ):
        refused = budi.post(address, data={"seen_line": line, **form})
        assert (refused.status_code, said in refused.text) == (422, True), form
    answered(budi, number)
    closed(budi, number, "referred")
    assert "escalation_closed" in street.keys(f"escalation:{number}:")
    page = budi.get(f"/percakapan/{number}").text
    assert "Dirujuk ke kanal lain" in page
    assert "/ambil" not in page
    assert "melanjutkan nomor ini" in page


def test_the_reason_of_a_refusal_reaches_the_citizen_and_a_new_message_stops_the_end(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    street.adds("Satu lagi.")
    form = {"outcome": "not_possible", "closing_reason": "Bukan urusan kabupaten."}
    stopped = budi.post(f"/percakapan/{number}/tutup", data={"seen_line": line, **form})
    assert stopped.status_code == 409
    assert "Bukan urusan kabupaten.</textarea>" in stopped.text
    assert "pesan baru" in stopped.text
    closed(budi, number, form["outcome"], form["closing_reason"])
    assert "Tidak dapat dijawab" in budi.get(f"/percakapan/{number}").text


def test_an_ended_conversation_is_opened_again_by_staff(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    closed(budi, number, "spam")
    answer = budi.post(f"/percakapan/{number}/buka-lagi")
    assert answer.headers["location"].endswith("pesan=reopened")
    assert street.keys(f"escalation:{number}:")[-1] == "escalation_reopened_by_staff"
    twice = budi.post(f"/percakapan/{number}/buka-lagi")
    assert (twice.status_code, "masih terbuka" in twice.text) == (409, True)


def test_a_conversation_becomes_an_offer_of_a_request_in_the_citizens_words(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Minta salinan RKPD 2026.", "Untuk skripsi.")
    take(budi, number)
    page = budi.get(f"/percakapan/{number}").text
    assert "Minta salinan RKPD 2026. Untuk skripsi.</textarea>" in page
    assert budi.post(f"/percakapan/{number}/permohonan", data={}).status_code == 422
    form = {"information": "Salinan dokumen RKPD tahun 2026", "seen_line": "999999"}
    answer = budi.post(f"/percakapan/{number}/permohonan", data=form)
    assert answer.headers["location"].endswith("pesan=request_offered")
    assert street.keys(f"escalation:{number}:")[-1] == "escalation_to_request"
    assert "Menunggu kabar dari warga" in budi.get(f"/percakapan/{number}").text


@pytest.mark.parametrize(
    "act", ["ambil", "lepas", "balas", "batalkan", "kirim-ulang", "usul/setujui", "buka-lagi"]
)
def test_a_conversation_nobody_had_is_404(budi: TestClient, act: str) -> None:
    form = {"text": ANSWER, "seen_line": "1", "line": "1"}
    answer = budi.post(f"/percakapan/4711/{act}", data=form)
    if answer.status_code == 303:
        answer = budi.get(answer.headers["location"])
    assert answer.status_code == 404


def test_a_line_that_is_no_number_is_declined(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    seen(budi, number)
    for line in ("", "x", "-1", "9" * 30):
        for act in ("batalkan", "kirim-sekarang", "kirim-ulang"):
            answer = budi.post(f"/percakapan/{number}/{act}", data={"line": line})
            assert answer.status_code == 422, (act, line)


def test_the_first_page_shows_ones_own_day_and_what_presses(
    app: Starlette, budi: TestClient, dewi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    mine = budi.get("/").text
    assert "Percakapan yang Anda pegang" in mine
    assert f'href="/percakapan/{number}"' in mine
    assert f'href="/percakapan/{number}"' not in dewi.get("/").text
    assert "percakapan lewat janji" not in mine
    clock.advance(timedelta(hours=8))
    assert "<b>1</b> percakapan lewat janji" in sign_in(app, "dewi").get("/").text
