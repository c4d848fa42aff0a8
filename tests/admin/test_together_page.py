"""Similar questions on one page: ticked one by one, previewed for each, answered for each."""

import re
from datetime import timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from knowledge.escalation import claiming
from knowledge.escalation.words import Outcome
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import Street
from tests.admin.test_queue_page import comes

ASKED = ("Kapan bansos November cair?", "kpn bansos november cair bu", "Bansos November cair kapan")
ANSWER = "Bansos November cair tanggal 25 November 2026. Sumber: Dinas Sosial."


def ask_all(office: Office) -> list[int]:
    return [comes(office, 10 + place, words) for place, words in enumerate(ASKED)]


def form_on(page: str) -> dict[str, str]:
    """Return what a page's form would send: hidden fields and whatever is ticked."""
    found = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', page)
    ticks = re.findall(r'<input type="checkbox" name="(warga-\d+)" value="(\d+)" checked>', page)
    return {name: unescape(value) for name, value in [*found, *ticks]}


def test_similar_questions_are_previewed_for_each_and_answered_for_each(
    budi: TestClient, office: Office, street: Street
) -> None:
    numbers = ask_all(office)
    comes(office, 30, "Apa syarat mengurus KTP hilang?")
    queue = budi.get("/antrean").text
    assert "3 orang menanyakan hal serupa" in queue
    page = budi.get(f"/antrean/serupa?dekat={numbers[0]}").text
    for words in ASKED:
        assert words in page
    assert "KTP hilang" not in page
    form = {**form_on(page), "text": ANSWER, "lalu": "tunggu"}
    preview = budi.post("/antrean/serupa", data={**form, "do": "periksa"}).text
    assert preview.count(ANSWER) == len(numbers) + 1, "a bubble each, and what the form carries"
    assert "Kirim ke 3 orang" in preview
    assert street.keys(f"escalation:{numbers[0]}:line:") == [], "nothing is sent by looking"
    sent = budi.post("/antrean/serupa", data={**form_on(preview), "text": ANSWER, "do": "kirim"})
    assert sent.status_code == 303
    result = budi.get(sent.headers["location"]).text
    assert result.count("antre kirim</span>") == len(numbers)
    for number in numbers:
        assert street.keys(f"escalation:{number}:line:") == ["staff_reply"]
    assert "menanyakan hal serupa" not in budi.get("/antrean").text


def test_who_is_not_ticked_waits_on_and_who_was_taken_is_named(
    budi: TestClient, office: Office, street: Street, bu_dewi: StaffMember
) -> None:
    first, second, third = ask_all(office)
    form = form_on(budi.get(f"/antrean/serupa?dekat={first}").text)
    del form[f"warga-{third}"]
    with office.unit(bu_dewi) as unit:
        claiming.claim(unit, second)
    preview = budi.post("/antrean/serupa", data={**form, "text": ANSWER, "do": "periksa"}).text
    assert "Kirim ke 1 orang" in preview
    assert "T-00002/2026: sudah diambil" in preview
    sent = budi.post("/antrean/serupa", data={**form, "text": ANSWER, "do": "kirim"})
    result = budi.get(sent.headers["location"]).text
    assert "sudah diambil atau dijawab orang lain" in result
    keys = [street.keys(f"escalation:{number}:line:") for number in (first, second, third)]
    assert keys == [["staff_reply"], [], []]


def test_all_replies_are_taken_back_at_once(
    budi: TestClient, office: Office, clock: StandingClock
) -> None:
    numbers = ask_all(office)
    form = form_on(budi.get(f"/antrean/serupa?dekat={numbers[0]}").text)
    sent = budi.post("/antrean/serupa", data={**form, "text": ANSWER, "do": "kirim"})
    page = budi.get(sent.headers["location"]).text
    assert "Batalkan semua" in page
    back = budi.post("/antrean/serupa/batal", data=form_on(page))
    assert back.headers["location"].endswith("pesan=all_taken_back")
    assert "ditarik sebelum terkirim" in budi.get(back.headers["location"]).text
    assert "3 orang menanyakan hal serupa" in budi.get("/antrean").text
    clock.advance(timedelta(seconds=11))
    assert "Batalkan semua" not in budi.get(sent.headers["location"]).text
    assert budi.post("/antrean/serupa/batal", data={}).status_code == 422


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (" ", "isinya masih kosong"),
        ("Alamatnya {isi: alamat kantor}", "Masih perlu diisi: {isi: alamat kantor}"),
        ("Tanyakan pemenang tender ke LPSE.", "topik peka"),
    ],
    ids=["empty", "blank", "topic"],
)
def test_a_text_that_cannot_go_keeps_what_was_typed_and_ticked(
    budi: TestClient, office: Office, text: str, said: str
) -> None:
    numbers = ask_all(office)
    form = form_on(budi.get(f"/antrean/serupa?dekat={numbers[0]}").text)
    del form[f"warga-{numbers[2]}"]
    answer = budi.post("/antrean/serupa", data={**form, "text": text, "do": "kirim"})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert text.strip() in unescape(answer.text)
    assert f'name="warga-{numbers[0]}" value="{form[f"warga-{numbers[0]}"]}" checked' in answer.text
    assert not re.search(rf'name="warga-{numbers[2]}" value="\d+" checked', answer.text)


def test_an_entry_is_searched_and_inserted_after_what_was_typed(
    budi: TestClient, office: Office
) -> None:
    numbers = ask_all(office)
    form = form_on(budi.get(f"/antrean/serupa?dekat={numbers[0]}").text)
    looked = budi.post(
        "/antrean/serupa", data={**form, "text": "Selamat pagi.", "cari": "ktp", "do": "cari"}
    ).text
    slug = re.search(r'name="do" value="sisip:([a-z0-9-]+)"', looked)
    assert slug is not None
    filled = budi.post(
        "/antrean/serupa", data={**form, "text": "Selamat pagi.", "do": f"sisip:{slug[1]}"}
    ).text
    typed = unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", filled, re.S)[1])  # type: ignore[index]
    assert typed.strip().startswith("Selamat pagi.\n\n")
    assert "Per tanggal" in typed


def test_a_group_that_is_no_more_says_so(budi: TestClient, office: Office) -> None:
    number = comes(office, 1, "Jam buka loket?")
    for query in (f"?dekat={number}", "?dekat=4711", "?dekat=x", ""):
        answer = budi.get(f"/antrean/serupa{query}")
        assert answer.status_code == 200
        assert "Tidak ada lagi yang menanyakan hal serupa." in answer.text


def test_a_made_up_result_shows_nothing(budi: TestClient, office: Office) -> None:
    number = comes(office, 1, "Jam buka loket?")
    for query in (f"terkirim={number}.1", "terkirim=9.9-x.y&lewat=8.entah-z", "lewat=1.²", ""):
        page = budi.get(f"/antrean/serupa/hasil?{query}")
        assert page.status_code == 200, query
        assert "Tidak ada yang dibalas." in page.text, query


def test_a_group_is_closed_with_an_outcome(
    budi: TestClient, office: Office, street: Street
) -> None:
    numbers = ask_all(office)
    form = form_on(budi.get(f"/antrean/serupa?dekat={numbers[0]}").text)
    wrong = budi.post(
        "/antrean/serupa", data={**form, "text": ANSWER, "lalu": "spam", "do": "kirim"}
    )
    assert wrong.status_code == 422
    closes = {**form, "text": ANSWER, "lalu": Outcome.ANSWERED.value, "do": "kirim"}
    assert budi.post("/antrean/serupa", data=closes).status_code == 303
    for number in numbers:
        assert "escalation_closed" in street.keys(f"escalation:{number}:")
