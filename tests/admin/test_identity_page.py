"""The one page citizens see: open to whoever holds the link, once, and to nobody else."""

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.testclient import TestClient

from office import files, posted
from office.clock import StandingClock
from office.settings import Settings
from office.unit import Office
from register import slips
from register.words import ApplicantType
from tests.admin.street import BOT, browser, signed
from tests.people import BU_SARI, CLOCKWORK, NIK, PAK_JOKO

GOOD = {
    "applicant_name": "Sari Wulandari",
    "national_id": NIK,
    "address": "Jalan Melati 5, Desa Sukamaju",
    "phone": "081234567890",
    "email": "",
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
MEGABYTE = 1024 * 1024
Link = Callable[..., str]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, _env_file=None, telegram_token=SecretStr(BOT))


@pytest.fixture
def link(office: Office) -> Link:
    """Makes the address that Bu Sari finds in her chat."""

    def made(kind: ApplicantType = ApplicantType.INDIVIDUAL) -> str:
        with office.unit(BU_SARI) as unit:
            return f"/identitas/{slips.open(unit, 'd1', BU_SARI.person, applicant_type=kind)}"

    return made


def came(office: Office) -> dict[str, Any] | None:
    with office.unit(BU_SARI) as unit:
        return slips.taken(unit, "d1")


def test_who_holds_the_link_fills_in_the_page_and_the_chat_hears_of_it(
    stranger: TestClient, link: Link, office: Office
) -> None:
    address = link()
    shown = stranger.get(address)
    assert shown.status_code == 200
    assert "Data diri pemohon" in shown.text
    done = stranger.post(address, data=GOOD)
    assert done.status_code == 200
    assert "Data diri diterima" in done.text
    with office.reading(CLOCKWORK) as unit:
        (letter,) = posted.about(unit.session, unit.vault, "identity:")
    assert (letter.key, letter.chat_id) == ("identity_taken", BU_SARI.person)
    assert came(office) == {**GOOD, "identity_file": ""}


def test_nobody_is_signed_in_or_remembered(stranger: TestClient, link: Link) -> None:
    address = link()
    for answer in (stranger.get(address), stranger.post(address, data=GOOD)):
        assert "set-cookie" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
        assert "/antrean" not in answer.text


def test_the_link_opens_once(stranger: TestClient, link: Link, office: Office) -> None:
    address = link()
    stranger.post(address, data=GOOD)
    for answer in (stranger.get(address), stranger.post(address, data={**GOOD, "phone": "0"})):
        assert answer.status_code == 404
        assert "tidak berlaku" in answer.text
    assert came(office) == {**GOOD, "identity_file": ""}


def test_the_link_dies_after_a_quarter_of_an_hour(
    stranger: TestClient, link: Link, office: Office, clock: StandingClock
) -> None:
    address = link()
    clock.instant += timedelta(minutes=15)
    assert stranger.get(address).status_code == 404
    assert stranger.post(address, data=GOOD).status_code == 404
    assert came(office) is None


@pytest.mark.parametrize("token", ["x", "a" * 2000, "%00", "%ed%b3%bf"])
def test_a_guess_opens_nothing(stranger: TestClient, link: Link, token: str) -> None:
    link()
    assert stranger.get(f"/identitas/{token}").status_code == 404
    assert stranger.post(f"/identitas/{token}", data=GOOD).status_code == 404


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(
    stranger: TestClient, link: Link, office: Office
) -> None:
    address = link()
    wrong = {**GOOD, "national_id": "12345", "address": "Jl. <A>", "phone": ""}
    answer = stranger.post(address, data=wrong, files={"identity_file": ("ktp.png", PNG)})
    assert answer.status_code == 422
    assert 'value="Sari Wulandari"' in answer.text
    assert 'value="12345"' in answer.text
    assert "Jl. &lt;A&gt;" in answer.text
    assert "NIK berjumlah 16 angka; yang Anda tulis 5 angka." in answer.text
    assert "Isi nomor telepon atau surel" in answer.text
    assert "Berkas perlu dipilih lagi" in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    assert came(office) is None


def test_a_nik_that_looks_mistyped_can_be_kept(
    stranger: TestClient, link: Link, office: Office
) -> None:
    address = link()
    assert "tetap pakai" not in stranger.get(address).text
    odd = {**GOOD, "national_id": "12345"}
    assert 'name="keep_national_id"' in stranger.post(address, data=odd).text
    assert stranger.post(address, data={**odd, "keep_national_id": "1"}).status_code == 200
    assert (came(office) or {})["national_id"] == "12345"


def test_a_copy_of_the_identity_larger_than_a_stranger_s_form_comes_along(
    stranger: TestClient, link: Link, office: Office
) -> None:
    picture = PNG + b"x" * (2 * MEGABYTE)
    answer = stranger.post(link(), data=GOOD, files={"identity_file": ("ktp.png", picture)})
    assert answer.status_code == 200
    number = (came(office) or {})["identity_file"]
    with office.reading(CLOCKWORK) as unit:
        assert files.find(unit, number).size == len(picture)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("ktp.txt", b"halo", "Kirim foto"),
        ("ktp.png", b"", "kosong"),
        ("ktp.exe", b"MZ\x00\x01", "Kirim foto"),
        ("besar.png", PNG + b"x" * (20 * MEGABYTE), "20 MB"),
    ],
)
def test_what_is_no_picture_is_declined_and_the_link_stays_good(
    stranger: TestClient, link: Link, name: str, content: bytes, said: str
) -> None:
    address = link()
    answer = stranger.post(address, data=GOOD, files={"identity_file": (name, content)})
    assert answer.status_code == 422
    assert said in answer.text
    assert stranger.post(address, data=GOOD).status_code == 200


@pytest.mark.parametrize("token", ["x" * 43, "used"])
def test_without_a_good_link_nothing_large_is_read(
    stranger: TestClient, link: Link, token: str
) -> None:
    address = link()
    if token == "used":
        stranger.post(address, data=GOOD)
    else:
        address = f"/identitas/{token}"
    large = {"identity_file": ("ktp.png", PNG + b"x" * MEGABYTE)}
    assert stranger.post(address, data=GOOD, files=large).status_code == 413


def test_with_a_good_link_no_more_than_one_file_s_worth_is_read(
    stranger: TestClient, link: Link
) -> None:
    large = {"identity_file": ("ktp.png", b"x" * (22 * MEGABYTE))}
    assert stranger.post(link(), data=GOOD, files=large).status_code == 413


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "null"}, True),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://orang-lain.example"}, False),
        ({}, True),
    ],
)
def test_another_site_cannot_hand_the_page_in(
    app: Starlette, link: Link, headers: dict[str, str], passes: bool
) -> None:
    client = TestClient(app, headers=headers, follow_redirects=False)
    assert client.post(link(), data=GOOD).status_code == (200 if passes else 403)


@pytest.mark.parametrize("headers", [{"origin": "null"}, {}])
def test_the_staff_s_own_forms_are_guarded_as_before(
    app: Starlette, headers: dict[str, str]
) -> None:
    client = TestClient(app, headers=headers, follow_redirects=False)
    assert client.post("/masuk", data={"login": "budi"}).status_code == 403
    assert client.post("/identitas", data={}).status_code == 403


def test_inside_telegram_the_signature_of_the_draft_s_owner_lets_in(
    stranger: TestClient, link: Link, clock: StandingClock
) -> None:
    mine = signed(BU_SARI.person, clock.now())
    assert stranger.post(link(), data={**GOOD, "init_data": mine}).status_code == 200


@pytest.mark.parametrize("fault", ["another person", "another bot", "yesterday", "nonsense"])
def test_inside_telegram_a_signature_that_does_not_fit_is_refused(
    stranger: TestClient, link: Link, clock: StandingClock, office: Office, fault: str
) -> None:
    now = clock.now()
    text = {
        "another person": signed(PAK_JOKO.person, now),
        "another bot": signed(BU_SARI.person, now, token="1:another"),
        "yesterday": signed(BU_SARI.person, now - timedelta(days=1)),
        "nonsense": "hash=1",
    }[fault]
    address = link()
    answer = stranger.post(address, data={**GOOD, "init_data": text})
    assert answer.status_code == 403
    assert "akun Telegram" in answer.text
    assert 'value="Sari Wulandari"' in answer.text
    assert came(office) is None


@pytest.mark.parametrize("kind", list(ApplicantType))
def test_every_kind_of_applicant_has_a_page_that_asks_what_concerns_them(
    stranger: TestClient, link: Link, kind: ApplicantType
) -> None:
    page = stranger.get(link(kind)).text
    assert ('name="proxy_address"' in page) == kind.has_proxy
    assert ('name="legal_entity_decree_no"' in page) == kind.is_entity
    assert ('name="givers"' in page) == (kind is ApplicantType.GROUP)
    assert page.count("<label for=") == page.count('<div class="question">')


def test_a_nik_is_in_no_log(
    stranger: TestClient, link: Link, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    stranger.post(link(), data={**GOOD, "address": ""})
    stranger.post(link(), data=GOOD)
    assert NIK not in caplog.text


def test_two_who_hand_the_page_in_at_once_are_one(app: Starlette, link: Link) -> None:
    address = link()

    def hand_in(_: int) -> int:
        return browser(app).post(address, data=GOOD).status_code

    with ThreadPoolExecutor(4) as crowd:
        statuses = list(crowd.map(hand_in, range(4)))
    assert sorted(statuses) == [200, 404, 404, 404]


def test_a_file_of_another_kind_is_refused_before_it_is_kept(
    stranger: TestClient, link: Link, settings: Settings
) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.txt", "x")
    sent = {"identity_file": ("ktp.zip", zipped.getvalue())}
    assert stranger.post(link(), data=GOOD, files=sent).status_code == 422
    folder = settings.data_dir / "files"
    assert not folder.exists() or not [path for path in folder.rglob("*") if path.is_file()]
