"""A page about a failure offers what can be done in its state, and says what is missing."""

import re

import pytest
from sqlalchemy import update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.crier import languages
from office import breach_people, data_requests
from office.breach_tables import DataBreach
from office.data_request_tables import DataRequest
from office.data_requests import About
from office.people import StaffMember
from office.settings import Settings
from office.unit import Office
from tests.admin.street import Street, sign_in, version_on
from tests.admin.test_breach_refusals import BODY, LESSONS
from tests.admin.test_breaches_page import (
    FORM,
    HOME,
    OTHERS,
    acts,
    presses,
    recorded,
    rina,
    sent,
)
from tests.people import BU_SARI, CLOCKWORK, PAK_JOKO

__all__ = ["rina"]

REASON = "Naskahnya menyebut data yang keliru."
OFFICER = "ppdp@contoh.go.id"
NO_OFFICER = "Kontak pejabat pelindungan data belum diisi"
SPOILT = b"x" * 60


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """An office that has a data protection officer where a test asks for one."""
    return settings.model_copy(update={"dpo_contact": getattr(request, "param", "")})


def forms(client: TestClient, path: str) -> list[str]:
    """Return what the page of a failure lets somebody do."""
    return re.findall(rf'action="{path}/([a-z-]+)"', client.get(path).text)


def folded(client: TestClient, path: str) -> list[str]:
    """Return what of it is folded away."""
    words = re.findall(r'<details class="act"><summary>([^<]*)', client.get(path).text)
    return [one.strip() for one in words]


def in_post(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        breach_people.run(unit, languages)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_state_offers_what_can_be_done_in_it(
    budi: TestClient, rina: TestClient, office: Office
) -> None:
    path = recorded(budi)
    body = ["surat", "lembaga"]
    assert forms(budi, path) == ["ubah", *body, "ajukan", "cara-lain"]
    assert forms(rina, path) == ["ubah", *body, "ajukan", "cara-lain", "tutup"]
    presses(budi, path, "ajukan")
    assert forms(budi, path) == ["ubah", *body, "kembalikan", "cara-lain"]
    assert forms(rina, path) == ["ubah", *body, "setujui", "kembalikan", "cara-lain", "tutup"]
    presses(rina, path, "setujui")
    for client in (budi, rina):
        assert forms(client, path) == [*body, "hentikan", "cara-lain"], "it is on its way"
    sent(office)
    assert forms(budi, path) == [*body, "tidak-terjangkau", "cara-lain"]
    budi.post(f"{path}/lembaga", data=BODY)
    assert folded(budi, path) == ["Unduh suratnya lagi", "Perbaiki catatan"]
    assert "tutup" not in forms(budi, path), "one is not reached"
    budi.post(f"{path}/cara-lain", data=OTHERS)
    assert forms(budi, path) == [*body, "tidak-terjangkau", "cara-lain", "tutup"]
    form = {"outcome": "confirmed", "lessons": LESSONS}
    assert budi.post(f"{path}/tutup", data=form).status_code == 303
    assert forms(budi, path) == ["tidak-terjangkau"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_keeps_it_open_is_said_and_only_open_outcomes_are_offered(
    budi: TestClient, rina: TestClient
) -> None:
    path = recorded(budi)
    page = budi.get(path).text
    assert "Belum dapat ditutup." in page
    assert "Lembaga belum diberi tahu." in page
    assert 'value="no_breach"' not in page
    assert 'value="confirmed"' not in page
    page = rina.get(path).text
    assert "Belum dapat ditutup." not in page
    assert "Lembaga belum diberi tahu." in page
    assert 'value="no_breach"' in page
    assert 'value="confirmed"' not in page


def test_a_confirmed_notice_is_stopped_with_a_reason_while_none_has_left(
    budi: TestClient, rina: TestClient, office: Office, street: Street
) -> None:
    path = recorded(budi)
    presses(budi, path, "ajukan")
    assert "begitu ada satu yang berangkat, tidak dapat dihentikan" in rina.get(path).text
    presses(rina, path, "setujui")
    in_post(office)
    page = budi.get(path).text
    assert "dikonfirmasi, belum ada yang berangkat" in page
    form = {"version": version_on(page), "reason": "salah"}
    answer = budi.post(f"{path}/hentikan", data=form)
    assert answer.status_code == 422
    assert 'id="salah-stop-reason"' in answer.text
    answer = budi.post(f"{path}/hentikan", data=form | {"reason": REASON})
    assert answer.headers["location"].endswith("pesan=data_breach_stopped")
    assert street.keys("data_breach:1:") == []
    assert acts(office)[0] == "data_breach.stopped"
    page = rina.get(path).text
    assert "Pengiriman dihentikan Budi Santoso, 23 Nov 2026 09.00, sebelum ada" in page
    assert f"yang berangkat: {REASON}" in page
    assert f"{path}/ajukan" in page
    assert budi.post(f"{path}/hentikan", data=form).status_code == 409


def test_once_one_has_left_the_page_says_that_nothing_is_stopped(
    budi: TestClient, rina: TestClient, office: Office
) -> None:
    path = recorded(budi)
    presses(budi, path, "ajukan")
    presses(rina, path, "setujui")
    sent(office)
    assert f"{path}/hentikan" not in budi.get(path).text
    form = {"version": "3", "reason": REASON}
    answer = budi.post(f"{path}/hentikan", data=form)
    assert answer.status_code == 409
    assert "tidak dapat dihentikan" in answer.text


def test_only_who_protects_data_stops_it(agus: TestClient, rina: TestClient) -> None:
    path = recorded(rina)
    assert agus.post(f"{path}/hentikan", data={"version": "1"}).status_code == 403


def test_one_that_cannot_be_read_is_shown_so_and_the_others_stay(
    budi: TestClient, rina: TestClient, office: Office
) -> None:
    path, other = recorded(budi), recorded(budi)
    spoilt(office)
    page = budi.get(HOME).text
    assert page.count("uraiannya rusak, tidak terbaca") == 1
    assert f'href="{other}"' in page
    page = budi.get(path).text
    assert "Uraian kejadian ini rusak dan tidak dapat dibaca" in page
    assert "(rusak, tidak dapat dibaca)" in page
    assert forms(budi, path) == ["ubah", "lembaga", "cara-lain"]
    assert presses(budi, path, "ajukan") == 409
    assert budi.post(f"{path}/surat", data={"addressee": "Menteri"}).status_code == 409
    form = FORM | {"version": version_on(page)}
    assert budi.post(f"{path}/ubah", data=form).status_code == 303
    assert "tidak terbaca" not in budi.get(HOME).text


def spoilt(office: Office) -> None:
    with office.unit(CLOCKWORK) as unit:
        mine = update(DataBreach).where(DataBreach.id == 1)
        unit.session.execute(mine.values(sealed_account=SPOILT))


def test_a_request_that_cannot_be_read_is_shown_so_and_the_others_stay(
    rina: TestClient, office: Office
) -> None:
    for citizen in (BU_SARI, PAK_JOKO):
        with office.unit(citizen) as unit:
            data_requests.receive(unit, About.ACCESS, "Data apa yang disimpan tentang saya?")
    with office.unit(CLOCKWORK) as unit:
        mine = update(DataRequest).where(DataRequest.person == BU_SARI.person)
        unit.session.execute(mine.values(sealed_words=SPOILT))
    page = rina.get("/data-pribadi").text
    assert page.count("isinya rusak, tidak terbaca") == 1
    assert page.count('<a href="/data-pribadi/') >= 2
    page = rina.get("/data-pribadi/1").text
    assert "rusak dan tidak dapat dibaca" in page
    assert "dikosongkan" not in page
    assert rina.post("/data-pribadi/1/putuskan", data={"status": "done"}).status_code == 303
    with office.reading(BU_SARI) as unit:
        (one,) = data_requests.own(unit)
    assert (one.words, one.is_readable) == ("", False)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_activity_that_does_not_fit_where_the_data_lie_is_warned_of(rina: TestClient) -> None:
    fitting = rina.get(recorded(rina, whom="rooms", room_requests="1")).text
    assert "tempat datanya tidak" not in fitting
    path = recorded(rina, whom="rooms", room_subscriptions="1")
    page = rina.get(path).text
    assert "Kegiatan Permohonan dan keberatan informasi publik dicentang, tetapi" in page
    assert "(Register permohonan; Register keberatan): orangnya mungkin tidak ikut" in page
    assert "Tempat data Langganan dan permintaan kabar dicentang, tetapi" in page
    form = FORM | {"version": version_on(page), "whom": "rooms", "room_requests": "1"}
    rina.post(f"{path}/ubah", data=form)
    assert "dicentang, tetapi" not in rina.get(path).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("settings", ["", OFFICER], indirect=True, ids=["none", "one"])
def test_a_missing_officer_is_said_where_letter_and_notice_need_one(
    app: Starlette, settings: Settings, office: Office, pak_budi: StaffMember
) -> None:
    budi = sign_in(app, "budi")
    path = recorded(budi)
    with office.unit(BU_SARI) as unit:
        data_requests.receive(unit, About.ACCESS, "Data apa yang disimpan tentang saya?")
    said = [budi.get(one).text.count(NO_OFFICER) for one in (path, "/data-pribadi/1")]
    assert said == ([0, 0] if settings.dpo_contact else [2, 1])
    with office.unit(pak_budi) as unit:
        data_requests.decide(unit, 1, data_requests.Decision(data_requests.Status.DONE))
    assert NO_OFFICER not in budi.get("/data-pribadi/1").text, "nothing is written any more"
