"""Replies in the browser: sent once, taken back in time, seen on their way, and never lost."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from knowledge.escalation.lines import LONGEST_REPLY
from knowledge.escalation.moving import LEASE
from knowledge.escalation.replying import UNDO
from office import journal, outbox
from office.clock import StandingClock
from office.unit import Office, Unit
from tests.admin.street import PDF, Street
from tests.admin.talking import ANSWER, answered, closed, composed, line_of, seen, take
from tests.people import BU_SARI, CLOCKWORK

BLANK = "Kantor kami di {isi: alamat kantor}, buka [isi jam]."


def befalls(office: Office, street: Street, number: int, what: Callable[[Unit, int], None]) -> None:
    """Let something happen to the newest reply on its way."""
    letter = street.letters(f"escalation:{number}:line:")[-1]
    with office.unit(CLOCKWORK) as unit:
        outbox.start(unit.session, [letter.number], now=unit.now, vault=unit.vault)
        what(unit, letter.number)


def lost(failure: str) -> Callable[[Unit, int], None]:
    return lambda unit, number: outbox.undeliverable(
        unit.session, number, failure=failure, now=unit.now
    )


def test_a_reply_reaches_the_citizen_in_the_name_of_the_office(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    assert "Dikirim sebagai: Petugas PPID" in budi.get(f"/percakapan/{number}").text
    assert answered(budi, number) == f"/percakapan/{number}?pesan=replied"
    letter = street.letters(f"escalation:{number}:line:")[0]
    assert (letter.key, letter.chat_id) == ("staff_reply", BU_SARI.person)
    page = budi.get(f"/percakapan/{number}").text
    assert ANSWER in page
    assert "antre kirim" in page
    assert "Semua pesan warga sudah dibalas." in page


def test_a_reply_may_wait_for_the_citizen_at_once(budi: TestClient, street: Street) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number, "Kantor yang mana, Bu?", do="tunggu")
    page = budi.get(f"/percakapan/{number}").text
    assert "Menunggu kabar dari warga" in page
    assert 'id="balas"' not in page


def test_a_reply_is_taken_back_and_stands_in_the_form_again(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number, "Buka <setiap> hari.")
    page = budi.get(f"/percakapan/{number}").text
    assert re.search(r'Terkirim dalam <b data-seconds="10">10</b> detik', page)
    answer = budi.post(f"/percakapan/{number}/batalkan", data={"line": line_of(page, "batalkan")})
    assert answer.status_code == 303
    again = budi.get(answer.headers["location"]).text
    assert composed(again) == "Buka <setiap> hari."
    assert "ditarik sebelum terkirim" in again
    assert [one.state for one in street.letters(f"escalation:{number}:line:")] == ["obsolete"]


def test_a_file_comes_back_with_its_reply_and_goes_with_the_next(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Minta formulirnya.")
    form = {"text": ANSWER, "seen_line": take(budi, number)}
    files = {"document": ("formulir.pdf", PDF, "application/pdf")}
    budi.post(f"/percakapan/{number}/balas", data=form, files=files)
    line = line_of(budi.get(f"/percakapan/{number}").text, "batalkan")
    answer = budi.post(f"/percakapan/{number}/batalkan", data={"line": line})
    page = budi.get(answer.headers["location"]).text
    assert "Lampiran: <b>formulir.pdf</b>" in page
    sealed = re.search(r'name="berkas" value="([^"]+)"', page)
    assert sealed is not None
    form = {"text": ANSWER, "seen_line": seen(budi, number), "berkas": sealed[1]}
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 303
    waiting = [
        one for one in street.letters(f"escalation:{number}:line:") if one.state == "waiting"
    ]
    assert [one.key for one in waiting] == ["staff_reply", "staff_file"]


def test_a_file_that_this_form_never_gave_out_is_refused(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Minta formulirnya.")
    line = take(budi, number)
    files = {"document": ("formulir.pdf", PDF, "application/pdf")}
    blocked = budi.post(
        f"/percakapan/{number}/balas", data={"text": BLANK, "seen_line": line}, files=files
    )
    sealed = re.search(r'name="berkas" value="([^"]+)"', blocked.text)
    assert sealed is not None
    budi.post(f"/percakapan/{number}/lepas")
    take(dewi, number)
    for token in (sealed[1], "bukan-segel", "AA==", "segél"):
        form = {"text": ANSWER, "seen_line": line, "berkas": token}
        refused = dewi.post(f"/percakapan/{number}/balas", data=form)
        assert refused.status_code == 422
        assert composed(refused.text) == ANSWER


def test_a_reply_taken_back_after_the_end_brings_the_conversation_back(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    line = line_of(budi.get(f"/percakapan/{number}").text, "batalkan")
    closed(budi, number)
    answer = budi.post(f"/percakapan/{number}/batalkan", data={"line": line})
    page = budi.get(answer.headers["location"]).text
    assert composed(page) == ANSWER
    letters = street.letters(f"escalation:{number}:")
    assert [one.key for one in letters if one.state == "waiting"] == ["escalation_opened"]


def test_a_reply_that_left_is_not_taken_back(
    budi: TestClient, street: Street, clock: StandingClock, office: Office
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    line = line_of(budi.get(f"/percakapan/{number}").text, "batalkan")
    clock.advance(UNDO + timedelta(seconds=1))
    befalls(
        office, street, number,
        lambda unit, one: outbox.sent(
            unit.session, one, message_id=1, said=ANSWER, now=unit.now, vault=unit.vault
        ),
    )  # fmt: skip
    late = budi.post(f"/percakapan/{number}/batalkan", data={"line": line})
    assert late.status_code == 409
    assert "sudah terkirim, tidak dapat ditarik" in late.text
    page = budi.get(f"/percakapan/{number}").text
    assert 'class="fate sent">terkirim 09.00' in page
    assert "/batalkan" not in page


def test_a_reply_may_leave_at_once(budi: TestClient, street: Street, office: Office) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    line = line_of(budi.get(f"/percakapan/{number}").text, "kirim-sekarang")
    budi.post(f"/percakapan/{number}/kirim-sekarang", data={"line": line})
    assert "Terkirim dalam" not in budi.get(f"/percakapan/{number}").text
    first = street.letters(f"escalation:{number}:opened")[0].number
    with office.unit(CLOCKWORK) as unit:
        outbox.start(unit.session, [first], now=unit.now, vault=unit.vault)
        outbox.undeliverable(unit.session, first, failure="x", now=unit.now)
        assert len(outbox.heads(unit.session, now=unit.now)) == 1


def test_nobody_takes_back_or_hurries_the_reply_of_another(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    line = line_of(budi.get(f"/percakapan/{number}").text, "batalkan")
    assert "Terkirim dalam" not in dewi.get(f"/percakapan/{number}").text
    for act in ("batalkan", "kirim-sekarang"):
        refused = dewi.post(f"/percakapan/{number}/{act}", data={"line": line})
        assert refused.status_code == 409, act
    assert [one.state for one in street.letters(f"escalation:{number}:line:")] == ["waiting"]


FATES = {
    "blocked": (lost("Forbidden: bot was blocked by the user"), "warga memblokir bot"),
    "gone": (lost("Bad Request: chat not found"), "Warga tidak dapat dihubungi lewat bot."),
    "refused": (lost("TooLong: staff_reply"), "tidak sampai: pesan terlalu panjang"),
    "retrying": (
        lambda unit, one: outbox.again(
            unit.session, one, not_before=unit.now, failure="NetworkError"
        ),
        "dicoba lagi, percobaan ke-1: sambungan ke Telegram terputus",
    ),
    "unsure": (
        lambda unit, one: outbox.unsure(unit.session, one, failure="TimedOut", now=unit.now),
        "belum pasti sampai",
    ),
    "sending": (lambda _unit, _one: None, "sedang dikirim"),
}


@pytest.mark.parametrize(("what", "said"), FATES.values(), ids=FATES.keys())
def test_what_becomes_of_a_reply_is_seen_while_it_happens(
    budi: TestClient,
    street: Street,
    office: Office,
    what: Callable[[Unit, int], None],
    said: str,
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    befalls(office, street, number, what)
    assert said in budi.get(f"/percakapan/{number}").text


def test_a_reply_that_failed_is_sent_once_more_by_whoever_sees_it(
    budi: TestClient, dewi: TestClient, street: Street, office: Office
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    answered(budi, number)
    befalls(office, street, number, lost("Forbidden: bot was blocked by the user"))
    line = line_of(dewi.get(f"/percakapan/{number}").text, "kirim-ulang")
    answer = dewi.post(f"/percakapan/{number}/kirim-ulang", data={"line": line})
    assert answer.headers["location"] == f"/percakapan/{number}?pesan=resent"
    assert [one.state for one in street.letters(f"escalation:{number}:line:")] == ["waiting"]
    with office.reading(CLOCKWORK) as unit:
        assert len(journal.page(unit.session, act="notice.resent")) == 1
    twice = dewi.post(f"/percakapan/{number}/kirim-ulang", data={"line": line})
    assert twice.status_code == 409


def test_a_blank_blocks_the_reply_names_itself_and_loses_nothing(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Di mana kantornya?")
    form = {"text": BLANK, "seen_line": take(budi, number)}
    files = {"document": ("peta.pdf", PDF, "application/pdf")}
    blocked = budi.post(f"/percakapan/{number}/balas", data=form, files=files)
    assert blocked.status_code == 422
    assert "Masih perlu diisi: {isi: alamat kantor}, [isi jam]." in blocked.text
    assert composed(blocked.text) == BLANK
    assert "Lampiran: <b>peta.pdf</b>" in blocked.text
    assert street.keys(f"escalation:{number}:line:") == []


def test_a_newer_message_blocks_the_reply_shows_itself_and_gives_it_back(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Kapan kantor buka?")
    form = {"text": ANSWER, "seen_line": take(budi, number)}
    street.adds("Maaf, maksud saya kantor kecamatan.")
    blocked = budi.post(f"/percakapan/{number}/balas", data=form)
    assert blocked.status_code == 409
    assert "Warga baru saja menulis lagi." in blocked.text
    assert composed(blocked.text) == ANSWER
    fresh = re.search(r'<li class="citizen fresh".*?</li>', blocked.text, re.S)
    assert fresh is not None
    assert "kantor kecamatan" in fresh[0]
    assert "pesan baru" in fresh[0]
    assert street.keys(f"escalation:{number}:") == ["escalation_opened"]
    now = re.search(r'name="seen_line" value="(\d+)"', blocked.text)
    assert now is not None
    form["seen_line"] = now[1]
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 303


def test_what_was_typed_survives_the_loss_of_the_conversation(
    budi: TestClient, dewi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    clock.advance(LEASE + timedelta(seconds=1))
    take(dewi, number)
    late = budi.post(f"/percakapan/{number}/balas", data={"text": ANSWER, "seen_line": line})
    assert late.status_code == 409
    assert "tidak sedang Anda pegang" in late.text
    assert "Balasan Anda yang belum terkirim" in late.text
    assert ANSWER in late.text


def test_an_own_note_does_not_block_the_reply(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    budi.post(f"/percakapan/{number}/catatan", data={"note": "Sebentar."})
    form = {"text": ANSWER, "seen_line": line}
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 303


@pytest.mark.parametrize(
    ("text", "said"),
    [("  ", "isinya masih kosong"), ("x" * (LONGEST_REPLY + 1), "terlalu panjang")],
    ids=["empty", "long"],
)
def test_a_reply_that_cannot_be_sent_says_why(
    budi: TestClient, street: Street, text: str, said: str
) -> None:
    number = street.asks("Halo")
    form = {"text": text, "seen_line": take(budi, number)}
    answer = budi.post(f"/percakapan/{number}/balas", data=form)
    assert answer.status_code == 422
    assert said in answer.text


def test_a_file_of_no_accepted_kind_is_refused_and_the_words_stay(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Minta formulirnya.")
    form = {"text": ANSWER, "seen_line": take(budi, number)}
    files = {"document": ("x.exe", b"MZ\x90\x00" * 40, "application/pdf")}
    answer = budi.post(f"/percakapan/{number}/balas", data=form, files=files)
    assert answer.status_code == 422
    assert "Jenis berkas ini tidak diterima" in answer.text
    assert composed(answer.text) == ANSWER


def test_an_attachment_goes_alone_too(budi: TestClient, street: Street) -> None:
    number = street.asks("Minta formulirnya.")
    files = {"document": ("formulir.pdf", PDF, "application/pdf")}
    alone = {"text": "", "seen_line": take(budi, number)}
    assert budi.post(f"/percakapan/{number}/balas", data=alone, files=files).status_code == 303
    assert street.keys(f"escalation:{number}:line:") == ["staff_reply", "staff_file"]


def test_a_note_stays_in_the_house(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    before = street.keys("")
    answer = budi.post(f"/percakapan/{number}/catatan", data={"note": "Tanyakan dulu ke Bappeda."})
    assert answer.headers["location"].endswith("pesan=noted")
    assert street.keys("") == before
    page = budi.get(f"/percakapan/{number}").text
    assert '<li class="note"' in page
    assert "Tanyakan dulu ke Bappeda." in page


def test_a_note_that_is_refused_is_given_back(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    long = "x" * (LONGEST_REPLY + 1)
    answer = budi.post(f"/percakapan/{number}/catatan", data={"note": long})
    assert answer.status_code == 422
    assert long in answer.text
