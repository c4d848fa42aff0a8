"""Replies on sensitive topics in the browser: a checklist, a second person, and no way around."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from office import journal
from office.unit import Office
from tests.admin.street import PDF, Street
from tests.admin.talking import ANSWER, SENSITIVE, TICKS, composed, line_of, seen, take
from tests.people import CLOCKWORK


@pytest.fixture
def number(budi: TestClient, street: Street) -> int:
    """A conversation on a sensitive topic that Pak Budi holds."""
    found = street.asks(SENSITIVE)
    take(budi, found)
    return found


def propose(client: TestClient, number: int, text: str = ANSWER, **form: str) -> str:
    form = {"text": text, "seen_line": seen(client, number), "do": "ajukan", **TICKS, **form}
    answer = client.post(f"/percakapan/{number}/balas", data=form)
    assert answer.headers["location"] == f"/percakapan/{number}?pesan=reply_proposed", answer.text
    return answer.headers["location"]


def test_the_page_says_why_a_topic_is_sensitive_and_offers_no_way_to_send(
    budi: TestClient, dewi: TestClient, number: int
) -> None:
    page = budi.get(f"/percakapan/{number}").text
    assert "menyebut gratifikasi, tender" in page
    assert "Dapat disetujui: Dewi Lestari" in page
    assert page.count('name="cek_') == 4
    assert 'value="ajukan"' in page
    assert 'value="kirim"' not in page


def test_a_sensitive_reply_is_never_sent_by_its_author_alone(
    budi: TestClient, street: Street, number: int
) -> None:
    form = {"text": ANSWER, "seen_line": seen(budi, number), "do": "kirim"}
    refused = budi.post(f"/percakapan/{number}/balas", data=form)
    assert refused.status_code == 422
    assert "Topik ini peka." in refused.text
    assert composed(refused.text) == ANSWER
    assert street.keys(f"escalation:{number}:line:") == []


def test_words_of_the_reply_itself_ask_for_care(budi: TestClient, street: Street) -> None:
    number = street.asks("Mengapa pekerjaannya lama?")
    line = take(budi, number)
    assert 'value="kirim"' in budi.get(f"/percakapan/{number}").text
    form = {"text": "Karena masih ada gugatan, isinya rahasia.", "seen_line": line}
    refused = budi.post(f"/percakapan/{number}/balas", data=form)
    assert refused.status_code == 422
    assert "menyebut gugatan, rahasia" in refused.text
    assert 'value="ajukan"' in refused.text


@pytest.mark.parametrize("left_out", TICKS)
def test_every_line_of_the_checklist_is_answered_for(
    budi: TestClient, number: int, left_out: str
) -> None:
    ticks = {name: value for name, value in TICKS.items() if name != left_out}
    form = {"text": ANSWER, "seen_line": seen(budi, number), "do": "ajukan", **ticks}
    refused = budi.post(f"/percakapan/{number}/balas", data=form)
    assert refused.status_code == 422
    assert "Daftar periksa belum lengkap" in refused.text
    assert composed(refused.text) == ANSWER
    ticked = re.findall(r'name="(cek_\w+)" value="1" checked', refused.text)
    assert set(ticked) == set(ticks)


def test_a_second_person_reads_the_words_and_lets_them_go(
    budi: TestClient, dewi: TestClient, street: Street, number: int
) -> None:
    propose(budi, number, "Datanya <ada> di laman kami.\nSumber: LPSE.")
    assert f"/percakapan/{number}" in dewi.get("/antrean").text
    page = dewi.get(f"/percakapan/{number}").text
    assert "Ditulis Budi Santoso" in page
    assert "Datanya &lt;ada&gt; di laman kami.\nSumber: LPSE." in page
    assert "data pribadi, pengecualian, sumber, tanggal" in page
    approved = dewi.post(
        f"/percakapan/{number}/usul/setujui", data={"seen_line": seen(dewi, number)}
    )
    assert approved.headers["location"] == f"/percakapan/{number}?pesan=reply_approved"
    assert street.keys(f"escalation:{number}:line:") == ["staff_reply"]
    assert "Petugas Budi Santoso" in dewi.get(f"/percakapan/{number}").text


def test_nobody_approves_their_own_words(budi: TestClient, street: Street, number: int) -> None:
    propose(budi, number)
    page = budi.get(f"/percakapan/{number}").text
    assert "/usul/setujui" not in page
    assert 'id="balas"' not in page
    form = {"seen_line": "999999", "reason": "Saya sendiri."}
    for act in ("setujui", "kembalikan"):
        refused = budi.post(f"/percakapan/{number}/usul/{act}", data=form)
        assert refused.status_code == 409, act
        assert "Usul sendiri harus disetujui orang lain." in refused.text
    assert street.keys(f"escalation:{number}:line:") == []


def test_an_approver_who_has_not_read_the_newest_message_is_stopped(
    budi: TestClient, dewi: TestClient, street: Street, number: int
) -> None:
    propose(budi, number)
    line = seen(dewi, number)
    street.adds("Sudah tidak perlu, terima kasih.")
    stopped = dewi.post(f"/percakapan/{number}/usul/setujui", data={"seen_line": line})
    assert stopped.status_code == 409
    assert "Warga baru saja menulis lagi." in stopped.text
    assert "pesan baru" in stopped.text
    assert street.keys(f"escalation:{number}:line:") == []


def test_a_proposal_comes_back_with_a_reason_and_its_words(
    budi: TestClient, dewi: TestClient, street: Street, number: int
) -> None:
    propose(budi, number)
    unsaid = dewi.post(f"/percakapan/{number}/usul/kembalikan", data={"reason": " "})
    assert unsaid.status_code == 422
    reason = {"reason": "Sebut nomor paketnya."}
    answer = dewi.post(f"/percakapan/{number}/usul/kembalikan", data=reason)
    assert answer.headers["location"].endswith("pesan=reply_returned")
    page = budi.get(f"/percakapan/{number}").text
    assert "Usul balasan Anda dikembalikan" in page
    assert "Alasan rekan: Sebut nomor paketnya." in page
    assert composed(page) == ""
    assert composed(budi.get(f"/percakapan/{number}?usul=1").text) == ANSWER
    assert ANSWER not in dewi.get(f"/percakapan/{number}?usul=1").text
    propose(budi, number, "Paket 12 sudah selesai dilelang.")
    assert "Usul balasan Anda dikembalikan" not in budi.get(f"/percakapan/{number}").text


def test_a_proposal_taken_back_stands_in_the_form_with_its_file(
    budi: TestClient, street: Street, number: int
) -> None:
    form = {"text": ANSWER, "seen_line": seen(budi, number), "do": "ajukan", **TICKS}
    files = {"document": ("paket.pdf", PDF, "application/pdf")}
    assert budi.post(f"/percakapan/{number}/balas", data=form, files=files).status_code == 303
    answer = budi.post(f"/percakapan/{number}/usul/tarik")
    page = budi.get(answer.headers["location"]).text
    assert composed(page) == ANSWER
    assert "Lampiran: <b>paket.pdf</b>" in page


def test_a_conversation_is_marked_by_hand_and_unmarked(
    budi: TestClient, street: Street, office: Office
) -> None:
    number = street.asks("Kapan kantor buka?")
    take(budi, number)
    budi.post(f"/percakapan/{number}/peka", data={"sensitive": "1"})
    page = budi.get(f"/percakapan/{number}").text
    assert "ditandai petugas" in page
    assert 'value="kirim"' not in page
    budi.post(f"/percakapan/{number}/peka", data={"sensitive": "0"})
    assert 'value="kirim"' in budi.get(f"/percakapan/{number}").text
    with office.reading(CLOCKWORK) as unit:
        assert len(journal.page(unit.session, act="escalation.sensitive")) == 2


def test_what_was_approved_can_still_be_taken_back_by_its_author(
    budi: TestClient, dewi: TestClient, street: Street, number: int
) -> None:
    propose(budi, number)
    dewi.post(f"/percakapan/{number}/usul/setujui", data={"seen_line": seen(dewi, number)})
    line = line_of(budi.get(f"/percakapan/{number}").text, "batalkan")
    answer = budi.post(f"/percakapan/{number}/batalkan", data={"line": line})
    assert unescape(composed(budi.get(answer.headers["location"]).text)) == ANSWER
    assert [one.state for one in street.letters(f"escalation:{number}:line:")] == ["obsolete"]
