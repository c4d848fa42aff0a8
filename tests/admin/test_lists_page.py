"""The two lists in the browser: who keeps them, what is shown, and what a bad form says."""

import inspect
import re
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.texts import table
from office.clock import StandingClock
from office.paging import PAGE_SIZE
from office.people import Role, StaffMember
from office.refusals import NotFound
from office.unit import Office
from register import (
    exemption_form,
    exemption_list,
    exemptions,
    list_columns,
    list_import,
    list_sheet,
    public_list,
)
from register.list_words import ExemptionStatus
from tests.admin.street import sign_in
from tests.people import CLOCKWORK, staff_member
from tests.register.lists import NOTE, draft, established, item, listed, proposed

ITEM = {
    "summary": "Profil <b>daerah</b>", "holding_unit": "Diskominfo",
    "responsible_official": "Kepala Diskominfo", "created_when_where": "Januari 2026",
    "soft": "1", "retention_period": "5 tahun", "information_class": "periodic",
    "url_or_file": "https://contoh.go.id/profil", "published_on": "2026-01-31",
}  # fmt: skip
TEST_SHEET = {
    "title": "Rekam medis pasien RSUD", "description": draft().description,
    "ground": "exempt_h", "period_type": "as_long_as_needed",
    "consequence_if_open": draft().consequence_if_open,
    "consequence_if_closed": draft().consequence_if_closed,
    "test_sheet_no": "UK/1", "testers": "dr. Lina; Direktur RSUD",
}  # fmt: skip
DECREE = {"version": "1", "decree_no": "188/45/2026", "decree_date": "2026-11-20"}
EXEMPT = "/daftar/dikecualikan"


@pytest.fixture
def wati(app: Starlette, office: Office) -> TestClient:
    """Bu Wati's browser: the curator."""
    with office.unit(CLOCKWORK) as unit:
        staff_member(unit, "wati", "Wati Kurator", Role.KB_CURATOR)
    return sign_in(app, "wati")


def stands(office: Office, reader: StaffMember, number: int) -> ExemptionStatus:
    with office.reading(reader) as unit:
        return exemption_list.record(unit, number).row.status


def test_a_curator_adds_information_and_sees_it_escaped(wati: TestClient) -> None:
    answer = wati.post("/daftar/baru", data=ITEM)
    assert answer.headers["location"] == "/daftar/1?pesan=list_added"
    page = wati.get(answer.headers["location"]).text
    assert "Informasi masuk daftar." in page
    assert "Profil &lt;b&gt;daerah&lt;/b&gt;" in page
    assert '<a href="https://contoh.go.id/profil" rel="noreferrer">' in page
    assert "31 Jan 2026" in page
    assert "Profil &lt;b&gt;" in wati.get("/daftar").text


def test_a_place_that_is_no_web_address_becomes_no_link(wati: TestClient) -> None:
    wati.post("/daftar/baru", data=ITEM | {"url_or_file": "javascript:alert(1)"})
    page = wati.get("/daftar/1").text
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"soft": ""}, "Bentuk informasi: Isian ini wajib diisi."),
        ({"information_class": "rahasia"}, "Klasifikasi: Isian ini wajib diisi."),
        ({"published_on": "besok"}, "Tanggal diumumkan: Tanggal tidak terbaca"),
        ({"entry_slug": "A B"}, "Kode jawaban: Kode hanya"),
    ],
)
def test_a_bad_form_comes_back_with_everything_typed(
    wati: TestClient, changes: dict[str, str], said: str
) -> None:
    answer = wati.post("/daftar/baru", data=ITEM | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Kepala Diskominfo"' in answer.text
    assert wati.get("/daftar/1").status_code == 404


def test_an_entry_is_reviewed_amended_and_retired(
    budi: TestClient, pak_budi: StaffMember, office: Office, clock: StandingClock
) -> None:
    number = listed(office, pak_budi)
    clock.advance(timedelta(days=200))
    budi = sign_in(budi.app, "budi")  # type: ignore[arg-type]
    assert item().summary in budi.get("/daftar?terlambat=1").text
    assert "Perlu ditinjau" in budi.get(f"/daftar/{number}").text
    answer = budi.post(f"/daftar/{number}/periksa", data={"version": "1"})
    assert answer.headers["location"].endswith("list_reviewed")
    assert item().summary not in budi.get("/daftar?terlambat=1").text
    stale = budi.post(f"/daftar/{number}/ubah", data=ITEM | {"version": "1"})
    assert stale.status_code == 409
    assert f'href="/daftar/{number}"' in stale.text
    bad = budi.post(f"/daftar/{number}/ubah", data=ITEM | {"version": "2", "summary": ""})
    assert (bad.status_code, 'value="2"' in bad.text) == (422, True)
    budi.post(f"/daftar/{number}/ubah", data=ITEM | {"version": "2"})
    assert budi.post(f"/daftar/{number}/tarik", data={"version": "3"}).status_code == 422
    budi.post(f"/daftar/{number}/tarik", data={"version": "3", "reason": "Digabung."})
    assert "Ditarik" in budi.get(f"/daftar/{number}").text
    assert budi.post(f"/daftar/{number}/periksa", data={"version": "4"}).status_code == 409


def test_who_only_reads_sees_the_list_without_its_buttons(
    agus: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    number = listed(office, pak_budi)
    assert "/daftar/baru" not in agus.get("/daftar").text
    assert "Masih benar" not in agus.get(f"/daftar/{number}").text
    assert agus.post(f"/daftar/{number}/periksa", data={"version": "1"}).status_code == 403
    assert agus.get("/daftar/baru").status_code == 403
    assert agus.get(EXEMPT).status_code == 200


def test_the_list_is_filtered_and_paged(
    budi: TestClient, pak_budi: StaffMember, office: Office
) -> None:
    with office.unit(pak_budi) as unit:
        for count in range(PAGE_SIZE + 1):
            public_list.add(unit, item(summary=f"Informasi {count:02d}"))
    first = budi.get("/daftar?klasifikasi=periodic")
    assert "klasifikasi=periodic&amp;halaman=2" in first.text or "periodic&halaman=2" in first.text
    assert "Informasi 25" in budi.get("/daftar?klasifikasi=periodic&halaman=2").text
    assert "Tidak ada informasi yang cocok" in budi.get("/daftar?cari=tidakada").text


def test_an_exemption_goes_from_proposal_to_force_to_opening(
    budi: TestClient, ratna: TestClient, bu_ratna: StaffMember, office: Office
) -> None:
    answer = budi.post(f"{EXEMPT}/baru", data=TEST_SHEET)
    assert answer.headers["location"] == f"{EXEMPT}/1?pesan=exemption_proposed"
    assert "Tetapkan pengecualian" not in budi.get(f"{EXEMPT}/1").text
    assert budi.post(f"{EXEMPT}/1/tetapkan", data=DECREE).status_code == 403
    assert "Tetapkan pengecualian" in ratna.get(f"{EXEMPT}/1").text
    assert ratna.post(f"{EXEMPT}/1/tetapkan", data=DECREE).status_code == 303
    assert stands(office, bu_ratna, 1) is ExemptionStatus.IN_FORCE
    budi.post(f"{EXEMPT}/1/usul-buka", data={"version": "2", "reason": NOTE})
    assert NOTE in ratna.get(f"{EXEMPT}/1").text
    ratna.post(f"{EXEMPT}/1/tetap-tutup", data={"version": "3", "note": NOTE})
    assert stands(office, bu_ratna, 1) is ExemptionStatus.IN_FORCE
    budi.post(f"{EXEMPT}/1/usul-buka", data={"version": "4", "reason": NOTE})
    opened = ratna.post(f"{EXEMPT}/1/buka", data={"version": "5"})
    assert opened.headers["location"].endswith("pesan=exemption_opened")
    assert stands(office, bu_ratna, 1) is ExemptionStatus.OPENED
    page = budi.get(f"{EXEMPT}/1").text
    assert "/daftar/baru?dari=1" in page
    form = budi.get("/daftar/baru?dari=1").text
    assert "Rekam medis pasien RSUD</textarea>" in form


def test_the_superior_sends_a_proposal_back_and_the_ppid_mends_it(
    budi: TestClient, ratna: TestClient, bu_ratna: StaffMember, office: Office
) -> None:
    budi.post(f"{EXEMPT}/baru", data=TEST_SHEET | {"title": "SK Bupati tentang tarif"})
    assert "mungkin termasuk ini" in ratna.get(f"{EXEMPT}/1").text
    short = ratna.post(f"{EXEMPT}/1/kembalikan", data={"version": "1", "note": "Kurang."})
    assert short.status_code == 422
    assert "Kurang.</textarea>" in short.text
    ratna.post(f"{EXEMPT}/1/kembalikan", data={"version": "1", "note": NOTE})
    page = budi.get(f"{EXEMPT}/1").text
    assert NOTE in page
    assert "Usulkan lagi" in page
    bad = budi.post(f"{EXEMPT}/1/ubah", data=TEST_SHEET | {"version": "2", "ground": "x"})
    assert bad.status_code == 422
    assert "Rekam medis pasien RSUD" in bad.text
    again = budi.post(f"{EXEMPT}/1/ubah", data=TEST_SHEET | {"version": "2"})
    assert again.headers["location"].endswith("exemption_proposed")
    assert stands(office, bu_ratna, 1) is ExemptionStatus.PROPOSED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ground": ""}, "Isian ini wajib diisi."),
        ({"period_type": "selamanya"}, "Isian ini wajib diisi."),
        ({"ground": "exempt_d"}, "Pengecualian huruf d tidak pernah permanen"),
        (
            {"ground": "exempt_a", "period_type": "fixed_until", "expires_on": "2099-01-01"},
            "Pengecualian huruf a paling lama 30 tahun",
        ),
    ],
)
def test_a_proposal_against_the_law_comes_back_with_the_article(
    budi: TestClient, changes: dict[str, str], said: str
) -> None:
    answer = budi.post(f"{EXEMPT}/baru", data=TEST_SHEET | changes)
    assert answer.status_code == 422
    assert said in answer.text
    assert draft().consequence_if_open in answer.text
    assert "Pasal 18 ayat (1)" in answer.text


@pytest.mark.parametrize("day", ["", "20 November"])
def test_a_decree_needs_its_date(
    ratna: TestClient, office: Office, pak_budi: StaffMember, day: str
) -> None:
    number = proposed(office, pak_budi)
    answer = ratna.post(f"{EXEMPT}/{number}/tetapkan", data=DECREE | {"decree_date": day})
    assert answer.status_code == 422
    assert 'value="188/45/2026"' in answer.text


def test_what_ends_soon_is_said_on_both_lists(
    app: Starlette, office: Office, pak_budi: StaffMember, bu_ratna: StaffMember, budi: TestClient
) -> None:
    until = office.clock.now().date() + timedelta(days=20)
    number = established(office, pak_budi, bu_ratna, period_type="fixed_until", expires_on=until)
    assert "1</b> pengecualian perlu dinyatakan terbuka" in budi.get("/daftar").text
    assert "nyatakan terbuka sejak" in budi.get(EXEMPT).text
    assert "30 hari kerja sebelumnya" in budi.get(f"{EXEMPT}/{number}").text
    assert "nyatakan terbuka sejak" not in budi.get(f"{EXEMPT}?status=proposed").text


def test_a_file_is_taken_or_its_faults_are_named_by_line(wati: TestClient, office: Office) -> None:
    empty = wati.get("/daftar/impor/dip.csv")
    assert empty.headers["content-disposition"] == 'attachment; filename="dip.csv"'
    row = "1;Profil;Kominfo;Kadis;2026;v;;5 tahun;Berkala;;;\r\n"
    bad = "2;<i>Aset</i>;;Kadis;2026;v;;5 tahun;Berkala;;;\r\n"
    form = {"kind": "dip"}
    answer = wati.post(
        "/daftar/impor", data=form, files={"file": ("d.csv", empty.content + (row + bad).encode())}
    )
    assert answer.status_code == 422
    assert re.search(r'data-name="Baris">3<.*Pejabat/unit.*wajib diisi', answer.text)
    assert "daftar ini masih kosong" in wati.get("/daftar").text.lower()
    files = {"file": ("d.csv", empty.content + row.encode())}
    answer = wati.post("/daftar/impor", data=form, files=files)
    assert answer.headers["location"] == "/daftar?pesan=list_imported"
    assert "Profil" in wati.get("/daftar").text


def test_what_is_no_list_is_said_so(wati: TestClient, budi: TestClient) -> None:
    picture = {"file": ("a.png", b"\x89PNG")}
    answer = wati.post("/daftar/impor", data={"kind": "dip"}, files=picture)
    assert (answer.status_code, "Berkas tidak terbaca" in answer.text) == (422, True)
    assert wati.post("/daftar/impor", data={"kind": "dip"}).status_code == 422
    assert wati.post("/daftar/impor", data={"kind": "x"}).status_code == 422
    assert wati.post("/daftar/impor", data={"kind": "dik"}, files=picture).status_code == 422
    assert "dik.csv" not in wati.get("/daftar/impor").text
    assert "dik.csv" in budi.get("/daftar/impor?daftar=dik").text
    assert wati.get("/daftar/impor/dik.csv").status_code == 403
    assert b"Konsekuensi" in budi.get("/daftar/impor/dik.csv").content


def test_what_is_not_there_leads_back_to_the_list(budi: TestClient, pak_budi: StaffMember) -> None:
    for path in ("/daftar/4711", f"{EXEMPT}/4711"):
        answer = budi.get(path)
        assert (answer.status_code, 'href="/daftar"' in answer.text) == (404, True)
    assert budi.get("/daftar/baru?dari=4711").status_code == 200


def test_a_curator_does_not_read_what_is_still_being_weighed(
    wati: TestClient, office: Office, pak_budi: StaffMember
) -> None:
    number = proposed(office, pak_budi)
    assert wati.get(EXEMPT).status_code == 403
    assert wati.get(f"{EXEMPT}/{number}").status_code == 403
    assert draft().title not in wati.get(f"/daftar/baru?dari={number}").text


def test_every_refusal_of_the_lists_has_its_sentence() -> None:
    sources = [exemption_form, exemptions, exemption_list, list_columns, list_import, public_list]
    sources += [list_sheet]
    codes = {
        code
        for module in sources
        for code in re.findall(
            r'(?:Not\w+\((?:"\w+", |name, )?|fault\((?:"\w+"|name), )"(\w+)"',
            inspect.getsource(module),
        )
    }
    assert len(codes) > 15
    assert codes <= set(table()["refusal"]), codes - set(table()["refusal"])
    assert NotFound("exemption_unknown").code in codes


def test_a_proposal_that_cannot_be_established_yet_is_made_only_on_purpose(
    budi: TestClient, ratna: TestClient, office: Office, bu_ratna: StaffMember
) -> None:
    assert "Belum ada pengecualian." in budi.get(EXEMPT).text
    bare = TEST_SHEET | {"test_sheet_no": "", "testers": ""}
    warned = budi.post(f"{EXEMPT}/baru", data=bare)
    assert "Nomor lembar uji konsekuensi, Penguji" in warned.text
    assert "Tetap usulkan" in warned.text
    assert "Belum ada pengecualian." in budi.get(EXEMPT).text, "nothing was proposed yet"
    assert budi.post(f"{EXEMPT}/baru", data=bare | {"anyway": "1"}).status_code == 303
    assert "Belum dapat ditetapkan: Nomor lembar uji" in ratna.get(f"{EXEMPT}/1").text
    assert 'href="/daftar/dikecualikan/1"' in ratna.get("/").text


def test_who_came_from_a_case_finds_the_way_back_and_only_there(budi: TestClient) -> None:
    back = "?kembali=/register/7"
    assert f'href="{EXEMPT}/baru{back}"' in budi.get(f"{EXEMPT}{back}").text
    assert 'href="/register/7"' in budi.get(f"{EXEMPT}/baru{back}").text
    answer = budi.post(f"{EXEMPT}/baru", data=TEST_SHEET | {"kembali": "/register/7"})
    page = budi.get(answer.headers["location"]).text
    assert 'href="/register/7"' in page
    assert "Usul disimpan" in page
    for foreign in (
        "//jahat.example",
        "https://jahat.example",
        "/register/7/../../x",
        "javascript:x",
    ):
        assert "Kembali ke" not in budi.get(EXEMPT, params={"kembali": foreign}).text
