"""Whoever asked is found nowhere that opens without a permission: page, file, header, log, API."""

import io
import logging
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from httpx import Response
from pypdf import PdfReader
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from admin.api.contents import ROOT, operations
from admin.app import build
from admin.pages import pages
from admin.public.front import PublicPage
from knowledge import seeding
from knowledge.leaf import SEED
from office import files
from office.files import Cabinet
from office.people import Citizen, Role
from office.settings import Settings
from office.unit import Office
from office.writer import Writer
from register import open_subjects, requests
from register.identities import fingerprint
from register.letter_tables import Letter
from register.reports import editions
from register.reports.words import Field, Format, Span
from register.tables import Request
from tests.admin.public_street import HEAVIEST
from tests.admin.street import browser
from tests.house import year
from tests.people import CLOCKWORK, a_form, staff_member
from tests.register.reports.sample import ENTERED, HEAD, seen

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
OCCUPATION = "juru-kunci-makam-wungu"
KTP = "ktp-zulaikha-wirabhuana.pdf"
SUBJECT = "Rincian anggaran perbaikan jalan desa"
SECRET = Citizen(year.SECRET_CHAT)


class City:
    """An office with a year behind it, in which one applicant is to be found nowhere."""

    def __init__(self, office: Office, place: Path, writer: Writer) -> None:
        self.office = office
        self.year = year.fill(office, questions=200, requests=300)
        settings = Settings(data_dir=place, packs=("ppid",), _env_file=None)
        self.app: Starlette = build(settings, office, writer)
        with office.unit(CLOCKWORK) as unit:
            seeding.load(unit, SEED / "ppid")
            self.ratna = staff_member(unit, "ratna", "Ratna Sekda", Role.SUPERIOR, Role.PPID)
        self._asks(Cabinet(place / "files", office.vault))
        self._reports()
        self.secrets = [
            *year.SECRETS,
            str(year.SECRET_CHAT),
            OCCUPATION,
            KTP,
            *(code for _, _, code in self._own()),
        ]

    def _asks(self, cabinet: Cabinet) -> None:
        form = replace(a_form(), identity=year.SECRET, occupation=OCCUPATION)
        form = replace(form, purpose_of_use=year.PURPOSE)
        kept = cabinet.keep(KTP, b"%PDF-1.4\n% ktp zulaikha wirabhuana\n")
        with self.office.unit(CLOCKWORK) as unit:
            form = replace(form, power_of_attorney=files.file(unit, kept))
        for turn in range(2):
            with self.office.unit(SECRET) as unit:
                number = requests.submit(unit, form, draft_key=f"secret-{turn}").number
        with self.office.unit(self.year.officer) as unit:
            open_subjects.publish(unit, number, subject=SUBJECT)

    def _reports(self) -> None:
        officer = self.year.officer
        with self.office.unit(officer) as unit:
            number = editions.begin(unit, Span.MONTH, 2026, 10)
            for field in Field:
                editions.write(unit, number, field, f"Isi {field}", seen=0)
            editions.enter(unit, number, dict(ENTERED), {})
            editions.propose(unit, number)
        with self.office.unit(self.ratna) as unit:
            editions.finish(unit, number, HEAD, is_read=True, seen=seen(unit, number))

    def _own(self) -> list[tuple[int, int, str]]:
        """Return year, number and tracking code of everything the secret applicant asked for."""
        columns = select(Request.year, Request.sequence, Request.tracking_code)
        with self.office.reading(CLOCKWORK) as unit:
            own = Request.identity_index == fingerprint(unit.vault, year.SECRET)
            return [tuple(row) for row in unit.session.execute(columns.where(own))]

    def letter(self) -> str:
        """Return the code of a letter of the secret applicant's."""
        with self.office.reading(CLOCKWORK) as unit:
            return (
                unit.session.scalars(select(Letter.code).order_by(Letter.id.desc())).first() or ""
            )

    def requests(self) -> list[tuple[int, int]]:
        """Return year and number of everything the secret applicant asked for."""
        return [(when, number) for when, number, _ in self._own()]


@pytest.fixture
def city(office: Office, tmp_path: Path, writer: Writer) -> City:
    return City(office, tmp_path, writer)


def addresses(city: City) -> dict[str, list[str]]:
    """Return addresses of every page that opens without a permission, by its pattern."""
    open_to_all = [page for page in pages() if page.permission is None and page.method == "GET"]
    found = {page.path: [page.path] for page in open_to_all}
    slugs = ["ppid-waktu", "ppid-data-pribadi", "ppid-biaya"]
    names = [
        f"{kind}-{when}.{form}"
        for kind in ("permohonan", "statistik")
        for when in ("2025", "2026", "2026-11", "2026-03")
        for form in ("csv", "json")
    ]
    files_of = [f"{size}.{kind}" for size in ("lengkap", "ringkasan") for kind in Format]
    found |= {
        "/publik/register": [
            f"/publik/register?tahun={when}&sebelum={before}"
            for when in (2025, 2026)
            for before in range(26, 330, 25)
        ],
        "/publik/register/{year:number}/{number:number}": [
            f"/publik/register/{when}/{number}" for when, number in city.requests()
        ],
        "/publik/jawaban": ["/publik/jawaban", "/publik/jawaban?cari=data pribadi saya"],
        "/publik/jawaban/topik/{slug:slug}": ["/publik/jawaban/topik/ppid"],
        "/publik/jawaban/{slug:slug}": [f"/publik/jawaban/{slug}" for slug in slugs],
        "/publik/statistik/{year:number}": ["/publik/statistik/2025", "/publik/statistik/2026"],
        "/publik/data/skema/{slug:slug}.json": ["/publik/data/skema/permohonan.json"],
        "/publik/data/{name}": [f"/publik/data/{name}" for name in names],
        "/publik/laporan/{number:number}/{name}": [f"/publik/laporan/1/{one}" for one in files_of],
        "/periksa/{code}": [f"/periksa/{city.letter()}", "/periksa/TIDAKADA22"],
        "/identitas/{token}": ["/identitas/tidak-ada"],
        "/ambil/{token}": ["/ambil/tidak-ada"],
        "/undangan/{token}": ["/undangan/tidak-ada"],
    }
    return found


def text_of(answer: Response) -> str:
    """Return all that an answer says, also what is packed inside a file."""
    said = [answer.text, *answer.headers.values(), *answer.headers.keys()]
    kind = answer.headers.get("content-type", "")
    if "pdf" in kind:
        reader = PdfReader(io.BytesIO(answer.content))
        said += [page.extract_text() for page in reader.pages]
        said += [str(value) for value in (reader.metadata or {}).values()]
    elif answer.content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            said += [archive.read(name).decode(errors="replace") for name in archive.namelist()]
            said += archive.namelist()
    return "\n".join(said)


def found_in(city: City, said: str) -> list[str]:
    plain = re.sub(r"[ .\-]", "", said).casefold()
    return [
        secret
        for secret in city.secrets
        if secret.casefold() in said.casefold() or re.sub(r"[ .\-]", "", secret).casefold() in plain
    ]


def test_no_page_without_a_permission_tells_anything_of_who_asked(
    city: City, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stranger = browser(city.app)
    for pattern, known in addresses(city).items():
        assert "{" not in "".join(known), pattern
        for address in known:
            answer = stranger.get(address)
            assert answer.status_code in {200, 303, 404}, (address, answer.status_code)
            assert found_in(city, text_of(answer)) == [], address
            assert "set-cookie" not in answer.headers, address
            assert "content-security-policy" in answer.headers, address
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert len(answer.content) < HEAVIEST, address
    for page in pages():
        if page.permission is None and page.method == "POST":
            answer = stranger.post(page.path.replace("{token}", "tidak-ada"), data={})
            assert found_in(city, text_of(answer)) == [], page.path
            assert "content-security-policy" in answer.headers, page.path
    assert found_in(city, caplog.text) == []


def test_the_walk_finds_what_it_should(city: City) -> None:
    """The pages are not empty: what may be said of the same request is there."""
    stranger = browser(city.app)
    page = stranger.get("/publik/register?tahun=2026").text
    assert SUBJECT in page
    assert "Rincian belum ditinjau" in page
    when, number = max(city.requests())
    assert stranger.get(f"/publik/register/{when}/{number}").status_code == 200
    assert stranger.get("/publik/laporan/1/lengkap.pdf").content.startswith(b"%PDF")
    assert found_in(city, f"Nama: {year.SECRET.applicant_name}") != []
    assert found_in(city, "NIK 3507 1544 1292 0777") == [year.SECRET.national_id]
    assert "PublicPage" in {type(page).__name__ for page in pages()}


def test_what_needs_a_permission_tells_a_stranger_only_where_the_door_is(city: City) -> None:
    stranger = browser(city.app)
    for page in pages():
        if page.permission is None or isinstance(page, PublicPage):
            continue
        path = re.sub(r"{\w+:number}", "1", page.path)
        path = re.sub(r"{[^}]+}", "x", path)
        answer = stranger.request(page.method, path)
        assert (answer.status_code, answer.text) == (303, ""), path
        assert answer.headers["location"] == "/masuk"


def test_the_interface_tells_nobody_who_asked(city: City, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stranger = browser(city.app)
    assert found_in(city, stranger.get(f"{ROOT}/openapi.json").text) == []
    for one in operations():
        path = ROOT + one.path.format(**one.example)
        given = {name: text for name, text in one.example.items() if name not in one.in_path}
        answer = stranger.get(path, params=given)
        said = text_of(answer)
        assert found_in(city, said) == [], path
        assert "set-cookie" not in answer.headers
        if one.scope is not None:
            assert answer.status_code == 401, path
            assert "registration" not in said
    for when, number in city.requests():
        answer = stranger.get(f"{ROOT}/register/{when}/{number}")
        assert answer.status_code == 200
        assert found_in(city, text_of(answer)) == []
    assert found_in(city, caplog.text) == []


def test_what_somebody_looks_for_is_written_down_nowhere(
    city: City, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stranger: TestClient = browser(city.app)
    # The test's own browser tells what it asks for; that is no log of the house.
    caplog.set_level(logging.WARNING, "httpx2")
    name = year.SECRET.applicant_name
    for address in ("/publik/jawaban", "/publik/dip", "/publik/register"):
        stranger.get(address, params={"cari": name})
    stranger.get("/publik/periksa", params={"kode": "ZULAIKHA22"})
    stranger.get("/periksa/ZULAIKHA22")
    assert found_in(city, caplog.text) == []


def test_a_drawn_report_is_bound_under_a_name_without_names(city: City) -> None:
    stranger = browser(city.app)
    answer = stranger.get("/publik/laporan/1/ringkasan.docx")
    disposition = answer.headers["content-disposition"]
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.docx"', disposition)
    assert found_in(city, disposition) == []
