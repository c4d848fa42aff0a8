"""A citizen's own data in the chat: told of, shown masked, handed over once, taken back, erased."""

import hashlib
import io
import json
import re

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select

from bot import own_copy
from bot.handlers import privacy
from bot.presses import PrivacyPress
from bot.speak import voice
from bot.standing import Standing
from bot.states import Filing, Rights
from bot.turn import Outcome
from knowledge import questions, subscriptions
from knowledge.escalation import opening
from knowledge.escalation.words import Reason
from knowledge.tables import questions as asked
from knowledge.verdict import Verdict
from knowledge.words import Band
from office import data_requests, files, retention
from office.data_requests import About
from office.people import Citizen
from office.unit import Office
from register import requests
from register.intake import NOTICE
from register.tables import Request
from register.words import ApplicantType, Channel, Status
from tests.bot.booth import Booth, captions
from tests.bot.conftest import Hall
from tests.bot.desk import tap
from tests.bot.privacy_samples import KEPT
from tests.bot.test_filing import fill
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO, a_form
from tests.register.letters.samples import LETTERHEAD

# Whoever changes what citizens read before they say who they are changes its version as well.
READ_AS = {"2026-11": "19eb4b6e6c17779c"}
WORDS = "Nama saya pada permohonan keliru satu huruf."


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


def filed(office: Office, citizen: Citizen = BU_SARI) -> None:
    with office.unit(citizen) as unit:
        requests.submit(unit, a_form(), draft_key=f"d{citizen.person}")


def asks(office: Office, text: str, citizen: Citizen = BU_SARI) -> None:
    with office.unit(citizen) as unit:
        questions.log(
            unit, key=questions.key_of(unit, text), text=text, route="search",
            verdict=Verdict(Band.UNKNOWN, (), None),
        )  # fmt: skip


def on_paper(office: Office) -> str:
    """Return the readable copy's words, as a reader copies them."""
    made = own_copy.made(office, BU_SARI.person, "pdf", LETTERHEAD)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]
    return " ".join(" ".join(pages).split())


def press(booth: Booth, what: str) -> Outcome:
    return booth.does(privacy.pressed, press=PrivacyPress(what=what))


def key(outcome: Outcome) -> str:
    return outcome.says[0].key


def test_what_citizens_read_first_has_a_version_of_its_own() -> None:
    known = {"version": NOTICE, "kept": {name: retention.line(name).days for name in KEPT}}
    text = voice("PPID").text("privacy", known)
    assert {NOTICE: hashlib.sha256(text.encode()).hexdigest()[:16]} == READ_AS


def test_the_notice_leads_to_every_right(booth: Booth) -> None:
    (words,) = booth.does(privacy.notice).says
    assert words.data["version"] == NOTICE
    assert captions(words) == [
        "@privacy_see", "@privacy_copy", "@privacy_correct", "@privacy_consents",
        "@privacy_restriction", "@privacy_erase", "@privacy_objection",
    ]  # fmt: skip
    for what in ("see", "copy", "correct", "consents", "erase", "restriction", "objection"):
        assert press(booth, what).says[0].key.startswith("privacy_")


def test_the_summary_shows_no_identity_in_full(booth: Booth, office: Office) -> None:
    assert press(booth, "see").says[0].data["identity"] is None
    filed(office)
    data = press(booth, "see").says[0].data
    assert NIK not in str(data)
    assert "Wulandari" not in str(data)
    assert data["identity"]["number"].endswith(NIK[-4:])
    assert [one["status"] for one in data["cases"]] == ["registered"]


def test_a_button_of_these_in_a_group_shows_nothing(office: Office) -> None:
    filed(office)
    there = Booth(office, is_private=False)
    for what in ("see", "copy", "erase_yes", "x"):
        assert key(press(there, what)) == "old_button"


def test_the_copy_is_all_there_is_and_nobody_else_s(office: Office) -> None:
    filed(office)
    filed(office, PAK_JOKO)
    asks(office, "berapa lama izin usaha")
    asks(office, "rahasia pak joko", PAK_JOKO)
    with office.unit(BU_SARI) as unit:
        subscriptions.subscribe(unit, village="Sukamaju")
        data_requests.receive(unit, About.CORRECTION, WORDS)
    told = json.loads(own_copy.made(office, BU_SARI.person, "json", LETTERHEAD))
    assert told["account"] == BU_SARI.person
    (case,) = told["cases"]
    assert case["identity"]["applicant_name"] == "Sari Wulandari"
    assert case["identity"]["national_id"].endswith(NIK[-4:])
    assert [one["text"] for one in told["questions"]] == ["berapa lama izin usaha"]
    assert told["subscriptions"] == ["Sukamaju"]
    assert [one["words"] for one in told["data_requests"]] == [WORDS]
    readable = on_paper(office)
    for words in (
        "PPID KABUPATEN CONTOH",
        "Nama pemohon : Sari Wulandari",
        "Salinan lengkap : NIK, alamat",
        "23 November 2026 09.00: berapa lama izin usaha",
        WORDS,
        "Halaman 1 dari",
    ):
        assert words in readable
    assert "rahasia pak joko" not in readable


def test_the_copy_in_a_chat_gives_no_number_no_house_and_no_tracking_code(office: Office) -> None:
    filed(office)
    with office.reading(CLOCKWORK) as unit:
        code = unit.session.scalars(select(Request.tracking_code)).one()
    plain = own_copy.made(office, BU_SARI.person, "json", LETTERHEAD).decode()
    for told in (plain, on_paper(office)):
        for secret in (NIK, NIK[:12], code, a_form().identity.address):
            assert secret not in told
        assert code[-4:] in told
        assert "di loket" in told


def test_every_name_and_every_code_of_the_readable_copy_is_indonesian(office: Office) -> None:
    filed(office)
    asks(office, "berapa lama")
    with office.unit(BU_SARI) as unit:
        opening.open_for(unit, reason=Reason.ASKED)
        opening.add_line(unit, "Jam buka loket?")
        data_requests.receive(unit, About.CORRECTION, WORDS)
    said = on_paper(office)
    codes = [
        *About,
        *data_requests.Status,
        *Status,
        *ApplicantType,
        *Channel,
        "submitted",
        "citizen",
    ]
    names = ["identity", "cases", "tracking_code", "information", "story", "author", "2026-11"]
    words = set(re.findall(r"[a-z_]+|2026-11-", said))
    assert not words & {*codes, *names}
    assert "Permohonan diterima" in said
    assert "Anda: Jam buka loket?" in said


def test_the_readable_copy_is_a_document_for_the_archive_that_can_be_read_aloud(
    office: Office,
) -> None:
    made = own_copy.made(office, BU_SARI.person, "pdf", LETTERHEAD)
    assert made == own_copy.made(office, BU_SARI.person, "pdf", LETTERHEAD)
    assert b"<pdfaid:part>2</pdfaid:part>" in made
    catalog = PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert catalog["/Lang"].startswith("id")  # type: ignore[index]


def test_what_was_written_is_set_as_it_is_and_never_as_source(office: Office) -> None:
    wild = '#panic("x") $x^2$ @rujukan <b>tebal</b> \\ = judul'
    asks(office, wild)
    assert wild in on_paper(office)


def test_each_consent_is_taken_back_by_itself(booth: Booth, office: Office) -> None:
    asks(office, "berapa lama izin usaha")
    with office.unit(BU_SARI) as unit:
        subscriptions.subscribe(unit, village="Sukamaju")
    offered = captions(press(booth, "consents").says[0])
    assert offered == [
        "@privacy_stop_subscriptions", "@privacy_stop_history", "@privacy_restriction",
        "@privacy_objection",
    ]  # fmt: skip
    assert press(booth, "stop_subscriptions").says[0].data == {"what": "subscriptions"}
    with office.reading(BU_SARI) as unit:
        assert subscriptions.own(unit) == ()
        assert unit.session.scalars(select(asked.c.text)).all() == ["berapa lama izin usaha"]
    press(booth, "stop_history")
    with office.reading(BU_SARI) as unit:
        row = unit.session.execute(select(asked.c.text, asked.c.asker)).one()
        assert row.text == ""
        assert row.asker != questions.asker_of(unit, BU_SARI.person)


def test_an_identity_is_corrected_by_an_officer_who_is_told_in_words(
    booth: Booth, office: Office
) -> None:
    press(booth, "correction")
    assert booth.place.step == Rights.telling.state
    assert key(booth.does(privacy.told, "ya")) == "privacy_refused"
    outcome = booth.does(privacy.told, WORDS)
    assert key(outcome) == "privacy_taken"
    assert outcome.says[0].data["until"] == "2026-11-26"
    assert booth.place.step is None
    assert "rights" not in booth.place.memory
    assert key(press(booth, "correction")) == "privacy_waits"
    with office.reading(BU_SARI) as unit:
        assert [one.words for one in data_requests.own(unit)] == [WORDS]


def test_whoever_is_in_a_form_is_not_led_out_of_it(booth: Booth) -> None:
    booth.place = Standing(step=Filing.answering.state, memory={"form": {"answers": {}}})
    assert key(press(booth, "correction")) == "privacy_first_finish"
    assert booth.place.step == Filing.answering.state


def test_nothing_is_erased_before_it_is_confirmed(booth: Booth, office: Office) -> None:
    filed(office)
    asks(office, "berapa lama izin usaha")
    outcome = press(booth, "erase")
    assert captions(outcome.says[0]) == ["@privacy_erase_yes", "@cancel"]
    assert outcome.says[0].data["cases"] == 1
    with office.reading(BU_SARI) as unit:
        assert unit.session.scalars(select(asked.c.text)).all() == ["berapa lama izin usaha"]


def test_what_may_go_goes_at_once_and_the_register_goes_to_an_officer(
    booth: Booth, office: Office
) -> None:
    filed(office)
    asks(office, "berapa lama izin usaha")
    booth.place = Standing("jv", None, {"form": {"answers": {"a": "b"}}, "language_offered": True})
    outcome = press(booth, "erase_yes")
    assert outcome.language == "id"
    assert not any(booth.place.memory.values())
    with office.reading(BU_SARI) as unit:
        assert unit.session.scalars(select(asked.c.text)).all() == [""]
        (one,) = data_requests.own(unit)
        assert one.about is About.ERASURE
        assert unit.session.scalar(select(func.count()).select_from(Request)) == 1
    assert outcome.says[0].data["code"] == one.code
    # Pressed again it is the same request.
    assert press(booth, "erase_yes").says[0].data["code"] == one.code


def test_without_a_case_no_officer_is_asked(booth: Booth, office: Office) -> None:
    assert press(booth, "erase_yes").says[0].data == {"code": None}
    with office.reading(BU_SARI) as unit:
        assert data_requests.own(unit) == []


async def test_in_a_chat_both_files_come_and_none_is_kept(hall: Hall) -> None:
    sari = await hall.newcomer()
    await fill(sari)
    await sari.says("kirim permohonan")
    (notice,) = await sari.says("privasi")
    assert notice.startswith("Data Anda")
    with hall.office.reading(CLOCKWORK) as unit:
        before = unit.session.scalar(select(func.count()).select_from(files.files))
    contents = sorted(hall.folder.glob("files/??/*"))
    said = await tap(sari, "Unduh")
    assert len(said) == 2
    with hall.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(func.count()).select_from(files.files)) == before
    assert sorted(hall.folder.glob("files/??/*")) == contents
    messages = [one for one in await sari.everything() if one["from"] == "bot"]
    names = [(one.get("document") or {}).get("file_name") for one in messages[-2:]]
    assert names == ["data-saya.pdf", "data-saya.json"]


async def test_whoever_thinks_better_of_erasing_is_told_that_nothing_was(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("pertanyaan tentang naga terbang di balai desa")
    (explained,) = await sari.says("hapus data")
    assert "1 pertanyaan, dan bahasa pilihan." in explained
    assert " 0 " not in explained
    assert await tap(sari, "Batal") == ["Baik, tidak ada yang dihapus."]
    (typed,) = await sari.says("batal")
    assert typed.startswith("Baik. Tidak ada yang sedang berjalan")
    with hall.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalar(select(asked.c.text)) != ""


@pytest.mark.parametrize("before", ["data saya", "koreksi", "privasi", "hapus data", "halo"])
async def test_cancelling_where_nothing_is_open_is_answered_fittingly(
    hall: Hall, before: str
) -> None:
    sari = await hall.newcomer()
    for typed in ("batal", "kembali"):
        await sari.says(before)
        (said,) = await sari.says(typed)
        assert said.startswith("Baik. Tidak ada yang sedang berjalan")


def test_the_copy_for_machines_tells_all_times_by_the_office_s_clock(office: Office) -> None:
    asks(office, "berapa lama izin usaha")
    with office.unit(BU_SARI) as unit:
        opening.open_for(unit, reason=Reason.ASKED)
        opening.add_line(unit, "Jam buka loket?")
        data_requests.receive(unit, About.CORRECTION, WORDS)
    plain = own_copy.made(office, BU_SARI.person, "json", LETTERHEAD).decode()
    zones = re.findall(r"T\d\d:\d\d(?::\d\d)?(?:\.\d+)?([+-]\d\d:\d\d|Z)", plain)
    assert len(zones) >= 5
    assert set(zones) == {"+07:00"}


async def test_words_lead_there_too_and_what_is_erased_is_gone(hall: Hall) -> None:
    sari = await hall.newcomer()
    await sari.says("pertanyaan tentang naga terbang di balai desa")
    (own,) = await sari.says("data saya")
    assert own.startswith("Data Anda pada kami")
    (explained,) = await sari.says("hapus data")
    assert "Dihapus sekarang juga" in explained
    (done,) = await tap(sari, "Ya, hapus data saya")
    assert done.startswith("Data yang dapat dihapus sekarang sudah dihapus.")
    with hall.office.reading(CLOCKWORK) as unit:
        assert set(unit.session.scalars(select(asked.c.text))) == {""}
