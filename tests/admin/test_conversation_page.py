"""One conversation on one screen: what was said, what stands beside it, what may be inserted."""

import re
from datetime import timedelta

from starlette.applications import Starlette
from starlette.testclient import TestClient

from knowledge import questions
from knowledge.escalation import opening, presence
from knowledge.escalation.words import Reason
from knowledge.finder import Hit
from knowledge.verdict import Verdict
from knowledge.words import Band
from office.clock import StandingClock
from office.people import Citizen, StaffMember
from office.unit import Office
from tests.admin.street import Street, sign_in
from tests.admin.talking import ANSWER, answered, beside, closed, composed, seen, take
from tests.people import BU_SARI, PAK_JOKO

SLUG = "ppid-waktu"
HOW_LONG = "Berapa lama permohonan informasi dijawab?"


def logged(office: Office, clock: StandingClock, citizen: Citizen, text: str, **more: str) -> None:
    """Let a citizen ask the bot, which thinks of two entries."""
    hits = (Hit(SLUG, 0.93, "", ()), Hit("ppid-biaya", 0.41, "", ()), Hit("ppid-x", 0.01, "", ()))
    key = f"kunci {text}"[:40]
    with office.unit(citizen) as unit:
        questions.log(unit, key=key, text=text, route="search", verdict=Verdict(Band.CHOOSE, hits))
    with office.unit(citizen) as unit:
        questions.follow_up(unit, key, more.get("follow_up", "not_this"))
    clock.advance(timedelta(minutes=1))


def test_days_and_authors_are_told_apart(
    app: Starlette, budi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    clock.advance(timedelta(days=1))
    street.adds("Hari Sabtu juga?")
    budi = sign_in(app, "budi")
    take(budi, number)
    budi.post(f"/percakapan/{number}/catatan", data={"note": "Tanya Pak Camat."})
    page = budi.get(f"/percakapan/{number}").text
    assert re.findall(r'<h2 class="day"><span>([^<]+)', page) == [
        "Senin, 23 November 2026", "Selasa, 24 November 2026",
    ]  # fmt: skip
    assert re.findall(r'<li class="(\w+)" id="baris', page) == [
        "citizen", "staff", "citizen", "note",
    ]  # fmt: skip


def test_a_long_conversation_shows_its_last_turns_and_the_rest_on_demand(
    budi: TestClient, street: Street
) -> None:
    number = street.asks(*[f"Pesan nomor {count}." for count in range(1, 48)])
    page = budi.get(f"/percakapan/{number}").text
    assert "Pesan nomor 8." in page
    assert "Pesan nomor 7." not in page
    assert "Tampilkan 7 pesan sebelumnya" in page
    assert "Pesan nomor 1." in budi.get(f"/percakapan/{number}?semua=1").text


def test_the_promise_counts_down_and_says_how_it_was_reckoned(
    app: Starlette, budi: TestClient, street: Street, clock: StandingClock
) -> None:
    street.asks("Saya dulu.", citizen=PAK_JOKO)
    number = street.asks("Kapan kantor buka?")
    page = budi.get(f"/percakapan/{number}").text
    assert re.search(r"Dijanjikan dijawab <b>23 Nov 2026 09.00 sampai \d\d.\d\d</b>", page)
    assert re.search(r'data-left="\d+">tinggal \d+ menit', page)
    assert "1 percakapan di depannya" in page
    clock.advance(timedelta(hours=5))
    late = sign_in(app, "budi").get(f"/percakapan/{number}").text
    assert re.search(r'bad" datetime="[^"]+" data-left="-\d+">terlambat \d jam', late)


def test_another_language_and_a_reason_are_seen_at_once(
    budi: TestClient, street: Street, office: Office
) -> None:
    with office.unit(BU_SARI) as unit:
        opening.open_for(unit, reason=Reason.MISSED, language="jv")
        opening.add_line(unit, "Kula badhe tanglet.")
    page = budi.get("/percakapan/1").text
    assert '<span class="tag tongue">Bahasa Jawa</span>' in page
    assert "Bot tidak tahu" in page


def test_what_the_bot_tried_is_told_with_its_doubts(
    app: Starlette,
    pak_budi: StaffMember,
    street: Street,
    office: Office,
    clock: StandingClock,
) -> None:
    logged(office, clock, BU_SARI, "Pertanyaan tiga jam lalu")
    clock.advance(timedelta(hours=3))
    logged(office, clock, BU_SARI, "brp lama NIK 3507152102900001 diproses")
    logged(office, clock, PAK_JOKO, "Pertanyaan orang lain")
    number = street.asks("Saya mau bicara dengan petugas.")
    part = beside(sign_in(app, "budi").get(f"/percakapan/{number}").text)
    assert "brp lama NIK [nomor] diproses" in part
    assert "Bukan ini" in part
    assert re.search(r"cukup yakin untuk menjawab</span> <span class=\"quiet\">93 persen", part)
    assert "41 persen" in part
    assert "1 persen" not in part.replace("41 persen", "")
    assert "tiga jam lalu" not in part
    assert "orang lain" not in part


def test_running_requests_and_objections_stand_beside_with_their_dates(
    budi: TestClient, street: Street
) -> None:
    own = street.request("a")
    street.request("b", PAK_JOKO)
    number = street.asks("Bagaimana permohonan saya?")
    part = beside(budi.get(f"/percakapan/{number}").text)
    assert f'<a href="/register/{own}">0001/PPID/XI/2026</a>' in part
    assert "Tenggat Senin, 7 Desember 2026" in part
    assert "0002/PPID" not in part


def test_earlier_conversations_are_linked(budi: TestClient, street: Street) -> None:
    before = street.asks("Halo")
    take(budi, before)
    closed(budi, before, "spam")
    number = street.asks("Halo lagi")
    assert f'href="/percakapan/{before}"' in beside(budi.get(f"/percakapan/{number}").text)


def test_an_entry_is_suggested_and_inserted_without_losing_what_was_typed(
    budi: TestClient, street: Street
) -> None:
    number = street.asks(HOW_LONG)
    line = take(budi, number)
    page = budi.get(f"/percakapan/{number}").text
    assert f'value="sisip:{SLUG}"' in beside(page)
    form = {"text": "Selamat pagi, Bu.", "seen_line": line, "do": f"sisip:{SLUG}"}
    inserted = budi.post(f"/percakapan/{number}/balas", data=form)
    assert inserted.status_code == 200
    text = composed(inserted.text)
    assert text.startswith("Selamat pagi, Bu.\n\n")
    assert "10 hari kerja" in text
    assert "\n\nSumber: " in text
    assert "\nPer tanggal " in text
    assert "**" not in text
    assert street.keys(f"escalation:{number}:line:") == []
    by_address = composed(budi.get(f"/percakapan/{number}?sisip={SLUG}").text)
    assert text.endswith(by_address)


def test_an_entry_that_is_not_there_inserts_nothing(budi: TestClient, street: Street) -> None:
    number = street.asks(HOW_LONG)
    take(budi, number)
    for wanted in ("?sisip=tidak-ada", "?sisip=../../etc", "?ulang=99", "?ulang=x", "?usul=1"):
        assert composed(budi.get(f"/percakapan/{number}{wanted}").text) == ""


def test_entries_are_searched_from_the_screen_and_typed_words_stay(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    form = {"text": "Belum selesai", "seen_line": line, "do": "cari", "cari": HOW_LONG}
    found = budi.post(f"/percakapan/{number}/balas", data=form)
    assert found.status_code == 200
    assert composed(found.text) == "Belum selesai"
    assert f'value="sisip:{SLUG}"' in beside(found.text)
    read_only = dewi.get(f"/percakapan/{number}?cari={HOW_LONG}").text
    assert f'href="/entri/{SLUG}"' in beside(read_only)
    assert "sisip:" not in read_only
    nothing = budi.get(f"/percakapan/{number}?cari=zzzzqqq").text
    assert "Tidak ada entri untuk “zzzzqqq”." in nothing


def test_an_earlier_answer_is_offered_and_its_numbers_are_to_be_filled_in(
    budi: TestClient, street: Street
) -> None:
    before = street.asks("Bagaimana cara mengurus bantuan pupuk kelompok tani?", citizen=PAK_JOKO)
    take(budi, before)
    answered(budi, before, "Lewat penyuluh di kecamatan, hubungi 0341 555123.")
    closed(budi, before)
    number = street.asks("mau tanya cara urus bantuan pupuk kelompok tani")
    line = take(budi, number)
    part = beside(budi.get(f"/percakapan/{number}").text)
    assert "Pernah dijawab" in part
    assert "hubungi [telepon]." in part
    assert "555123" not in part
    form = {"text": "", "seen_line": line, "do": f"kasus:{before}"}
    inserted = budi.post(f"/percakapan/{number}/balas", data=form)
    assert composed(inserted.text) == "Lewat penyuluh di kecamatan, hubungi {isi: telepon}."
    form = {"text": composed(inserted.text), "seen_line": line}
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 422


def test_who_else_reads_is_said(
    budi: TestClient, bu_dewi: StaffMember, street: Street, office: Office
) -> None:
    number = street.asks("Halo")
    with office.unit(bu_dewi) as unit:
        presence.seen(unit, number, writing=False)
    assert "Dewi Lestari sedang membaca" in budi.get(f"/percakapan/{number}").text
    with office.unit(bu_dewi) as unit:
        presence.seen(unit, number, writing=True)
    assert "Dewi Lestari sedang menulis" in budi.get(f"/percakapan/{number}").text


def test_what_a_citizen_writes_is_never_markup(budi: TestClient, street: Street) -> None:
    hostile = "<script>alert(1)</script><b hx-get=/keluar>x</b>"
    number = street.asks(hostile)
    take(budi, number)
    page = budi.get(f"/percakapan/{number}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<b hx-get" not in page


def test_what_an_officer_typed_comes_back_as_words(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    form = {"text": "</textarea><script>alert(1)</script> {isi: x}", "seen_line": "1"}
    refused = budi.post(f"/percakapan/{number}/balas", data=form)
    assert composed(refused.text) == form["text"]
    assert "<script>alert" not in refused.text


def test_a_new_message_appears_in_the_part_that_refreshes_itself(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    answered(budi, number, ANSWER)
    street.adds("Terima kasih.")
    page = budi.get(f"/percakapan/{number}").text
    live = page[page.index('id="obrolan"') : page.index('id="balas"')]
    assert "Terima kasih." in live
    assert f'data-newest="{seen(budi, number)}"' in live
    # What is refreshed does not vouch for what is being written meanwhile.
    assert 'form="balas"' not in live


def test_a_part_that_is_refreshed_alone_does_not_look_everything_up_again(
    budi: TestClient, street: Street
) -> None:
    street.request("a")
    number = street.asks(HOW_LONG)
    take(budi, number)
    lines = budi.get(f"/percakapan/{number}", headers={"hx-target": "obrolan"}).text
    assert HOW_LONG in lines[lines.index('id="obrolan"') :]
    assert "0001/PPID" not in lines
    assert "sisip:" not in lines
    address = f"/percakapan/{number}?cari={HOW_LONG}"
    results = budi.get(address, headers={"hx-target": "hasil-cari"}).text
    assert f"sisip:{SLUG}" in results[results.index('id="hasil-cari"') :]
    assert "0001/PPID" not in results


def test_the_superior_and_the_auditor_open_no_conversation(
    ratna: TestClient, agus: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    for client in (ratna, agus):
        assert client.get(f"/percakapan/{number}").status_code == 403
