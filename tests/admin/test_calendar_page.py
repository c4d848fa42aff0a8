"""The calendar in the browser: read by all staff, changed by those who keep it, after a look."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin import almanac
from office import calendar_changes, daysoff
from office.clock import StandingClock
from office.daysoff import calendar_years, days_off
from office.people import Permission, StaffMember
from office.unit import Office
from office.workdays import DayOff, DayOffKind, WorkWeek
from register.tables import Request, RequestEvent
from tests.admin.street import Street, sign_in
from tests.people import CLOCKWORK

REASON = "Surat edaran bupati tentang banjir"
FLOOD = date(2026, 12, 2)


def the_form(**fields: str) -> dict[str, str]:
    return {"year": "2026", "seen": "1", **fields}


ADD_FLOOD = the_form(day="2026-12-02", kind="ad_hoc", name="Banjir besar")


def confirmed(page: str) -> dict[str, str]:
    """Return what the confirming form of a page would send."""
    form = page[page.index('action="/kalender/ubah"') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def own(office: Office) -> daysoff.Calendar:
    with office.reading(CLOCKWORK) as unit:
        return daysoff.whole(unit)


def dues(office: Office) -> list[date]:
    with office.reading(CLOCKWORK) as unit:
        return list(unit.session.scalars(select(Request.notice_due).order_by(Request.id)))


def newest_note(office: Office) -> str | None:
    with office.reading(CLOCKWORK) as unit:
        query = select(RequestEvent.note).order_by(RequestEvent.id.desc())
        return unit.session.scalars(query).first()


def test_a_year_is_drawn_and_listed_month_by_month(budi: TestClient) -> None:
    page = budi.get("/kalender/2027").text
    assert page.count('<svg class="month"') == 12
    assert page.count('<g class="') == 365
    assert page.count('<g class="collective_leave">') == 8
    assert page.count('<g class="national">') == 18
    assert "242 hari kerja" in page
    assert "sudah ditetapkan" in page
    assert "Jumat, 1 Januari 2027" in page
    assert "SKB Menag 1205/2026" in page


def test_the_calendar_opens_at_this_year_and_leads_to_the_others(budi: TestClient) -> None:
    page = budi.get("/kalender").text
    assert "<h1>Kalender 2026</h1>" in page
    assert 'href="/kalender/2028"' in page
    assert budi.get("/kalender/2031").status_code == 404
    later = budi.get("/kalender/2028").text
    assert "Tahun 2028 masih perkiraan: lengkapi setelah SKB terbit" in later
    assert "cuti bersamanya belum ada" in later


def test_the_coming_year_without_a_decree_is_warned_of(budi: TestClient, office: Office) -> None:
    assert "belum ditetapkan di sini" not in budi.get("/kalender").text
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(
            update(calendar_years).where(calendar_years.c.year == 2027).values(status="estimated")
        )
    assert "Hari libur tahun 2027 belum ditetapkan di sini" in budi.get("/kalender").text


def test_a_day_is_added_after_its_effect_was_seen(budi: TestClient, office: Office) -> None:
    seen = budi.post("/kalender/periksa", data=ADD_FLOOD)
    assert seen.status_code == 200
    assert "Rabu, 2 Desember 2026: Banjir besar" in seen.text
    assert FLOOD not in own(office).days_off
    done = budi.post("/kalender/ubah", data=confirmed(seen.text) | {"reason": REASON})
    assert (done.status_code, done.headers["location"]) == (
        303,
        "/kalender/2026?pesan=calendar_changed",
    )
    assert own(office).days_off[FLOOD] == DayOff(FLOOD, DayOffKind.AD_HOC, "Banjir besar")
    page = budi.get("/kalender/2026").text
    assert "Versi 2" in page
    assert REASON in page
    assert "Budi Santoso" in page


def test_open_cases_are_shown_before_they_move_and_move_with_the_calendar(
    budi: TestClient, street: Street, office: Office
) -> None:
    street.request()
    seen = budi.post("/kalender/periksa", data=ADD_FLOOD).text
    assert "1 perkara terbuka bergeser" in seen
    assert "0001/PPID/XI/2026" in seen
    assert "Senin, 7 Desember 2026" in seen
    assert "Selasa, 8 Desember 2026" in seen
    assert dues(office) == [date(2026, 12, 7)]
    budi.post("/kalender/ubah", data=confirmed(seen) | {"reason": REASON})
    assert dues(office) == [date(2026, 12, 8)]
    assert newest_note(office) == "2026-12-07 -> 2026-12-08 (kalender versi 2)"


def test_a_case_that_would_flip_is_said_to(
    app: Starlette, pak_budi: StaffMember, street: Street, clock: StandingClock
) -> None:
    street.request()
    saturday = the_form(day="2026-12-05", kind="working_exception", name="Sabtu masuk")
    clock.advance(timedelta(days=14))  # Monday 7 December, the last day
    seen = sign_in(app, "budi").post("/kalender/periksa", data=saturday).text
    assert "1 berubah menjadi terlambat" in seen
    clock.advance(timedelta(days=1))
    seen = sign_in(app, "budi").post("/kalender/periksa", data=ADD_FLOOD).text
    assert "1 tidak lagi terlambat" in seen


def test_a_refused_change_moves_nothing(budi: TestClient, street: Street, office: Office) -> None:
    street.request()
    budi.post("/kalender/ubah", data=ADD_FLOOD | {"reason": ""})
    budi.post("/kalender/ubah", data=ADD_FLOOD | {"reason": REASON, "seen": "7"})
    assert dues(office) == [date(2026, 12, 7)]
    assert own(office).version == 1


def test_days_are_removed_by_their_links_and_one_confirmation(
    budi: TestClient, office: Office
) -> None:
    page = budi.get("/kalender/2026").text
    assert 'href="/kalender/2026?hapus=2026-12-24#ubah"' in page
    page = budi.get("/kalender/2026?hapus=2026-12-24").text
    assert 'href="/kalender/2026?hapus=2026-12-24,2026-12-25#ubah"' in page
    page = budi.get("/kalender/2026?hapus=2026-12-24,2026-12-25,kemarin").text
    (removing,) = re.findall(r'name="remove" value="([^"]*)"', page)
    seen = budi.post("/kalender/periksa", data=the_form(remove=removing)).text
    assert "− Kamis, 24 Desember 2026" in seen
    budi.post("/kalender/ubah", data=confirmed(seen) | {"reason": REASON})
    assert own(office).works(date(2026, 12, 24))
    assert own(office).works(date(2026, 12, 25))


def test_a_year_is_completed_line_by_line_and_decreed(budi: TestClient, office: Office) -> None:
    lines = "2028-02-25; cuti; Cuti Bersama Idulfitri\n\n2028-02-29; Cuti Bersama; Idulfitri\n"
    sent = {"year": "2028", "seen": "1", "lines": lines, "decreed": "1"}
    seen = budi.post("/kalender/periksa", data=sent).text
    assert "belum berisi satu pun cuti bersama" not in seen
    again = budi.post("/kalender/ubah", data=confirmed(seen) | {"reason": "SKB 2028 terbit"})
    assert again.status_code == 422
    assert "Nomor keputusan wajib diisi" in again.text
    assert "SKB 2028 terbit</textarea>" in again.text
    budi.post(
        "/kalender/ubah",
        data=confirmed(again.text) | {"reason": "SKB 2028 terbit", "decree": "SKB 1/2027"},
    )
    after = own(office)
    assert 2028 in after.decreed_years
    assert after.days_off[date(2028, 2, 29)].source == "SKB 1/2027"
    assert "Dasar: SKB 1/2027" in budi.get("/kalender/2028").text


def test_decreeing_a_year_without_collective_leave_is_questioned(budi: TestClient) -> None:
    sent = {"year": "2028", "seen": "1", "decreed": "1"}
    assert "belum berisi satu pun cuti bersama" in budi.post("/kalender/periksa", data=sent).text


def test_what_the_package_knows_is_offered_and_taken_over(budi: TestClient, office: Office) -> None:
    assert "Usul dari paket" not in budi.get("/kalender/2028").text
    with office.unit(CLOCKWORK) as unit:
        unit.session.execute(delete(days_off).where(days_off.c.day >= date(2028, 8, 1)))
    page = budi.get("/kalender/2028").text
    form = page[page.index("Usul dari paket") :]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[: form.index("</form>")]))
    seen = budi.post("/kalender/periksa", data=fields).text
    budi.post("/kalender/ubah", data=confirmed(seen) | {"reason": "Diambil dari paket"})
    natal = own(office).days_off[date(2028, 12, 25)]
    assert natal.source == daysoff.PACKAGE
    assert "Usul dari paket" not in budi.get("/kalender/2028").text


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 422, "Belum ada yang diubah"),
        ({"day": "2026-12-25", "kind": "regional", "name": "x"}, 422, "2026-12-25 sudah ada"),
        ({"day": "kemarin", "kind": "regional", "name": "x"}, 422, "Baris 1 tidak terbaca"),
        ({"day": "2026-12-02", "kind": "weekend", "name": "x"}, 422, "Baris 1 tidak terbaca"),
        ({"day": "2026-12-02", "kind": "regional", "name": ""}, 422, "wajib diisi"),
        ({"lines": "2026-12-02; tutup; Banjir\nhalo"}, 422, "Baris 2 tidak terbaca"),
        ({"lines": "2026-12-02; tutup; x\n" * 101}, 422, "paling banyak 100"),
        ({"lines": "2026-12-02; tutup; x\n" * 2}, 422, "tertulis dua kali"),
        ({"remove": "lusa"}, 422, "tidak terbaca"),
        ({"remove": "2026-12-02"}, 422, "tidak ada di daftar"),
        ({"day": "2030-01-01", "kind": "national", "name": "x"}, 422, "belum memuat tahun 2030"),
        ({"year": "x"}, 422, "wajib diisi"),
    ],
)
def test_a_form_that_cannot_be_meant_is_explained(
    budi: TestClient, fields: dict[str, str], status: int, said: str
) -> None:
    answer = budi.post("/kalender/periksa", data=the_form(**fields))
    assert answer.status_code == status
    assert said in answer.text


def test_two_who_change_at_once_do_not_undo_each_other(
    budi: TestClient, dewi: TestClient, office: Office
) -> None:
    budi.post("/kalender/ubah", data=ADD_FLOOD | {"reason": REASON})
    late = dewi.post("/kalender/ubah", data=the_form(remove="2026-12-24", reason=REASON))
    assert late.status_code == 409
    assert "sudah diubah orang lain" in late.text
    assert not own(office).works(date(2026, 12, 24))


def test_a_change_needs_a_reason(budi: TestClient, office: Office) -> None:
    answer = budi.post("/kalender/ubah", data=ADD_FLOOD | {"reason": "ya"})
    assert answer.status_code == 422
    assert "terlalu pendek" in answer.text
    assert FLOOD not in own(office).days_off


def test_the_auditor_reads_the_calendar_and_changes_nothing(
    agus: TestClient, pak_agus: StaffMember, office: Office
) -> None:
    assert Permission.KEEP_CALENDAR not in pak_agus.permissions
    page = agus.get("/kalender/2026").text
    assert "Hari Suci Nyepi" in page
    assert "Ubah kalender" not in page
    assert "hapus=" not in page
    for address in ("/kalender/periksa", "/kalender/ubah"):
        assert agus.post(address, data=ADD_FLOOD | {"reason": REASON}).status_code == 403
    assert own(office).version == 1


def test_names_from_a_form_are_never_markup(budi: TestClient) -> None:
    fields = the_form(day="2026-12-02", kind="ad_hoc", name="<script>x</script>")
    seen = budi.post("/kalender/periksa", data=fields).text
    assert "<script>x" not in seen
    assert "&lt;script&gt;x" in seen


def test_a_picture_knows_worked_saturdays_and_six_day_weeks() -> None:
    saturday = date(2026, 12, 5)
    worked = {saturday: DayOff(saturday, DayOffKind.WORKING_EXCEPTION, "Tetap masuk")}
    december = almanac.months(2026, worked, WorkWeek.FIVE)[11]
    assert december.working_days == 24
    assert december.days == (worked[saturday],)
    assert almanac.months(2026, {}, WorkWeek.SIX)[11].working_days == 27
    assert (december.cells[4].column, december.cells[4].row) == (5, 0)


def test_a_due_date_is_counted_on_a_page_with_every_day_named(agus: TestClient) -> None:
    page = agus.get("/hitung?mulai=2026-03-10&jangka=notice").text
    assert "Selasa, 31 Maret 2026" in page
    assert "Rabu, 25 Maret 2026" in page
    assert "Hari Suci Nyepi · Libur nasional · SKB Menag 1497/2025" in page
    assert page.count('<span class="nth">–</span>') == 11
    assert "Komisi Informasi menyelesaikan sengketa" in page


def test_the_page_counts_from_today_or_a_number_of_days(agus: TestClient) -> None:
    assert "Senin, 7 Desember 2026" in agus.get("/hitung").text
    assert "Selasa, 24 November 2026" in agus.get("/hitung?hari=1").text
    assert "Perkiraan" in agus.get("/hitung?mulai=2027-12-28&hari=10").text
    for wrong in ("hari=0", "hari=1001", "mulai=besok", "mulai=1999-01-01", "mulai=2200-01-01"):
        assert agus.get(f"/hitung?{wrong}").status_code == 422, wrong


def test_a_day_off_of_the_offices_own_shows_in_the_count(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    with office.unit(pak_budi) as unit:
        calendar_changes.change(
            unit, add=[DayOff(FLOOD, DayOffKind.AD_HOC, "Banjir", "SE 9")], reason=REASON
        )
    page = budi.get("/hitung?mulai=2026-11-23&hari=10").text
    assert "Selasa, 8 Desember 2026" in page
    assert "Banjir · Kantor tutup · SE 9" in page


def test_every_member_of_staff_finds_the_calendar(
    app: Starlette, agus: TestClient, budi: TestClient
) -> None:
    assert ">Kalender</a>" in budi.get("/").text
    assert 'href="/kalender"' in agus.get("/akun").text
