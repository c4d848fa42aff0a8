"""What the tests of everybody's pages share: an office with something in it, and every address."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

from starlette.testclient import TestClient

from admin.pages import pages
from admin.public.front import PublicPage
from admin.public.kept import FRESH
from knowledge import seeding
from knowledge.leaf import SEED
from office.clock import StandingClock
from office.people import StaffMember
from office.unit import Office
from register import open_subjects
from register.letter_tables import Letter
from tests.admin.street import Street
from tests.people import CLOCKWORK, PAK_JOKO
from tests.register.lists import established, listed

WORDS = "Rencana Kerja Pemerintah Daerah tahun 2026"
HEAVIEST = 100 * 1024


def furnish(office: Office, street: Street, budi: StaffMember, ratna: StaffMember) -> None:
    """Put something behind every page: entries, lists, requests with and without words."""
    with office.unit(CLOCKWORK) as unit:
        seeding.load(unit, SEED / "ppid")
    listed(office, budi, entry_slug="ppid-dip", url_or_file="https://contoh.go.id/rkpd.pdf")
    established(office, budi, ratna)
    number = street.request()
    street.request("draft-2", PAK_JOKO)
    with office.unit(budi) as unit:
        open_subjects.publish(unit, number, subject=WORDS)


def a_while_later(clock: StandingClock) -> None:
    """Let what was kept grow old."""
    clock.advance(FRESH + timedelta(seconds=1))


def public_pages() -> list[PublicPage]:
    """Return every page for everybody."""
    return [page for page in pages() if isinstance(page, PublicPage)]


def addresses(office: Office, year: int) -> list[str]:
    """Return at least one address of every page for everybody, with what it can be asked."""
    with office.reading(CLOCKWORK) as unit:
        code = unit.session.query(Letter.code).order_by(Letter.id).limit(1).scalar()
    found = [page.path for page in public_pages() if "{" not in page.path]
    found += [f"/publik/register/{year}/1", f"/publik/statistik/{year}", f"/periksa/{code}"]
    found += [f"/publik/register?tahun={year}&status=registered", "/publik/register?sebelum=2"]
    found += [
        "/publik/jawaban/topik/ppid",
        "/publik/jawaban/ppid-waktu",
        "/publik/jawaban?cari=KTP",
    ]
    found += ["/publik/hitung?hari=250", "/publik/hitung?jangka=ki_total", "/publik/dip?cari=kerja"]
    found += [f"/publik/data/skema/{kind}.json" for kind in ("permohonan", "statistik")]
    for kind in ("permohonan", "statistik"):
        for form in ("csv", "json"):
            found += [f"/publik/data/{kind}-{year}.{form}", f"/publik/data/{kind}-{year}-11.{form}"]
    return found


def pages_of(office: Office, year: int, stranger: TestClient) -> Iterator[tuple[str, str]]:
    """Yield address and content of every page that is read, not downloaded."""
    for address in addresses(office, year):
        answer = stranger.get(address, follow_redirects=True)
        assert answer.status_code == 200, (address, answer.text[:300])
        if answer.headers["content-type"].startswith("text/html"):
            yield address, answer.text


class Outline(HTMLParser):
    """What a page is made of: its tags, its headings in order, and where it leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.levels: list[int] = []
        self.leads: list[str] = []
        self.attributes: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.leads += [value for name, value in attrs if name in {"href", "action"} and value]
