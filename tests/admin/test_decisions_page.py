"""Decisions in the browser: seen before they are sent, lawful, and with a second person."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from register.words import Status
from tests.admin.street import CLEAN, REASON, Street, confirmed, version_on
from tests.register.lists import established

GRANT = {"version": "1", "decision": "granted_full", "soft": "1", "provide_days": "3"}
REDACTED = "Nomor telepon warga dihitamkan pada halaman 3 dan 4."


def test_a_grant_is_read_as_the_citizen_will_read_it_and_then_sent(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    before = street.keys(f"request:{number}:")
    shown = budi.post(f"/register/{number}/kabulkan", data={**GRANT, "note": "Semoga lancar."})
    assert shown.status_code == 200
    assert "Yang dibaca pemohon di Telegram" in shown.text
    assert "Pemberitahuan tertulis (Lampiran VII)" in shown.text
    assert "Semoga lancar." in shown.text
    for secret in ("Sari Wulandari", "Jalan Melati", "081234567890"):
        assert secret not in shown.text, "who asks stays masked on the way"
    assert street.keys(f"request:{number}:") == before
    assert street.case(number, pak_budi).letters[-1].kind == "receipt"
    answer = confirmed(budi, f"/register/{number}/kabulkan", {**GRANT, "note": "Semoga lancar."})
    assert answer.headers["location"] == f"/register/{number}?pesan=decided"
    case = street.case(number, pak_budi)
    assert case.row.status is Status.NOTIFIED
    assert case.letters[-1].kind == "notice"
    assert "request_granted" in street.keys(f"request:{number}:")


def test_five_fees_add_up_and_are_asked_for(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    fees = {
        "fee_kind_1": "copying", "fee_what_1": "Fotokopi", "fee_price_1": "Rp 500",
        "fee_count_1": "40", "fee_kind_2": "delivery", "fee_price_2": "1.500",
        "fee_kind_5": "other", "fee_what_5": "Amplop", "fee_price_5": "1000", "fee_count_5": "2",
    }  # fmt: skip
    assert confirmed(budi, f"/register/{number}/kabulkan", {**GRANT, **fees}).status_code == 303
    assert street.case(number, pak_budi).entry["fee_total"] == 23_500
    page = budi.get(f"/register/{number}").text
    assert "Rp23.500" in page
    assert "biaya belum dibayar" in page
    assert "belum dibayar" in page
    paid = {"version": version_on(page), "payment_method": "cash", "receipt_number": "K-17"}
    assert budi.post(f"/register/{number}/bayar", data=paid).status_code == 303
    assert "Pembayaran dicatat." in budi.get(f"/register/{number}?pesan=paid").text
    assert "kuitansi K-17" in budi.get(f"/register/{number}").text


def test_granting_and_handing_over_in_one_go(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    budi.post(f"/register/{number}/berkas", files={"document": ("rkpd.csv", CLEAN)})
    page = budi.get(f"/register/{number}").text
    assert 'name="at_once" value="1" checked' in page
    answer = confirmed(budi, f"/register/{number}/kabulkan", {**GRANT, "at_once": "1"})
    assert answer.status_code == 303, answer.text
    assert street.case(number, pak_budi).row.status is Status.PROVIDED
    keys = street.keys(f"request:{number}:")
    assert keys.index("request_granted") < keys.index("request_provided")
    assert "request_document" in keys


def test_nothing_is_handed_over_in_one_go_while_it_costs_something(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    budi.post(f"/register/{number}/berkas", files={"document": ("rkpd.csv", CLEAN)})
    form = {**GRANT, "at_once": "1", "fee_kind_1": "copying", "fee_price_1": "500", "do": "kirim"}
    answer = budi.post(f"/register/{number}/kabulkan", data=form)
    assert answer.status_code == 422
    assert "Ada biaya" in answer.text
    assert street.case(number, pak_budi).row.status is Status.REGISTERED


def test_a_partial_grant_explains_its_bars_by_an_exemption_in_force(
    budi: TestClient, pak_budi: StaffMember, bu_ratna: StaffMember, street: Street, office: Office
) -> None:
    number = street.request()
    exemption = established(office, pak_budi, bu_ratna)
    form = {**GRANT, "decision": "granted_partial"}
    assert budi.post(f"/register/{number}/kabulkan", data=form).status_code == 422
    form |= {"redaction": REDACTED}
    assert budi.post(f"/register/{number}/kabulkan", data=form).status_code == 422
    form |= {"exemption": str(exemption)}
    assert confirmed(budi, f"/register/{number}/kabulkan", form).status_code == 303
    assert REDACTED in budi.get(f"/register/{number}").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decision": ""}, "Isian ini wajib diisi."),
        ({"decision": "refused_exempt"}, "Pilihan tidak dikenal."),
        ({"soft": ""}, "Isian ini wajib diisi."),
        ({"provide_days": "99"}, "paling banyak 60"),
        ({"provide_days": "１"}, "paling banyak 60"),
        ({"fee_kind_1": "copying", "fee_price_1": "-5"}, "Harga dan jumlahnya tidak terbaca."),
        ({"fee_kind_1": "suap", "fee_price_1": "5"}, "Pilihan tidak dikenal."),
        ({"note": "x" * 5000}, "paling banyak 1500"),
        ({"version": "１"}, "Isian ini wajib diisi."),
    ],
    ids=["none", "no-grant", "no-form", "days", "odd-days", "negative", "kind", "long", "version"],
)
def test_a_grant_that_says_too_little_or_too_much_is_422_and_keeps_what_was_typed(
    budi: TestClient, street: Street, changes: dict[str, str], said: str
) -> None:
    number = street.request()
    form = {**GRANT, "redaction": REDACTED, **changes}
    answer = budi.post(f"/register/{number}/kabulkan", data={**form, "do": "kirim"})
    assert answer.status_code == 422
    assert said in answer.text
    assert REDACTED in answer.text


def test_refusing_for_want_of_the_document_is_told_at_once(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {"version": "1", "ground": "not_documented", "reason": REASON}
    answer = confirmed(budi, f"/register/{number}/tolak", form)
    assert answer.headers["location"].endswith("pesan=decided")
    assert street.case(number, pak_budi).row.status is Status.REFUSED
    assert "request_refused" in street.keys(f"request:{number}:")
    page = budi.get(f"/register/{number}").text
    assert REASON in page
    assert "Keberatan kepada atasan PPID" in page


def test_where_nothing_is_to_be_done_the_superior_reads_why(
    budi: TestClient, ratna: TestClient, street: Street
) -> None:
    number = street.request()
    refusal = {"version": "1", "ground": "not_documented", "reason": REASON}
    assert confirmed(budi, f"/register/{number}/tolak", refusal).status_code == 303
    box = ratna.get(f"/register/{number}").text.split('id="langkah"')[1].split("</section>")[0]
    assert "Tidak ada yang perlu dilakukan sekarang." in box
    assert "bila tidak, permohonan ditutup sendiri" in box


def test_what_another_body_holds_names_that_body(
    budi: TestClient, pak_budi: StaffMember, street: Street
) -> None:
    number = street.request()
    form = {
        "version": "1", "ground": "not_held", "reason": REASON,
        "holding_body": "Kantor Pertanahan Kabupaten",
    }  # fmt: skip
    confirmed(budi, f"/register/{number}/tolak", form)
    assert street.case(number, pak_budi).entry["decision"] == "referred_other_body"
    assert "Kantor Pertanahan Kabupaten" in budi.get(f"/register/{number}").text


def test_an_exemption_waits_for_the_superior_before_the_citizen_hears(
    budi: TestClient,
    ratna: TestClient,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    street: Street,
    office: Office,
) -> None:
    number = street.request()
    form = {"version": "1", "ground": "exempt_h", "reason": REASON}
    without = budi.post(f"/register/{number}/tolak", data=form)
    assert without.status_code == 422
    exemption = established(office, pak_budi, bu_ratna)
    form |= {"exemption": str(exemption)}
    wrong = budi.post(f"/register/{number}/tolak", data={**form, "ground": "exempt_a"})
    assert wrong.status_code == 422
    assert "tidak sama dengan dasar" in wrong.text
    answer = confirmed(budi, f"/register/{number}/tolak", form)
    assert answer.headers["location"].endswith("pesan=proposed")
    assert "request_refused" not in street.keys(f"request:{number}:")
    assert budi.post(f"/register/{number}/setujui", data={"version": "2"}).status_code == 403
    assert "Menunggu atasan PPID menyetujui penolakan" in budi.get(f"/register/{number}").text
    page = ratna.get(f"/register/{number}").text
    assert "Usul penolakan" in page
    assert REASON in page
    look = ratna.post(f"/register/{number}/setujui", data={"version": version_on(page)})
    assert "Keputusan penolakan (Lampiran III)" in look.text
    assert "request_refused" not in street.keys(f"request:{number}:")
    approved = confirmed(ratna, f"/register/{number}/setujui", {})
    assert approved.status_code == 303
    assert street.case(number, bu_ratna).row.status is Status.REFUSED
    assert "request_refused" in street.keys(f"request:{number}:")


def test_the_superior_sends_a_proposed_refusal_back(
    budi: TestClient,
    ratna: TestClient,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    street: Street,
    office: Office,
) -> None:
    number = street.request()
    exemption = established(office, pak_budi, bu_ratna)
    form = {"version": "1", "ground": "exempt_h", "reason": REASON, "exemption": str(exemption)}
    confirmed(budi, f"/register/{number}/tolak", form)
    page = ratna.get(f"/register/{number}").text
    note = {"version": version_on(page), "note": "Uji konsekuensinya belum menimbang."}
    assert ratna.post(f"/register/{number}/kembalikan", data=note).status_code == 303
    case = street.case(number, bu_ratna)
    assert case.row.status is Status.IN_PROCESS
    assert case.story[-1].note == "Uji konsekuensinya belum menimbang."
    assert "request_refused" not in street.keys(f"request:{number}:")


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"ground": "not_held", "reason": "tidak"}, "setidaknya 20 huruf"),
        ({"ground": "tujuan", "reason": REASON}, "Pilihan tidak dikenal."),
        ({"version": "", "ground": "not_held", "reason": REASON}, "Isian ini wajib diisi."),
        ({"ground": "not_held", "reason": REASON, "exemption": "x"}, "Isian ini wajib diisi."),
    ],
    ids=["short", "no-ground", "no-version", "odd-exemption"],
)
def test_a_refusal_that_says_too_little_is_422(
    budi: TestClient, street: Street, form: dict[str, str], said: str
) -> None:
    number = street.request()
    answer = budi.post(f"/register/{number}/tolak", data={"version": "1", "do": "kirim", **form})
    assert answer.status_code == 422
    assert said in answer.text


def test_time_is_extended_once_with_its_reason_and_the_new_date(
    budi: TestClient, pak_budi: StaffMember, street: Street, clock: StandingClock
) -> None:
    number = street.request()
    form = {"version": "1", "extension_ground": "not_yet_held", "reason": REASON}
    shown = budi.post(f"/register/{number}/perpanjang", data=form)
    assert "Surat perpanjangan waktu" in shown.text
    assert "Rabu, 16 Desember 2026" in shown.text
    assert confirmed(budi, f"/register/{number}/perpanjang", form).status_code == 303
    assert street.case(number, pak_budi).row.notice_due.isoformat() == "2026-12-16"
    form["version"] = version_on(budi.get(f"/register/{number}").text)
    again = budi.post(f"/register/{number}/perpanjang", data=form)
    assert again.status_code == 409
    assert "hanya boleh sekali" in again.text
    assert f'action="/register/{number}/perpanjang"' not in budi.get(f"/register/{number}").text


def test_time_is_not_extended_once_the_answer_is_late(
    budi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.request()
    clock.advance(timedelta(days=16))
    form = {"version": "1", "extension_ground": "not_yet_held", "reason": REASON, "do": "kirim"}
    # The session of a fortnight ago has ended.
    assert budi.post(f"/register/{number}/perpanjang", data=form).headers["location"] == "/masuk"
    budi.post("/masuk", data={"login": "budi", "password": "kata-sandi-untuk-uji"})
    answer = budi.post(f"/register/{number}/perpanjang", data=form)
    assert answer.status_code == 409
    page = budi.get(f"/register/{number}").text
    assert "terlambat 2 hari kerja" in page
    assert "melewati tenggat" in page


def test_a_proposed_refusal_is_read_before_it_is_proposed(
    budi: TestClient,
    ratna: TestClient,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    street: Street,
    office: Office,
) -> None:
    number = street.request()
    exemption = str(established(office, pak_budi, bu_ratna))
    page = budi.get(f"/register/{number}").text
    assert "Alasan Pasal 17: menunggu persetujuan atasan PPID" in page
    form = {"version": "1", "ground": "exempt_h", "reason": REASON, "exemption": exemption}
    shown = budi.post(f"/register/{number}/tolak", data=form).text
    assert "Usul penolakan kepada atasan PPID" in shown
    assert REASON in shown
    assert "Usulkan penolakan</button>" in shown
    confirmed(budi, f"/register/{number}/tolak", form)
    assert f'href="/register/{number}"' in ratna.get("/").text
