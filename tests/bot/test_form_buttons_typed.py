"""What stands on a button, typed where the form asks for words, is nobody's answer."""

from office.people import Citizen
from register import book
from tests.bot.conftest import Guest, Hall
from tests.bot.test_filing import AFTER_NIK, UP_TO_NIK, fill
from tests.people import NIK


def own(hall: Hall, guest: Guest) -> int:
    """Return how many requests somebody has filed."""
    with hall.office.reading(Citizen(guest.number)) as unit:
        return len(book.own(unit))


async def test_sending_too_early_puts_the_open_question_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    (question,) = await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:5])
    assert "Rincian informasi" in question
    assert await sari.says("Kirim permohonan") == [question]
    assert own(hall, sari) == 0


async def test_sending_while_an_answer_is_changed_shows_the_review_unchanged(hall: Hall) -> None:
    sari = await hall.newcomer()
    (review,) = await fill(sari)
    await sari.says("9")
    assert await sari.answers("batal", "lanjutkan draf", "kirim permohonan") == [review]
    receipt, *_ = await sari.says("kirim permohonan")
    assert "0001/PPID/XI/2026" in receipt
    assert own(hall, sari) == 1


async def test_going_on_after_an_offer_puts_the_open_question_again(hall: Hall) -> None:
    sari = await hall.newcomer()
    (*_, question) = await sari.answers(*UP_TO_NIK, NIK, *AFTER_NIK[:6])
    assert "Tujuan penggunaan" in question
    assert await sari.says("Lanjut ajukan") == [question]


async def test_who_changes_an_old_message_in_a_form_is_told_how_an_answer_is_changed(
    hall: Hall,
) -> None:
    sari = await hall.newcomer()
    await sari.answers(*UP_TO_NIK)
    name = [row for row in await sari.everything() if row["text"] == "Sari Wulandari"][-1]
    edit = f"citizens/{sari.number}/edit"
    await hall.street.do(edit, message_id=name["message_id"], text="Sari Lestari")
    (told,) = await sari.hears()
    assert "ketik kembali" in told
    (question,) = await sari.answers("kembali")
    assert "Nama pemohon" in question
