"""The queue and one conversation in the browser: one speaker, nothing lost, nothing leaked."""

import re
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from knowledge.escalations import LEASE, LONGEST_REPLY
from office import journal
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import PDF, Street
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

ANSWER = "Pelayanan PPID buka Senin sampai Jumat, 08.00 sampai 15.00 WIB."


def closing(outcome: str) -> dict[str, str]:
    return {"outcome": outcome, "seen_line": "999999"}


def seen(client: TestClient, number: int) -> str:
    """Return the newest line the page shows, as its form sends it."""
    found = re.search(r'name="seen_line" value="(\d+)"', client.get(f"/percakapan/{number}").text)
    assert found is not None
    return found[1]


def take(client: TestClient, number: int) -> str:
    client.post(f"/percakapan/{number}/ambil")
    return seen(client, number)


def test_the_queue_shows_who_waits_and_since_when(
    budi: TestClient, street: Street, clock: StandingClock
) -> None:
    street.asks("Kapan jalan desa kami diperbaiki?")
    clock.advance(timedelta(hours=1, minutes=30))
    street.asks("Dana desa berapa?", citizen=PAK_JOKO)
    page = budi.get("/antrean").text
    assert page.index("Kapan jalan desa") < page.index("Dana desa berapa?")
    assert "1 jam 30 menit" in page
    assert "baru saja" in page
    assert page.count("berikutnya</span>") == 1
    assert "<b>2</b> warga menunggu" in budi.get("/").text


def test_an_empty_queue_says_so(budi: TestClient) -> None:
    assert "Tidak ada warga yang menunggu." in budi.get("/antrean").text
    answer = budi.post("/antrean/berikutnya")
    assert answer.headers["location"] == "/antrean?pesan=none_waiting"


def test_an_officer_takes_a_conversation_and_sees_it_whole(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Selamat pagi.", "Kapan kantor buka?")
    assert 'name="text"' not in budi.get(f"/percakapan/{number}").text
    answer = budi.post(f"/percakapan/{number}/ambil")
    assert answer.headers["location"] == f"/percakapan/{number}?pesan=claimed"
    page = budi.get(answer.headers["location"]).text
    assert "Percakapan Anda ambil." in page
    assert page.index("Selamat pagi.") < page.index("Kapan kantor buka?")
    assert 'name="text"' in page
    assert "Dipegang: Budi Santoso" in budi.get("/antrean").text


def test_take_next_takes_who_has_waited_longest(
    budi: TestClient, street: Street, clock: StandingClock
) -> None:
    first = street.asks("Saya dulu.")
    clock.advance(timedelta(minutes=1))
    second = street.asks("Saya kemudian.", citizen=PAK_JOKO)
    answers = [budi.post("/antrean/berikutnya").headers["location"] for _ in range(3)]
    assert answers == [
        f"/percakapan/{first}?pesan=claimed",
        f"/percakapan/{second}?pesan=claimed",
        "/antrean?pesan=none_waiting",
    ]


def test_a_conversation_of_somebody_else_is_read_but_not_answered(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    answer = dewi.post(f"/percakapan/{number}/ambil")
    assert answer.headers["location"].endswith("pesan=taken")
    page = dewi.get(answer.headers["location"]).text
    assert "sudah diambil orang lain" in page
    assert "sedang dipegang Budi Santoso" in page
    assert 'name="text"' not in page
    forms = {
        "balas": {"text": ANSWER, "seen_line": line},
        "catatan": {"note": "x"},
        "lepas": {},
        "tutup": {"outcome": "answered", "seen_line": "999999"},
    }
    for act, form in forms.items():
        refused = dewi.post(f"/percakapan/{number}/{act}", data=form)
        assert refused.status_code == 409, act
        assert "tidak sedang Anda pegang" in refused.text
    assert street.keys(f"escalation:{number}:") == ["escalation_opened"]


def test_a_forgotten_conversation_may_be_taken_by_another(
    budi: TestClient, dewi: TestClient, street: Street, clock: StandingClock
) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    clock.advance(LEASE + timedelta(seconds=1))
    assert "waktunya habis" in dewi.get("/antrean").text
    take(dewi, number)
    late = budi.post(f"/percakapan/{number}/balas", data={"text": ANSWER, "seen_line": line})
    assert late.status_code == 409
    assert ANSWER in late.text, "what was written must not be lost"


def test_a_reply_reaches_the_citizen(
    budi: TestClient, street: Street, pak_budi: StaffMember
) -> None:
    number = street.asks("Kapan kantor buka?")
    form = {"text": ANSWER, "seen_line": take(budi, number)}
    answer = budi.post(f"/percakapan/{number}/balas", data=form)
    assert answer.headers["location"] == f"/percakapan/{number}?pesan=replied"
    letter = street.letters(f"escalation:{number}:line:")[0]
    assert (letter.key, letter.chat_id) == ("staff_reply", BU_SARI.person)
    page = budi.get(f"/percakapan/{number}").text
    assert ANSWER in page
    assert "antre kirim" in page
    assert "sudah dibalas" in budi.get("/antrean").text


def test_a_note_stays_in_the_house(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    before = street.keys("")
    answer = budi.post(f"/percakapan/{number}/catatan", data={"note": "Tanyakan dulu ke Bappeda."})
    assert answer.headers["location"].endswith("pesan=noted")
    assert street.keys("") == before
    page = budi.get(f"/percakapan/{number}").text
    assert "Tanyakan dulu ke Bappeda." in page
    assert "Catatan internal" in page


def test_a_newer_message_blocks_the_reply_and_gives_it_back(
    budi: TestClient, street: Street
) -> None:
    number = street.asks("Kapan kantor buka?")
    line = take(budi, number)
    street.adds("Maaf, maksud saya kantor kecamatan.")
    blocked = budi.post(f"/percakapan/{number}/balas", data={"text": ANSWER, "seen_line": line})
    assert blocked.status_code == 409
    assert "Warga baru saja menulis lagi." in blocked.text
    assert ANSWER in blocked.text
    assert street.keys(f"escalation:{number}:") == ["escalation_opened"]
    form = {"text": ANSWER, "seen_line": seen(budi, number)}
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 303


def test_an_own_note_does_not_block_the_reply(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    line = take(budi, number)
    budi.post(f"/percakapan/{number}/catatan", data={"note": "Sebentar."})
    form = {"text": ANSWER, "seen_line": line}
    assert budi.post(f"/percakapan/{number}/balas", data=form).status_code == 303


@pytest.mark.parametrize(
    ("text", "said"),
    [("  ", "wajib diisi"), ("x" * (LONGEST_REPLY + 1), "terlalu panjang")],
    ids=["empty", "long"],
)
def test_a_reply_that_cannot_be_sent_is_422(
    budi: TestClient, street: Street, text: str, said: str
) -> None:
    number = street.asks("Halo")
    form = {"text": text, "seen_line": take(budi, number)}
    answer = budi.post(f"/percakapan/{number}/balas", data=form)
    assert answer.status_code == 422
    assert said in answer.text


def test_an_attachment_goes_with_the_reply_or_alone(budi: TestClient, street: Street) -> None:
    number = street.asks("Minta formulirnya.")
    files = {"document": ("formulir.pdf", PDF, "application/pdf")}
    form = {"text": ANSWER, "seen_line": take(budi, number)}
    assert budi.post(f"/percakapan/{number}/balas", data=form, files=files).status_code == 303
    assert street.keys(f"escalation:{number}:line:") == ["staff_reply", "staff_file"]
    alone = {"text": "", "seen_line": seen(budi, number)}
    assert budi.post(f"/percakapan/{number}/balas", data=alone, files=files).status_code == 303
    page = budi.get(f"/percakapan/{number}").text
    assert page.count("formulir.pdf</a>") == 2


def test_a_released_conversation_waits_again(
    budi: TestClient, dewi: TestClient, street: Street
) -> None:
    number = street.asks("Halo")
    take(budi, number)
    answer = budi.post(f"/percakapan/{number}/lepas")
    assert answer.headers["location"] == "/antrean?pesan=released"
    assert take(dewi, number)


def test_closing_needs_an_outcome_and_tells_the_citizen(budi: TestClient, street: Street) -> None:
    number = street.asks("Halo")
    take(budi, number)
    unclear = budi.post(f"/percakapan/{number}/tutup", data=closing("entah"))
    assert unclear.status_code == 422
    answer = budi.post(f"/percakapan/{number}/tutup", data=closing("referred"))
    assert answer.headers["location"] == "/antrean?pesan=closed"
    assert street.keys(f"escalation:{number}:")[-1] == "escalation_closed"
    page = budi.get(f"/percakapan/{number}").text
    assert "Dirujuk ke kanal lain" in page
    assert "/ambil" not in page
    again = street.asks("Halo lagi")
    assert f'href="/percakapan/{number}"' in budi.get(f"/percakapan/{again}").text


def test_a_conversation_nobody_had_is_404(budi: TestClient) -> None:
    assert budi.get("/percakapan/4711").status_code == 404
    assert budi.post("/percakapan/4711/lepas").status_code == 404
    claimed = budi.post("/percakapan/4711/ambil", follow_redirects=True)
    assert claimed.status_code == 404


def test_what_a_citizen_writes_is_never_markup(budi: TestClient, street: Street) -> None:
    hostile = "<script>alert(1)</script><b hx-get=/keluar>x</b>"
    number = street.asks(hostile)
    for path in ("/antrean", f"/percakapan/{number}"):
        page = budi.get(path).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<b hx-get" not in page


def test_a_file_needs_a_permission_is_journaled_and_never_opens_in_the_page(
    budi: TestClient,
    ratna: TestClient,
    agus: TestClient,
    pak_budi: StaffMember,
    street: Street,
    office: Office,
) -> None:
    kept = street.cabinet.keep('../surat "kuasa" é.pdf', PDF)
    number = street.asks("Ini suratnya.", file=kept)
    found = re.search(r'href="/berkas/(\d+)"', budi.get(f"/percakapan/{number}").text)
    assert found is not None
    for other in (ratna, agus):
        assert other.get(f"/berkas/{found[1]}").status_code == 403
    answer = budi.get(f"/berkas/{found[1]}")
    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''surat%20kuasa%20%C3%A9.pdf"
    )
    assert answer.headers["cache-control"] == "no-store"
    with office.reading(CLOCKWORK) as unit:
        opened = journal.page(unit.session, act="file.opened")
    assert [(line.actor, line.subject) for line in opened] == [(pak_budi.label, f"file:{found[1]}")]
    assert budi.get("/berkas/4711").status_code == 404


def test_the_superior_and_the_auditor_have_no_queue(ratna: TestClient, agus: TestClient) -> None:
    for client in (ratna, agus):
        assert client.get("/antrean").status_code == 403
        assert "/antrean" not in client.get("/").text
