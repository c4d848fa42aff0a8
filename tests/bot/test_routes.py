"""What is done before searching: emergencies, complaints, personal matters, documents, staff."""

import tomllib

import pytest
from sqlalchemy import select

from bot.handlers import ask, prefilled
from bot.handlers.staff import to_staff
from bot.presses import AnswerPress
from bot.speak import TEXTS, voice
from bot.turn import Outcome
from knowledge.escalation.tables import EscalationLine
from knowledge.tables import questions
from knowledge.words import Band, Route
from office.unit import Office
from tests.bot.booth import Booth, captions, carried, found
from tests.bot.conftest import Hall
from tests.bot.desk import tap
from tests.people import CLOCKWORK

SAY = voice("PPID Kabupaten Contoh")
FIRE = "tolong ada kebakaran di rumah tetangga"
COMPLAINT = "saya mau lapor jalan rusak di depan sekolah"
PERSONAL = "cek bansos saya dapat belum"
DOCUMENT = "minta salinan dokumen anggaran kabupaten tahun 2025"


@pytest.fixture
def booth(office: Office) -> Booth:
    return Booth(office)


def logged(booth: Booth) -> dict[str, object]:
    with booth.office.reading(CLOCKWORK) as unit:
        row = unit.session.execute(select(questions).order_by(questions.c.id.desc())).first()
    assert row is not None
    return dict(row._mapping)


def overruled(booth: Booth, outcome: Outcome, caption: str) -> Outcome:
    press = AnswerPress.unpack(carried(outcome.says[0], caption))
    return booth.does(ask.insisted, press=press)


@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_an_emergency_is_told_112_in_the_first_line(language: str) -> None:
    said = voice("PPID", language).text("emergency", {})
    assert said.splitlines()[0].startswith("<b>112</b>")
    for number in ("110", "113", "118", "119"):
        assert f"<b>{number}</b>" in said


@pytest.mark.parametrize("language", ["id", "jv", "en"])
def test_somebody_tired_of_life_is_told_112_and_no_list_of_offices(language: str) -> None:
    said = voice("PPID", language).text("distress", {})
    assert "<b>112</b>" in said
    for number in ("110", "113", "118", "119"):
        assert number not in said


def test_they_are_given_somebody_to_talk_to_and_nothing_to_read(booth: Booth) -> None:
    sure = found(Band.ANSWER, "ppa", route=Route.EMERGENCY)
    (words,) = booth.is_told(sure, "saya mau bunuh diri").says
    assert words.key == "distress"
    assert captions(words)[0] == "@staff"


def test_the_best_answer_follows_below_if_it_is_sure(booth: Booth) -> None:
    sure = found(Band.ANSWER, "ppa", route=Route.EMERGENCY)
    first, second = booth.is_told(sure, "saya dipukuli suami").says
    assert (first.key, second.key) == ("emergency", "answer")
    unsure = found(Band.CHOOSE, "ppa", route=Route.EMERGENCY, sure=0.5)
    assert [one.key for one in booth.is_told(unsure, "saya dipukuli").says] == ["emergency"]
    same = found(Band.ANSWER, "darurat-112", route=Route.EMERGENCY)
    assert [one.key for one in booth.is_told(same, FIRE).says] == ["emergency"]


def test_somebody_s_distress_is_not_kept_in_the_log(booth: Booth) -> None:
    booth.asks("saya dipukuli suami")
    assert logged(booth)["route"] == "emergency"
    assert "suami" not in str(logged(booth)["text"])


def test_whoever_waits_for_staff_is_told_112_as_well(booth: Booth) -> None:
    booth.asks("hubungkan dengan petugas")
    (heard,) = booth.does(to_staff, "baik saya tunggu").says
    assert heard.key == "staff_heard"
    (words,) = booth.does(to_staff, FIRE).says
    assert words.key == "emergency"


def test_a_complaint_is_handed_over_to_lapor(booth: Booth) -> None:
    (words,) = booth.asks(COMPLAINT).says
    said = SAY.text(words.key, words.data)
    for part in ("SP4N-LAPOR!", "1708", "lapor.go.id"):
        assert part in said
    assert captions(words)[-2:] == ["@ask_staff", "@not_complaint"]
    assert logged(booth)["route"] == "complaint"


@pytest.mark.parametrize(
    ("text", "caption"),
    [(COMPLAINT, "@not_complaint"), (FIRE, "@not_emergency"), (PERSONAL, "@answer_anyway"),
     (DOCUMENT, "@answer_anyway")],
)  # fmt: skip
def test_the_citizen_can_always_overrule_and_is_answered_by_search(
    booth: Booth, text: str, caption: str
) -> None:
    outcome = booth.asks(text)
    searched = overruled(booth, outcome, caption)
    assert searched.says
    assert {one.key for one in searched.says} <= {"answer", "choose", "not_known", "off_topic"}
    assert logged(booth)["follow_up"] == "insisted"


def test_overruling_works_long_after_from_the_log(booth: Booth) -> None:
    outcome = booth.asks(COMPLAINT)
    booth.asks("apa itu ppid")
    (words,) = overruled(booth, outcome, "@not_complaint").says
    assert words.key in {"answer", "choose", "not_known"}


def test_a_personal_matter_is_sent_to_the_desk_that_can_look(booth: Booth) -> None:
    near = found(Band.CHOOSE, "bansos-cek", route=Route.PERSONAL, sure=0.6)
    (words,) = booth.is_told(near, PERSONAL).says
    said = SAY.text(words.key, words.data)
    assert "jangan kirim NIK" in said
    assert booth.shelf.articles["bansos-cek"].owner in said.replace("&amp;", "&")
    far = found(Band.UNKNOWN, "bansos-cek", route=Route.PERSONAL, sure=0.1)
    (words,) = booth.is_told(far, PERSONAL).says
    assert words.data["owner"] == ""
    assert "petugas" in SAY.text(words.key, words.data)


def test_a_wish_for_a_document_offers_the_form_with_the_words_in_it(booth: Booth) -> None:
    unsure = found(Band.UNKNOWN, "ppid-anggaran", route=Route.DOCUMENT, sure=0.1)
    (words,) = booth.is_told(unsure, DOCUMENT).says
    assert words.key == "document_wish"
    press = AnswerPress.unpack(carried(words, "@file"))
    outcome = booth.does(prefilled.file, press=press)
    assert [one.key for one in outcome.says[:2]] == ["request_intro", "request_prefilled"]
    assert booth.place.memory["form"]["answers"] == {"information_detail": DOCUMENT}
    assert booth.place.step == "Filing:answering"


def test_a_sure_answer_to_such_a_wish_has_the_form_below(booth: Booth) -> None:
    sure = found(Band.ANSWER, "ppid-anggaran", route=Route.DOCUMENT)
    (words,) = booth.is_told(sure, DOCUMENT).says
    assert words.key == "answer"
    assert "@file" in captions(words)


def test_a_number_never_gets_into_the_form_that_way(booth: Booth) -> None:
    text = f"{DOCUMENT} atas NIK 3507152602660001"
    outcome = booth.asks(text)
    booth.does(prefilled.file, press=AnswerPress.unpack(carried(outcome.says[0], "@file")))
    assert "3507152602660001" not in str(booth.place.memory["form"])


def test_a_draft_is_not_overwritten_by_it(booth: Booth) -> None:
    outcome = booth.asks(DOCUMENT)
    press = AnswerPress.unpack(carried(outcome.says[0], "@file"))
    booth.does(prefilled.file, press=press)
    (words,) = booth.does(prefilled.file, press=press).says
    assert words.key == "draft_found"


def test_a_button_without_a_question_opens_an_empty_form(booth: Booth) -> None:
    booth.does(prefilled.file, press=AnswerPress(what="file", key="takada"))
    assert booth.place.memory["form"]["answers"] == {}


def test_a_wish_for_a_person_in_one_s_own_words_reaches_one(booth: Booth) -> None:
    booth.asks("tolong sambungkan ke petugas")
    assert booth.place.step == "Handed:talking"
    with booth.office.reading(CLOCKWORK) as unit:
        assert unit.session.scalars(select(EscalationLine.id)).all()


async def test_a_complaint_and_its_overruling_in_the_chat(hall: Hall) -> None:
    sari = await hall.newcomer()
    (said,) = await sari.says(COMPLAINT)
    assert "1708" in said
    heard = await tap(sari, "Bukan aduan, jawab pertanyaan saya")
    assert len(heard) == 1
    assert "1708" not in heard[0].splitlines()[0]


def test_every_rule_names_a_route_and_every_route_has_a_rule() -> None:
    path = TEXTS.parents[1] / "knowledge/finding/routes.toml"
    rules = tomllib.loads(path.read_text(encoding="utf-8"))["rule"]
    assert {rule["route"] for rule in rules} == {route.value for route in Route}


@pytest.mark.parametrize(
    ("text", "route"),
    [
        ("lapor jalan berlubang di desa kami", Route.COMPLAINT),
        ("saya mau lapor pungli di kelurahan", Route.COMPLAINT),
        ("mau komplain pelayanan puskesmas lambat", Route.COMPLAINT),
        ("minta laporan keuangan desa tahun 2024", Route.DOCUMENT),
        ("mau minta salinan perda tahun 2020", Route.DOCUMENT),
        ("lapor orang meninggal", None),
        ("dendanya berapa kalau telat lapor bayi lahir", None),
        ("kapan laporan layanan informasi publik tersedia", None),
        ("nama saya salah tulis waktu daftar", None),
        ("tetangga dapat pkh dan sembako, saya cuma satu", None),
        ("rumah kebakaran, kartu keluarga ikut habis", None),
        ("sertifikat rumah hilang karena kebakaran bagaimana", None),
        ("kula badhe usul pikantuk bansos dhateng sinten", None),
        ("minta dokumen pemkab gratis tidak", None),
    ],
)
def test_a_rule_fires_only_where_it_is_meant(booth: Booth, text: str, route: Route | None) -> None:
    assert booth.shelf.ask(text).route is route
