"""Programmes and the agenda in the panel: who keeps them, what is shown before people are told."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from starlette.testclient import TestClient

from admin.texts import table
from knowledge import diary, programmes
from knowledge.words import AgendaStatus
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import version_on
from tests.knowledge.programme_desk import (
    DAY,
    PROGRAMME,
    last_words,
    planned,
    programme,
    subscribed,
    told,
)
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

CARD = {
    "name": "Bersih <b>Desa</b>", "region": "Kabupaten Contoh", "status": "berjalan",
    "what": "Kerja bakti.", "who": "Warga.", "when": "Desember.", "where": "Desa.",
    "how": "Datang.", "budget": "APBD.", "contact": "Bappeda.", "source": "SK Bupati",
    "owner": "Bappeda", "as_of": "2026-11-01", "valid_from": "", "valid_until": "",
    "superseded_by": "", "aliases": "bersih dusun\n\nresik desa", "entries": "ppid-waktu",
}  # fmt: skip
EVENT = {
    "title": "Kerja bakti Kepet", "starts_on": "2026-12-07", "ends_on": "", "time": "08.00",
    "place": "Balai Desa", "village": "Desa Kepet", "note": "Bawa <alat>.", "source": "Surat",
}  # fmt: skip
MOVED = {"starts_on": "2026-12-14", "ends_on": "", "time": "08.00", "place": "Balai Desa"}
RAIN = "Hujan deras"


def confirmed(client: TestClient, path: str, form: dict[str, str]) -> str:
    """Look at what would be told, then send it as the page itself would; return where it led."""
    shown = client.post(path, data=form)
    assert shown.status_code == 200, shown.text
    kept = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown.text)
    action = re.search(r'<form method="post" action="([^"]+)" class="card stack">', shown.text)
    assert action is not None
    answer = client.post(action[1], data={name: unescape(value) for name, value in kept})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_curator_adds_a_programme_and_sees_it_escaped(budi: TestClient, office: Office) -> None:
    form = {**CARD, "slug": "bersih-desa", "pack": "ppid"}
    answer = budi.post("/program/baru", data=form)
    assert answer.headers["location"] == "/program/bersih-desa?pesan=programme_added"
    page = budi.get("/program/bersih-desa").text
    assert "Bersih &lt;b&gt;Desa&lt;/b&gt;" in page
    assert "Bersih &lt;b&gt;" in budi.get("/program").text
    with office.reading(CLOCKWORK) as unit:
        card = programmes.find(unit, "bersih-desa").card
    assert card.aliases == ("bersih dusun", "resik desa")
    assert card.entries == ("ppid-waktu",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Nama program: Isian ini wajib diisi."),
        ({"as_of": ""}, "Per tanggal: Isian ini wajib diisi."),
        ({"status": "mungkin"}, "Status: Isian ini wajib diisi."),
        ({"what": "a" * 601}, "Apa: Isian terlalu panjang"),
        ({"superseded_by": "tidak-ada"}, "Digantikan oleh: Program ini tidak ada."),
        ({"slug": "Bersih Desa"}, "Nama pendek: Nama pendek hanya huruf kecil"),
        ({"slug": "baru"}, "Nama pendek: Nama pendek hanya huruf kecil"),
        ({"valid_from": "2026-02-01", "valid_until": "2026-01-01"}, "sebelum tanggal mulai"),
    ],
)
def test_a_wrong_card_comes_back_with_what_was_typed(
    budi: TestClient, changes: dict[str, str], said: str
) -> None:
    form = {**CARD, "slug": "bersih-desa", "pack": "ppid", **changes}
    answer = budi.post("/program/baru", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    assert "resik desa" in answer.text


def test_a_card_is_amended_once_and_the_second_officer_is_told(
    budi: TestClient, dewi: TestClient, office: Office
) -> None:
    programme(office)
    page = budi.get(f"/program/{PROGRAMME}").text
    version = version_on(page)
    first = budi.post(f"/program/{PROGRAMME}/ubah", data={**CARD, "version": version})
    assert first.headers["location"].endswith("programme_amended")
    second = dewi.post(f"/program/{PROGRAMME}/ubah", data={**CARD, "version": version})
    assert second.status_code == 409
    wrong = budi.post(f"/program/{PROGRAMME}/ubah", data={**CARD, "what": "", "version": "2"})
    assert wrong.status_code == 422
    assert "Apa: Isian ini wajib diisi." in wrong.text


def test_how_many_will_be_told_is_shown_before_anybody_is(budi: TestClient, office: Office) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    subscribed(office, PAK_JOKO, village="Kepet")
    shown = budi.post(f"/program/{PROGRAMME}/agenda/periksa", data=EVENT).text
    assert "<b>2 pelanggan akan diberi tahu.</b>" in shown
    assert "Bawa &lt;alat&gt;." in shown
    assert told(office, BU_SARI) == []
    where = confirmed(budi, f"/program/{PROGRAMME}/agenda/periksa", EVENT)
    assert where == f"/program/{PROGRAMME}?pesan=agenda_planned"
    assert told(office, BU_SARI) == told(office, PAK_JOKO) == ["agenda_planned"]
    assert last_words(office, BU_SARI)["note"] == "Bawa <alat>."
    assert "Kerja bakti Kepet" in budi.get(f"/program/{PROGRAMME}").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Nama kegiatan: Isian ini wajib diisi."),
        ({"starts_on": ""}, "Mulai: Isian ini wajib diisi."),
        ({"ends_on": "2026-12-01"}, "Sampai: Tanggal akhirnya sebelum tanggal mulai."),
        ({"starts_on": "besok"}, "Mulai:"),
    ],
)
def test_a_wrong_event_comes_back_with_what_was_typed(
    budi: TestClient, office: Office, changes: dict[str, str], said: str
) -> None:
    programme(office)
    for path in ("agenda/periksa", "agenda"):
        answer = budi.post(f"/program/{PROGRAMME}/{path}", data={**EVENT, **changes})
        assert answer.status_code == 422
        assert said in answer.text
        assert 'value="Balai Desa"' in answer.text


def test_a_date_is_moved_with_a_reason_after_a_look(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    number = planned(office, pak_budi)
    form = {**MOVED, "act": "move", "reason": RAIN, "version": "1"}
    shown = budi.post(f"/agenda/{number}/periksa", data=form).text
    assert "<b>1 pelanggan akan diberi tahu.</b>" in shown
    assert shown.index("7 Desember 2026") < shown.index("14 Desember 2026")
    where = confirmed(budi, f"/agenda/{number}/periksa", form)
    assert where == f"/agenda/{number}?pesan=agenda_moved"
    assert last_words(office, BU_SARI)["reason"] == RAIN
    again = budi.post(f"/agenda/{number}/geser", data={**form, "starts_on": "2026-12-20"})
    assert again.status_code == 409
    assert told(office, BU_SARI) == ["agenda_planned", "agenda_moved"]


def test_an_event_is_cancelled_with_a_reason_after_a_look(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    subscribed(office, BU_SARI, programme=programme(office))
    number = planned(office, pak_budi)
    bare = {"act": "cancel", "reason": "", "version": "1"}
    assert "Alasan: Isian terlalu pendek" in budi.post(f"/agenda/{number}/periksa", data=bare).text
    assert budi.post(f"/agenda/{number}/batal", data=bare).status_code == 422
    where = confirmed(budi, f"/agenda/{number}/periksa", {**bare, "reason": RAIN})
    assert where == f"/agenda/{number}?pesan=agenda_cancelled"
    page = budi.get(f"/agenda/{number}").text
    assert "Dibatalkan" in page
    assert "Pindahkan jadwal" not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": "Balai Desa Kepet", "starts_on": DAY.isoformat()}, "Belum ada yang diubah"),
        ({"starts_on": "2026-11-01"}, "Tanggalnya sudah lewat."),
        ({"starts_on": ""}, "Mulai: Isian ini wajib diisi."),
        ({"ends_on": "2026-12-01"}, "sebelum tanggal mulai"),
    ],
)
def test_a_move_that_is_none_is_422(
    budi: TestClient, office: Office, pak_budi: StaffMember, changes: dict[str, str], said: str
) -> None:
    programme(office)
    number = planned(office, pak_budi)
    form = {**MOVED, "act": "move", "reason": RAIN, "version": "1", **changes}
    answer = budi.post(f"/agenda/{number}/geser", data=form)
    assert answer.status_code == 422
    assert said in answer.text


def test_what_took_place_is_marked(
    budi: TestClient, office: Office, clock: StandingClock, pak_budi: StaffMember
) -> None:
    programme(office)
    number = planned(office, pak_budi, starts_on=date(2026, 11, 23))
    assert budi.post(f"/agenda/{number}/terlaksana", data={"version": "1"}).status_code == 303
    with office.reading(CLOCKWORK) as unit:
        assert diary.event(unit, number).status is AgendaStatus.HELD
    ahead = planned(office, pak_budi)
    assert "Sudah terlaksana" not in budi.get(f"/agenda/{ahead}").text
    assert budi.post(f"/agenda/{ahead}/terlaksana", data={"version": "1"}).status_code == 409
    clock.instant += timedelta(hours=1)
    assert "Terlaksana" in budi.get(f"/program/{PROGRAMME}").text


def test_the_list_shows_status_next_date_and_who_hears_of_it(
    budi: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    programme(office, valid_until=date(2026, 1, 1))
    subscribed(office, BU_SARI, programme=PROGRAMME)
    subscribed(office, PAK_JOKO, village="kepet")
    planned(office, pak_budi)
    page = budi.get("/program").text
    assert "2 warga berlangganan" in page
    assert "7 Des 2026" in page
    assert "Selesai" in page
    assert '<td data-name="Desa">Desa Kepet</td><td data-name="Pelanggan">1</td>' in page
    assert "paket contoh-madiun tidak aktif" in page


def test_what_is_not_there_is_404(budi: TestClient) -> None:
    for path in ("/program/tidak-ada", "/agenda/9999", "/program/tidak-ada/poster.pdf"):
        assert budi.get(path).status_code == 404
    assert budi.post("/program/tidak-ada/agenda/periksa", data=EVENT).status_code == 404
    assert budi.post("/program/tidak-ada/agenda", data=EVENT).status_code == 404


def test_only_curators_come_in(agus: TestClient, office: Office, pak_budi: StaffMember) -> None:
    programme(office)
    number = planned(office, pak_budi)
    for path in ("/program", f"/program/{PROGRAMME}", f"/agenda/{number}", "/program/baru"):
        assert agus.get(path).status_code == 403
    for path in (f"/program/{PROGRAMME}/agenda", f"/agenda/{number}/batal"):
        assert agus.post(path, data={"version": "1", "reason": RAIN}).status_code == 403
    assert 'href="/program"' not in agus.get("/").text


def test_every_refusal_about_programmes_has_its_sentence() -> None:
    codes = set()
    for name in ("programmes", "agenda", "diary", "subscriptions", "signs", "occasion"):
        module = __import__(f"knowledge.{name}", fromlist=["__file__"])
        with open(module.__file__, encoding="utf-8") as source:  # noqa: PTH123
            codes |= set(re.findall(r'Not\w+\((?:"\w+", )?"(\w+)"', source.read()))
    assert len(codes) > 8
    assert codes <= set(table()["refusal"])
