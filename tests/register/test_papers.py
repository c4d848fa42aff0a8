"""Letters: issued with the act, sealed, drawn once, verified, and bundled as evidence."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from office.files import Cabinet
from office.journal import journal
from office.refusals import NotFound
from office.settings import Settings
from office.writer import Writer
from register import (
    bundle,
    completeness,
    decisions,
    drawing,
    handover,
    objections,
    papers,
    requests,
)
from register.decisions import Grant
from register.drawing import Workshop
from register.letter_tables import Letter
from register.objection_words import Ground, SuperiorDecision
from register.objections import ObjectionForm, Reply
from register.papers import Paper
from register.words import ApplicantType, Channel, Decision, ExtensionGround, RefusalGround
from tests.people import BU_SARI, CLOCKWORK, NIK, a_form
from tests.register.desk import MISSING, PAGE, PAID, REASON, REPLY, SUSPECT, Desk

OFFICE = Settings(
    office_name="PPID Kabupaten Contoh",
    office_city="Contoh",
    office_address="Jalan Merdeka 1",
    commission="Komisi Informasi Provinsi Jawa Timur",
    public_url="https://ppid.contoh.go.id",
    _env_file=None,
)


@pytest.fixture
def shop(desk: Desk, writer: Writer, cabinet: Cabinet) -> Workshop:
    """Where papers are made, for the office of the test."""
    return Workshop(desk.office, writer.do, cabinet, drawing.particulars(OFFICE))


def letters(desk: Desk) -> list[Paper]:
    with desk.office.reading(CLOCKWORK) as unit:
        numbers = unit.session.scalars(select(Letter.id).order_by(Letter.id)).all()
        return [papers.find(unit, number) for number in numbers]


def the_newest(desk: Desk, kind: str) -> Paper:
    return [paper for paper in letters(desk) if paper.kind == kind][-1]


def text_of(shop: Workshop, paper: Paper) -> str:
    """Return what stands on a letter, in one line."""
    content = shop.cabinet.content(drawing.finished(shop, paper.id).sha256)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return " ".join(" ".join(pages).replace("\u00ad", "").replace("\u200b", "").split())


def test_filing_issues_the_form_and_the_receipt_with_how_the_date_was_counted(
    desk: Desk, shop: Workshop
) -> None:
    desk.filed()
    assert [paper.kind for paper in letters(desk)] == ["request_form", "receipt"]
    receipt = text_of(shop, the_newest(desk, "receipt"))
    assert "0001/PPID/XI/2026" in receipt
    assert "7 Desember 2026" in receipt
    assert "https://ppid.contoh.go.id/periksa/" in receipt
    form = text_of(shop, the_newest(desk, "request_form"))
    assert "penelitian skripsi" in form


def test_no_paper_shows_an_identity_number_in_full(desk: Desk, shop: Workshop) -> None:
    desk.filed()
    assert all(NIK not in text_of(shop, paper) for paper in letters(desk))


def test_the_facts_of_a_letter_are_sealed_in_the_book(desk: Desk) -> None:
    desk.filed()
    with desk.office.reading(CLOCKWORK) as unit:
        for sealed in unit.session.scalars(select(Letter.sealed_facts)):
            assert b"Sari" not in sealed


def test_a_letter_is_drawn_once_and_stays_as_it_was(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    receipt = the_newest(desk, "receipt")
    first = drawing.finished(shop, receipt.id)
    desk.by(desk.budi, requests.take_up, number)
    assert drawing.finished(shop, receipt.id) == first
    with desk.office.reading(CLOCKWORK) as unit:
        facts = dict(papers.facts(unit, receipt.id))
    anew = drawing.draw(receipt, facts, shop.own)
    assert hashlib.sha256(anew).hexdigest() == first.sha256


def test_an_incompleteness_letter_lists_what_is_missing(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    missing = f"- {MISSING}\n- Alamat belum lengkap."
    desk.by(desk.budi, completeness.find_incomplete, number, missing=missing)
    said = text_of(shop, the_newest(desk, "incomplete"))
    assert MISSING in said
    assert "Alamat belum lengkap." in said


def test_an_extension_names_its_ground_and_both_dates(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    desk.by(
        desk.budi, decisions.extend, number, ground=ExtensionGround.STATUS_UNDECIDED, reason=REASON
    )
    said = text_of(shop, the_newest(desk, "extension"))
    assert REASON in said
    assert "7 Desember 2026" in said
    assert "16 Desember 2026" in said


def test_a_notice_with_a_fee_says_the_amount_in_figures_and_words(
    desk: Desk, shop: Workshop
) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.grant, number, grant=PAID)
    said = text_of(shop, the_newest(desk, "notice"))
    assert "Rp 10.000" in said.replace("\u00a0", " ")
    assert "sepuluh ribu rupiah" in said


def test_a_partial_grant_explains_every_black_bar(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    redaction = "Nomor rekening penerima hibah dihitamkan pada halaman 3."
    part = Grant(decision=Decision.GRANTED_PARTIAL, redaction=redaction, exemption=desk.exemption)
    desk.by(desk.budi, decisions.grant, number, grant=part)
    said = text_of(shop, the_newest(desk, "notice"))
    assert redaction in said
    assert "188/45/2026" in said


def test_a_refusal_encloses_the_decision_with_its_consequence_test(
    desk: Desk, shop: Workshop
) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    desk.by(desk.ratna, decisions.approve_refusal, number)
    notice = text_of(shop, the_newest(desk, "notice"))
    assert REASON in notice
    decision = text_of(shop, the_newest(desk, "refusal_decision"))
    assert "188/45/2026" in decision
    assert "Riwayat kesehatan seseorang" in decision
    assert "dr. Lina" in decision


def test_the_proposer_signs_for_the_ppid_and_the_approver_as_superior(
    desk: Desk, shop: Workshop
) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    desk.by(desk.ratna, decisions.approve_refusal, number)
    assert desk.budi.name in text_of(shop, the_newest(desk, "notice"))
    decision = text_of(shop, the_newest(desk, "refusal_decision"))
    assert desk.budi.name in decision
    assert desk.ratna.name in decision


def test_a_body_that_holds_the_information_is_named(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    elsewhere = decisions.Refusal(
        RefusalGround.NOT_HELD, REASON, holding_body="Kantor Pertanahan Kabupaten Contoh"
    )
    desk.by(desk.budi, decisions.refuse, number, refusal=elsewhere)
    assert "Kantor Pertanahan" in text_of(shop, the_newest(desk, "notice"))


def test_an_objection_has_its_form_its_receipt_and_its_reply(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.refuse, number, refusal=desk.refusal())
    desk.by(desk.ratna, decisions.approve_refusal, number)
    raised = desk.objected(number, Ground.REFUSED_AS_EXEMPT)
    reply = Reply(
        SuperiorDecision.REJECTED, {Ground.REFUSED_AS_EXEMPT: "Pengecualian sudah tepat."}, REPLY
    )
    desk.by(desk.ratna, objections.decide, raised, reply=reply)
    form = text_of(shop, the_newest(desk, "objection_form"))
    assert "0001/KBR/XI/2026" in form
    answer = text_of(shop, the_newest(desk, "objection_reply"))
    assert "Pengecualian sudah tepat." in answer
    assert "Komisi Informasi Provinsi Jawa Timur" in answer
    assert "188/45/2026" in answer


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_every_kind_of_applicant_gets_a_form_and_a_receipt(
    kind: ApplicantType, desk: Desk, shop: Workshop
) -> None:
    desk.filed(form=a_form(applicant_type=kind))
    assert all(text_of(shop, paper) for paper in letters(desk))


def test_hostile_words_are_printed_and_never_run(desk: Desk, shop: Workshop) -> None:
    desk.filed(form=a_form(information_detail='#panic("x") $sum$ <b>tebal</b> 😀 \\ "'))
    assert '#panic("x")' in text_of(shop, the_newest(desk, "request_form"))


def test_an_objection_without_a_request_lists_its_own_letters_alone(desk: Desk) -> None:
    number = desk.filed()
    desk.objected(number, Ground.REQUEST_NOT_ANSWERED)
    periodic = ObjectionForm([Ground.PERIODIC_INFO_NOT_PROVIDED], "Laporan berkala tidak ada.")
    who = objections.Objector(
        a_form().identity, ApplicantType.INDIVIDUAL, "guru", "Laporan keuangan", "pengawasan"
    )
    raised = [
        desk.by(
            desk.budi, objections.enter, periodic, draft_key=f"o{place}", channel=Channel.WALK_IN,
            received=date(2026, 11, 23), objector=who,
        ).id
        for place in range(2)
    ]  # fmt: skip
    with desk.office.reading(desk.budi) as unit:
        found = papers.of_case(unit, request_id=None, objections=raised[:1])
    assert [paper.kind for paper in found] == ["objection_form", "objection_receipt"]
    assert {paper.objection_id for paper in found} == {raised[0]}


def test_a_letter_is_found_by_its_code_and_by_no_other(desk: Desk) -> None:
    desk.filed()
    receipt = the_newest(desk, "receipt")
    with desk.office.reading(CLOCKWORK) as unit:
        assert papers.by_code(unit, f" {receipt.code.lower()} ") == receipt
        with pytest.raises(NotFound):
            papers.by_code(unit, "TIDAKADA22")


def test_the_bundle_holds_every_letter_the_story_and_hashes_that_fit(
    desk: Desk, shop: Workshop
) -> None:
    number = desk.filed()
    desk.by(desk.budi, decisions.grant, number, grant=Grant(note="Lengkap."))
    desk.by(desk.budi, handover.provide, number, how="Diserahkan di loket.")
    desk.objected(number, Ground.ANSWERED_NOT_AS_REQUESTED)
    name, content = bundle.assemble(shop, number)
    assert name == "berkas-bukti-0001-PPID-XI-2026.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        listed = archive.read("SHA256SUMS.txt").decode().splitlines()
        sums = {line.split("  ")[1]: line.split("  ")[0] for line in listed}
        for one in names:
            if one != "SHA256SUMS.txt":
                assert hashlib.sha256(archive.read(one)).hexdigest() == sums[one]
        story = archive.read("perjalanan.txt").decode()
    assert len([one for one in names if one.endswith(".pdf")]) == 1 + len(letters(desk))
    assert "2026-11-23" in story
    assert "Keberatan diterima" in story


def test_the_same_case_gives_the_same_bundle(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    first = bundle.assemble(shop, number)
    desk.office.clock.instant += timedelta(days=3)  # type: ignore[attr-defined]
    assert bundle.assemble(shop, number) == first


def test_the_bundle_tells_nothing_that_only_staff_should_know(desk: Desk, shop: Workshop) -> None:
    number = desk.filed()
    desk.by(desk.budi, handover.prepare, number, document=PAGE, inspection=SUSPECT)
    _, content = bundle.assemble(shop, number)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        story = archive.read("perjalanan.txt").decode()
    assert PAGE.name not in story
    assert "Budi" not in story
    assert BU_SARI.label not in story


def test_the_journal_knows_every_letter_by_number_and_hash_alone(
    desk: Desk, shop: Workshop
) -> None:
    desk.filed()
    for paper in letters(desk):
        drawing.finished(shop, paper.id)
    with desk.office.reading(CLOCKWORK) as unit:
        rows = unit.session.execute(
            select(journal.c.act, journal.c.facts).where(journal.c.act.startswith("letter."))
        ).all()
    assert [row.act for row in rows] == ["letter.issued"] * 2 + ["letter.drawn"] * 2
    assert all("Sari" not in json.dumps(row.facts) for row in rows)
