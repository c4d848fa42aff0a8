"""The audit of answers in the panel: drawing, judging one after another, and the figure."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from knowledge.audit import keeping
from knowledge.audit.tables import AuditedAnswer
from knowledge.tables import questions
from knowledge.words import Band
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.library import a_pair, asked, follow, said
from tests.admin.street import sign_in
from tests.people import CLOCKWORK

ONE = "/audit-jawaban/1"


@pytest.fixture
def month(
    office: Office, clock: StandingClock, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    """November is over; twelve answers by an entry that Pak Budi wrote."""
    a_pair(office, pak_budi, bu_dewi)
    for number in range(12):
        asked(office, f"k{number}", f"daftar becak {number}, hubungi 081234567890", Band.ANSWER)
    clock.advance(timedelta(days=10))


@pytest.fixture
def dewi(app: Starlette, month: None) -> TestClient:
    return sign_in(app, "dewi")


@pytest.fixture
def agus(app: Starlette, month: None, pak_agus: StaffMember) -> TestClient:
    return sign_in(app, "agus")


def drawn(client: TestClient) -> str:
    return follow(client, client.post("/audit-jawaban", data={"month": "2026-11", "size": "10"}))


def judges(client: TestClient, *faults: int) -> str:
    """Sit down and judge everything; return the page that follows."""
    page = follow(client, client.post(f"{ONE}/duduk"))
    while found := re.search(r'Jawaban (\d+) dari 10.*name="answer" value="(\d+)"', page, re.S):
        place = int(found[1])
        told = {"verdict": "wrong", "note": "Alamat lama."} if place in faults else {}
        form = {"answer": found[2], "verdict": "right", **told}
        page = follow(client, client.post(f"{ONE}/nilai", data=form))
    return page


def test_without_an_audit_the_page_offers_the_months_that_are_over(agus: TestClient) -> None:
    page = agus.get("/audit-jawaban").text
    assert "Belum ada bulan yang diundi." in page
    assert re.findall(r'<option value="([\d-]+)">', page)[:2] == ["2026-11", "2026-10"]


def test_a_month_is_drawn_and_its_seed_shown(agus: TestClient) -> None:
    page = said(drawn(agus))
    assert "Contoh diundi; benihnya tercatat." in page
    assert "Dari 12 jawaban otomatis bulan November 2026 diundi 10" in page
    assert re.search(r"Benih [0-9a-f]{32} ", page)
    listed = said(agus.get("/audit-jawaban").text)
    assert "November 2026 10 dari 12 belum ada (0) belum ada (0) – – dinilai" in listed


def test_a_judge_sees_the_question_as_it_was_kept_and_the_answer_as_it_was_read(
    agus: TestClient,
) -> None:
    drawn(agus)
    page = said(follow(agus, agus.post(f"{ONE}/duduk")))
    assert "Jawaban 1 dari 10" in page
    assert re.search(r"daftar becak \d+, hubungi \[telepon\]", page)
    assert "Becak wisata didaftarkan di kantor dinas pariwisata." in page
    assert "Sumber: Peraturan bupati tentang becak wisata, per 1 Nov 2026" in page
    assert "0 / 10 Penilai 1: Agus Inspektorat (Anda)" in page


def test_two_people_judge_blindly_then_settle_and_the_figure_stands(
    agus: TestClient, dewi: TestClient
) -> None:
    drawn(agus)
    done = said(judges(agus, 1, 2))
    assert "Bagian Anda selesai" in done
    blind = said(dewi.get(ONE).text)
    assert "10 / 10 Penilai 1: Agus Inspektorat" in blind
    assert "Alamat lama." not in blind
    found = judges(dewi, 2)
    text = said(found)
    assert "ketepatan terbit sesudah 1 perbedaan selesai" in text
    disputed = "Belum ada angka untuk: November 2026 (perbedaan penilaian masih dibahas)."
    assert disputed in said(agus.get("/publik/statistik/2026").text)
    assert "9 / 10 dinilai sama oleh keduanya" in text
    assert "Perbedaan yang belum selesai (1)" in text
    # Both of the two are here already, so only a discussion is open to them.
    assert re.findall(r'<option value="(third|discussion)">', found) == ["discussion"]
    (answer,) = re.findall(r'name="answer" value="(\d+)"', found)
    form = {"answer": answer, "verdict": "partly", "manner": "discussion", "note": "Kurang jam."}
    waits = follow(dewi, dewi.post(f"{ONE}/selesaikan", data=form))
    assert "Usulan tersimpan; berlaku sesudah disetujui penilai yang lain." in said(waits)
    assert "ketepatan terbit sesudah 1 perbedaan selesai" in said(waits)
    assert "Setujui usulan ini" not in waits
    offered = agus.get(ONE).text
    assert "Usulan Dewi Lestari sesudah dibahas bersama: sebagian benar . Kurang jam." in said(
        offered
    )
    agrees = re.search(r"(?s)<form[^>]*>((?:(?!</form>).)*)Setujui usulan ini", offered)
    assert agrees is not None
    sent = dict(re.findall(r'name="(\w+)" value="(\w+)"', agrees[1]))
    assert sent == {"answer": answer, "verdict": "partly", "manner": "discussion"}
    settled = said(follow(agus, agus.post(f"{ONE}/selesaikan", data=sent)))
    assert "80% benar: 8 dari 10; dengan keyakinan 95% antara 49% dan 94,3%" in settled
    assert "Akhirnya sebagian benar , dibahas bersama, Dewi Lestari: Kurang jam." in settled
    assert "0,62 kappa Cohen" in settled
    listed = said(agus.get("/audit-jawaban").text)
    assert "80% 49% sampai 94,3% 0,62 selesai" in listed


def test_forgotten_questions_are_told_and_a_kappa_without_spread_has_no_interval(
    agus: TestClient, dewi: TestClient, office: Office
) -> None:
    drawn(agus)
    with office.unit(CLOCKWORK) as unit:
        third = select(AuditedAnswer.question_id).where(AuditedAnswer.place == 3)
        keeping.forget_questions(unit, unit.session.scalars(third).all())
    begun = said(follow(agus, agus.post(f"{ONE}/duduk")))
    assert "1 pertanyaan sudah dihapus dan tidak dinilai lagi." in begun
    judges(agus, 2)
    text = said(judges(dewi, 2))
    assert "88,9% benar: 8 dari 9" in text
    assert "1,00 kappa Cohen; rentangnya tidak terhitung dari penilaian ini" in text
    assert "1 jawaban tidak dihitung karena pertanyaannya dihapus" in text


def test_an_audit_whose_texts_went_first_says_that_it_gives_no_figure(
    agus: TestClient, office: Office
) -> None:
    drawn(agus)
    judges(agus)
    with office.unit(CLOCKWORK) as unit:
        assert keeping.forget(unit, before=unit.now + timedelta(days=1)) == 1
    page = said(agus.get(ONE).text)
    assert "Audit ini tidak dapat dilanjutkan dan tidak menghasilkan angka." in page
    assert "Bagian Anda selesai" not in page
    assert "Lepaskan tempat" not in page
    assert "Agus Inspektorat (10) belum ada (0) – – tidak selesai" in said(
        agus.get("/audit-jawaban").text
    )
    told = agus.get("/publik/statistik/2026").text
    assert "Belum ada angka untuk: November 2026 (tidak selesai dinilai)." in said(told)


def test_the_last_verdict_can_be_mended_and_shows_what_was_said(agus: TestClient) -> None:
    drawn(agus)
    judges(agus, 10)
    page = agus.get(f"{ONE}?sebelum=11").text
    assert "Anda menilai: salah" in said(page)
    assert re.search(r'<textarea name="note"[^>]*>\nAlamat lama\.</textarea>', page)
    (answer,) = re.findall(r'name="answer" value="(\d+)"', page)
    done = follow(agus, agus.post(f"{ONE}/nilai", data={"answer": answer, "verdict": "right"}))
    assert "Bagian Anda selesai" in said(done)
    assert "Anda menilai: benar" in said(agus.get(f"{ONE}?sebelum=11").text)


def test_the_draw_is_repeated_as_a_proof(
    agus: TestClient, dewi: TestClient, office: Office
) -> None:
    drawn(agus)
    judges(agus)
    judges(dewi)
    assert "Undian diulang: 12 nomor yang sama, dan contoh yang sama." in said(
        agus.get(f"{ONE}?ulang=1").text
    )
    assert "kappa tidak terhitung: semua penilaian sama" in said(agus.get(ONE).text)
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(questions).where(questions.c.id > 2))
    assert "contohnya berbeda. Catatan pertanyaan bulan itu sudah berubah: 2 nomor" in said(
        agus.get(f"{ONE}?ulang=1").text
    )


def test_a_seat_can_be_left_and_taken_by_another(agus: TestClient, dewi: TestClient) -> None:
    drawn(agus)
    follow(agus, agus.post(f"{ONE}/duduk"))
    assert dewi.post(f"{ONE}/lepas", data={"seat": "1"}).status_code == 403
    page = follow(agus, agus.post(f"{ONE}/lepas", data={"seat": "1"}))
    assert "Tempat penilai dilepas" in said(page)
    assert "Penilai 1: Dewi Lestari (Anda)" in said(follow(dewi, dewi.post(f"{ONE}/duduk")))


@pytest.mark.parametrize(
    ("path", "form", "status"),
    [
        ("/audit-jawaban", {"month": "2026-13", "size": "10"}, 422),
        ("/audit-jawaban", {"month": "", "size": "10"}, 422),
        ("/audit-jawaban", {"month": "2026-11", "size": "banyak"}, 422),
        (f"{ONE}/nilai", {"answer": "1", "verdict": "bagus"}, 422),
        (f"{ONE}/nilai", {"answer": "1", "verdict": "wrong"}, 422),
        (f"{ONE}/nilai", {"answer": "99", "verdict": "right"}, 404),
        (f"{ONE}/lepas", {"seat": "7"}, 404),
        (f"{ONE}/selesaikan", {"answer": "1", "verdict": "right", "manner": "x"}, 422),
        ("/audit-jawaban/99/duduk", {}, 404),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(
    agus: TestClient, path: str, form: dict[str, str], status: int
) -> None:
    drawn(agus)
    follow(agus, agus.post(f"{ONE}/duduk"))
    answer = agus.post(path, data=form)
    assert answer.status_code == status, said(answer.text)
    assert re.search("<h1>Tidak (dapat dilakukan|ditemukan)", answer.text)


def test_the_pages_are_for_those_who_assess(ratna: TestClient, stranger: TestClient) -> None:
    assert ratna.get("/audit-jawaban").status_code == 403
    assert "Audit</a>" not in ratna.get("/entri").text
    assert stranger.get("/audit-jawaban").status_code == 303
