"""What could not be taken up or delivered, and how an operator lets it run once more."""

import pytest
from starlette.testclient import TestClient

from office import inbox, journal, outbox
from office.inbox import Arrived
from office.outbox import Notice
from office.people import StaffMember
from office.unit import Office
from tests.admin.street import Street
from tests.people import BU_SARI, CLOCKWORK


@pytest.fixture
def parked(office: Office) -> int:
    """The number of an update that failed until it was parked."""
    with office.unit(CLOCKWORK) as unit:
        inbox.keep(unit, [Arrived("k", 1, BU_SARI.person, BU_SARI.person, b"{}")])
        (taken,) = inbox.take(unit, worker="uji", size=1)
    for _ in range(inbox.TRIES):
        with office.unit(CLOCKWORK) as unit:
            inbox.fail(unit, taken.number, "KeyError: <b>message</b>")
    return taken.number


@pytest.fixture
def stuck(office: Office) -> int:
    """The number of a notice that can never arrive."""
    with office.unit(CLOCKWORK) as unit:
        unit.post(Notice(BU_SARI.person, "request_granted", "request:12:v2:request_granted"))
    with office.unit(CLOCKWORK) as unit:
        (due,) = outbox.heads(unit.session, now=unit.now)
        outbox.undeliverable(unit.session, due.number, failure="Forbidden: blocked", now=unit.now)
    return due.number


def test_without_trouble_the_page_says_so(budi: TestClient) -> None:
    page = budi.get("/gangguan").text
    assert "Semua pesan sampai." in page
    assert "Tidak ada pesan masuk yang diparkir." in page


def test_a_message_that_did_not_arrive_is_shown_and_sent_again(
    budi: TestClient, pak_budi: StaffMember, stuck: int, office: Office
) -> None:
    page = budi.get("/gangguan").text
    assert "Pemberitahuan: dikabulkan" in page
    assert "tidak sampai" in page
    assert "Forbidden: blocked" in page
    assert 'href="/register/12"' in page
    assert "<b>1</b> pesan tidak sampai" in budi.get("/").text
    answer = budi.post(f"/gangguan/keluar/{stuck}")
    assert answer.headers["location"] == "/gangguan?pesan=resent"
    with office.reading(CLOCKWORK) as unit:
        due = outbox.heads(unit.session, now=unit.now)
        (line,) = journal.page(unit.session, act="notice.resent")
    assert [row.number for row in due] == [stuck]
    assert (line.actor, line.subject) == (pak_budi.label, f"notice:{stuck}")
    assert budi.post(f"/gangguan/keluar/{stuck}").status_code == 404


def test_a_parked_update_is_shown_and_taken_up_again(
    budi: TestClient, parked: int, office: Office
) -> None:
    page = budi.get("/gangguan").text
    assert f"Nomor {parked}" in page
    assert "&lt;b&gt;message" in page
    answer = budi.post(f"/gangguan/masuk/{parked}")
    assert answer.headers["location"] == "/gangguan?pesan=run_again"
    with office.reading(CLOCKWORK) as unit:
        assert inbox.parked(unit) == []
        assert inbox.waiting_count(unit) == 1
    assert budi.post(f"/gangguan/masuk/{parked}").status_code == 404


def test_only_an_operator_comes_here(ratna: TestClient, agus: TestClient, stuck: int) -> None:
    for client in (ratna, agus):
        assert client.get("/gangguan").status_code == 403
        assert client.post(f"/gangguan/keluar/{stuck}").status_code == 403
        assert "/gangguan" not in client.get("/").text


def test_every_kind_of_notice_has_a_name_on_the_page(street: Street, budi: TestClient) -> None:
    number = street.request()
    talk = street.asks("Halo")
    budi.post(f"/percakapan/{talk}/ambil")
    budi.post(f"/percakapan/{talk}/tutup", data={"outcome": "answered", "seen_line": "999999"})
    letters = street.letters("request:") + street.letters("escalation:")
    with street.office.unit(CLOCKWORK) as unit:
        for letter in letters:
            outbox.undeliverable(unit.session, letter.number, failure="x", now=unit.now)
    page = budi.get("/gangguan").text
    for letter in letters:
        assert f"<b>{letter.key}</b>" not in page
    assert f'href="/register/{number}"' in page
    assert f'href="/percakapan/{talk}"' in page
