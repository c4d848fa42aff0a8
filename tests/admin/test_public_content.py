"""What everybody's pages say: register, answers, lists, deadlines, letters, charter, privacy."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from admin.app import build
from admin.dates import weekday_date
from admin.public import charter
from knowledge.broadcasts import running
from knowledge.broadcasts.wording import Wording
from office import chat, daysoff, retention
from office.clock import StandingClock
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from register import decisions, open_subjects, public_list, reckoning, requests
from register.decisions import Grant
from register.intake import NOTICE
from register.letter_tables import Letter
from register.list_words import InformationClass
from tests.admin.public_street import WORDS, a_while_later
from tests.admin.street import BOT, Street, browser
from tests.knowledge.broadcasts.crowd import approved, carry_on, crowd
from tests.knowledge.samples import an_edition, published
from tests.people import CLOCKWORK, PAK_JOKO
from tests.register.lists import established, listed

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, packs=("ppid", "uji"), _env_file=None)


def test_a_request_is_shown_by_number_dates_and_decision_alone(
    office: Office, street: Street, stranger: TestClient, pak_budi: StaffMember,
    clock: StandingClock,
) -> None:  # fmt: skip
    number = street.request()
    assert "Rincian belum ditinjau untuk umum" in stranger.get("/publik/register").text
    for act in (requests.take_up, decisions.grant, open_subjects.publish):
        with office.unit(pak_budi) as unit:
            if act is requests.take_up:
                requests.take_up(unit, number, version=1)
            elif act is decisions.grant:
                decisions.grant(unit, number, version=2, grant=Grant())
            else:
                open_subjects.publish(
                    unit, number, subject=WORDS, information_class=InformationClass.PERIODIC
                )
    a_while_later(clock)
    for address in ("/publik/register", "/publik/register/2026/1"):
        page = stranger.get(address).text
        for said in (WORDS, "0001/PPID/XI/2026", "Dikabulkan seluruhnya", "tepat waktu"):
            assert said in page, (address, said)
        for secret in ("Sari", "Melati", "guru", "skripsi", "3507"):
            assert secret not in page, (address, secret)


def test_the_register_is_filtered_by_year_and_status_and_leafed_through(
    office: Office, street: Street, stranger: TestClient, pak_budi: StaffMember,
    clock: StandingClock,
) -> None:  # fmt: skip
    for turn in range(27):
        street.request(f"draft-{turn}", PAK_JOKO)
        clock.advance(timedelta(minutes=20))
    with office.unit(pak_budi) as unit:
        requests.take_up(unit, 3, version=1)
    first = stranger.get("/publik/register").text
    assert "27 permohonan" in first
    assert "0027/PPID" in first
    assert "0002/PPID" not in first
    assert 'href="?tahun=2026&amp;sebelum=3"' in first
    second = stranger.get("/publik/register?tahun=2026&sebelum=3").text
    assert "0002/PPID" in second
    assert "Lebih baru" in second
    taken = stranger.get("/publik/register?tahun=2026&status=in_process").text
    assert "1 permohonan" in taken
    assert "0003/PPID" in taken
    assert "Tidak ada permohonan" in stranger.get("/publik/register?tahun=2019").text
    assert "27 permohonan" in stranger.get("/publik/register?status=hantu").text


def test_an_answer_tells_source_day_and_the_way_into_the_chat(
    office: Office, stranger: TestClient, pak_budi: StaffMember, bu_ratna: StaffMember,
    bu_dewi: StaffMember,
) -> None:  # fmt: skip
    edition = an_edition(body="Datang **pagi**:\n\n- bawa becak\n- bawa <script>alert(1)</script>")
    published(office, pak_budi, bu_dewi, edition)
    page = stranger.get("/publik/jawaban/uji-becak").text
    assert "<strong>pagi</strong>" in page
    assert "<li>bawa becak</li>" in page
    assert "<script>" not in page
    assert "Peraturan bupati tentang becak wisata" in page
    assert "Minggu, 1 November 2026" in page
    assert 'href="http://127.0.0.1:8081/?start=j-uji-becak"' in page
    assert "<svg" in page.partition('class="card qr"')[2]


def test_answers_are_found_by_topic_and_by_ones_own_words(
    office: Office, stranger: TestClient, pak_budi: StaffMember, bu_dewi: StaffMember
) -> None:
    published(office, pak_budi, bu_dewi, an_edition())
    assert 'href="/publik/jawaban/topik/wilayah"' in stranger.get("/publik/jawaban").text
    lead = 'href="/publik/jawaban/uji-becak"'
    assert lead in stranger.get("/publik/jawaban/topik/wilayah").text
    assert lead in stranger.get("/publik/jawaban?cari=cara daftar becak wisata").text
    lost = stranger.get("/publik/jawaban?cari=<b>zzzz</b>").text
    assert "Belum ada jawaban yang cocok" in lost
    assert "<b>zzzz</b>" not in lost


def test_what_has_ended_says_so_and_is_in_no_list(
    office: Office, stranger: TestClient, pak_budi: StaffMember, bu_dewi: StaffMember,
    clock: StandingClock,
) -> None:  # fmt: skip
    edition = an_edition(valid_until=date(2026, 11, 25))
    published(office, pak_budi, bu_dewi, edition)
    assert "uji-becak" in stranger.get("/publik/jawaban/topik/wilayah").text
    clock.advance(timedelta(days=3))
    assert stranger.get("/publik/jawaban/topik/wilayah").status_code == 404
    assert "sudah tidak berlaku" in stranger.get("/publik/jawaban/uji-becak").text
    assert "uji-becak" not in stranger.get("/sitemap.xml").text


def test_the_list_is_shown_by_class_and_by_words_and_leads_to_its_answer(
    office: Office, stranger: TestClient, pak_budi: StaffMember, bu_dewi: StaffMember,
    clock: StandingClock,
) -> None:  # fmt: skip
    published(office, pak_budi, bu_dewi, an_edition())
    listed(office, pak_budi, entry_slug="uji-becak", url_or_file="https://contoh.go.id/rkpd.pdf")
    other = listed(
        office, pak_budi, summary="Peta rawan banjir", information_class=InformationClass.IMMEDIATE
    )
    page = stranger.get("/publik/dip").text
    assert 'href="https://contoh.go.id/rkpd.pdf"' in page
    assert 'href="/publik/jawaban/uji-becak"' in page
    assert "2 informasi" in page
    flood = stranger.get("/publik/dip?klasifikasi=immediate").text
    assert "Peta rawan banjir" in flood
    assert "Rencana Kerja" not in flood
    assert "Rencana Kerja" in stranger.get("/publik/dip?cari=rencana").text
    with office.unit(pak_budi) as unit:
        public_list.retire(unit, other, version=1, reason="Diganti peta baru")
    a_while_later(clock)
    assert "Peta rawan banjir" not in stranger.get("/publik/dip").text
    assert "Peta rawan banjir" not in stranger.get("/publik/data/dip.csv").text


def test_what_is_exempt_is_shown_with_basis_consequence_and_period_and_nobodys_name(
    office: Office, stranger: TestClient, pak_budi: StaffMember, bu_ratna: StaffMember
) -> None:
    established(office, pak_budi, bu_ratna)
    page = stranger.get("/publik/dikecualikan").text
    for said in ("Rekam medis pasien RSUD", "Pasal 17 huruf h", "Riwayat kesehatan", "188/45/2026"):
        assert said in page
    for name in ("Budi", "Ratna", "dr. Lina", "Hadi"):
        assert name not in page
    assert "Rekam medis" in stranger.get("/publik/data/dikecualikan.csv").text


def test_a_deadline_is_counted_as_the_panel_counts_it(
    stranger: TestClient, budi: TestClient, office: Office
) -> None:
    query = "?mulai=2026-12-21&jangka=notice"
    page = stranger.get(f"/publik/hitung{query}").text
    with office.reading(CLOCKWORK) as unit:
        day = date(2026, 12, 21)
        row = reckoning.reckon(day, daysoff.calendar(unit, day))[2]
    assert row.name == "notice"
    assert page.count("<li") >= len(row.derivation.counted) + len(row.derivation.skipped)
    for off in row.derivation.skipped:
        assert off.reason.replace("weekend", "akhir pekan") in page
    assert "UU 14/2008 Pasal 22 ayat (7)" in page
    bold = page.partition("Jatuh tempo <b>")[2].partition("</b>")[0]
    assert bold in budi.get(f"/hitung{query}").text


@pytest.mark.parametrize("term", ["extended_notice", "extension"])
def test_an_extension_reads_as_what_it_adds_to_the_notice(
    stranger: TestClient, office: Office, term: str
) -> None:
    page = stranger.get(f"/publik/hitung?mulai=2026-11-23&jangka={term}").text
    with office.reading(CLOCKWORK) as unit:
        day = date(2026, 11, 23)
        rows = {row.name: row for row in reckoning.reckon(day, daysoff.calendar(unit, day))}
    assert f"Jatuh tempo <b>{weekday_date(rows['extension'].on)}</b>, 10 + 7 = 17 hari" in page
    noticed = weekday_date(rows["notice"].on)
    assert f"10 hari kerja untuk pemberitahuan, sampai {noticed}, lalu 7 hari kerja lagi" in page
    assert f"{noticed}: akhir jangka pemberitahuan" in page
    # What is chosen fits a phone: how long each lasts stands in the answer and in the table.
    assert "hari kerja)</option>" not in page
    assert '<td data-name="Hari kerja">10 + 7 = 17</td>' in page
    assert "(7 hari kerja)" not in page


def test_a_stranger_who_lost_the_way_is_led_to_everybodys_pages_and_staff_to_theirs(
    stranger: TestClient, budi: TestClient
) -> None:
    for path in ("/tidak-ada", "/register/1/tidak-ada", "/publik/tidak-ada"):
        lost = stranger.get(path)
        assert lost.status_code == 404
        assert "Halaman ini tidak ada." in lost.text
        assert 'href="/publik">Ke halaman untuk umum' in lost.text
        assert "<script" not in lost.text
        assert lost.headers["content-security-policy"].startswith("default-src 'none'; style")
        assert ('href="/masuk"' in lost.text) == (not path.startswith("/publik"))
    assert budi.get("/tidak-ada").status_code == 404
    assert "Ke halaman untuk umum" not in budi.get("/tidak-ada").text


@pytest.mark.parametrize("query", ["mulai=kemarin", "mulai=1999-01-01", "hari=0", "hari=251"])
def test_a_day_or_a_number_that_cannot_be_is_said_beside_the_form(
    stranger: TestClient, query: str
) -> None:
    answer = stranger.get(f"/publik/hitung?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert '<form class="asks"' in answer.text


def test_a_code_that_is_typed_leads_where_its_picture_leads(
    office: Office, street: Street, stranger: TestClient
) -> None:
    street.request()
    with office.reading(CLOCKWORK) as unit:
        code = unit.session.query(Letter.code).order_by(Letter.id).limit(1).scalar()
    typed = f" {code[:5].lower()}-{code[5:]} "
    lead = stranger.get("/publik/periksa", params={"kode": typed})
    assert lead.headers["location"] == f"/periksa/{code}"
    page = stranger.get(lead.headers["location"])
    assert "benar diterbitkan" in page.text
    assert code in page.text
    assert "noindex" in page.text


def test_the_charter_has_all_the_law_wants_and_names_what_is_missing(
    stranger: TestClient, settings: Settings
) -> None:
    page = stranger.get("/publik/maklumat").text
    for wanted in ("Dasar hukum", "mekanisme, dan prosedur", "Jangka waktu", "Biaya", "Jaminan",
                   "Evaluasi", "Standar prosedur", "10 hari kerja", "08.00-12.00"):  # fmt: skip
        assert wanted in page, wanted
    assert "(belum diisi: nomor dan tanggal penetapan" in page
    assert "{isi" not in page
    assert len(charter.unfilled(settings)) > 5


def test_an_office_says_its_own_words_and_what_is_wrong_with_them_is_told(
    stranger: TestClient, settings: Settings, clock: StandingClock
) -> None:
    own = settings.data_dir / "maklumat.toml"
    own.write_text('[maklumat]\nditetapkan = "SK Bupati 7/2026"\n[biaya]\nbea = "x"\n')
    page = stranger.get("/publik/maklumat").text
    assert "SK Bupati 7/2026" in page
    assert "tidak dikenai biaya" in page
    assert "maklumat.toml: [biaya] bea" in charter.unfilled(settings)
    assert not [one for one in charter.unfilled(settings) if "penetapan" in one]
    own.write_text("[maklumat\n")
    a_while_later(clock)
    assert stranger.get("/publik/maklumat").status_code == 200
    assert "cannot be read" in charter.unfilled(settings)[0]


def test_the_privacy_notice_tells_the_terms_that_hold_here(
    office: Office, stranger: TestClient, clock: StandingClock
) -> None:
    page = stranger.get("/publik/privasi").text
    schedule = retention.schedule()
    for one in (*schedule.lines, *schedule.lasting):
        assert one.what in page.replace("&#39;", "'"), one.name
    assert "72 jam" in page
    assert f"Versi {NOTICE}" in page


def test_while_the_bot_was_never_at_work_no_page_leads_to_it(
    office: Office, writer: Writer, tmp_path: Path, clock: StandingClock
) -> None:
    settings = Settings(data_dir=tmp_path, telegram_token=BOT, _env_file=None)
    stranger = browser(build(settings, office, writer))
    assert "t.me" not in stranger.get("/publik").text
    with office.unit(CLOCKWORK) as unit:
        chat.remember(unit, "pendopo_bot")
    a_while_later(clock)
    assert 'href="https://t.me/pendopo_bot"' in stranger.get("/publik").text


def test_a_notice_to_everybody_is_shown_as_long_as_it_holds(
    office: Office, stranger: TestClient, clock: StandingClock, bu_dewi: StaffMember,
    bu_ratna: StaffMember,
) -> None:  # fmt: skip
    assert "tidak ada pengumuman" in stranger.get("/publik/pengumuman").text
    words = {"id": Wording("Banjir di Desa Sukamaju", "Jalan raya **ditutup** sampai air surut.")}
    until = date(2026, 11, 25)
    approved(office, bu_dewi, bu_ratna, texts=words, valid_until=until)
    a_while_later(clock)
    assert "Banjir" not in stranger.get("/publik/pengumuman").text
    carry_on(office)
    a_while_later(clock)
    page = stranger.get("/publik/pengumuman").text
    assert "Banjir di Desa Sukamaju" in page
    assert "<strong>ditutup</strong>" in page
    assert "Banjir di Desa Sukamaju" in stranger.get("/publik").text
    for name in ("Dewi", "Ratna"):
        assert name not in page
    clock.advance(timedelta(days=3))
    assert "Banjir" not in stranger.get("/publik/pengumuman").text
    assert "Banjir" not in stranger.get("/publik").text


def test_a_notice_that_was_stopped_is_shown_no_more(
    office: Office, stranger: TestClient, clock: StandingClock, bu_dewi: StaffMember,
    bu_ratna: StaffMember,
) -> None:  # fmt: skip
    words = {"id": Wording("Banjir di Desa Sukamaju", "Jalan raya ditutup sampai air surut.")}
    crowd(office, 30)
    number = approved(office, bu_dewi, bu_ratna, texts=words)
    carry_on(office)
    assert "Banjir" in stranger.get("/publik").text
    a_while_later(clock)
    with office.unit(bu_ratna) as unit:
        running.stop(unit, number, reason="Ternyata keliru sama sekali")
    assert "Banjir" not in stranger.get("/publik/pengumuman").text
