"""One request in the browser: who may see, what may be done now and by whom, and what follows."""

import re
from datetime import date, timedelta

from starlette.testclient import TestClient

from admin.pages import pages
from office import journal, outbox
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from register.words import Status
from tests.admin.street import CLEAN, REASON, Street, address_of, confirmed, version_on
from tests.people import CLOCKWORK, NIK

MISSING = {"version": "1", "missing": "Salinan KTP belum terlampir."}


def test_an_officer_takes_a_request_up(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/proses", data={"version": "1"})
    assert answer.headers["location"] == f"/register/{number}?pesan=moved"
    case = street.case(number, pak_budi)
    assert case.row.status is Status.IN_PROCESS
    assert case.story[-1].actor == pak_budi.label
    assert "request_taken_up" in street.keys(f"request:{number}:")
    page = budi.get(answer.headers["location"])
    assert "Permohonan berpindah status." in page.text


def test_the_clocks_stand_side_by_side_and_each_is_counted_out(
    budi: TestClient, street: Street
) -> None:
    number = street.request()
    page = budi.get(f"/register/{number}").text
    clocks = page[page.index('id="tenggat"') : page.index('id="permohonan"')]
    assert clocks.count("Cara hitung") == 3
    assert clocks.count('<span class="tag next">berlaku</span>') == 2, "receipt and the check"
    assert "Senin, 7 Desember 2026" in clocks
    assert "Pemberitahuan, sejak lengkap" not in clocks
    assert "UU 14/2008 Pasal 22 ayat (7)" in clocks
    assert "akhir pekan" in clocks


def test_every_step_says_what_it_does_to_the_clock_before_it_is_taken(
    budi: TestClient, street: Street
) -> None:
    page = budi.get(f"/register/{street.request()}").text
    assert "Tenggat tidak berubah: Senin, 7 Desember 2026." in page
    assert "Tenggat bertambah 7 hari kerja menjadi Rabu, 16 Desember 2026. Hanya sekali." in page
    assert "Hitungan tenggat berhenti. Pemohon punya 3 hari kerja" in page
    assert "Hitungan tenggat selesai hari ini, masih dalam tenggat" in page


def test_what_others_must_do_is_said_in_words(
    budi: TestClient, ratna: TestClient, agus: TestClient, street: Street
) -> None:
    number = street.request()
    assert "Menunggu PPID" in ratna.get(f"/register/{number}").text
    page = agus.get(f"/register/{number}").text
    assert "Menunggu petugas PPID memulai proses atau menyatakan tidak lengkap" in page
    assert "Menunggu PPID" not in budi.get(f"/register/{number}").text


def test_an_incompleteness_letter_is_seen_before_it_is_sent(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    before = street.keys(f"request:{number}:")
    shown = budi.post(f"/register/{number}/tidak-lengkap", data=MISSING)
    assert shown.status_code == 200
    assert "Salinan KTP belum terlampir." in shown.text
    assert "Surat keterangan tidak lengkap (Lampiran IX)" in shown.text
    assert street.case(number, pak_budi).row.status is Status.REGISTERED
    assert street.keys(f"request:{number}:") == before, "a look sends nothing"
    sent = confirmed(budi, f"/register/{number}/tidak-lengkap", MISSING)
    assert sent.status_code == 303
    case = street.case(number, pak_budi)
    assert case.row.status is Status.INCOMPLETE
    assert "request_incomplete" in street.keys(f"request:{number}:")
    page = budi.get(f"/register/{number}").text
    assert "Hitungan berhenti sampai pemohon melengkapi" in page
    assert "Menunggu pemohon melengkapi permohonannya" in page


def test_what_arrives_at_the_counter_completes_a_request_and_starts_its_clock_anew(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.enters(pak_budi, received=date(2026, 11, 20))
    assert street.case(number, pak_budi).row.notice_due == date(2026, 12, 4)
    confirmed(budi, f"/register/{number}/tidak-lengkap", {**MISSING, "received": "2026-11-23"})
    version = version_on(budi.get(f"/register/{number}").text)
    form = {"version": version, "text": "KTP ditunjukkan di loket."}
    files = {"document": ("ktp.csv", CLEAN)}
    answer = budi.post(f"/register/{number}/lengkapi", data=form, files=files)
    assert answer.status_code == 303, answer.text
    case = street.case(number, pak_budi)
    assert [one.filed.name for one in case.enclosures] == ["ktp.csv"]
    assert case.row.notice_due == date(2026, 12, 7)
    page = budi.get(f"/register/{number}").text
    assert "Pemberitahuan, sejak lengkap" in page
    assert "Senin, 7 Desember 2026" in page


def test_what_was_typed_is_kept_beside_what_is_wrong_with_it(
    budi: TestClient, street: Street
) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/tidak-lengkap", data={"version": "1", "missing": "KTP"})
    assert answer.status_code == 422
    assert "setidaknya 10 huruf" in answer.text
    assert ">KTP</textarea>" in answer.text


def test_going_back_from_the_preview_keeps_the_form(budi: TestClient, street: Street) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/tidak-lengkap", data={**MISSING, "do": "ubah"})
    assert answer.status_code == 200
    assert ">Salinan KTP belum terlampir.</textarea>" in answer.text


def test_a_stale_version_is_answered_with_409_and_changes_nothing(
    budi: TestClient, dewi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    dewi.post(f"/register/{number}/proses", data={"version": "1"})
    before = street.keys(f"request:{number}:")
    yes = {"version": "1", "decision": "granted_full", "soft": "1", "note": "Semoga berguna."}
    no = {"version": "1", "ground": "not_held", "reason": REASON}
    answers = [
        budi.post(f"/register/{number}/kabulkan", data={**yes, "do": "kirim"}),
        budi.post(f"/register/{number}/tolak", data=no),
        budi.post(f"/register/{number}/tolak", data={**no, "do": "kirim"}),
        budi.post(f"/register/{number}/proses", data={"version": "1"}),
    ]
    assert [answer.status_code for answer in answers] == [409] * 4
    assert "sudah berubah" in answers[0].text
    assert "Semoga berguna." in answers[0].text, "what was written must not be lost"
    assert REASON in answers[2].text
    assert street.case(number, pak_budi).row.status is Status.IN_PROCESS
    assert street.keys(f"request:{number}:") == before


def test_a_request_nobody_filed_is_404(budi: TestClient) -> None:
    assert budi.get("/register/4711").status_code == 404
    for act in ("proses", "kabulkan", "tolak", "serahkan", "berkas", "bagian", "keberatan"):
        form = {
            "version": "1", "ground": "not_held", "reason": REASON, "description": "Bagian satu",
            "regional_office": "1", "decision": "granted_full", "soft": "1", "channel": "post",
            "received": "2026-11-23", "case_facts": "Belum ada jawaban.", "ground_c": "1",
        }  # fmt: skip
        files = {"document": ("a.csv", CLEAN)}
        answer = budi.post(f"/register/4711/{act}", data=form, files=files)
        assert answer.status_code == 404, act


def test_an_auditor_reads_with_masks_and_has_no_forms(agus: TestClient, street: Street) -> None:
    number = street.request()
    page = agus.get(f"/register/{number}").text
    assert "S••• W••••••" in page
    for secret in (NIK, "Sari Wulandari", "Jalan Melati", "081234567890", "sari@contoh.id"):
        assert secret not in page
    actions = re.findall(r'<form method="post" action="([^"]+)"', page)
    # Nothing of the case can be changed; only leave to see the identity can be asked for.
    assert actions == ["/keluar", f"/register/{number}/identitas/minta"]


def test_an_auditor_is_refused_at_every_act(
    agus: TestClient, pak_agus: StaffMember, street: Street
) -> None:
    number, talk = street.request(), street.asks("Halo")
    acts = [
        page
        for page in pages()
        if page.method == "POST" and page.permission not in {None, *pak_agus.permissions}
    ]
    assert len(acts) > 40
    for page in acts:
        own = talk if page.path.startswith("/percakapan") else number
        answer = agus.post(address_of(page, own), data={"version": "1"})
        assert answer.status_code == 403, page.path
    assert street.case(number, pak_agus).entry["version"] == 1


def test_a_look_at_the_identity_is_entered_in_the_journal_with_its_reason(
    budi: TestClient, pak_budi: StaffMember, street: Street, office: Office
) -> None:
    number = street.request()
    assert NIK not in budi.get(f"/register/{number}").text
    short = budi.post(f"/register/{number}/identitas", data={"reason": "iya"})
    assert short.status_code == 422
    page = budi.post(f"/register/{number}/identitas", data={"reason": "mengirim surat"})
    assert NIK in page.text
    assert "Sari Wulandari" in page.text
    assert page.headers["cache-control"] == "no-store"
    with office.reading(CLOCKWORK) as unit:
        looks = journal.page(unit.session, act="identity.revealed")
    assert [(line.actor, line.subject) for line in looks] == [(pak_budi.label, f"request:{number}")]
    assert "mengirim surat" in looks[0].facts


def test_staff_withdraw_and_confirm_only_with_a_word_on_how_they_know(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.enters(pak_budi)
    silent = budi.post(f"/register/{number}/cabut", data={"version": "1"})
    assert silent.status_code == 422
    assert "Isian ini wajib diisi." in silent.text
    told = {"version": "1", "note": "Surat pencabutan 23 November 2026."}
    assert budi.post(f"/register/{number}/cabut", data=told).status_code == 303
    case = street.case(number, pak_budi)
    assert case.row.status is Status.WITHDRAWN
    assert case.story[-1].note == "Surat pencabutan 23 November 2026."


def test_a_notice_that_did_not_arrive_is_shown_on_its_case(
    budi: TestClient, street: Street, office: Office
) -> None:
    number = street.request()
    first = street.letters(f"request:{number}:")[0]
    with office.unit(CLOCKWORK) as unit:
        outbox.undeliverable(unit.session, first.number, failure="Forbidden: x", now=unit.now)
    page = budi.get(f"/register/{number}").text
    assert "Pesan yang belum sampai" in page
    assert "tidak sampai" in page


def test_a_follow_up_is_linked_both_ways(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    assert f'href="/register/baru?lanjutan={number}"' in budi.get(f"/register/{number}").text
    page = budi.get(f"/register/baru?lanjutan={number}").text
    assert f'name="follows" value="{number}"' in page


def test_what_citizens_write_is_never_markup(budi: TestClient, street: Street) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(2)>\" {{ 'kali'*3 }}"
    number = street.request(
        information_detail=hostile,
        purpose_of_use=hostile,
        occupation=hostile,
        identity={"applicant_name": hostile, "email": "<b>@contoh.id"},
    )
    reveal = budi.post(f"/register/{number}/identitas", data={"reason": "memeriksa"}).text
    preview = budi.post(
        f"/register/{number}/tolak",
        data={"version": "1", "ground": "not_held", "reason": hostile, "holding_body": hostile},
    )
    assert preview.status_code == 200
    pages_seen = [
        budi.get(f"/register/{number}").text,
        budi.get("/register").text,
        budi.get("/register", params={"cari": hostile}).text,
        budi.get("/jurnal", params={"perihal": hostile}).text,
        reveal,
        preview.text,
    ]
    for page in pages_seen:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "kalikali" not in page
    assert "&lt;script&gt;alert(1)" in pages_seen[0]
    assert "&lt;img src=x" in reveal


def test_a_clock_that_stands_still_is_not_called_valid(budi: TestClient, street: Street) -> None:
    number = street.request()
    confirmed(budi, f"/register/{number}/tidak-lengkap", MISSING)
    page = budi.get(f"/register/{number}").text
    clocks = page[page.index('<ul class="clocks">') : page.index('id="permohonan"')]
    assert ">berlaku<" not in clocks, "the letter has not arrived yet, and the notice clock stands"
    assert "Yang belum lengkap" in page


def test_what_the_applicant_added_stands_with_the_request(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.enters(pak_budi)
    confirmed(budi, f"/register/{number}/tidak-lengkap", MISSING)
    version = version_on(budi.get(f"/register/{number}").text)
    form = {"version": version, "text": "Yang dimaksud RKPD tahun 2025."}
    assert budi.post(f"/register/{number}/lengkapi", data=form).status_code == 303
    page = budi.get(f"/register/{number}").text
    request = page[page.index('id="permohonan"') : page.index('id="pemohon"')]
    assert "Yang dimaksud RKPD tahun 2025." in request
    assert "Semula belum lengkap" in request
    assert "<h2>Yang belum lengkap</h2>" not in page


def test_a_check_that_nobody_answered_in_time_is_called_past(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.enters(pak_budi, received=date(2026, 11, 10))
    page = budi.get(f"/register/{number}").text
    assert '<span class="tag bad">lewat</span>' in page
    assert "Diterima 10 Nov 2026</span>" in page, "nobody knows the hour of a paper"
    story = page[page.index('id="perjalanan"') :]
    assert "10 Nov 2026 · Budi Santoso" in story, "it counts for the day on which it came"


def test_a_notice_on_its_way_is_not_called_undelivered(
    budi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.request()
    assert "Pesan yang belum sampai" not in budi.get(f"/register/{number}").text
    clock.advance(timedelta(minutes=3))
    assert "Pesan yang belum sampai" in budi.get(f"/register/{number}").text
