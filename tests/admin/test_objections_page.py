"""Objections in the browser: answered by a superior who did not refuse, after a look."""

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import journal
from office.people import Role, StaffMember
from office.unit import Office
from register import objection_book, objections
from register.objection_book import ObjectionDossier
from register.objection_words import Ground, ObjectionStatus
from register.objections import ObjectionForm
from register.words import Status
from tests.admin.street import REASON, Street, confirmed, sign_in, version_on
from tests.people import BU_SARI, CLOCKWORK, NIK, staff_member
from tests.register.lists import established

FACTS = "Dokumennya ada di laman Bappeda, tetapi permohonan saya ditolak."
ANSWER = {
    "decision": "upheld_applicant_full",
    "statement_d": "Keberatan ini beralasan.",
    "reasons": "Dokumen itu memang dikuasai Bappeda dan terbuka.",
    "order": "Berikan dokumen RKPD 2026 kepada pemohon.",
    "order_due": "2026-11-30",
}


def refused(client: TestClient, street: Street) -> int:
    """File a request and let an officer refuse it; return its number."""
    number = street.request()
    form = {"ground": "not_documented", "reason": REASON}
    assert confirmed(client, f"/register/{number}/tolak", form).status_code == 303
    return number


def objected(office: Office, number: int, ground: Ground = Ground.ANSWERED_NOT_AS_REQUESTED) -> int:
    """Let Bu Sari object; return the objection's number."""
    with office.unit(BU_SARI) as unit:
        form = ObjectionForm([ground], FACTS)
        return objections.raise_about(unit, number, form, draft_key="keberatan-1").id


def record(office: Office, reader: StaffMember, number: int) -> ObjectionDossier:
    with office.reading(reader) as unit:
        return objection_book.record(unit, number)


def test_the_superior_answers_after_a_look_and_the_request_is_taken_up_again(
    budi: TestClient,
    ratna: TestClient,
    bu_ratna: StaffMember,
    street: Street,
    office: Office,
) -> None:
    request = refused(budi, street)
    number = objected(office, request)
    page = ratna.get(f"/keberatan/{number}").text
    assert FACTS in page
    assert REASON in page, "the refusal's own facts stand beside the objection"
    assert page.count('<li class="on">') == 1
    look = ratna.post(f"/keberatan/{number}/tanggapi", data={**ANSWER, "version": version_on(page)})
    assert look.status_code == 200, look.text
    assert "Tanggapan atas keberatan" in look.text
    assert ANSWER["reasons"] in look.text
    assert record(office, bu_ratna, number).line.status is ObjectionStatus.RECORDED
    assert "objection_answered" not in street.keys(f"objection:{number}:")
    answer = confirmed(ratna, f"/keberatan/{number}/tanggapi", ANSWER)
    assert answer.headers["location"] == f"/keberatan/{number}?pesan=objection_decided"
    kept = record(office, bu_ratna, number)
    assert (kept.line.status, kept.entry["decision"]) == ("answered", "upheld_applicant_full")
    assert "objection_answered" in street.keys(f"objection:{number}:")
    assert street.case(request, bu_ratna).row.status is Status.IN_PROCESS
    assert ANSWER["order"] in ratna.get(f"/keberatan/{number}").text


def test_whoever_refused_does_not_answer_the_objection(
    app: Starlette, street: Street, office: Office, ratna: TestClient
) -> None:
    with office.unit(CLOCKWORK) as unit:
        both = staff_member(unit, "dua", "Dua Jabatan", Role.PPID, Role.SUPERIOR)
    dua = sign_in(app, "dua")
    number = objected(office, refused(dua, street))
    page = dua.get(f"/keberatan/{number}").text
    assert "Anda yang menolak permohonannya" in page
    assert "/tanggapi" not in page
    form = {**ANSWER, "version": "1"}
    for wanted in ("periksa", "kirim"):
        answer = dua.post(f"/keberatan/{number}/tanggapi", data={**form, "do": wanted})
        assert answer.status_code == 403
        assert ANSWER["reasons"] in answer.text, "what was written must not be lost"
    assert record(office, both, number).line.status is ObjectionStatus.RECORDED
    assert confirmed(ratna, f"/keberatan/{number}/tanggapi", ANSWER).status_code == 303


def test_rejecting_an_objection_to_a_refusal_cites_its_exemption(
    budi: TestClient,
    ratna: TestClient,
    pak_budi: StaffMember,
    bu_ratna: StaffMember,
    street: Street,
    office: Office,
) -> None:
    exemption = established(office, pak_budi, bu_ratna)
    request = street.request()
    form = {"ground": "exempt_h", "reason": REASON, "exemption": str(exemption)}
    confirmed(budi, f"/register/{request}/tolak", form)
    confirmed(ratna, f"/register/{request}/setujui", {})
    number = objected(office, request, Ground.REFUSED_AS_EXEMPT)
    page = ratna.get(f"/keberatan/{number}").text
    assert f'<option value="{exemption}" selected>' in page, "the one cited before is offered"
    no = {
        "decision": "rejected", "statement_a": "Pengecualian itu sah.",
        "reasons": "Uji konsekuensinya sudah menimbang kepentingan umum.",
        "exemption": str(exemption),
    }  # fmt: skip
    assert confirmed(ratna, f"/keberatan/{number}/tanggapi", no).status_code == 303
    assert "Keberatan ditolak" in ratna.get(f"/keberatan/{number}").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"decision": ""}, "Isian ini wajib diisi."),
        ({"decision": "menang"}, "Pilihan tidak dikenal."),
        ({"statement_d": ""}, "Tanggapan atas huruf d belum diisi."),
        ({"reasons": "ya"}, "setidaknya 20 huruf"),
        ({"order": ""}, "Tulis perintah kepada PPID"),
        ({"order_due": "2026-11-01"}, "Tanggalnya sudah lewat."),
        ({"order_due": "lusa"}, "Tanggal tidak terbaca"),
        ({"version": "x"}, "Isian ini wajib diisi."),
    ],
    ids=["none", "odd", "statement", "reasons", "order", "past", "date", "version"],
)
def test_an_answer_that_says_too_little_is_422_and_keeps_what_was_typed(
    budi: TestClient,
    ratna: TestClient,
    street: Street,
    office: Office,
    changes: dict[str, str],
    said: str,
) -> None:
    number = objected(office, refused(budi, street))
    version = version_on(ratna.get(f"/keberatan/{number}").text)
    form = {"version": version, **ANSWER, **changes}
    answer = ratna.post(f"/keberatan/{number}/tanggapi", data=form)
    assert answer.status_code == 422
    assert said in answer.text
    if changes.keys() != {"reasons"}:
        assert ANSWER["reasons"] in answer.text


def test_the_applicants_word_is_noted_by_staff_with_how_they_know(
    budi: TestClient, ratna: TestClient, pak_budi: StaffMember, street: Street, office: Office
) -> None:
    number = objected(office, refused(budi, street))
    confirmed(ratna, f"/keberatan/{number}/tanggapi", ANSWER)
    page = budi.get(f"/keberatan/{number}").text
    silent = budi.post(f"/keberatan/{number}/menerima", data={"version": version_on(page)})
    assert silent.status_code == 422
    form = {"version": version_on(page), "note": "Disampaikan lewat telepon."}
    assert budi.post(f"/keberatan/{number}/menerima", data=form).status_code == 303
    kept = record(office, pak_budi, number)
    assert (kept.line.status, kept.entry["applicant_reaction"]) == ("closed", "accepts")


def test_an_objection_is_withdrawn_on_the_applicants_behalf(
    budi: TestClient, pak_budi: StaffMember, street: Street, office: Office
) -> None:
    number = objected(office, refused(budi, street))
    version = version_on(budi.get(f"/keberatan/{number}").text)
    form = {"version": version, "note": "Surat pencabutan hari ini."}
    assert budi.post(f"/keberatan/{number}/cabut", data=form).status_code == 303
    assert record(office, pak_budi, number).line.status is ObjectionStatus.WITHDRAWN


def test_the_objection_register_lists_masks_and_filters(
    agus: TestClient, budi: TestClient, street: Street, office: Office
) -> None:
    number = objected(office, refused(budi, street))
    page = agus.get("/keberatan").text
    assert "1 keberatan" in page
    assert "S••• W••••••" in page
    assert "Sari Wulandari" not in page
    assert "penelitian skripsi" not in page
    assert f'href="/keberatan/{number}"' in page
    assert f'href="/keberatan/{number}"' not in agus.get("/keberatan?status=closed").text
    assert f'href="/keberatan/{number}"' not in agus.get("/keberatan?tahun=2025").text
    one = agus.get(f"/keberatan/{number}").text
    assert NIK not in one
    assert re.findall(r'<form method="post" action="([^"]+)"', one) == [
        "/keluar",
        f"/keberatan/{number}/identitas/minta",
    ]


def test_who_objects_is_revealed_with_a_reason_and_a_line_in_the_journal(
    ratna: TestClient, budi: TestClient, bu_ratna: StaffMember, street: Street, office: Office
) -> None:
    number = objected(office, refused(budi, street))
    page = ratna.post(f"/keberatan/{number}/identitas", data={"reason": "memanggil pemohon"})
    assert NIK in page.text
    with office.reading(CLOCKWORK) as unit:
        looks = journal.page(unit.session, act="identity.revealed")
    assert [(line.actor, line.subject) for line in looks] == [
        (bu_ratna.label, f"objection:{number}")
    ]


def test_an_objection_nobody_raised_is_404(ratna: TestClient, budi: TestClient) -> None:
    assert ratna.get("/keberatan/4711").status_code == 404
    assert (
        ratna.post("/keberatan/4711/tanggapi", data={**ANSWER, "version": "1"}).status_code == 404
    )
    note = {"version": "1", "note": "surat"}
    assert budi.post("/keberatan/4711/cabut", data=note).status_code == 404
